"""Say who scores what: a year's round at once, one KPI, and of which KPIs two look independently."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.audit.models import subject_of
from samrit.frameworks.models import FiscalYear, Indicator, LibraryKpi, Round
from samrit.notices.actions import take_turn
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.assigning import Given
from samrit.rules.reminders import for_year
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.scores.actions.verifying import locked_round
from samrit.scores.assigning_telling import tell_of_assignment, tell_of_assignments, tell_of_due
from samrit.scores.models import Assignment, TwoScorers
from samrit.scores.permissions import (
    refuse_assigning,
    refuse_assigning_round,
    refuse_due,
    refuse_ending_two,
    refuse_taking,
    refuse_two_scorers,
)
from samrit.scores.queries import (
    Place,
    Proposed,
    disputes_in,
    gave_opinion,
    loads_of,
    places_of,
    proposed,
    rounds_to_assign,
    scorers,
    two_scorers_in_force,
    unfinished_due,
)

HOURLY = timedelta(hours=1)


@transaction.atomic
def assign_scorers(
    *,
    year: FiscalYear,
    months: int,
    seal: str,
    capacity: int | None = None,
    due_on: date | None = None,
    by: User,
    now: datetime,
) -> Proposed:
    """มอบหมายอัตโนมัติ: what the preview showed (``seal``), or a refusal when it would be something else by now."""
    duties, day = duties_of(by, localdate(now)), localdate(now)
    _refuse(refuse_assigning(duties) or refuse_due(due_on, today=day))
    _lock(rounds_to_assign(year.year, months))
    made = proposed(year.year, months, day=day, capacity=capacity)
    _refuse(_refuse_plan(made, seal))
    Assignment.objects.bulk_create(_rows(made.plan.given, due_on, by=by, now=now), batch_size=500)
    record(
        verb="assign_scorers",
        subject=year,
        by=by,
        now=now,
        after={"months": months, "assigned": len(made.plan.given), "unassigned": len(made.plan.left)},
        actor_role=duties.described(),
    )
    counts = Counter(one.scorer for one in made.plan.given)
    people = {user.pk: user for user in User.objects.filter(pk__in=counts)}
    tell_of_assignments(counts, people, year=year.year, due_on=due_on, by=by, now=now)
    return made


def _lock(rounds: Iterable[Round]) -> None:
    """In the order of their keys: two who assign at once wait for each other."""
    keys = sorted(round_.pk for round_ in rounds)
    list(Round.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def _refuse_plan(made: Proposed, seal: str) -> Refusal | None:
    if not made.plan.given:
        return refuse("nothing_to_assign", "ไม่มีรายการที่มอบหมายได้ – มอบหมายครบแล้ว หรือไม่มีผู้ประเมินที่รับได้")
    if made.seal != seal:
        return refuse("plan_changed", "รายการเปลี่ยนไปหลังเปิดหน้านี้ ยังไม่ได้มอบหมายอะไร – ดูตัวอย่างอีกครั้งแล้วจึงยืนยัน")
    return None


def _rows(given: Iterable[Given], due_on: date | None, *, by: User, now: datetime) -> list[Assignment]:
    return [
        Assignment(
            round_id=one.piece[0], indicator_id=one.piece[1], evaluator_id=one.scorer, slot=one.slot,
            due_on=due_on, assigned_by=by, assigned_at=now,
        )
        for one in given
    ]  # fmt: skip


@transaction.atomic
def reassign(
    *,
    round_: Round,
    indicator: int,
    slot: str,
    evaluator: User,
    reason: str = "",
    by: User,
    now: datetime,
) -> Assignment:
    """Give one place to this evaluator; with a reason when somebody else has it."""
    duties, day = duties_of(by, localdate(now)), localdate(now)
    round_ = locked_round(round_)
    _refuse(refuse_assigning_round(duties, round_))
    place = _place(round_, indicator)
    people = scorers(round_.fiscal_year_id, day=day, loads=loads_of([place]), capacity=None)
    _refuse(
        refuse_taking(
            place,
            slot,
            scorer=people.get(evaluator.pk),
            disputed=disputes_in(round_).filter(result__indicator=indicator).exists(),
            gave=gave_opinion(round_, indicator),
            reason=reason,
        )
    )
    earlier = place.held.get(slot)
    made = _give_place(place, slot, evaluator, reason.strip(), by=by, now=now)
    record(
        verb="reassign_scorer", subject=made, by=by, now=now, reason=reason.strip(), area_code=round_.area_id,
        actor_role=duties.described(), before={"scorer": subject_of(earlier.evaluator)} if earlier else {},
        after={"scorer": subject_of(evaluator), "scorer_slot": slot},
    )  # fmt: skip
    tell_of_assignment(made, f"{place.number} {place.name}", by=by, now=now)
    return made


def _give_place(
    place: Place, slot: str, evaluator: User, reason: str, *, by: User, now: datetime
) -> Assignment:
    """Who had the place until now keeps its day, not the place."""
    earlier = place.held.get(slot)
    if earlier:
        Assignment.objects.filter(pk=earlier.pk).update(ended_at=now, ended_by=by, end_reason=reason)
    return Assignment.objects.create(
        round=place.round, indicator_id=place.indicator, evaluator=evaluator, slot=slot,
        due_on=earlier.due_on if earlier else None, assigned_by=by, assigned_at=now,
    )  # fmt: skip


def _place(round_: Round, indicator: int) -> Place:
    found = next((place for place in places_of([round_]) if place.indicator == indicator), None)
    if found is None:
        raise RefusedError(refuse("item_not_asked", "รอบนี้ไม่ได้ถามตัวชี้วัดนี้แล้ว"))
    return found


@transaction.atomic
def ask_two_scorers(
    *,
    year: FiscalYear,
    library_kpi: LibraryKpi | None = None,
    indicator: Indicator | None = None,
    reason: str,
    by: User,
    now: datetime,
) -> TwoScorers:
    """Two look at it independently from now on: a KPI of the library in all provinces, or one province's."""
    duties = duties_of(by, localdate(now))
    year = FiscalYear.objects.select_for_update().get(pk=year.pk)
    asked = two_scorers_in_force().filter(fiscal_year=year, library_kpi=library_kpi, indicator=indicator)
    _refuse(
        refuse_two_scorers(duties, voided=year.voided_at is not None, asked=asked.exists(), reason=reason)
    )
    two = TwoScorers.objects.create(
        fiscal_year=year, library_kpi=library_kpi, indicator=indicator, reason=reason.strip(), asked_by=by,
        asked_at=now,
    )  # fmt: skip
    named = library_kpi or (indicator.kpis.order_by("-pk").first() if indicator else None)
    after = {"item": named.name if named else ""}
    record(
        verb="ask_two_scorers", subject=two, by=by, now=now, after=after, reason=reason.strip(),
        actor_role=duties.described(),
    )  # fmt: skip
    return two


