"""The recorder's page: who sees it, what a press of a button keeps, and what becomes of two tabs."""

import errno
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from samrit.audit.models import Event
from samrit.evidence.folder import FolderStorage
from samrit.frameworks.actions import set_window
from samrit.frameworks.models import Kpi
from samrit.reports.actions import approve_result, return_result, submit_result
from samrit.reports.models import Result, ResultEvidence
from tests import world
from tests.reports.pages import entry_url, said, signed_in, text, typed
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PDF = b"%PDF-1.4\n%%EOF"


def pdf(name: str = "รายงาน.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


# ── who sees it ─────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["recorder", "colleague", "approver", "coordinator", "evaluator"])
def test_the_people_concerned_see_it(made: World, who: str):
    response = signed_in(getattr(made, who)).get(entry_url(made, "1-1"))
    assert response.status_code == 200
    assert "1-1 รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)" in text(response)


@pytest.mark.parametrize("who", ["statistician", "statistics_approver", "stranger"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_everybody_else_it_does_not_exist(made: World, who: str, method: str):
    response = getattr(signed_in(getattr(made, who)), method)(entry_url(made, "1-1"), typed())
    assert response.status_code == 404
    assert Result.objects.count() == 0


def test_strangers_sign_in_first(made: World):
    url = entry_url(made, "1-1")
    response = Client().get(url)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={url}")


def test_a_kpi_that_has_parts_has_no_entry_of_its_own(made: World):
    assert signed_in(made.statistician).get(entry_url(made, "2-1")).status_code == 404


# ── saving and submitting ───────────────────────────────────────────────────
def test_a_draft_is_kept(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    response = client.post(url, typed(value="๑,๑๗๖.๒๘๕", obstacles="น้ำท่วม\r\nสามเดือน"))
    assert (response.status_code, response.url, said(response)) == (302, url, ["บันทึกร่างแล้ว"])
    result = Result.objects.get()
    assert (result.status, result.value, result.obstacles) == ("draft", Decimal("1176.285"), "น้ำท่วม\nสามเดือน")
    page = text(client.get(url))
    assert 'value="1,176.285"' in page
    assert 'name="version" value="1"' in page


def test_a_reason_instead_of_a_number_is_kept(made: World):
    signed_in(made.recorder).post(entry_url(made, "1-1"), typed(answer="not_yet_published", value=""))
    result = Result.objects.get()
    assert (result.value, result.missing) == (None, "not_yet_published")


def test_submitting_saves_first(made: World):
    response = signed_in(made.recorder).post(entry_url(made, "1-1"), typed("submit", evidence=[pdf()]))
    assert response.status_code == 302
    result = Result.objects.get()
    assert (result.status, result.value, result.evidence.count()) == ("submitted", Decimal(1200), 1)
    assert list(Event.objects.filter(subject__startswith="reports.result").values_list("verb", flat=True)) == [
        "save", "attach_evidence", "submit",
    ]  # fmt: skip


def test_nothing_typed_is_kept_but_not_submitted(made: World):
    response = signed_in(made.recorder).post(entry_url(made, "1-1"), typed("submit", value=""))
    assert said(response) == [
        "บันทึกร่างแล้ว แต่ยังไม่ได้ส่ง",
        "ยังไม่มีผล – กรอกตัวเลข หรือเลือกเหตุที่ไม่มีตัวเลข แล้วบันทึกก่อนส่ง",
    ]
    assert Result.objects.get().status == "draft"


UNREADABLE = [
    ("1176 ล้านบาท", "พิมพ์เฉพาะตัวเลข ไม่ต้องใส่หน่วยหรือข้อความ – หมายถึง 1,176 หรือไม่"),
    ("ประมาณ ๑,๑๗๖.๕", "พิมพ์เฉพาะตัวเลข ไม่ต้องใส่หน่วยหรือข้อความ – หมายถึง 1,176.5 หรือไม่"),
    ("มาก", "อ่านเป็นตัวเลขไม่ได้"),
    ("10 ถึง 20", "อ่านเป็นตัวเลขไม่ได้"),
    ("nan", "อ่านเป็นตัวเลขไม่ได้"),
    ("9" * 40, "มีหลักมากเกินไป"),
]


@pytest.mark.parametrize(("value", "message"), UNREADABLE, ids=[row[0][:10] for row in UNREADABLE])
def test_an_unreadable_number_says_what_to_write(made: World, value: str, message: str):
    response = signed_in(made.recorder).post(entry_url(made, "1-1"), typed(value=value, narrative="ยาวมาก"))
    page = text(response)
    assert response.status_code == 422
    assert message in page
    assert f'value="{value}"' in page
    assert "ยาวมาก</textarea>" in page
    assert Result.objects.count() == 0


def test_a_number_beside_a_reason_is_not_swallowed(made: World):
    response = signed_in(made.recorder).post(entry_url(made, "1-1"), typed(answer="no_data", value="12"))
    assert response.status_code == 422
    assert "พิมพ์ตัวเลขไว้ แต่เลือก “ไม่มีข้อมูล”" in text(response)


# ── files ───────────────────────────────────────────────────────────────────
def test_a_refused_file_loses_neither_the_text_nor_the_good_files(made: World, settings: Settings):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    files = [
        pdf("ดี.pdf"), pdf("ว่าง.pdf", b""), pdf("ใหญ่.pdf", PDF + b"0" * 1024 * 1024), pdf("โปรแกรม.pdf", b"MZ\x90"),
    ]  # fmt: skip
    response = signed_in(made.recorder).post(entry_url(made, "1-1"), typed("submit", evidence=files))
    assert response.status_code == 302
    messages = said(response)
    assert messages[0] == "แนบไฟล์ 1 ไฟล์แล้ว"
    assert [message.split(" ")[1] for message in messages[1:4]] == ["“ว่าง.pdf”", "“ใหญ่.pdf”", "“โปรแกรม.pdf”"]
    assert messages[4].startswith("บันทึกร่างแล้ว แต่ยังไม่ได้ส่ง เพราะมีไฟล์ที่แนบไม่ได้")
    result = Result.objects.get()
    assert (result.status, result.value, result.narrative) == ("draft", Decimal(1200), "ดำเนินการตามแผน")
    assert [link.file.name for link in result.evidence.all()] == ["ดี.pdf"]


def test_a_store_that_is_full_costs_neither_the_text_nor_the_page(
    made: World, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    with monkeypatch.context() as filled:
        filled.setattr(FolderStorage, "_save", full)
        messages = said(client.post(url, typed("submit", evidence=[pdf()])))
    assert messages[0].startswith("เก็บไฟล์ “รายงาน.pdf” ไม่ได้ เพราะที่เก็บไฟล์เต็มหรือไม่ตอบ")
    assert messages[1].startswith("บันทึกร่างแล้ว แต่ยังไม่ได้ส่ง")
    assert (Result.objects.get().value, ResultEvidence.objects.count()) == (Decimal(1200), 0)
    client.post(url, typed("submit", version="1", evidence=[pdf()]))
    assert (Result.objects.get().status, ResultEvidence.objects.count()) == ("submitted", 1)


def test_good_files_are_kept_even_when_the_number_is_not_readable(made: World):
    signed_in(made.recorder).post(entry_url(made, "1-1"), typed(value="มาก", evidence=[pdf()]))
    assert ResultEvidence.objects.get().file.name == "รายงาน.pdf"


def test_attaching_the_same_file_again_does_not_hold_up_the_submission(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    client.post(url, typed(evidence=[pdf()]))
    client.post(url, typed("submit", version="1", evidence=[pdf()]))
    result = Result.objects.get()
    assert (result.status, result.evidence.count()) == ("submitted", 1)


def test_taking_a_file_off_keeps_what_is_typed_beside_it(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    client.post(url, typed(evidence=[pdf()]))
    link = ResultEvidence.objects.get()
    response = client.post(url, typed(f"detach:{link.pk}", version="1", narrative="ยังไม่ได้บันทึก"))
    assert response.status_code == 200
    assert "ยังไม่ได้บันทึก</textarea>" in text(response)
    assert ResultEvidence.objects.count() == 0
    assert Result.objects.get().narrative == "ดำเนินการตามแผน"


# ── the same thing twice ────────────────────────────────────────────────────
def test_a_double_click_on_save_is_one_save(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    responses = [client.post(url, typed(evidence=[pdf()])) for _ in range(2)]
    assert [response.status_code for response in responses] == [302, 302]
    assert Event.objects.filter(verb="save").count() == 1


def test_a_double_click_on_submit_is_one_submission(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    responses = [client.post(url, typed("submit")) for _ in range(2)]
    assert [response.status_code for response in responses] == [302, 302]
    assert Event.objects.filter(verb="submit").count() == 1


def test_back_after_submitting_and_saving_something_else_is_refused_with_the_text(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    client.post(url, typed("submit"))
    response = client.post(url, typed(narrative="แก้ทีหลัง"))
    page = text(response)
    assert response.status_code == 409
    assert "บันทึกร่างไม่ได้ในขณะนี้ เพราะรายการอยู่ในสถานะ “รอผู้อนุมัติ”" in page
    assert "แก้ทีหลัง</textarea>" in page
    assert "ดึงกลับมาแก้ไข" in page
    assert Result.objects.get().narrative == "ดำเนินการตามแผน"


def test_two_tabs_of_two_people_end_side_by_side(made: World):
    first, second, url = signed_in(made.recorder), signed_in(made.colleague), entry_url(made, "1-1")
    first.post(url, typed(value="1,180", narrative="ของคนแรก"))
    response = second.post(url, typed(value="1,190", narrative="ของคนที่สอง"))
    page = text(response)
    assert response.status_code == 409
    assert "recorder บันทึกรายการนี้หลังจากคุณเปิดหน้า" in page
    assert 'value="1,190"' in page
    assert "ของคนที่สอง</textarea>" in page
    assert re.findall(r'data-take="(\w+)" data-text="([^"]*)"', page) == [
        ("value", "1,180"),
        ("narrative", "ของคนแรก"),
    ]
    assert 'name="version" value="1"' in page
    assert Result.objects.get().value == Decimal(1180)


def test_the_next_save_then_wins_knowingly(made: World):
    first, second, url = signed_in(made.recorder), signed_in(made.colleague), entry_url(made, "1-1")
    first.post(url, typed(value="1,180"))
    second.post(url, typed(value="1,190"))
    assert second.post(url, typed(value="1,190", version="1")).status_code == 302
    result = Result.objects.get()
    assert (result.value, result.version, result.saved_by) == (Decimal(1190), 2, made.colleague)


def test_a_value_can_be_taken_over_without_script(made: World):
    first, second, url = signed_in(made.recorder), signed_in(made.colleague), entry_url(made, "1-1")
    first.post(url, typed(answer="no_data", value="", narrative="ของคนแรก"))
    second.post(url, typed(value="1,190", narrative="ของคนที่สอง"))
    taken = text(second.post(url, typed("take:value", version="1", value="1,190", narrative="ของคนที่สอง")))
    assert re.findall(r'value="no_data"[^>]*checked', taken)
    assert "ของคนที่สอง</textarea>" in taken
    assert re.findall(r'data-take="(\w+)"', taken) == ["narrative"]


def test_two_tabs_of_one_person_are_told_apart_too(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    client.post(url, typed(value="1,180"))
    assert client.post(url, typed(value="1,190")).status_code == 409


# ── what the page says ──────────────────────────────────────────────────────
def test_why_it_was_returned_stands_on_top(made: World):
    world.save(made, "1-1", "1200")
    submit_result(item=made.item("1-1"), by=made.recorder, now=NOW)
    return_result(item=made.item("1-1"), reason="ยอดกันยายนยังไม่รวม", by=made.approver, now=NOW)
    page = text(signed_in(made.recorder).get(entry_url(made, "1-1")))
    assert "ส่งกลับแก้ไขโดย approver เมื่อ 10 ต.ค. 2567 เวลา 10.00 น." in page
    assert page.count("ยอดกันยายนยังไม่รวม") == 2  # on top, and in the history


def test_the_drawing_knows_last_year_and_the_first_half(made: World):
    Kpi.objects.filter(pk=made.kpis["1-1"].pk).update(last_year=Decimal("1098.5"))
    first_half = set_window(
        area=made.area, year=2567, months=6, opens_at=NOW - timedelta(days=200), closes_at=NOW - timedelta(days=180),
        by=made.coordinator, now=NOW, reason="",
    )  # fmt: skip
    Result.objects.create(
        indicator_id=made.kpis["1-1"].indicator_id, round=first_half, value=Decimal("600.25")
    )
    page = text(signed_in(made.recorder).get(entry_url(made, "1-1")))
    assert "ปีก่อน 1,098.5" in page
    assert "รอบ 6 เดือน 600.25" in page


def test_without_targets_it_says_so(made: World):
    Kpi.objects.filter(pk=made.kpis["1-1"].pk).update(basic=None, standard=None, advanced=None)
    page = text(signed_in(made.recorder).get(entry_url(made, "1-1")))
    assert "ยังไม่กำหนดค่าเป้าหมายของตัวชี้วัดนี้" in page


def test_the_history_is_told_in_words(made: World):
    world.approve(made, "1-1", "1200")
    page = text(signed_in(made.recorder).get(entry_url(made, "1-1")))
    assert re.findall(r'<p class="history-what">(.*?)</p>', page) == ["อนุมัติ", "ส่งให้ผู้อนุมัติ", "บันทึกร่าง"]


@pytest.mark.parametrize("state", ["not_started", "saved", "approved"])
def test_the_number_of_queries_does_not_grow_with_the_province(made: World, state: str):
    """The same page with one and with many KPIs and files around it."""
    if state == "saved":
        world.save(made, "1-1", "1200")
    if state == "approved":
        world.approve(made, "1-1", "1200")
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    counts = [_queries(client, url)]
    world.approve(made, "1-2", "21")
    world.approve(made, "2-1.1", "4")
    counts.append(_queries(client, url))
    assert counts[0] == counts[1]


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_files_do_not_cost_queries(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    client.post(url, typed(evidence=[pdf()]))
    client.get(url)
    one = _queries(client, url)
    client.post(url, typed(version="1", evidence=[pdf(f"{n}.pdf", PDF + b"%d" % n) for n in range(4)]))
    client.get(url)
    assert _queries(client, url) == one


def test_approved_results_cannot_be_recalled_and_the_button_says_why(made: World):
    world.save(made, "1-1", "1200")
    submit_result(item=made.item("1-1"), by=made.recorder, now=NOW)
    approve_result(item=made.item("1-1"), by=made.approver, now=NOW)
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    assert "ดึงกลับมาแก้ไขไม่ได้ในขณะนี้ เพราะรายการอยู่ในสถานะ “อนุมัติแล้ว”" in text(client.get(url))
    assert client.post(url, {"action": "recall"}).status_code == 409
    assert Result.objects.get().status == "approved"
