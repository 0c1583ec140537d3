"""Sending back field by field: the recorder sees what must be mended, the approver what was changed since."""

import io
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.people.models import User
from samrit.reports.actions import (
    Point,
    approve_result,
    attach_evidence,
    detach_evidence,
    return_result,
    save_result,
    submit_result,
)
from samrit.reports.models import Result, Return, ReturnPoint
from samrit.reports.queries.returns import changes_since_return, states_since_returns
from samrit.rules.comparing import differences
from samrit.rules.wording import RefusedError
from tests import world
from tests.reports.pages import entry_url, signed_in, text
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def handed_over(made: World) -> World:
    world.save(made, "1-1", "1200")
    attach(made, "ตารางยอดจำหน่าย.pdf")
    submit_result(item=made.item("1-1"), by=made.recorder, now=NOW)
    return made


def attach(made: World, name: str) -> None:
    file = io.BytesIO(f"%PDF-1.4\n{name}\n%%EOF".encode())
    attach_evidence(item=made.item("1-1", made.recorder), file=file, name=name, by=made.recorder, now=NOW)


def mended(made: World, **changes: object) -> None:
    """The recorder saves what stands there with these changes, and submits."""
    item = made.item("1-1", made.recorder)
    result = item.result
    assert result is not None
    texts = {name: getattr(result, name) for name in ("narrative", "supporting_factors", "obstacles")}
    fields = {"value": result.value, "missing": result.missing, **texts, **changes}
    save_result(item=item, version=result.version, by=made.recorder, now=NOW, **fields)  # type: ignore[arg-type]
    submit_result(item=made.item("1-1", made.recorder), by=made.recorder, now=NOW)


def sent_back(made: World, *points: Point, reason: str = "") -> Result:
    return return_result(item=made.item("1-1"), reason=reason, points=points, by=made.approver, now=NOW)


def post(made: World, who: User, **fields: str) -> HttpResponse:
    version = str(Result.objects.get().version)
    return signed_in(who).post(entry_url(made, "1-1"), {"action": "return", "version": version, **fields})


def test_marked_fields_are_kept_each_with_its_reason(handed_over: World):
    file = Result.objects.get().evidence.get().file
    answer = {"point-narrative": " บอกแหล่งข้อมูล ", f"point-file-{file.pk}": "ตารางไม่ครบเดือน", "reason": "รีบแก้"}
    assert post(handed_over, handed_over.approver, **answer).status_code == 302
    returned = Return.objects.get()
    assert [(point.field, point.file, point.reason) for point in returned.points.all()] == [
        ("whole", None, "รีบแก้"), ("narrative", None, "บอกแหล่งข้อมูล"), ("evidence", file, "ตารางไม่ครบเดือน"),
    ]  # fmt: skip
    assert (returned.number, returned.from_status, returned.standing["value"]) == (1, "submitted", "1200")
    assert Result.objects.get().return_reason == (
        "ทั้งรายการ: รีบแก้\nคำชี้แจง: บอกแหล่งข้อมูล\nหลักฐาน “ตารางยอดจำหน่าย.pdf”: ตารางไม่ครบเดือน"
    )


def test_without_any_reason_nothing_is_sent_back(handed_over: World):
    response = post(handed_over, handed_over.approver, **{"point-narrative": "  "})
    assert response.status_code == 422
    assert "ส่งกลับแก้ไขต้องบอกเหตุผล" in text(response)
    assert Return.objects.count() == 0


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ([], "return_reason_required"),
        ([Point("value", " ")], "return_reason_required"),
        ([Point("value", "ก"), Point("value", "ข")], "return_point_twice"),
        ([Point("evidence", "ก", file=9_999)], "evidence_gone"),
    ],
)
def test_points_that_cannot_be(handed_over: World, points: list[Point], code: str):
    with pytest.raises(RefusedError) as caught:
        sent_back(handed_over, *points)
    assert caught.value.refusal.code == code


def test_the_recorder_sees_what_must_be_mended_and_the_rest_folded(handed_over: World):
    sent_back(handed_over, Point("narrative", "บอกแหล่งข้อมูล"))
    page = text(signed_in(handed_over.recorder).get(entry_url(handed_over, "1-1")))
    assert page.count("บอกแหล่งข้อมูล") >= 2  # on top, and right above the field
    folded = re.findall(r'<details class="not-asked"><summary>แสดงทั้งหมด: (.*?) ไม่ต้องแก้', page)
    assert folded == ["ผลการดำเนินงาน", "ปัจจัยสนับสนุน", "ปัญหาอุปสรรค", "หลักฐาน"]


def test_a_reason_for_the_whole_folds_nothing(handed_over: World):
    sent_back(handed_over, Point("narrative", "บอกแหล่งข้อมูล"), reason="ทำใหม่ทั้งหมด")
    assert 'class="not-asked"' not in text(signed_in(handed_over.recorder).get(entry_url(handed_over, "1-1")))


