"""An agency answers, its head signs, assessors answer beside it; what each may do, and what never changes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from samrit.assessments.actions.answering import begin_from_own, finish_stage, save_answers
from samrit.assessments.actions.inviting import invite_agencies
from samrit.assessments.actions.moving import (
    close_assessment,
    return_assessment,
    sign_assessment,
    submit_assessment,
)
from samrit.assessments.actions.planning import drop_task, follow_up, plan_task
from samrit.assessments.actions.reminding import remind_of_follow_ups
from samrit.assessments.models import AnswerChange, Assessment, InstrumentRelease, StageScore
from samrit.assessments.queries.assessments import Read, again, assessment_of, visible_to
from samrit.audit.models import Event
from samrit.notices.models import Notice
from samrit.people.models import Membership
from samrit.people.queries import duties_of
from samrit.rules.wording import Message, RefusedError
from tests.assessments.assessing import CLOSES, OPENS, invited, release, save, signed, submitted, whole
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
BASICS = {"item_1_1_basic_1": True, "item_1_1_basic_2": True, "item_1_1_advance_1": True}


@pytest.fixture
def world() -> World:
    return make_people()


def fresh(one: Assessment) -> Read:
    return Read(assessment_of(one.pk))


def refusal(excinfo: pytest.ExceptionInfo[RefusedError]) -> str:
    return excinfo.value.refusal.code


# ── inviting ────────────────────────────────────────────────────────────────
def test_an_agency_is_invited_once_and_its_recorders_are_told(world: World) -> None:
    made = invited(world, "pmqa", world.development, world.statistics)
    assert {one.agency for one in made} == {world.development, world.statistics}
    assert invited(world, "pmqa", world.development) == []
    told = Notice.objects.filter(url=f"/assessments/{made[0].pk}/")
    assert {notice.person for notice in told} == {world.recorder, world.colleague}


@pytest.mark.parametrize("who", ["recorder", "approver", "stranger"])
def test_only_who_looks_after_the_province_invites(world: World, who: str) -> None:
    with pytest.raises(RefusedError) as refused:
        invite_agencies(
            release=release("pmqa"),
            agencies=[world.development],
            fiscal_year=2567,
            opens_at=OPENS,
            closes_at=CLOSES,
            by=getattr(world, who),
            now=NOW,
        )
    assert refusal(refused) == "assessment_inviting"


def test_three_people_see_what_is_theirs(world: World) -> None:
    (one,) = invited(world, "pmqa")
    seen = {
        who: list(visible_to(duties_of(getattr(world, who), DAY)))
        for who in ("recorder", "approver", "coordinator", "evaluator", "statistician", "stranger")
    }
    assert seen == {
        "recorder": [one], "approver": [one], "coordinator": [one], "evaluator": [one], "statistician": [], "stranger": [],
    }  # fmt: skip


# ── answering ───────────────────────────────────────────────────────────────
def test_a_part_is_saved_and_scored(world: World) -> None:
    """Item 1.1: 300 × 2/2 + 100 × 1/2 = 350; its category 350 ÷ 4 = 87.5; the whole 87.5 ÷ 7 = 12.5."""
    (one,) = invited(world, "pmqa")
    done = save(one, world.recorder, BASICS)
    assert (set(done.saved), done.clashes, done.wrong) == (set(BASICS), {}, ())
    found = fresh(one).score("self")
    assert (found.section("item_1_1").value, found.published) == (Decimal(350), "12.50")
    assert save(one, world.recorder, BASICS, revision=done.sheet.revision).saved == ()


def test_two_who_type_at_once_lose_nothing(world: World) -> None:
    """Both opened revision 0. The second one's other answer is saved, the one that both gave is asked again."""
    (one,) = invited(world, "pmqa")
    save(one, world.recorder, {"item_1_1_basic_1": True})
    done = save(one, world.colleague, {"item_1_1_basic_1": False, "item_1_1_basic_2": True})
    assert done.saved == ("item_1_1_basic_2",)
    assert done.clashes == {"item_1_1_basic_1": {"value": True}}
    row = fresh(one).row("self")
    assert row is not None
    assert row.answers == {"item_1_1_basic_1": {"value": True}, "item_1_1_basic_2": {"value": True}}
    again_ = save(one, world.colleague, {"item_1_1_basic_1": False}, revision=done.sheet.revision)
    assert again_.saved == ("item_1_1_basic_1",)
    kept = AnswerChange.objects.filter(question="item_1_1_basic_1").order_by("revision")
    assert [(change.before, change.after, change.by) for change in kept] == [
        (None, {"value": True}, world.recorder),
        ({"value": True}, {"value": False}, world.colleague),
    ]


