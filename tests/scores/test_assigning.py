"""Who scores what: the plan that is previewed is the one carried out; nobody judges at home; one place at a time."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samrit.audit.models import Event
from samrit.frameworks.models import LibraryKpi, Round
from samrit.notices.models import Notice, Turn
from samrit.people.models import Area
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.models import Assignment, TwoScorers
from samrit.scores.queries import in_hand_of, places_of, proposed, rounds_to_assign
from tests import world
from tests.scores.assigning import disputed, evaluators, give, take, two_scorers, year
from tests.world import DAY, NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> World:
    return world.make_world()


def plan_seal(capacity: int | None = None) -> str:
    return proposed(2567, 12, day=DAY, capacity=capacity).seal


def assign(made: World, **options: object) -> object:
    given = {"seal": plan_seal(), "by": made.evaluator, "now": NOW, **options}
    return actions.assign_scorers(year=year(), months=12, **given)  # type: ignore[arg-type]


def refusal_of(call: object, *arguments: object, **named: object) -> str:
    with pytest.raises(RefusedError) as why:
        call(*arguments, **named)  # type: ignore[operator]
    return why.value.refusal.code


# ── all at once ─────────────────────────────────────────────────────────────
def test_everything_is_given_evenly_and_everybody_hears_of_it(made: World) -> None:
    (other,) = evaluators(made, "other")
    assign(made, due_on=DAY + timedelta(days=9))
    held = Assignment.objects.order_by("indicator")
    assert sorted(held.values_list("evaluator", flat=True)) == sorted([made.evaluator.pk, other.pk] * 2)
    assert set(held.values_list("due_on", flat=True)) == {DAY + timedelta(days=9)}
    (told,) = Notice.objects.filter(person=other)
    assert told.subject["values"] == {"count": 2, "year": 2567}
    assert Event.objects.filter(verb="assign_scorers").count() == 1


def test_the_preview_is_what_is_carried_out_or_nothing_is(made: World) -> None:
    seal = plan_seal()
    take(made, "1-1", "first", made.evaluator)
    assert refusal_of(assign, made, seal=seal) == "plan_changed"
    assert Assignment.objects.count() == 1
    assign(made)
    assert Assignment.objects.count() == 4
    assert refusal_of(assign, made) == "nothing_to_assign"


def test_only_evaluators_assign_and_not_for_yesterday(made: World) -> None:
    for person in (made.recorder, made.coordinator, made.stranger):
        assert refusal_of(assign, made, by=person) == "assigned_by_evaluators"
    assert refusal_of(assign, made, due_on=DAY - timedelta(days=1)) == "due_past"
    assign(made, due_on=DAY)


def test_who_worked_there_in_the_year_gets_nothing_of_it(made: World) -> None:
    (home,) = evaluators(made, "home")
    world.Membership.objects.create(
        user=home,
        agency=made.statistics,
        role="recorder",
        starts_on=date(2020, 1, 1),
        ends_on=date(2023, 10, 1),
    )
    assign(made)
    assert not Assignment.objects.filter(evaluator=home).exists()


def test_a_waived_round_and_a_settled_one_have_nothing_to_assign(made: World) -> None:
    Round.objects.update(settled_at=NOW)
    assert refusal_of(assign, made) == "nothing_to_assign"
    assert refusal_of(take, made, "1-1", "first", made.evaluator) == "settled_round"
    Round.objects.update(settled_at=None, state="waived", state_reason="อุทกภัย", state_resolution="มติ")
    assert refusal_of(assign, made) == "nothing_to_assign"


# ── two scorers ─────────────────────────────────────────────────────────────
def test_a_kpi_of_the_library_is_scored_by_two_in_all_provinces(made: World) -> None:
    (other,) = evaluators(made, "other")
    library = LibraryKpi.objects.create(code="F-01", name="OTOP", category="functional")
    indicator = made.kpis["1-1"].indicator
    indicator.library_kpi = library
    indicator.save()
    asked = actions.ask_two_scorers(
        year=year(), library_kpi=library, reason="น้ำหนักสูง", by=made.evaluator, now=NOW
    )
    twice = {place.number for place in places_of(rounds_to_assign(2567, 12)) if place.two}
    assert twice == {"1-1"}
    assign(made)
    of_it = Assignment.objects.filter(indicator=indicator)
    assert set(of_it.values_list("evaluator", "slot")) <= {
        (user.pk, slot) for user in (made.evaluator, other) for slot in ("first", "second")
    }
    assert of_it.count() == 2
    actions.end_two_scorers(two=asked, reason="พอแล้ว", by=made.evaluator, now=NOW)
    assert not any(place.two for place in places_of(rounds_to_assign(2567, 12)))


def test_two_scorers_need_a_reason_and_are_asked_for_once(made: World) -> None:
    ask = {"year": year(), "indicator": made.kpis["1-1"].indicator, "by": made.evaluator, "now": NOW}
    assert refusal_of(actions.ask_two_scorers, **ask, reason=" ") == "two_reason_required"
    assert (
        refusal_of(actions.ask_two_scorers, **{**ask, "by": made.coordinator}, reason="ก")
        == "assigned_by_evaluators"
    )
    two_scorers(made, "1-1")
    assert refusal_of(actions.ask_two_scorers, **ask, reason="ก") == "two_already"
    end = {"two": TwoScorers.objects.get(), "by": made.evaluator, "now": NOW}
    assert refusal_of(actions.end_two_scorers, **end, reason="") == "two_end_reason_required"


# ── one place ───────────────────────────────────────────────────────────────
def test_a_place_is_given_to_somebody_else_with_a_reason(made: World) -> None:
    one, two = evaluators(made, "one", "two")
    take(made, "1-1", "first", one)
    assert refusal_of(take, made, "1-1", "first", two) == "reassign_reason_required"
    assert refusal_of(take, made, "1-1", "first", one, "ก") == "holds_it_already"
    assert refusal_of(take, made, "1-1", "second", two) == "one_is_enough"
    assert refusal_of(take, made, "1-1", "third", two) == "no_dispute"
    assert refusal_of(take, made, "1-1", "first", made.recorder, "ก") == "no_evaluator_today"
    take(made, "1-1", "first", two, "ลาคลอด")
    ended = Assignment.objects.get(evaluator=one)
    assert (ended.end_reason, ended.ended_by) == ("ลาคลอด", made.evaluator)
    assert Notice.objects.filter(person=two, kind="task").count() == 1


def test_after_both_have_given_only_the_third_changes(made: World) -> None:
    world.file_all(made)
    one, two, three, four = evaluators(made, "one", "two", "three", "four")
    disputed(made, "1-1", one, two)
    assert refusal_of(take, made, "1-1", "first", four, "ก") == "both_gave"
    held = Assignment.objects.get(slot="third").evaluator
    assert refusal_of(take, made, "1-1", "third", one, "ก") == "holds_it_already"
    spare = three if held != three else four
    take(made, "1-1", "third", spare, "ว่างกว่า")
    assert Assignment.objects.get(slot="third", ended_at=None).evaluator == spare


def test_who_was_replaced_after_giving_an_opinion_does_not_decide(made: World) -> None:
    world.file_all(made)
    one, two, three = evaluators(made, "one", "two", "three")
    two_scorers(made, "1-1")
    take(made, "1-1", "first", one)
    take(made, "1-1", "second", two)
    give(made, "1-1", one)
    take(made, "1-1", "first", three, "ย้ายงาน")
    give(made, "1-1", two, "1150.40")
    give(made, "1-1", three)
    third = Assignment.objects.get(slot="third").evaluator
    assert third == made.evaluator
    assert refusal_of(take, made, "1-1", "third", one, "ก") == "judged_it_already"


# ── what is in hand, and when it is due ─────────────────────────────────────
def test_only_what_is_filed_and_not_judged_is_in_hand(made: World) -> None:
    one, two = evaluators(made, "one", "two")
    take(made, "1-2", "first", one)
    assert not in_hand_of(one).exists(), "the province has not filed"
    world.file_all(made)
    two_scorers(made, "1-1")
    take(made, "1-1", "first", one)
    take(made, "1-1", "second", two)
    assert in_hand_of(one).count() == 2
    give(made, "1-1", one)
    assert in_hand_of(one).count() == 1
    give(made, "1-1", two, "1150.40")
    third = Assignment.objects.get(slot="third").evaluator
    assert in_hand_of(third).filter(slot="third").count() == 1
    assert not in_hand_of(two).exists()


@pytest.mark.parametrize(("days", "told"), [(8, 0), (7, 1), (4, 0), (3, 1), (1, 1), (0, 1), (-1, 1), (-2, 0)])
def test_what_is_due_is_told_on_the_days_of_the_table(made: World, days: int, told: int) -> None:
    world.file_all(made)
    (one,) = evaluators(made, "one")
    take(made, "1-1", "first", one)
    Assignment.objects.update(due_on=DAY + timedelta(days=days))
    Notice.objects.all().delete()
    assert actions.tell_of_due_assignments(now=NOW) == told
    assert actions.tell_of_due_assignments(now=NOW) == 0, "once an hour"
    Turn.objects.all().delete()
    assert actions.tell_of_due_assignments(now=NOW) == 0, "and never twice"


# ── many ────────────────────────────────────────────────────────────────────
def test_the_plan_makes_the_same_queries_for_any_number_of_provinces(made: World) -> None:
    with CaptureQueriesContext(connection) as one:
        proposed(2567, 12, day=DAY, capacity=None)
    for code in ("11", "12"):
        Round.objects.create(
            area=Area.objects.get(code=code), fiscal_year=year(), months=12, opens_at=NOW,
            closes_at=NOW + timedelta(days=1), ruled_by=made.edition,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as three:
        plan = proposed(2567, 12, day=DAY, capacity=None).plan
    assert len(three) == len(one)
    assert len(plan.given) == 12
