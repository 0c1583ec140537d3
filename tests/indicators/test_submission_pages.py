"""Bringing a data file by the pages: columns, dry run, rejected cells, handing over, deciding; nothing typed is lost."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.evidence.actions import begin_upload
from samrit.evidence.models import Upload
from samrit.evidence.parts import part_of
from samrit.indicators.accepting import accept_asked
from samrit.indicators.actions.moving import return_
from samrit.indicators.examining import examine
from samrit.indicators.models import Submission
from samrit.people.models import User
from tests.indicators.submitting import DISTRICTS, all_of, csv, examined, figures, received, sent, taken
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
WIDE = "อำเภอ,ปี 2565,ปี 2566\n" + "".join(f"{area},11.5,๑๒.๕\n" for area in DISTRICTS)
NEW = reverse("indicators:submission_new", args=["13"])


@pytest.fixture
def world() -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield make_people()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(submission: Submission, name: str = "submission") -> str:
    return reverse(f"indicators:{name}", args=["13", submission.pk])


def file(contents: bytes = csv(all_of("12.5")), name: str = "ขยะ.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, contents, "text/csv")


def chosen(columns: list[str], **whole: str) -> dict[str, str]:
    """The form of the columns' page: what each says, in their order."""
    sent_ = {f"c{place}-means": means for place, means in enumerate(columns)}
    return {**sent_, "level": "", "short_years": "", "day_first": "", **whole}


def work() -> None:
    """What the worker does: every examination and acceptance that waits."""
    for one in Submission.objects.select_related("examination"):
        if one.examination and one.examination.is_under_way:
            examine(one.examination.pk, clock=lambda: NOW)
        if one.accepting_at:
            accept_asked(one.pk, clock=lambda: NOW)


def test_a_file_is_brought_its_columns_chosen_checked_and_handed_over(world: World) -> None:
    recorder = browser(world.recorder)
    dirty = csv({**all_of("12.5"), "1303": "สิบสอง"})
    answer = recorder.post(NEW, {"agency": world.development.pk, "file": file(dirty)})
    it = Submission.objects.get()
    assert answer["Location"] == url(it, "submission_columns")
    page = recorder.get(answer["Location"]).content.decode()
    assert all(words in page for words in ("1301", "12.5", "อำเภอ", "ปริมาณ"))

    columns = chosen(["area", "period", "value"], item="waste_generated", level="district")
    assert recorder.post(url(it, "submission_columns"), columns)["Location"] == url(it)
    assert "every 2s" in recorder.get(url(it)).content.decode()
    work()
    page = recorder.get(url(it)).content.decode()
    assert "every 2s" not in page
    assert "7 แถว = ผ่าน 6 + ไม่ผ่าน 1" in page
    assert "สิบสอง" in page

    typed = {"action": "submit", "source": "ทะเบียนของเทศบาล", "contact": "งานสาธารณสุข"}
    answer = recorder.post(url(it), typed)
    assert answer.status_code == 409
    assert "ทะเบียนของเทศบาล" in answer.content.decode()
    assert recorder.post(url(it), {**typed, "only_good": "on"}).status_code == 302
    it.refresh_from_db()
    assert (it.state, it.source, it.contact) == ("submitted", "ทะเบียนของเทศบาล", "งานสาธารณสุข")
    receipt = recorder.get(url(it, "submission_receipt")).content.decode()
    assert str(it.receipt) in receipt
    assert it.sha256[:8] in receipt

    steward = browser(world.coordinator)
    assert it.name in steward.get(reverse("indicators:submission_desk", args=["13"])).content.decode()
    assert browser(world.approver).post(url(it), {"action": "certify"}).status_code == 302
    assert steward.post(url(it), {"action": "accept"}).status_code == 302
    work()
    it.refresh_from_db()
    assert it.state == "accepted"
    assert figures() == {int(area): Decimal("12.5") for area in DISTRICTS if area != "1303"}


def test_the_next_file_of_the_same_titles_is_examined_at_once(world: World) -> None:
    sent(world, all_of("1"))
    recorder = browser(world.recorder)
    answer = recorder.post(NEW, {"agency": world.development.pk, "file": file(csv(all_of("2"), "2567"))})
    it = Submission.objects.order_by("-pk")[0]
    assert answer["Location"] == url(it)
    assert it.examination is not None
    assert "จำจากครั้งก่อน" in recorder.get(url(it, "submission_columns")).content.decode()