def test_a_page_that_was_not_changed_overwrites_nothing(world: World) -> None:
    """Who opened revision 1 and leaves another's later answer as it was on the page changes nothing."""
    (one,) = invited(world, "pmqa")
    first = save(one, world.recorder, {"item_1_1_basic_1": True})
    save(one, world.colleague, {"item_1_1_basic_1": False}, revision=first.sheet.revision)
    done = save(one, world.recorder, {"item_1_1_basic_1": True, "item_1_1_basic_2": True}, revision=1)
    assert (done.saved, done.clashes) == (("item_1_1_basic_2",), {})
    row = fresh(one).row("self")
    assert row is not None
    assert row.answers["item_1_1_basic_1"] == {"value": False}


def test_what_is_wrong_is_told_and_the_rest_is_saved(world: World) -> None:
    (one,) = invited(world, "readiness")
    done = save(
        one, world.recorder, {"policy_plan": "no_such", "policy_budget": "101", "policy_privacy": "begun"}
    )
    assert done.saved == ("policy_privacy",)
    assert {wrong.question for wrong in done.wrong} == {"policy_plan", "policy_budget"}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (OPENS - timedelta(seconds=1), "assessment_not_open_yet"),
        (OPENS, ""),
        (CLOSES - timedelta(seconds=1), ""),
        (CLOSES, "assessment_window_closed"),
    ],
)
def test_answers_are_taken_from_the_first_moment_to_the_last(
    world: World, moment: datetime, expected: str
) -> None:
    (one,) = invited(world, "pmqa")
    given = {"item_1_1_basic_1": {"value": True}}
    try:
        save_answers(assessment=one, stage="self", answers=given, revision=0, by=world.recorder, now=moment)
        found = ""
    except RefusedError as refused:
        found = refused.refusal.code
    assert found == expected


@pytest.mark.parametrize("who", ["approver", "coordinator", "evaluator", "statistician", "stranger"])
def test_only_the_agencys_recorders_answer(world: World, who: str) -> None:
    (one,) = invited(world, "pmqa")
    with pytest.raises(RefusedError) as refused:
        save(one, getattr(world, who), BASICS)
    assert refusal(refused) == "assessment_not_your_role"


# ── handing in and signing ──────────────────────────────────────────────────
def test_what_is_open_keeps_it_from_being_handed_in(world: World) -> None:
    (one,) = invited(world, "readiness")
    answers = whole(Read(one).instrument)
    del answers["policy_plan"]
    save(one, world.recorder, answers)
    with pytest.raises(RefusedError) as refused:
        submit_assessment(assessment=one, by=world.recorder, now=NOW)
    assert refusal(refused) == "assessment_incomplete"
    assert refused.value.refusal.message.values == {"left": 1}
    save(one, world.recorder, {"policy_plan": "in_use"}, revision=1)
    assert submit_assessment(assessment=one, by=world.recorder, now=NOW).state == "submitted"


def test_a_tick_without_proof_keeps_it_too(world: World) -> None:
    (one,) = invited(world, "pmqa")
    instrument = Read(one).instrument
    save(one, world.recorder, whole(instrument))
    with pytest.raises(RefusedError) as refused:
        submit_assessment(assessment=one, by=world.recorder, now=NOW)
    asked = sum(bool(question.evidence) for question in instrument.questions.values())
    assert refused.value.refusal.message.values == {"left": asked}


def test_who_handed_it_in_does_not_sign(world: World) -> None:
    (one,) = invited(world, "readiness")
    save(one, world.colleague, whole(Read(one).instrument))
    submit_assessment(assessment=one, by=world.colleague, now=NOW)
    with pytest.raises(RefusedError) as refused:
        sign_assessment(assessment=one, by=world.colleague, now=NOW)
    assert refusal(refused) == "assessment_own_signing"
    assert sign_assessment(assessment=one, by=world.approver, now=NOW).signed_by == world.approver


def test_a_signed_score_is_made_again_to_the_digit(world: World) -> None:
    one = signed(world, "readiness")
    kept = StageScore.objects.get(sheet__assessment=one)
    found = again(kept, fresh(one).instrument)
    assert found.level is not None
    assert (kept.exact, kept.published, kept.level) == (found.value, found.published, found.level.code)
    assert Event.objects.filter(verb="sign_assessment").count() == 1


