"""The register and the ZIP: who sees which files, found how, in how many queries; every byte in its folder."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.evidence.models import EvidenceFile
from samrit.frameworks.actions import Requirement, set_required_evidence
from samrit.reports.actions import attach_evidence, attach_kept
from samrit.reports.models import Result, ResultEvidence
from samrit.reports.packing import safe
from tests.reports.pages import signed_in, text
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PDF = b"%PDF-1.4\n%%EOF"


def attach(made: World, number: str, name: str, content: bytes, **options: Any) -> ResultEvidence:
    by = made.recorder if number.startswith("1-") else made.statistician
    item = made.item(number, by)
    return attach_evidence(item=item, file=io.BytesIO(content), name=name, by=by, now=NOW, **options)


def look(made: World, who: str, query: str = "") -> str:
    return text(signed_in(getattr(made, who)).get(reverse("register:list") + query))


def listed(made: World, who: str, query: str = "") -> list[str]:
    page = look(made, who, query)
    names = ["ก.pdf", "ข.csv", "ค.png", "ง.pdf"]
    return [name for name in names if f">{name}</a>" in page]


@pytest.fixture
def files(made: World) -> dict[str, EvidenceFile]:
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    return {
        "ก.pdf": attach(made, "1-1", "ก.pdf", PDF).file,
        "ข.csv": attach(made, "1-2", "ข.csv", b"a,b\n1,2\n", secrecy="confidential").file,
        "ค.png": attach(made, "2-1.1", "ค.png", png).file,
        "ง.pdf": attach(made, "2-1.2", "ง.pdf", PDF).file,
    }


def test_each_sees_what_is_theirs(made: World, files: dict[str, EvidenceFile]):
    everything = ["ก.pdf", "ข.csv", "ค.png", "ง.pdf"]
    assert listed(made, "recorder") == listed(made, "approver") == ["ก.pdf", "ข.csv"]
    assert listed(made, "statistician") == ["ค.png", "ง.pdf"]
    assert listed(made, "coordinator") == listed(made, "evaluator") == everything
    assert "ยังไม่มีหลักฐาน" in look(made, "stranger")


def test_it_is_narrowed_by_name_kind_level_agency_kpi_and_use(made: World, files: dict[str, EvidenceFile]):
    ResultEvidence.objects.filter(file=files["ค.png"]).delete()
    found = {
        query: listed(made, "coordinator", query)
        for query in (
            "?q=ก", "?kind=image", "?kind=sheet", "?secrecy=confidential", f"?agency={made.statistics.pk}",
            f"?indicator={made.kpis['1-1'].indicator_id}", "?unused=1", "?kind=nonsense", f"?q={files['ก.pdf'].sha256}",
        )
    }  # fmt: skip
    assert list(found.values()) == [
        ["ก.pdf"], ["ค.png"], ["ข.csv"], ["ข.csv"], ["ค.png", "ง.pdf"], ["ก.pdf"], ["ค.png"],
        ["ก.pdf", "ข.csv", "ค.png", "ง.pdf"], ["ก.pdf", "ง.pdf"],
    ]  # fmt: skip


def test_the_same_bytes_in_two_agencies_are_said(made: World, files: dict[str, EvidenceFile]):
    assert look(made, "coordinator").count("เนื้อหาเดียวกัน 2 ไฟล์") == 2
    assert "เนื้อหาเดียวกัน" not in look(made, "recorder")


def test_a_file_names_every_kpi_it_proves_and_leads_there(made: World, files: dict[str, EvidenceFile]):
    attach_kept(item=made.item("1-2", made.recorder), file=files["ก.pdf"], by=made.recorder, now=NOW)
    page = text(signed_in(made.recorder).get(reverse("register:file", args=[files["ก.pdf"].pk])))
    for number in ("1-1", "1-2"):
        url = reverse("reports:entry", args=[made.round.pk, made.kpis[number].indicator_id])  # type: ignore[union-attr]
        assert f'href="{url}"' in page


def many(made: World, count: int) -> None:
    model = attach(made, "1-1", "แบบ.pdf", PDF + b"model")
    files = EvidenceFile.objects.bulk_create(
        EvidenceFile(
            name=f"ไฟล์ {number}.pdf", sha256=f"{number:064d}", size=number + 1, media_type="application/pdf",
            file=model.file.file.name, uploaded_by=made.recorder, uploaded_at=NOW,
        )
        for number in range(count)
    )  # fmt: skip
    through = EvidenceFile.agencies.through
    through.objects.bulk_create(through(evidencefile=file, agency=made.development) for file in files)
    ResultEvidence.objects.bulk_create(
        ResultEvidence(result=model.result, file=file, attached_by=made.recorder, attached_at=NOW)
        for file in files
    )


@pytest.mark.parametrize("who", ["recorder", "coordinator", "evaluator"])
def test_one_three_and_ten_thousand_files_take_the_same_queries(made: World, who: str):
    counts, client = [], signed_in(getattr(made, who))
    for count in (1, 3, 10_000):
        Result.objects.filter(evidence__file__name="แบบ.pdf").exists()
        ResultEvidence.objects.all().delete()
        EvidenceFile.agencies.through.objects.all().delete()
        EvidenceFile.objects.all().delete()
        many(made, count - 1)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("register:list"))
        assert page.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2], counts


# ── the ZIP ─────────────────────────────────────────────────────────────────
def packed(made: World, who: str) -> zipfile.ZipFile:
    response = zipped(made, who)
    assert response.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    assert archive.testzip() is None
    return archive


def zipped(made: World, who: str) -> HttpResponse:
    assert made.round is not None
    return signed_in(getattr(made, who)).get(reverse("reports:evidence_zip", args=[made.round.pk]))


def index(archive: zipfile.ZipFile) -> list[list[str]]:
    raw = archive.read("index.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def test_every_file_is_in_its_kpis_folder_under_its_thai_name(made: World, files: dict[str, EvidenceFile]):
    archive = packed(made, "evaluator")
    folder = "1-1 รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)"
    assert archive.namelist()[:3] == ["index.html", "index.csv", f"{folder}/01 ก.pdf"]
    assert archive.read(f"{folder}/01 ก.pdf") == PDF
    assert len(archive.namelist()) == 6
    rows = index(archive)[1:]
    assert [row[0] for row in rows] == ["1-1", "1-2", "2-1.1", "2-1.2"]
    assert rows[0][3:5] + rows[0][8:10] == [f"{folder}/01 ก.pdf", "", files["ก.pdf"].sha256, "recorder"]
    assert "01%20%E0%B8%81.pdf" in archive.read("index.html").decode()


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("evaluator", 200), ("recorder", 404), ("stranger", 404)]
)
def test_it_is_for_the_coordinator_and_the_central_office(made: World, who: str, status: int):
    response = zipped(made, who)
    response.getvalue()
    assert response.status_code == status


def test_what_the_reader_may_not_open_is_named_and_stays_out(made: World):
    file = attach(made, "1-1", "รายชื่อ.pdf", PDF, secrecy="secret").file
    archive = packed(made, "coordinator")
    assert archive.namelist() == ["index.html", "index.csv"]
    assert "รายชื่อ" not in archive.read("index.csv").decode()
    assert index(archive)[1][5] == "ลับมาก"
    assert len(packed(made, "evaluator").namelist()) == 3
    copy = EvidenceFile.objects.create(
        name="ปิดทับ.pdf", sha256="0" * 64, size=len(PDF), media_type="application/pdf", file=file.file.name,
        uploaded_by=made.recorder, uploaded_at=NOW, redacted_of=file,
    )  # fmt: skip
    copy.agencies.set(file.agencies.all())
    assert [name.rsplit("/")[-1] for name in packed(made, "coordinator").namelist()[2:]] == ["01 ปิดทับ.pdf"]


def test_a_name_harms_no_other_and_no_system(made: World):
    attach(made, "1-1", "..\\..\\con:a*?.pdf", PDF)
    attach(made, "1-1", "=cmd|x.csv", b"a,b\n1,2\n")
    made.kpis["1-1"].name = "=1+1/..\\x"
    made.kpis["1-1"].save()
    archive = packed(made, "evaluator")
    assert archive.namelist()[2:] == ["1-1 =1+1 .. x/01 con a.pdf", "1-1 =1+1 .. x/02 =cmd x.csv"]
    rows = index(archive)[1:]
    assert [row[1][0] for row in rows] == ["'", "'"]
    assert rows[1][2] == "'=cmd|x.csv"


@pytest.mark.parametrize(
    ("name", "kept"), [("a/b\\c", "a b c"), (" . ", "_"), ("ก\u202eข\x00", "ก ข"), ("น้ำ ที่ปรึกษา", "น้ำ ที่ปรึกษา")]
)
def test_safe_names(name: str, kept: str):
    assert safe(name) == kept


def test_a_file_missing_from_the_storage_is_told_and_spoils_nothing(
    made: World, files: dict[str, EvidenceFile]
):
    default_storage.delete(files["ค.png"].file.name)
    archive = packed(made, "evaluator")
    assert len(archive.namelist()) == 5
    assert "ไม่พบไฟล์ในที่เก็บ" in index(archive)[3][6]


def test_the_checklist_is_told(made: World):
    kpi = made.kpis["1-1"]
    lines = [Requirement("สรุปยอดรายเดือน")]
    set_required_evidence(kpi=kpi, lines=lines, by=made.coordinator, now=NOW, reason="ก")
    attach(made, "1-1", "ก.pdf", PDF, code=kpi.required_evidence.get().code)
    assert index(packed(made, "evaluator"))[1][4] == "สรุปยอดรายเดือน"


def test_thousands_of_files_take_the_queries_of_one(made: World):
    counts = []
    for count in (0, 3_000):
        many(made, count)
        with CaptureQueriesContext(connection) as queries:
            response = zipped(made, "evaluator")
            sizes = [len(piece) for piece in response.streaming_content]
        counts.append(len(queries))
        ResultEvidence.objects.all().delete()
    assert counts[0] == counts[1], counts
    assert max(sizes) < 8 * 1024 * 1024
