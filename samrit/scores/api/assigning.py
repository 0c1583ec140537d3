"""Who looks at what: the places of a year's round, an even plan, one place for somebody else, and where two look."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samrit.frameworks.api.given import Kind, Year
from samrit.frameworks.models import FiscalYear, Indicator, Round
from samrit.people.api.facts import PersonFacts
from samrit.people.api.happened import HappenedFacts, happened
from samrit.people.api.operations import done, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import User
from samrit.reports.api.found import ItemPath
from samrit.rules.wording import say
from samrit.scores import actions, queries
from samrit.scores.api.given import WhyReopened
from samrit.scores.assigning_shown import choices_of, loads_shown
from samrit.scores.models import TwoScorers
from samrit.scores.permissions import refuse_assigning_round
from samrit.scores.queries import Place, Proposed
from samrit.scores.queries.trails import trail_of_assigning, trail_of_places
from samrit.ui.api.paging import Page, Slice, paged_list
from samrit.ui.api.problems import Refused, refused, wrong
from samrit.ui.api.values import Key, PathKey, Text
from samrit.ui.wording import in_words

router = Router(tags=["assigning"])
READ, WRITE = "scores:read", "scores:write"
Slot = Literal["first", "second", "third"]
Most = Annotated[int, Field(ge=1, le=10_000)]
_ONE_OF_TWO = say("two_scorers_of_one_thing", "ส่ง entry_id หรือ indicator_id อย่างใดอย่างหนึ่ง")
_NOT_IN_YEAR = say("kpi_not_in_year", "ไม่มีตัวชี้วัดนี้ในปี {year}")


class HeldFacts(Schema):
    """การมอบหมายผู้ตรวจ – who looks at a result, in which place, by when."""

    slot: Slot
    evaluator: PersonFacts
    due_on: date | None


class PlaceFacts(Schema):
    """One KPI of one province's round. ``two``: it is scored by two; ``open_slots``: how many places nobody has."""

    round_id: int
    area: str
    indicator_id: int
    number: str
    name: str
    state: str
    two: bool
    open_slots: int
    held: list[HeldFacts]


class RoundPlaces(Schema):
    """The places of one province's round; ``refusal`` says why nothing can be assigned; ``disputed`` are indicators."""

    refusal: Refused | None
    disputed: list[int]
    items: list[PlaceFacts]


class LoadFacts(Schema):
    """One evaluator: what they hold, how much of it is verified, where they have an interest (ส่วนได้เสีย)."""

    evaluator: PersonFacts
    held: int
    verified: int
    not_for: list[str]
    in_office: bool


class GivenFacts(Schema):
    """One place that the plan gives to somebody."""

    round_id: int
    indicator_id: int
    slot: Slot
    evaluator_id: int


class LeftFacts(Schema):
    """One place that nobody can take."""

    round_id: int
    indicator_id: int
    slot: Slot
    why: str


class PlannedFacts(Schema):
    """What one evaluator holds now, and would hold."""

    evaluator_id: int
    before: int
    after: int


class PlanFacts(Schema):
    """มอบหมายอัตโนมัติ; ``seal`` names this very plan, so that what is carried out is what was read."""

    seal: str
    given: list[GivenFacts]
    left: list[LeftFacts]
    loads: list[PlannedFacts]


class ChoiceFacts(Schema):
    """Somebody who evaluates, and why they may not have the place."""

    evaluator: PersonFacts
    load: int
    refusal: Refused | None


class TwoFacts(Schema):
    """ผู้ตรวจสองคน – of a KPI of the library in all provinces of a year (``entry_id``), or of one province's KPI."""

    id: int
    year: int
    entry_id: int | None
    indicator_id: int | None
    reason: str
    asked_by: PersonFacts
    asked_at: datetime


class OfMonths(Schema):
    """Which of the year's rounds."""

    months: Kind = Kind.TWELVE


class PlaceSlice(Slice):
    """Of one province, one evaluator, or those that nobody has."""

    months: Kind = Kind.TWELVE
    area: str | None = Field(None, max_length=8)
    evaluator: Key | None = None
    open: bool = Field(default=False, description="Only those with a place that nobody has")


class PlanAsked(OfMonths):
    """``capacity``: at most so many for each."""

    capacity: Most | None = None


class PlanGiven(PlanAsked):
    """The plan that was read (``seal``), and by when it is to be done."""

    seal: Annotated[str, Text(64, least=1)]
    due_on: date | None = None


class PlaceGiven(Schema):
    """Who takes the place; the reason where somebody else has it."""

    evaluator_id: Key
    reason: Annotated[str, Text(2000)] = ""


class TwoGiven(Schema):
    """A KPI of the library, or one province's; and why two are to look at it."""

    entry_id: Key | None = None
    indicator_id: Key | None = None
    reason: Annotated[str, Text(2000)]