def test_the_approver_sees_only_what_was_changed_since(handed_over: World):
    sent_back(handed_over, Point("narrative", "บอกแหล่งข้อมูล"))
    link = Result.objects.get().evidence.get()
    detach_evidence(
        item=handed_over.item("1-1", handed_over.recorder), link=link.pk, by=handed_over.recorder, now=NOW
    )
    attach(handed_over, "ตารางครบ 12 เดือน.pdf")
    mended(handed_over, narrative="ดำเนินการตามแผน แหล่งข้อมูล: รายงานประจำเดือน", value=Decimal("1201.5"))
    result = handed_over.item("1-1").result
    assert result is not None
    changes = changes_since_return(result)
    assert changes is not None
    assert [one.field for one in changes] == ["value", "narrative", "evidence"]
    assert (changes[2].went, changes[2].came) == (("ตารางยอดจำหน่าย.pdf",), ("ตารางครบ 12 เดือน.pdf",))
    page = text(signed_in(handed_over.approver).get(entry_url(handed_over, "1-1")))
    since = page.split("สิ่งที่เปลี่ยนตั้งแต่ส่งกลับครั้งก่อน")[1].split("</section>")[0]
    assert "1,201.5 ล้านบาท" in since
    assert "ปัจจัยสนับสนุน" not in since
    assert '<details class="rest">' in page


def test_sent_in_again_unchanged_is_said(handed_over: World):
    sent_back(handed_over, Point("narrative", "บอกแหล่งข้อมูล"))
    submit_result(item=handed_over.item("1-1"), by=handed_over.recorder, now=NOW)
    page = text(signed_in(handed_over.approver).get(entry_url(handed_over, "1-1")))
    assert "ส่งมาใหม่โดยไม่ได้แก้ไขอะไรตั้งแต่ส่งกลับครั้งก่อน" in page


def test_earlier_returns_are_kept_and_the_last_one_counts(handed_over: World):
    sent_back(handed_over, Point("value", "ยอดไม่ตรง"))
    mended(handed_over, value=Decimal(1300))
    sent_back(handed_over, Point("obstacles", "ยังว่าง"))
    mended(handed_over, obstacles="ฝนตกหนัก")
    result = handed_over.item("1-1").result
    assert result is not None
    changes = changes_since_return(result)
    assert [one.field for one in changes or ()] == ["obstacles"]
    assert list(ReturnPoint.objects.values_list("returned__number", "field")) == [
        (1, "value"),
        (2, "obstacles"),
    ]
    page = text(signed_in(handed_over.recorder).get(history_url(handed_over)))
    assert "ยอดไม่ตรง" in page
    assert "ยังว่าง" in page


def test_a_coordinators_return_shows_what_changed_since_the_approval(handed_over: World):
    approve_result(item=handed_over.item("1-1"), by=handed_over.approver, now=NOW)
    return_result(item=handed_over.item("1-1"), reason="ตรวจยอด", by=handed_over.coordinator, now=NOW)
    assert Return.objects.get().from_status == "approved"
    mended(handed_over, value=Decimal(1210))
    page = text(signed_in(handed_over.approver).get(entry_url(handed_over, "1-1")))
    assert "1,210 ล้านบาท" in page.split("สิ่งที่เปลี่ยนตั้งแต่ส่งกลับครั้งก่อน")[1].split("</section>")[0]


def test_approvals_of_the_other_part_and_of_other_results_stand(made: World):
    for number, value in (("1-1", "1200"), ("2-1.1", "4"), ("2-1.2", "70")):
        world.approve(made, number, value)
    before = list(Result.objects.exclude(indicator=made.kpis["2-1.1"].indicator_id).order_by("pk").values())
    approver = made.statistics_approver
    return_result(item=made.item("2-1.1"), points=[Point("value", "ผิดระดับ")], by=approver, now=NOW)
    assert (
        list(Result.objects.exclude(indicator=made.kpis["2-1.1"].indicator_id).order_by("pk").values())
        == before
    )
    assert set(Result.objects.filter(status="approved").values_list("approved_by__name", flat=True)) == {
        "approver", "statistics-approver",
    }  # fmt: skip


def test_changes_of_many_cost_two_queries_more_than_their_results(handed_over: World):
    sent_back(handed_over, Point("value", "ยอดไม่ตรง"))
    mended(handed_over, value=Decimal(1300))
    for number in ("1-2", "2-1.1"):
        world.save(handed_over, number, "4")
    items = [handed_over.item(number).result for number in ("1-1", "1-2", "2-1.1")]
    results = [result for result in items if result]
    with CaptureQueriesContext(connection) as queries:
        changes = states_since_returns(results)
    assert len(queries) == 2
    assert {key: [one.field for one in differences(*states)] for key, states in changes.items()} == {
        results[0].pk: ["value"]
    }


# ── the whole history ───────────────────────────────────────────────────────
def history_url(made: World) -> str:
    assert made.round is not None
    return reverse("reports:history", args=[made.round.pk, made.kpis["1-1"].indicator_id])


def test_the_history_tells_before_and_after_in_words(handed_over: World):
    sent_back(handed_over, Point("value", "ยอดไม่ตรง"))
    mended(handed_over, value=None, missing="not_yet_published")
    page = re.sub(r"<[^>]*>|\s+", " ", text(signed_in(handed_over.recorder).get(history_url(handed_over))))
    told = re.sub(r" +", " ", page)
    assert "เดิม 1,200 ล้านบาท เป็น ยังไม่เผยแพร่" in told
    assert "แนบใหม่: ตารางยอดจำหน่าย.pdf" in told
    assert "recorder (ผู้บันทึกข้อมูล · สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี)" in told


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("recorder", 200),
        ("approver", 200),
        ("coordinator", 200),
        ("evaluator", 200),
        ("statistician", 404),
        ("stranger", 404),
    ],
)
def test_who_reads_the_history(handed_over: World, who: str, status: int):
    assert signed_in(getattr(handed_over, who)).get(history_url(handed_over)).status_code == status
