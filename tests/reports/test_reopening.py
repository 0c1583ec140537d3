"""One KPI opened again for one agency until a moment: who may, what happens, to the second."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from samrit.audit.models import Event
from samrit.audit.queries import first_broken_link, history_of
from samrit.frameworks.models import KpiOwner, Reopening, Round
from samrit.people.history import told
from samrit.people.models import Role, User
from samrit.people.queries import duties_of
from samrit.reports.actions import (
    approve_result,
    end_reopening,
    file_report,
    reopen_kpi,
    save_result,
    stand_by_filed,
    submit_result,
)
from samrit.reports.models import Result
from samrit.reports.permissions import may, window_for
from samrit.rules.wording import Refusal, RefusedError
from samrit.rules.workflow import Status, Verb
from tests import world
from tests.dashboards.published import score_round, verify_all
from tests.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
LATER = NOW + timedelta(days=5)  # the round closed three days ago
UNTIL = NOW + timedelta(days=7)


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value.refusal.code


def reopen(made: World, number: str = "1-1", **changes: Any) -> Reopening:
    asked = {
        "item": made.item(number), "agency": made.development, "until": UNTIL,
        "reason": "ตัวเลขยอดจำหน่ายเดือนกันยายนประกาศใหม่", "by": made.evaluator, "now": LATER,
    }  # fmt: skip
    return reopen_kpi(**{**asked, **changes})


def decided(made: World, verb: Verb, who: User, now: datetime, number: str = "1-1") -> str:
    """The next state, or the code of the refusal."""
    decision = may(verb, made.item(number, who), duties=duties_of(who, DAY), now=now)
    return decision.code if isinstance(decision, Refusal) else decision.value


def record(made: World, value: str, now: datetime, number: str = "1-1") -> Result:
    item = made.item(number, made.recorder)
    return save_result(
        item=item, value=Decimal(value), missing=None, narrative="แก้ไขตามประกาศใหม่", supporting_factors="",
        obstacles="", version=item.result.version if item.result else 0, by=made.recorder, now=now,
    )  # fmt: skip


# ── a filed result ──────────────────────────────────────────────────────────
def test_a_filed_result_goes_back_with_the_reason(made: World):
    world.file_all(made)
    reopening = reopen(made)
    result = made.item("1-1").result
    assert result is not None
    assert (result.status, result.return_reason) == ("returned", reopening.reason)
    assert (result.returned_by, result.returned_at) == (made.evaluator, LATER)
    assert (result.value, result.approved_by) == (Decimal("1176.285"), None)
    assert {made.item(other).status for other in ("1-2", "2-1.1", "2-1.2")} == {Status.FILED}


def test_a_verified_result_too_until_it_is_published(made: World):
    world.file_all(made)
    assert made.round is not None
    verify_all(made, made.round)
    reopen(made)
    assert made.item("1-1").status == Status.RETURNED
    assert refused(lambda: score_round(made, made.round, publish=False)) == "not_filed_again"


def test_not_after_publication(made: World):
    world.file_all(made)
    assert made.round is not None
    verify_all(made, made.round)
    score_round(made, made.round)
    made.round.refresh_from_db()
    assert made.round.published_at is not None
    assert refused(lambda: reopen(made)) == "published_round"


@pytest.mark.parametrize(
    ("moment", "answer"),
    [(UNTIL - SECOND, "returned"), (UNTIL, "window_closed"), (UNTIL + SECOND, "window_closed")],
)
def test_it_closes_by_itself_to_the_second(made: World, moment: datetime, answer: str):
    world.file_all(made)
    reopen(made)
    assert decided(made, Verb.SAVE, made.recorder, moment) == answer
    item = made.item("1-1", made.recorder)
    window = window_for(item, duties=duties_of(made.recorder, DAY), now=moment)
    assert (window.closes_at, window.reason) == (UNTIL, "ตัวเลขยอดจำหน่ายเดือนกันยายนประกาศใหม่")


def test_not_a_second_before_it_was_opened(made: World):
    world.save(made, "1-1", "1200")
    reopen(made)
    assert decided(made, Verb.SAVE, made.recorder, LATER - SECOND) == "window_upcoming"
    assert decided(made, Verb.SAVE, made.recorder, LATER) == "draft"


def test_other_kpis_and_other_agencies_stay_closed(made: World):
    KpiOwner.objects.create(kpi=made.kpis["1-1"], agency=made.statistics, position=2)
    world.save(made, "1-1", "1200")
    world.save(made, "1-2", "21")
    reopen(made)
    assert decided(made, Verb.SAVE, made.recorder, LATER) == "draft"
    assert decided(made, Verb.SAVE, made.statistician, LATER) == "window_closed"  # owns it too, was not meant
    assert decided(made, Verb.SAVE, made.recorder, LATER, "1-2") == "window_closed"


def test_the_way_back_to_the_central_office(made: World):
    world.file_all(made)
    reopen(made)
    record(made, "1200", LATER)
    submit_result(item=made.item("1-1", made.recorder), by=made.recorder, now=UNTIL - SECOND)
    approve_result(item=made.item("1-1", made.approver), by=made.approver, now=UNTIL - SECOND)
    assert made.round is not None
    # Filed again after the window of the KPI has closed too: what is approved is not lost to the clock.
    again = file_report(round_=made.round, by=made.coordinator, now=UNTIL + SECOND, reason="แก้ไขตามที่เปิดให้")
    assert (again.results, made.item("1-1").status) == (4, Status.FILED)
    assert first_broken_link() is None


def test_left_out_kpis_can_be_recorded(made: World):
    for number, value in (("1-2", "21"), ("2-1.1", "4"), ("2-1.2", "70")):
        world.approve(made, number, value)
    assert made.round is not None
    file_report(round_=made.round, by=made.coordinator, now=NOW, reason="รอตัวเลขยอดจำหน่าย")
    assert decided(made, Verb.SAVE, made.recorder, LATER) == "window_closed"
    reopening = reopen(made)
    assert (made.item("1-1").status, reopening.given_back) == (Status.NOT_STARTED, None)
    assert record(made, "1200", LATER).status == "draft"


def test_an_approved_one_may_be_returned_by_its_coordinator_meanwhile(made: World):
    world.approve(made, "1-1", "1200")
    reopen(made)
    assert decided(made, Verb.RETURN, made.coordinator, UNTIL - SECOND) == "returned"
    assert decided(made, Verb.RETURN, made.coordinator, UNTIL) == "window_closed"


# ── refusals ────────────────────────────────────────────────────────────────
def test_only_the_central_office_opens(made: World):
    world.file_all(made)
    for by in (made.recorder, made.coordinator):
        assert refused(lambda by=by: reopen(made, by=by)) == "reopened_by_central_office"
    assert refused(lambda: reopen(made, by=made.stranger)) == "item_gone"
    inside = world.person("both", made.central, Role.EVALUATOR)
    inside.memberships.create(agency=made.development, role=Role.RECORDER, starts_on=DAY)
    assert refused(lambda: reopen(made, by=inside)) == "own_province_reopening"


def test_what_is_asked_must_make_sense(made: World):
    world.file_all(made)
    assert refused(lambda: reopen(made, until=LATER)) == "until_past"
    assert reopen(made, until=LATER + SECOND).closes_at == LATER + SECOND
    assert refused(lambda: reopen(made, reason="  ")) == "reopened_already"
    assert refused(lambda: reopen(made, reason="  ", now=LATER + SECOND)) == "reason_required"
    assert refused(lambda: reopen(made, agency=made.statistics)) == "agency_not_owner"


def test_an_open_round_needs_no_opening_but_may_be_given_more_time(made: World):
    assert made.round is not None
    closes = made.round.closes_at
    assert refused(lambda: reopen(made, until=closes, now=NOW)) == "window_longer"
    reopen(made, until=closes + SECOND, now=NOW)
    assert decided(made, Verb.SAVE, made.recorder, closes) == "draft"


def test_a_waived_round_is_opened_for_nobody(made: World):
    world.save(made, "1-1", "1200")
    reopen(made)
    Round.objects.update(state="waived", state_reason="อุทกภัย", state_resolution="มติ ก.พ.ร. ครั้งที่ 2/2567")
    assert made.round is not None
    made.round.refresh_from_db()
    assert decided(made, Verb.SAVE, made.recorder, LATER) == "round_waived"
    assert refused(lambda: reopen(made, now=UNTIL, until=UNTIL + SECOND)) == "round_waived"


# ── ended early, and what was filed ─────────────────────────────────────────
def test_ended_before_its_time(made: World):
    world.file_all(made)
    ended = end_reopening(reopening=reopen(made), reason="ใช้ตัวเลขเดิม", by=made.evaluator, now=LATER + SECOND)
    assert (ended.closes_at, ended.ended_by) == (LATER + SECOND, made.evaluator)
    assert decided(made, Verb.SAVE, made.recorder, LATER + SECOND) == "window_closed"
    again = {"reopening": ended, "reason": "ก", "now": LATER + SECOND}
    assert refused(lambda: end_reopening(by=made.evaluator, **again)) == "reopening_over"
    assert refused(lambda: end_reopening(by=made.coordinator, **again)) == "reopened_by_central_office"


def test_what_was_filed_counts_again_when_nothing_came(made: World):
    world.file_all(made)
    reopen(made)
    before = made.item("1-1").result
    record(made, "9", LATER)
    stand = {"reason": "ไม่ส่งภายในเวลา", "by": made.evaluator}
    assert (
        refused(lambda: stand_by_filed(item=made.item("1-1"), now=UNTIL - SECOND, **stand))
        == "still_reopened"
    )
    result = stand_by_filed(item=made.item("1-1"), now=UNTIL, **stand)
    result.refresh_from_db()
    assert before is not None
    assert (result.status, result.value, result.narrative) == ("filed", Decimal("1176.285"), "ดำเนินการตามแผน")
    assert (result.approved_by, result.approved_at, result.return_reason) == (made.approver, NOW, "")
    assert refused(lambda: stand_by_filed(item=made.item("1-1"), now=UNTIL, **stand)) == "nothing_given_back"
    assert refused(lambda: stand_by_filed(item=made.item("1-2"), now=UNTIL, **stand)) == "nothing_given_back"


# ── the trail and the tables ────────────────────────────────────────────────
def test_the_trail_tells_it_in_words(made: World):
    world.file_all(made)
    reopening = reopen(made)
    result = made.item("1-1").result
    assert result is not None
    [given_back] = told([history_of(result).first()])
    assert given_back.what == "เปิดให้แก้ไขเฉพาะตัวชี้วัด"
    assert given_back.reason == reopening.reason
    assert [(change.before, change.after) for change in given_back.changes] == [("จังหวัดส่งแล้ว", "ส่งกลับให้แก้ไข")]
    [opened] = told([history_of(reopening).first()])
    assert {change.label: change.after for change in opened.changes} == {
        "หน่วยงาน": "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี",
        "ถึงเวลา": "17 ต.ค. 2567 เวลา 10.00 น.",
    }
    assert Event.objects.filter(verb="reopen").count() == 2


@pytest.mark.parametrize(
    "broken",
    [{"reason": ""}, {"until": LATER}, {"ended_at": LATER}, {"end_reason": "ก"}],
    ids=["no reason", "no time", "ended by nobody", "end without end"],
)
def test_the_database_holds_what_the_rules_say(made: World, broken: dict[str, Any]):
    kept = {
        "round": made.round, "indicator_id": made.kpis["1-1"].indicator_id, "agency": made.development,
        "until": UNTIL, "reason": "ก", "reopened_by": made.evaluator, "reopened_at": LATER,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Reopening.objects.create(**{**kept, **broken})