class SlotPath(ItemPath):
    """Which place of which KPI in which round."""

    slot: Slot


AtSlot = Annotated[SlotPath, Path()]


# ── a year's round ──────────────────────────────────────────────────────────
@reads(router, "/years/{year}/assignments", scope=READ, answers=Page[PlaceFacts])
def assignments(request: PersonRequest, year: Year, at: Query[PlaceSlice]) -> dict[str, Any]:
    """Who looks at what in a round of the year, for the central office."""
    places = queries.places_of(queries.rounds_to_assign(_year(request, year).pk, at.months))
    wanted = [place for place in places if _is_wanted(place, at)]
    page = paged_list(request, wanted, at, key=lambda place: place.key)
    return {**page, "items": [_place(place) for place in page["items"]]}


def _is_wanted(place: Place, at: PlaceSlice) -> bool:
    holders = {one.evaluator_id for one in place.held.values()}
    return (
        (at.area is None or place.round.area_id == at.area)
        and (at.evaluator is None or at.evaluator in holders)
        and (not at.open or place.open_slots > 0)
    )


@reads(router, "/years/{year}/assignments/loads", scope=READ, answers=list[LoadFacts])
def assignment_loads(request: PersonRequest, year: Year, at: Query[OfMonths]) -> list[dict[str, Any]]:
    """How much each evaluator holds, and what they may not look at."""
    found = _year(request, year).pk
    places = queries.places_of(queries.rounds_to_assign(found, at.months))
    loads, today = queries.loads_of(places), localdate(now())
    people = queries.scorers(found, day=today, loads=loads, capacity=None)
    names = ("held", "verified", "in_office")
    return [
        {
            "evaluator": one.user,
            **{name: getattr(one, name) for name in names},
            "not_for": list(one.homes),
        }
        for one in loads_shown(places, people, None)
    ]


@reads(router, "/years/{year}/assignments/plan", scope=READ, answers=PlanFacts)
def assignment_plan(request: PersonRequest, year: Year, asked: Query[PlanAsked]) -> dict[str, Any]:
    """What an automatic, even assignment would do now; nothing is assigned by reading it."""
    found = _year(request, year).pk
    plan = queries.proposed(found, asked.months, day=localdate(now()), capacity=asked.capacity)
    return _plan(plan)


@writes(router, "/years/{year}/assignments", scope=WRITE, answers=PlanFacts, missing=True)
def assign_scorers(request: PersonRequest, year: Year, body: PlanGiven) -> dict[str, Any]:
    """Carry the plan out as it was read (``seal``), or not at all; the evaluators are told."""
    found = _year(request, year)
    given = body.dict() | {"months": int(body.months)}
    return _plan(actions.assign_scorers(year=found, by=request.user, now=now(), **given))


@reads(router, "/years/{year}/assignments/history", scope=READ, answers=Page[HappenedFacts])
def assignments_history(request: PersonRequest, year: Year, at: Query[Slice]) -> dict[str, Any]:
    """What was decided for the whole year about who looks at what, the newest first."""
    return happened(request, trail_of_assigning(_year(request, year)), at)


# ── where two look ──────────────────────────────────────────────────────────
@reads(router, "/years/{year}/two-scorers", scope=READ, answers=list[TwoFacts])
def two_scorers(request: PersonRequest, year: Year) -> list[dict[str, Any]]:
    """The KPIs of which two look independently, in force."""
    return [_two(one) for one in queries.two_scorers_of(_year(request, year).pk)]


@writes(router, "/years/{year}/two-scorers", scope=WRITE, answers=TwoFacts, made=True)
def ask_two_scorers(request: PersonRequest, year: Year, body: TwoGiven) -> Status[Any]:
    """Let two look at a KPI, independently, from now on."""
    found = _year(request, year)
    if (body.entry_id is None) == (body.indicator_id is None):
        raise wrong("body.entry_id", _ONE_OF_TWO)
    entry = queries.library_kpis_of(found.pk).filter(pk=body.entry_id or 0).first()
    indicator = Indicator.objects.filter(framework__fiscal_year=found, pk=body.indicator_id or 0).first()
    if entry is None and indicator is None:
        name = "entry_id" if body.entry_id else "indicator_id"
        raise wrong(f"body.{name}", say(_NOT_IN_YEAR.code, _NOT_IN_YEAR.text, year=found.pk))
    return made(
        _two(
            actions.ask_two_scorers(
                year=found, library_kpi=entry, indicator=indicator, reason=body.reason, by=request.user,
                now=now(),
            )
        )
    )  # fmt: skip


