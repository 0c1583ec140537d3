"""The receipt and the pages of a filing: drawn from what is sealed, the same for ever, for those who may read it."""

import io
import json
from collections.abc import Iterator

import pdfplumber
import pytest
import zxingcpp
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.frameworks.models import Kpi
from samrit.people.models import Agency, User
from samrit.reports.documents.receipts import draw
from samrit.reports.models import Filing, Result
from samrit.rules.sealing import in_groups, sealed
from tests import world
from tests.reports.filing import filed_twice
from tests.reports.pages import signed_in, text
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def filing(made: World) -> Filing:
    return world.file_all(made)


@pytest.fixture
def pages(filing: Filing) -> Iterator[list[pdfplumber.page.Page]]:
    with pdfplumber.open(io.BytesIO(draw(filing))) as pdf:
        yield pdf.pages


@pytest.mark.pdf
def test_the_text_of_the_receipt_reads_back_equal(filing: Filing, pages: list[pdfplumber.page.Page]):
    lines = (pages[0].extract_text() or "").splitlines()
    assert filing.printed_code in lines
    assert in_groups(filing.sha256, 8) in lines
    assert f"http://127.0.0.1:8000/verify/{filing.code}/" in " ".join(lines)
    figures = [line for line in lines if "๑,๑๗๖.๒๘๕" in line]
    assert len(figures) == 1
    assert "ล้านบาท" in figures[0]
    assert "๑๐ ตุลาคม ๒๕๖๗ เวลา ๑๐.๐๐ น." in " ".join(lines)


@pytest.mark.pdf
def test_the_qr_code_leads_to_where_the_paper_is_verified(filing: Filing, pages: list[pdfplumber.page.Page]):
    drawn = pages[0].to_image(resolution=200).original
    assert [found.text for found in zxingcpp.read_barcodes(drawn)] == [
        f"http://127.0.0.1:8000/verify/{filing.code}/"
    ]


@pytest.mark.pdf
def test_years_later_the_receipt_is_the_same(made: World, filing: Filing):
    before = draw(filing)
    Kpi.objects.update(name="ชื่อใหม่", unit="ร้อยละ")
    Agency.objects.filter(pk=made.development.pk).update(name="หน่วยงานที่เปลี่ยนชื่อ")
    User.objects.filter(pk=made.approver.pk).update(name="ผู้อื่น")
    Result.objects.update(value=1)
    assert draw(Filing.objects.get(pk=filing.pk)) == before


@pytest.mark.pdf
def test_an_agencys_slip_has_its_own_items_only(made: World, filing: Filing):
    with pdfplumber.open(io.BytesIO(draw(filing, agency=made.statistics.pk))) as pdf:
        words = pdf.pages[0].extract_text() or ""
    assert "๗๐" in words
    assert "๑,๑๗๖.๒๘๕" not in words
    assert filing.printed_code in words


# ── who reads what ──────────────────────────────────────────────────────────
def url(name: str, *things: object) -> str:
    return reverse(f"reports:{name}", args=things)


@pytest.mark.parametrize(
    ("who", "page", "receipt", "own", "others"),
    [
        ("coordinator", 200, 200, 200, 200),
        ("evaluator", 200, 200, 200, 200),
        ("recorder", 200, 404, 200, 404),
        ("approver", 200, 404, 200, 404),
        ("stranger", 404, 404, 404, 404),
    ],
)
@pytest.mark.pdf
def test_who_may_read(  # noqa: PLR0917 - a table
    made: World, filing: Filing, who: str, page: int, receipt: int, own: int, others: int
):
    client = signed_in(getattr(made, who))
    assert made.round is not None
    statuses = [
        client.get(address).status_code
        for address in (
            url("filing", filing.pk), url("receipt", filing.pk), url("snapshot", filing.pk),
            url("slip", filing.pk, made.development.pk), url("slip", filing.pk, made.statistics.pk),
            url("filings", made.round.pk),
        )
    ]  # fmt: skip
    assert statuses == [page, receipt, receipt, own, others, page]


def test_the_sealed_text_downloads_as_it_was_sealed(made: World, filing: Filing):
    response = signed_in(made.coordinator).get(url("snapshot", filing.pk))
    assert sealed(response.content.decode()) == filing.sha256
    assert json.loads(response.content)["code"] == filing.code


def test_agencies_read_their_own_items_only(made: World, filing: Filing):
    page = text(signed_in(made.recorder).get(url("filing", filing.pk)))
    assert "1,176.285 ล้านบาท" in page
    assert "คะแนนความพร้อม" not in page


def test_a_second_filing_is_compared_with_the_first_in_words(made: World):
    first, second = filed_twice(made)
    client = signed_in(made.coordinator)
    page = text(client.get(url("filing", second.pk)))
    assert "เทียบกับครั้งที่ 1: เพิ่ม 0 · เปลี่ยน 1 · ไม่อยู่ในครั้งนี้ 0" in page
    assert "<del>1,176.285 ล้านบาท</del>" in page
    assert "<ins>1,200 ล้านบาท</ins>" in page
    assert "ฉบับนี้ถูกแทนที่ด้วยครั้งที่ 2 เมื่อ 10 ต.ค. 2567 เวลา 10.00 น." in text(client.get(url("filing", first.pk)))


def test_the_list_makes_the_same_queries_for_one_and_two(made: World, filing: Filing):
    client = signed_in(made.coordinator)
    assert made.round is not None
    address = url("filings", made.round.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    again = Filing.objects.get(pk=filing.pk)
    for number in (2, 3):
        again.pk, again.number, again.place = None, number, number
        again.code, again.sha256, again.previous_sha256 = f"{number}".zfill(16), f"{number}", f"{number - 1}"
        again.reason = "ส่งใหม่"
        again.save(force_insert=True)
    with CaptureQueriesContext(connection) as three:
        page = text(client.get(address))
    assert len(three) == len(one)
    assert page.count("ถูกแทนที่แล้ว") == 2
    assert NOW  # the pages' clock stands at this moment