def test_a_renamed_column_is_named(world: World) -> None:
    sent(world, all_of("1"))
    renamed = csv(all_of("2")).replace("ปริมาณ".encode(), "ปริมาณขยะ (ตัน)".encode())
    recorder = browser(world.recorder)
    answer = recorder.post(NEW, {"agency": world.development.pk, "file": file(renamed)})
    page = recorder.get(answer["Location"]).content.decode()
    assert "คล้ายครั้งก่อน" in page
    assert "ปริมาณขยะ (ตัน)" in page


def test_a_wide_table_says_what_each_figure_is_of(world: World) -> None:
    it = received(world, WIDE.encode())
    columns = chosen(["area", "value", "value"], item="waste_generated", level="district")
    columns |= {"c1-period": "ปี 2565", "c2-period": "๒๕๖๖"}
    assert browser(world.recorder).post(url(it, "submission_columns"), columns).status_code == 302
    work()
    it.refresh_from_db()
    assert it.counts["cells_accepted"] == 2 * len(DISTRICTS)


def test_what_is_missing_or_unknown_is_said_and_what_was_chosen_stays(world: World) -> None:
    it = received(world, csv(all_of("1")))
    columns = chosen(["area", "period", "value"], item="ไม่มีรายการนี้", area="อำเภอหนองเสือ")
    answer = browser(world.recorder).post(url(it, "submission_columns"), columns)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ไม่มีรายการ “ไม่มีรายการนี้”" in page
    assert "อำเภอหนองเสือ" in page
    answer = browser(world.recorder).post(url(it, "submission_columns"), chosen(["area", "value", "value"]))
    assert "ยังไม่รู้ว่าเป็นรายการข้อมูลใด" in answer.content.decode()
    assert it.examinations.count() == 0


def test_a_file_of_another_kind_is_not_taken_and_says_what_to_do(world: World) -> None:
    broken = file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "เก่า.xlsx")
    answer = browser(world.recorder).post(NEW, {"agency": world.development.pk, "file": broken})
    assert answer.status_code == 422
    assert "บันทึกเป็น .xlsx" in answer.content.decode()
    assert not Submission.objects.exists()


def test_what_cannot_be_read_as_said_says_why_and_can_be_withdrawn(world: World) -> None:
    it = received(world, csv(all_of("1")))
    recorder = browser(world.recorder)
    answer = recorder.get(url(it, "submission_columns"), {"header": "99"})
    assert answer.status_code == 422
    assert "ยังอ่านไฟล์นี้ไม่ได้" in answer.content.decode()
    assert recorder.get(url(it, "submission_columns")).status_code == 200
    assert recorder.post(url(it), {"action": "withdraw"}).status_code == 302


def test_a_file_that_came_in_pieces_is_taken_by_its_key(world: World) -> None:
    contents = csv(all_of("3"))
    upload = begin_upload(name="ข้อมูล.tsv", length=len(contents), by=world.recorder, now=NOW, data=True)
    part_of(upload.key).parent.mkdir(parents=True, exist_ok=True)
    part_of(upload.key).write_bytes(contents)
    recorder = browser(world.recorder)
    answer = recorder.post(NEW, {"upload": upload.key, "agency": "0"})
    assert answer.status_code == 422
    assert "ข้อมูล.tsv" in answer.content.decode()  # the file stays, the agency is asked for
    recorder.post(NEW, {"upload": upload.key, "agency": world.development.pk})
    assert Submission.objects.get().size == len(contents)
    assert not Upload.objects.exists()


def test_a_returned_file_shows_why_first_and_is_corrected_by_another(world: World) -> None:
    it = sent(world, all_of("1"))
    steward = browser(world.coordinator)
    answer = steward.post(url(it), {"action": "return", "reason": " "})
    assert answer.status_code == 409
    steward.post(url(it), {"action": "return", "reason": "หน่วยเป็นกิโลกรัม"})
    recorder = browser(world.recorder)
    page = recorder.get(url(it)).content.decode()
    assert page.index("หน่วยเป็นกิโลกรัม") < page.index("นำเข้าไฟล์")
    correct = url(it, "submission_correct")
    assert correct in page
    recorder.post(
        correct, {"agency": world.development.pk, "file": file(csv(all_of("2"))), "reason": "แก้หน่วย"}
    )
    other = Submission.objects.get(supersedes=it)
    assert other.correction == "แก้หน่วย"
    assert url(other) in recorder.get(url(it)).content.decode()