@writes(router, "/years/{year}/two-scorers/{two_id}/end", scope=WRITE)
def end_two_scorers(request: PersonRequest, year: Year, two_id: PathKey, body: WhyReopened) -> Status[None]:
    """One is enough again for what is not judged yet, with a reason."""
    in_year = queries.two_scorers_in_force().filter(fiscal_year=_year(request, year))
    two = get_object_or_404(in_year, pk=two_id)
    actions.end_two_scorers(two=two, reason=body.reason, by=request.user, now=now())
    return done()


# ── one province ────────────────────────────────────────────────────────────
@reads(router, "/evaluation/{round_id}/assignments", scope=READ, answers=RoundPlaces)
def round_assignments(request: PersonRequest, round_id: PathKey) -> dict[str, Any]:
    """Who looks at each KPI of a province's round, filed or not; which of them wait for a third."""
    round_ = _round(request, round_id)
    disputed = queries.disputes_in(round_).order_by("pk").values_list("result__indicator", flat=True)
    return {
        "refusal": refused(refuse_assigning_round(request.duties, round_)),
        "disputed": list(disputed),
        "items": [_place(place) for place in queries.places_of([round_])],
    }


@reads(router, "/evaluation/{round_id}/assignments/history", scope=READ, answers=Page[HappenedFacts])
def round_assignments_history(request: PersonRequest, round_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """Who was put in whose place in a province's round, the newest first."""
    return happened(request, trail_of_places(_round(request, round_id)), at)


AT = "/evaluation/{round_id}/items/{indicator_id}/assignments/{slot}"


@reads(router, AT, scope=READ, answers=list[ChoiceFacts])
def assignment_choices(request: PersonRequest, at: AtSlot) -> list[dict[str, Any]]:
    """Who may take this place, and why others may not; the least loaded first."""
    choices = choices_of(_found_place(request, at), at.slot, day=localdate(now()))
    return [{"evaluator": one.user, "load": one.load, "refusal": refused(one.refusal)} for one in choices]


@writes(router, AT, method="PUT", scope=WRITE, answers=PlaceFacts)
def assign_scorer(request: PersonRequest, at: AtSlot, body: PlaceGiven) -> dict[str, Any]:
    """Give one place to an evaluator; with a reason when somebody else has it. Both are told."""
    place = _found_place(request, at)
    evaluator = get_object_or_404(User, pk=body.evaluator_id)
    actions.reassign(
        round_=place.round, indicator=place.indicator, slot=at.slot, evaluator=evaluator, reason=body.reason,
        by=request.user, now=now(),
    )  # fmt: skip
    return _place(_found_place(request, at))


# ── finding ─────────────────────────────────────────────────────────────────
def _year(request: PersonRequest, year: int) -> FiscalYear:
    if not request.duties.evaluates:
        raise Http404
    return get_object_or_404(FiscalYear, pk=year)


def _round(request: PersonRequest, round_id: int) -> Round:
    if not request.duties.evaluates:
        raise Http404
    return get_object_or_404(Round.objects.select_related("area", "fiscal_year"), pk=round_id)


def _found_place(request: PersonRequest, at: SlotPath) -> Place:
    places = queries.places_of([_round(request, at.round_id)])
    found = next((place for place in places if place.indicator == at.indicator_id), None)
    if found is None:
        raise Http404
    return found


# ── in the shape of facts ───────────────────────────────────────────────────
def _place(place: Place) -> dict[str, Any]:
    names = ("number", "name", "two", "open_slots")
    return {
        "round_id": place.round.pk,
        "area": place.round.area_id,
        "indicator_id": place.indicator,
        **{name: getattr(place, name) for name in names},
        "state": place.status.value,
        "held": [
            {"slot": slot, "evaluator": one.evaluator, "due_on": one.due_on}
            for slot, one in sorted(place.held.items())
        ],
    }


def _plan(made_: Proposed) -> dict[str, Any]:
    plan = made_.plan
    return {
        "seal": made_.seal,
        "given": [{**_at(one.piece), "slot": one.slot, "evaluator_id": one.scorer} for one in plan.given],
        "left": [{**_at(one.piece), "slot": one.slot, "why": in_words(one.why)} for one in plan.left],
        "loads": [
            {"evaluator_id": key, "before": before, "after": plan.loads.get(key, before)}
            for key, before in sorted(made_.before.items())
        ],
    }


def _at(piece: tuple[int, int]) -> dict[str, int]:
    return {"round_id": piece[0], "indicator_id": piece[1]}


def _two(one: TwoScorers) -> dict[str, Any]:
    names = ("id", "indicator_id", "reason", "asked_by", "asked_at")
    return {
        **{name: getattr(one, name) for name in names},
        "year": one.fiscal_year_id,
        "entry_id": one.library_kpi_id,
    }
