"""/verify/: for everybody; tells whether a paper says what was filed, and nothing that is not public."""

import io
from typing import Any

import pypdfium2
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from samrit.frameworks.models import Round
from samrit.reports.documents.receipts import draw, receipt_context
from samrit.reports.models import Filing
from samrit.rules.sealing import code_read, in_groups
from samrit.ui.paper import draw as draw_paper
from tests import world
from tests.reports.filing import filed_twice, tamper
from tests.reports.pages import text
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def filing(made: World) -> Filing:
    cache.clear()
    return world.file_all(made)


def page_of(code: str, **query: str) -> HttpResponse:
    return Client().get(reverse("verify:filing", args=[code]), query)


def brought(content: bytes) -> HttpResponse:
    file = SimpleUploadedFile("ใบรับ.pdf", content, "application/pdf")
    return Client().post(reverse("verify:start"), {"paper": file})


def test_everybody_reads_that_it_was_filed(filing: Filing):
    page = text(page_of(filing.code))
    for words in ("มีการส่งรายงานนี้จริง", "ปทุมธานี", "รอบ 12 เดือน ปีงบประมาณ 2567", "10 ต.ค. 2567 เวลา 10.00 น.",
                  "4 ตัวชี้วัด", filing.printed_code, in_groups(filing.sha256, 8), "ฉบับที่มีผล"):  # fmt: skip
        assert words in page


def test_nothing_that_is_not_public_is_shown(filing: Filing):
    page = text(page_of(filing.code))
    for secret in ("1,176.285", "OTOP", "coordinator", "approver", "ดำเนินการตามแผน", "สำนักงานพัฒนาชุมชน"):
        assert secret not in page


def test_figures_are_shown_once_the_results_are_published(made: World, filing: Filing):
    assert made.round is not None
    Round.objects.filter(pk=made.round.pk).update(published_at=filing.filed_at)
    page = text(page_of(filing.code))
    assert "1,176.285 ล้านบาท" in page
    assert "ดำเนินการตามแผน" not in page


def test_a_superseded_filing_leads_to_the_one_in_force(made: World):
    first, second = filed_twice(made)
    page = text(page_of(first.code))
    assert "ฉบับนี้ถูกแทนที่ด้วยครั้งที่ 2 เมื่อ 10 ต.ค. 2567 เวลา 10.00 น." in page
    assert reverse("verify:filing", args=[second.code]) in page
    assert "ถูกแทนที่ด้วย" not in text(page_of(second.code))


@pytest.mark.parametrize("unknown", ["0000000000000000", "ABCD", "ก" * 16, "x" * 200, "%00"])
def test_an_unknown_code_is_said_in_the_same_page(filing: Filing, unknown: str):
    response = page_of(unknown)
    assert response.status_code == 404
    assert "ไม่มีการส่งรายงานที่มีรหัสนี้" in text(response)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pxg5-czv8-yp96-327s", "PXG5CZV8YP96327S"),
        (" PXG5 CZV8 YP96 327S ", "PXG5CZV8YP96327S"),
        ("PXG๕–CZV๘–YP๙๖–๓๒๗S", "PXG5CZV8YP96327S"),
        ("OOII-LLUU-0011-11VV", "001111VV001111VV"),
        ("PXG5-CZV8-YP96-327", None),
        ("PXG5-CZV8-YP96-327*", None),
        ("", None),
    ],
)
def test_look_alikes_case_and_separators_are_forgiven(typed: str, meant: str | None):
    assert code_read(typed) == meant


def test_typing_the_code_leads_to_its_page(filing: Filing):
    typed = filing.printed_code.lower().replace("0", "o").replace("1", "l")
    response = Client().get(reverse("verify:start"), {"code": typed})
    assert (response.status_code, response.headers["Location"]) == (
        302,
        reverse("verify:filing", args=[filing.code]),
    )


def test_what_cannot_be_a_code_is_said_and_kept_in_the_field(db: Any):
    response = Client().get(reverse("verify:start"), {"code": "กขค"})
    assert response.status_code == 422
    assert 'value="กขค"' in text(response)


@pytest.mark.parametrize(("first", "words"), [("", "รหัสผนึกที่พิมพ์ตรงกับที่ส่งไว้"), ("0", "รหัสผนึกที่พิมพ์ไม่ตรงกับที่ส่งไว้")])
def test_a_typed_digest_is_compared(filing: Filing, first: str, words: str):
    digest = in_groups(filing.sha256, 8).upper()
    typed = first + digest[len(first) :]
    if typed == digest and first:
        typed = "1" + digest[1:]
    assert words in text(page_of(filing.code, sha256=typed))


def test_what_was_tampered_with_in_the_database_is_not_confirmed(filing: Filing):
    tamper("UPDATE reports_filing SET snapshot = replace(snapshot, '1176.285', '1276.285')")
    page = text(page_of(filing.code))
    assert "มีการส่งรายงานนี้จริง" not in page
    assert "ข้อมูลที่เก็บไว้ไม่ตรงกับรหัสผนึก" in page


# ── the paper itself ────────────────────────────────────────────────────────
@pytest.mark.pdf
def test_an_untouched_receipt_is_confirmed_line_by_line(made: World, filing: Filing):
    for agency in (None, made.statistics.pk):
        page = text(brought(draw(filing, agency=agency)))
        assert "ข้อความในไฟล์ตรงกับใบรับทุกบรรทัด" in page


@pytest.mark.pdf
def test_one_digit_changed_on_the_paper_is_named(filing: Filing):
    context = receipt_context(filing)
    line = context["lines"][0]
    context["lines"][0] = type(line)(**{**vars(line), "value": "1,276.285 ล้านบาท"})
    forged = draw_paper(
        "reports/paper/receipt.html",
        context,
        styles={"receipt.css": "reports/paper/receipt.css"},
        identifier=b"x",
    )
    page = text(brought(forged))
    assert "ข้อความในไฟล์ไม่ตรงกับใบรับที่ส่งไว้" in page
    assert "๑,๒๗๖.๒๘๕" in page
    assert "๑,๑๗๖.๒๘๕" not in page  # the true figure is not told to whoever guesses


def empty_pdf() -> bytes:
    document, kept = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(100, 100)
    document.save(kept)
    document.close()
    return kept.getvalue()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"no pdf at all", b"%PDF-1.4\n" + b"\0" * 4000])
def test_what_is_no_receipt_is_said(db: Any, content: bytes):
    cache.clear()
    response = brought(content)
    assert response.status_code == 422
    assert ("ไม่พบรหัสตรวจสอบในไฟล์นี้" if content else "ยังไม่ได้เลือกไฟล์") in text(response)


def test_a_pdf_without_words_is_said(db: Any):
    cache.clear()
    assert brought(empty_pdf()).status_code == 422


def test_files_are_not_compared_without_end(db: Any):
    cache.clear()
    statuses = [brought(b"no pdf").status_code for _ in range(21)]
    assert statuses == [422] * 20 + [429]