def test_what_an_accepted_file_is_corrected_to_needs_a_reason(world: World) -> None:
    it = taken(world, all_of("1")).submission
    recorder = browser(world.recorder)
    sent_ = {"agency": world.development.pk, "file": file(csv(all_of("2")))}
    assert recorder.post(url(it, "submission_correct"), sent_).status_code == 422
    assert (
        recorder.post(
            url(it, "submission_correct"), {**sent_, "file": file(csv(all_of("2"))), "reason": "พิมพ์ผิด"}
        ).status_code
        == 302
    )


def test_the_steward_sees_what_moves_most(world: World) -> None:
    taken(world, {**all_of("10"), "1302": "-"})
    it = sent(world, {**all_of("10"), "1303": "1000", "1304": "12", "1302": "5"})
    page = browser(world.coordinator).get(url(it, "submission_differences")).content.decode()
    assert page.index("+990") < page.index("+2") < page.index("เปลี่ยนความหมาย")


def test_rejected_cells_come_as_pages_and_as_files(world: World) -> None:
    it = received(world, csv({**all_of("1"), "1301": "=1+1", "1302": "สอง", "9999": "3"}))
    examined(it)
    recorder = browser(world.recorder)
    page = recorder.get(url(it, "submission_rejects")).content.decode()
    assert "9999" in page
    as_csv = recorder.get(reverse("indicators:submission_rejects_file", args=["13", it.pk, "csv"]))
    text = as_csv.getvalue().decode("utf-8-sig")
    assert "สอง" in text
    assert "'=1+1" in text
    as_book = recorder.get(reverse("indicators:submission_rejects_file", args=["13", it.pk, "xlsx"]))
    assert as_book.getvalue().startswith(b"PK")


def answered(person: User, address: str) -> int:
    answer = browser(person).get(address)
    answer.getvalue()  # reads a file to its end, which closes it
    return answer.status_code


def test_strangers_and_other_agencies_see_nothing(world: World) -> None:
    it = sent(world, all_of("1"))
    names = (
        "submission",
        "submission_rejects",
        "submission_receipt",
        "submission_file",
        "submission_differences",
    )
    for person in (world.statistician, world.stranger):
        assert {answered(person, url(it, name)) for name in names} == {404}
    for person in (world.colleague, world.coordinator, world.evaluator):
        assert {answered(person, url(it, name)) for name in names} == {200}


def test_the_file_comes_back_to_the_bit_and_as_no_page_of_ours(world: World) -> None:
    it = received(world, csv(all_of("1")), name="<b>ขยะ</b>.html.csv")
    answer = browser(world.recorder).get(url(it, "submission_file"))
    assert answer.getvalue() == csv(all_of("1"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_withdrawn_or_returned_one_waits_for_nobody(world: World) -> None:
    it = sent(world, all_of("1"))
    return_(submission=it, reason="ผิดปี", by=world.coordinator, now=NOW)
    page = browser(world.coordinator).get(reverse("indicators:submission_desk", args=["13"])).content.decode()
    assert "ไม่มีชุดข้อมูลรอรับเข้า" in page


def test_a_long_list_takes_as_many_queries_as_a_short_one(world: World) -> None:
    def asked() -> int:
        client = browser(world.coordinator)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("indicators:submissions", args=["13"]))
        return len(queries)

    examined(received(world, csv(all_of("1"))))
    first = asked()
    for value in ("2", "3"):
        examined(received(world, csv(all_of(value))))
    assert asked() == first


def test_what_was_chosen_survives_a_lost_session(world: World) -> None:
    it = received(world, csv(all_of("1")))
    columns = chosen(["area", "period", "value"], item="waste_generated", period="ปี 2566")
    signed_out = Client()
    answer = signed_out.post(url(it, "submission_columns"), {**columns, "person": world.recorder.pk})
    assert answer["Location"].startswith("/accounts/login/")
    signed_out.force_login(world.recorder)
    page = signed_out.get(url(it, "submission_columns")).content.decode()
    assert "สิ่งที่เลือกและพิมพ์ไว้ยังอยู่ครบ" in page
    assert 'value="ปี 2566"' in page
    assert "ยังอยู่ครบ" not in signed_out.get(url(it, "submission_columns")).content.decode()


def test_what_was_chosen_is_shown_to_nobody_else(world: World) -> None:
    it = received(world, csv(all_of("1")))
    signed_out = Client()
    signed_out.post(url(it, "submission_columns"), chosen([], period="ปี 2566", person=str(world.recorder.pk)))
    signed_out.force_login(world.colleague)
    assert "ปี 2566" not in signed_out.get(url(it, "submission_columns")).content.decode()
