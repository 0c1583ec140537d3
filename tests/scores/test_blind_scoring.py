"""Two look at one result and neither sees the other's opinion; where they differ a third decides."""

from datetime import timedelta
from decimal import Decimal

import pytest

from samrit.notices.models import Notice
from samrit.reports.actions import reopen_kpi
from samrit.rules.wording import RefusedError
from samrit.rules.workflow import Status
from samrit.scores import actions
from samrit.scores.models import Assignment, Comparison, Opinion, Verification
from samrit.scores.queries import open_disputes, score_of
from tests import world
from tests.scores.assigning import REASON, disputed, evaluators, give, take, two_scorers
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def refusal_of(call: object, *arguments: object, **named: object) -> str:
    with pytest.raises(RefusedError) as why:
        call(*arguments, **named)  # type: ignore[operator]
    return why.value.refusal.code


def verify(made: World, number: str, by: world.User) -> Verification:
    return actions.verify_result(
        item=made.item(number), decision="accept", value=None, missing=None, reason="", by=by, now=NOW
    )


def decide(made: World, comparison: Comparison, by: world.User, value: str = "1150.40") -> Verification:
    return actions.decide_dispute(
        comparison=comparison,
        item=made.item("1-1"),
        decision="correct",
        value=Decimal(value),
        missing=None,
        reason="ตามหลักฐานหน้า 3",
        by=by,
        now=NOW,
    )


# ── one scorer ──────────────────────────────────────────────────────────────
def test_where_somebody_has_it_nobody_else_verifies_and_it_is_said_whom_to_ask(filed: World) -> None:
    (one,) = evaluators(filed, "one")
    take(filed, "1-1", "first", one)
    with pytest.raises(RefusedError) as why:
        verify(filed, "1-1", filed.evaluator)
    assert why.value.refusal.code == "assigned_to_others"
    assert "one" in str(why.value.refusal)
    assert verify(filed, "1-1", one).verified_by == one
    assert verify(filed, "1-2", filed.evaluator).verified_by == filed.evaluator, "nobody has this one"


def test_who_worked_in_the_province_in_the_year_verifies_nothing_of_it(filed: World) -> None:
    """In office until 30 Sep 2567, the last day of the year: too late; until 30 Sep 2566 it does not count."""
    for name, last, allowed in (
        ("in", "2024-09-30", False),
        ("first", "2023-10-01", False),
        ("before", "2023-09-30", True),
    ):
        (one,) = evaluators(filed, name)
        world.Membership.objects.create(
            user=one, agency=filed.statistics, role="recorder", starts_on="2020-01-01", ends_on=last
        )
        if allowed:
            verify(filed, "1-1", one)
        else:
            assert refusal_of(verify, filed, "1-1", one) == "conflict_province"