@transaction.atomic
def end_two_scorers(*, two: TwoScorers, reason: str, by: User, now: datetime) -> None:
    """One is enough again for what is not judged yet; opinions that were given stay with the trail."""
    duties = duties_of(by, localdate(now))
    two = TwoScorers.objects.select_for_update().get(pk=two.pk)
    _refuse(refuse_ending_two(duties, two, reason=reason))
    two.ended_at, two.ended_by, two.end_reason = now, by, reason.strip()
    two.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record(
        verb="end_two_scorers",
        subject=two,
        by=by,
        now=now,
        reason=reason.strip(),
        actor_role=duties.described(),
    )


@transaction.atomic
def tell_of_due_assignments(*, now: datetime) -> int:
    """Once an hour: who still has something to look at some days before it is due, and the day after."""
    if not take_turn(job="assignments", every=HOURLY, now=now):
        return 0
    today = localdate(now)
    # The days of all years' tables; which of them count is asked for each year below.
    near = {today + timedelta(days=days) for days in range(-10, 31)}
    found: Counter[tuple[User, date, int]] = Counter()
    for one in unfinished_due(near):
        if one.due_on and _says(one.round.fiscal_year_id, (days := (one.due_on - today).days)):
            found[one.evaluator, one.due_on, days] += 1
    return sum(
        tell_of_due(evaluator, count=count, due_on=due_on, days=days, now=now)
        for (evaluator, due_on, days), count in found.items()
    )


def _says(year: int, days: int) -> bool:
    reminders = for_year(year)
    return days in (*reminders.days_before, 0) or days == -reminders.late_after_days


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise RefusedError(refusal)
