"""Who may open a file, and what the browser is told about it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from samrit.evidence.models import EvidenceFile
from samrit.reports.actions import attach_evidence
from tests import world
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PDF = b"%PDF-1.4\n%%EOF"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)


@pytest.fixture
def made() -> World:
    return world.make_world()


def kept(made: World, name: str = "รายงาน ก.ย..pdf", content: bytes = PDF) -> EvidenceFile:
    item = made.item("1-1", made.recorder)
    return attach_evidence(item=item, file=io.BytesIO(content), name=name, by=made.recorder, now=NOW).file


@dataclass(frozen=True)
class Opened:
    status: int
    headers: Mapping[str, str]
    content: bytes


def opened(made: World, file: EvidenceFile, who: str, query: str = "") -> Opened:
    client = Client()
    client.force_login(getattr(made, who))
    response = client.get(reverse("evidence:download", args=[file.pk]) + query)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return Opened(response.status_code, response.headers, content)


@pytest.mark.parametrize("who", ["recorder", "colleague", "approver", "coordinator", "evaluator"])
def test_the_people_concerned_get_the_very_bytes(made: World, who: str):
    assert opened(made, kept(made), who).content == PDF


@pytest.mark.parametrize("who", ["statistician", "statistics_approver", "stranger"])
def test_for_everybody_else_it_does_not_exist(made: World, who: str):
    assert opened(made, kept(made), who).status == 404


def test_strangers_sign_in_first(made: World):
    url = reverse("evidence:download", args=[kept(made).pk])
    assert Client().get(url).url == f"/accounts/login/?next={url}"


def test_it_is_only_read(made: World):
    client = Client()
    client.force_login(made.recorder)
    assert client.post(reverse("evidence:download", args=[kept(made).pk])).status_code == 405


def test_it_is_saved_under_its_own_name_and_never_run(made: World):
    headers = opened(made, kept(made), "recorder").headers
    disposition = headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition).endswith("รายงาน ก.ย..pdf")
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == str(len(PDF))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Security-Policy"].endswith("; sandbox")


# kind of file → how ?show=1 opens it
SHOWN = [
    ("ภาพ.png", PNG, "inline"),
    ("รายงาน.pdf", PDF, "inline"),
    ("บันทึก.txt", "ประชุม".encode(), "attachment"),
    ("ข้อมูล.csv", b"a,b\n1,2\n", "attachment"),
]


@pytest.mark.parametrize(("name", "content", "how"), SHOWN)
def test_only_pictures_and_pdfs_open_in_the_browser(made: World, name: str, content: bytes, how: str):
    file = kept(made, name, content)
    assert opened(made, file, "recorder", "?show=1").headers["Content-Disposition"].split(";")[0] == how
    assert opened(made, file, "recorder", "?show=yes").headers["Content-Disposition"].startswith("attachment")


def test_shown_or_not_nothing_in_it_may_run(made: World):
    policies = {
        name: opened(made, kept(made, name, content), "recorder", "?show=1").headers[
            "Content-Security-Policy"
        ]
        for name, content, _ in SHOWN
    }
    assert all(policy.startswith("default-src 'none';") for policy in policies.values())
    assert {name for name, policy in policies.items() if not policy.endswith("; sandbox")} == {"รายงาน.pdf"}


def test_a_name_cannot_break_out_of_its_header(made: World):
    file = kept(made, 'ก"; filename=x.html\r\nSet-Cookie: a=b.pdf')
    disposition = opened(made, file, "recorder").headers["Content-Disposition"]
    assert "\n" not in disposition
    assert "x.html" not in disposition.split("filename*=")[0]


def test_the_stored_file_is_known_by_its_digest_only(made: World):
    file = kept(made, "../../ออกนอกห้อง.pdf")
    folder, name = file.file.name.rsplit("/", 1)
    assert (folder, name[:64], name[-4:]) == (f"evidence/{file.sha256[:2]}", file.sha256, ".pdf")
    assert default_storage.exists(file.file.name)


def test_a_file_of_the_same_bytes_is_stored_once_and_shown_to_each_own_agency(made: World):
    mine = kept(made)
    item = made.item("2-1.1", made.statistician)
    theirs = attach_evidence(
        item=item, file=io.BytesIO(PDF), name="อื่น.pdf", by=made.statistician, now=NOW
    ).file
    assert mine.file.name == theirs.file.name
    assert opened(made, mine, "statistician").status == 404
    assert opened(made, theirs, "statistician").status == 200
