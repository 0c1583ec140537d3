"""One fiscal year over all provinces, for the central office: its rounds, and one window for all."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.utils.timezone import now
from ninja import Query, Router, Schema

from samrit.audit.models import Event
from samrit.audit.queries import history_of
from samrit.frameworks import actions, queries
from samrit.frameworks.api import facts, given
from samrit.frameworks.models import FiscalYear, Round
from samrit.people.api.happened import HappenedFacts, happened
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules import rulesets
from samrit.rules.wording import RefusedError
from samrit.ui.api.paging import Page, Slice
from samrit.ui.api.values import Text

router = Router(tags=["frameworks"])
READ, WRITE = "frameworks:read", "frameworks:write"
Scope = Literal["missing", "all"]


class RuledRound(Schema):
    """What is decided about a round of all provinces: its state, and by which resolution."""

    months: int
    state: str
    resolution: str
    reason: str


class ProvinceRoundFacts(Schema):
    """A province's round; ``reopened``: for how many KPIs it is open by itself now. Settled: its score is confirmed."""

    round_id: int
    area: str
    months: int
    state: str
    opens_at: datetime
    closes_at: datetime
    reopened: int
    settled_at: datetime | None
    published_at: datetime | None


class WholeYear(facts.YearFacts):
    """With its rounds, ``provinces`` by province, and the provinces ``without`` any window."""

    rounds: list[RuledRound]
    provinces: list[ProvinceRoundFacts]
    without: list[str]


class WindowPlan(Schema):
    """One window for all provinces, or (missing) for those without one; times with their offset."""

    opens_at: given.Moment
    closes_at: given.Moment
    scope: Scope = "missing"


class PlannedWindowFacts(Schema):
    """What becomes of a province's window: new, moves, same, kept (only missing ones are set), published."""

    area: str
    fate: str
    opens_at: datetime | None
    closes_at: datetime | None


class WindowsPreview(Schema):
    """``seen`` stands for the windows as they are: whoever sets them sends it back."""

    seen: str
    provinces: list[PlannedWindowFacts]


class WindowsGiven(WindowPlan):
    """As it was previewed."""

    seen: Annotated[str, Text(64)]
    reason: given.Reason


@reads(router, "/years/{year}", scope=READ, answers=WholeYear)
def fiscal_year(request: PersonRequest, year: given.Year) -> dict[str, Any]:
    """One fiscal year with every province's rounds, for the central office."""
    only_central_office(request, year)
    provinces = queries.rounds_of_year(year, now=now())
    return {
        **_year_facts(year),
        "rounds": list(queries.year_rounds(year).values()),
        "provinces": [_round(one) for province in provinces for one in province.rounds.values()],
        "without": [province.area.pk for province in provinces if not province.rounds],
    }


@reads(router, "/years/{year}/history", scope=READ, answers=Page[HappenedFacts])
def year_history(request: PersonRequest, year: given.Year, at: Query[Slice]) -> dict[str, Any]:
    """What was decided about a year and its rounds, the newest first."""
    only_central_office(request, year)
    found = FiscalYear.objects.filter(pk=year).first()
    trail = history_of(found, *queries.year_rounds(year).values()) if found else Event.objects.none()
    return happened(request, trail, at)


@reads(router, "/years/{year}/rounds/{months}/windows", scope=READ, answers=WindowsPreview)
def preview_windows(
    request: PersonRequest, year: given.Year, months: given.Months, at: Query[WindowPlan]
) -> dict[str, Any]:
    """What one window for all provinces would change."""
    only_central_office(request, year)
    plan = queries.planned_windows(
        year,
        int(months),
        opens_at=at.opens_at,
        closes_at=at.closes_at,
        only_missing=at.scope == "missing",
    )
    return {"seen": queries.windows_seen(year, int(months)), "provinces": [_planned(one) for one in plan]}


@writes(
    router,
    "/years/{year}/rounds/{months}/windows",
    method="PUT",
    scope=WRITE,
    answers=list[ProvinceRoundFacts],
)
def set_windows(
    request: PersonRequest, year: given.Year, months: given.Months, body: WindowsGiven
) -> list[dict[str, Any]]:
    """Set one round's window in every province at once, as it was previewed. The rounds that changed."""
    only_central_office(request, year)
    changed = actions.set_windows(
        year=year,
        months=int(months),
        opens_at=body.opens_at,
        closes_at=body.closes_at,
        only_missing=body.scope == "missing",
        seen=body.seen,
        reason=body.reason,
        by=request.user,
        now=now(),
    )
    return [_round(one) for one in changed]


def only_central_office(request: PersonRequest, year: int) -> None:
    """Nobody else; and a year that no rule set here knows is not there."""
    try:
        known = rulesets.for_year(year)
    except RefusedError:
        known = ""
    if not request.duties.evaluates or not known:
        raise Http404


def _year_facts(year: int) -> dict[str, Any]:
    found = FiscalYear.objects.filter(pk=year).first() or FiscalYear(
        year=year, rule_set=rulesets.for_year(year)
    )
    names = ("year", "rule_set", "voided_at", "void_reason", "void_resolution")
    return {name: getattr(found, name) for name in names}


def _round(one: Round) -> dict[str, Any]:
    names = ("months", "state", "opens_at", "closes_at", "settled_at", "published_at")
    known = {name: getattr(one, name) for name in names}
    return {
        "round_id": one.pk,
        "area": one.area_id,
        "reopened": getattr(one, "reopened_now", 0),  # annotated by rounds_of_year
        **known,
    }


def _planned(one: queries.PlannedWindow) -> dict[str, Any]:
    return {
        "area": one.area.pk,
        "fate": one.fate,
        "opens_at": one.round.opens_at if one.round else None,
        "closes_at": one.round.closes_at if one.round else None,
    }