def test_sent_back_it_is_answered_again_with_every_answer_there(world: World) -> None:
    one = submitted(world, "readiness")
    with pytest.raises(RefusedError) as refused:
        return_assessment(assessment=one, reason=" ", by=world.approver, now=NOW)
    assert refusal(refused) == "assessment_reason"
    before = fresh(one).row("self")
    back = return_assessment(assessment=one, reason="ขาดหลักฐานเสา 3", by=world.approver, now=NOW)
    after = fresh(one).row("self")
    assert before is not None
    assert after is not None
    assert (back.state, after.answers) == ("returned", before.answers)
    submit_assessment(assessment=one, by=world.recorder, now=NOW)
    assert list(StageScore.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


# ── assessors ───────────────────────────────────────────────────────────────
def test_assessors_answer_beside_the_agency_once_the_head_has_signed(world: World) -> None:
    one = submitted(world, "pmqa")
    with pytest.raises(RefusedError) as early:
        save(one, world.evaluator, BASICS, stage="document")
    assert refusal(early) == "assess_stage_from_submitted"
    sign_assessment(assessment=one, by=world.approver, now=NOW)
    begin_from_own(assessment=one, stage="document", by=world.evaluator, now=NOW)
    save(one, world.evaluator, {"item_1_1_significance_1": False}, stage="document", revision=1)
    with pytest.raises(RefusedError) as waits:
        save(one, world.evaluator, BASICS, stage="visit")
    assert refusal(waits) == "stage_waits"
    finish_stage(assessment=one, stage="document", by=world.evaluator, now=NOW)
    read = fresh(one)
    own, theirs = read.score("self").section("item_1_1"), read.score("document").section("item_1_1")
    assert (own.value, theirs.value) == (Decimal(500), Decimal(400))
    assert read.final_stage() == "document"
    assert close_assessment(assessment=one, by=world.coordinator, now=NOW).state == "closed"


def test_a_low_self_score_opens_no_document_check(world: World) -> None:
    """Without the basics every item of 1–6 is 0, results on target are 500: 500 ÷ 7 = 71.43, below 400."""
    ticks = {
        code: False
        for code in whole(Read(invited(world, "pmqa", year=2566)[0]).instrument)
        if "_basic_" in code
    }
    one = signed(world, "pmqa", **ticks)
    with pytest.raises(RefusedError) as refused:
        save(one, world.evaluator, BASICS, stage="document")
    assert refusal(refused) == "stage_too_low"


# ── what never changes ──────────────────────────────────────────────────────
def test_the_database_keeps_what_was_answered_and_scored(world: World) -> None:
    one = signed(world, "readiness")
    kept = InstrumentRelease.objects.get(pk=one.release_id)
    assert kept.locked_at == NOW
    writes: tuple[Any, ...] = (
        lambda: AnswerChange.objects.update(question="x"),
        lambda: AnswerChange.objects.all()._raw_delete("default"),  # noqa: SLF001 - around Django's own guards
        lambda: StageScore.objects.update(value="1"),
        lambda: Assessment.objects.update(fiscal_year=2568),
        lambda: InstrumentRelease.objects.filter(pk=kept.pk).update(documents={}),
        lambda: InstrumentRelease.objects.filter(pk=kept.pk).update(locked_at=None),
    )
    for write in writes:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


# ── follow-ups ──────────────────────────────────────────────────────────────
def told_on(year: int, month: int, day: int) -> dict[str, str]:
    """Person → the sentence that they hear on that day and did not hear before."""
    there = list(Notice.objects.values_list("pk", flat=True))
    remind_of_follow_ups(now=datetime(year, month, day, 2, 0, tzinfo=UTC))
    found = Notice.objects.exclude(pk__in=there).select_related("person")
    return {one.person.email.split("@")[0]: str(Message.from_data(one.subject)) for one in found}


def test_people_hear_of_follow_ups_before_on_and_after_the_day_and_only_once(world: World) -> None:
    """Planned on 10 Oct 2024: followed up on 10 Apr 2025 and 10 Oct 2025; of two tasks one sentence."""
    (one,) = invited(world, "pmqa")
    about = {"section": "item_1_1", "years": 1, "owner": "ฝ่ายอำนวยการ", "due": date(2025, 9, 30)}
    tasks = [
        plan_task(assessment=one, questions=[], what=what, by=world.recorder, now=NOW, **about)  # type: ignore[arg-type]
        for what in ("ประชุม", "ประกาศ")
    ]
    agency = world.development.name
    Membership.objects.update(ends_on=None)
    assert told_on(2025, 3, 10) == {}
    soon = told_on(2025, 3, 11)
    assert set(soon.values()) == {f"อีก 30 วันถึงกำหนดติดตามแผนพัฒนาครบ 6 เดือน 2 งาน ปี 2567: {agency}"}
    recorders = set(soon)
    assert told_on(2025, 3, 12) == {}
    assert set(told_on(2025, 4, 10)) == recorders
    follow_up(task=tasks[0], months=6, standing="done", said="ประชุมแล้ว", by=world.recorder, now=NOW)
    late = told_on(2025, 4, 25)  # the worker slept on the 24th
    assert set(late.values()) == {f"เลยกำหนดติดตามแผนพัฒนาครบ 6 เดือน 15 วันแล้ว 1 งาน ปี 2567: {agency}"}
    assert set(late) > recorders
    drop_task(task=tasks[1], reason="รวมกับงานอื่น", by=world.recorder, now=NOW)
    assert told_on(2025, 9, 10) == {}