# ── two scorers ─────────────────────────────────────────────────────────────
def test_two_that_agree_to_the_digit_settle_it(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    two_scorers(filed, "1-1")
    take(filed, "1-1", "first", one)
    take(filed, "1-1", "second", two)
    give(filed, "1-1", one, "1150.4")
    assert not Verification.objects.exists()
    assert filed.item("1-1").status == Status.FILED
    give(filed, "1-1", two, "1150.40")
    kept = Verification.objects.get()
    assert (kept.decision, kept.value, kept.reason) == ("correct", Decimal("1150.4"), REASON)
    assert filed.item("1-1").status == Status.VERIFIED
    assert Comparison.objects.get().agreed


def test_two_that_accept_settle_it_as_reported(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    two_scorers(filed, "1-1")
    take(filed, "1-1", "second", two)
    take(filed, "1-1", "first", one)
    give(filed, "1-1", two)
    give(filed, "1-1", one)
    kept = Verification.objects.get()
    assert (kept.decision, kept.value, kept.reason) == ("accept", Decimal("1176.285"), "")


def test_two_that_differ_wait_for_a_third_who_is_asked(filed: World) -> None:
    one, two, three = evaluators(filed, "one", "two", "three")
    comparison = disputed(filed, "1-1", one, two)
    assert not comparison.agreed
    assert not Verification.objects.exists()
    third = Assignment.objects.get(slot="third")
    assert third.evaluator in {three, filed.evaluator}
    assert Notice.objects.filter(person=third.evaluator, key=f"dispute:{comparison.pk}").count() == 1


def test_the_third_decides_with_a_reason(filed: World) -> None:
    one, two, three = evaluators(filed, "one", "two", "three")
    comparison = disputed(filed, "1-1", one, two)
    if Assignment.objects.get(slot="third").evaluator != three:
        assert refusal_of(decide, filed, comparison, three) == "third_is_other"
        take(filed, "1-1", "third", three, "ว่างกว่า")
    for gave in (one, two):
        assert refusal_of(decide, filed, comparison, gave) == "decides_own"
    kept = decide(filed, comparison, three, "1160")
    comparison.refresh_from_db()
    assert (kept.value, kept.verified_by, comparison.verification) == (Decimal(1160), three, kept)
    assert comparison.decision is not None
    assert not open_disputes().exists()


def test_the_third_may_accept_but_never_without_a_reason(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    comparison = disputed(filed, "1-1", one, two)
    accept = {
        "comparison": comparison, "item": filed.item("1-1"), "decision": "accept", "value": None,
        "missing": None, "by": filed.evaluator, "now": NOW,
    }  # fmt: skip
    assert refusal_of(actions.decide_dispute, **accept, reason=" ") == "decision_reason_required"
    assert actions.decide_dispute(**accept, reason="ผู้ตรวจ ก ถูก").value == Decimal("1176.285")


def test_nothing_is_computed_while_two_differ(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    comparison = disputed(filed, "1-1", one, two)
    for number in ("1-2", "2-1.1", "2-1.2"):
        verify(filed, number, filed.evaluator)
    compute = {"round_": filed.round, "by": filed.evaluator, "now": NOW}
    assert refusal_of(actions.compute_score, **compute) == "disputes_open"
    decide(filed, comparison, filed.evaluator)
    actions.compute_score(round_=filed.round, by=filed.evaluator, now=NOW)
    assert filed.round is not None
    score = score_of(filed.round)
    assert score is not None
    assert score.kpi_scores.get(kpi=filed.kpis["1-1"]).score == Decimal(50)


def test_where_nobody_is_left_for_a_third_it_is_said_to_who_assigned_the_two(filed: World) -> None:
    (one,) = evaluators(filed, "one")
    comparison = disputed(filed, "1-1", one, filed.evaluator)
    assert not Assignment.objects.filter(slot="third").exists()
    told = Notice.objects.get(person=filed.evaluator, key=f"dispute:{comparison.pk}")
    assert told.text["code"] == "nobody_left"
    (late,) = evaluators(filed, "late")
    assert decide(filed, comparison, late).verified_by == late, "whoever comes may take it up"


# ── who may give an opinion ─────────────────────────────────────────────────
def test_who_is_not_one_of_the_two_gives_none_and_one_alone_verifies_nothing(filed: World) -> None:
    one, two, three = evaluators(filed, "one", "two", "three")
    two_scorers(filed, "1-1")
    assert refusal_of(give, filed, "1-1", one) == "two_not_assigned"
    take(filed, "1-1", "first", one)
    take(filed, "1-1", "second", two)
    assert refusal_of(give, filed, "1-1", three) == "assigned_to_others"
    assert refusal_of(verify, filed, "1-1", one) == "two_scorers"
    assert refusal_of(give, filed, "1-2", one) == "one_scorer"
    for stranger in (filed.recorder, filed.coordinator, filed.stranger):
        assert refusal_of(give, filed, "1-1", stranger) == "not_evaluator"


def test_a_slip_is_put_right_until_the_other_has_given_theirs(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    two_scorers(filed, "1-1")
    take(filed, "1-1", "first", one)
    take(filed, "1-1", "second", two)
    give(filed, "1-1", one, "11504")
    give(filed, "1-1", one, "1150.40")
    give(filed, "1-1", two, "1150.40")
    assert Verification.objects.get().value == Decimal("1150.4")
    assert Opinion.objects.count() == 3, "the slip stays with the trail"
    assert refusal_of(give, filed, "1-1", one) == "opinions_settled"


def test_after_both_neither_changes_theirs(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    disputed(filed, "1-1", one, two)
    assert refusal_of(give, filed, "1-1", one, "1150.40") == "opinions_compared"


def test_a_result_reported_anew_is_judged_anew(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    disputed(filed, "1-1", one, two)
    later = NOW + timedelta(days=1)
    reopen_kpi(
        item=filed.item("1-1"), agency=filed.development, until=later + timedelta(days=2), reason="ตัวเลขใหม่",
        by=filed.evaluator, now=NOW,
    )  # fmt: skip
    assert not open_disputes().exists(), "it is with the agency again"
    result = filed.item("1-1").result
    assert result is not None
    type(result).objects.filter(pk=result.pk).update(
        status="filed", approved_at=later, approved_by=filed.approver
    )
    assert not open_disputes().exists()
    for user in (one, two):
        actions.give_opinion(
            item=filed.item("1-1"), decision="accept", value=None, missing=None, reason="", by=user,
            now=later + timedelta(hours=1),
        )  # fmt: skip
    assert Verification.objects.get().decision == "accept"
    assert [one.voided_at is None for one in Comparison.objects.order_by("pk")] == [False, True]
