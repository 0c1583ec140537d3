"""A province's score with other results: nothing is written."""

from typing import Annotated, Any

from django.http import Http404, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from samrit.frameworks.models import Round
from samrit.people.api.operations import reads
from samrit.people.middleware import PersonRequest
from samrit.reports.api.found import found_round
from samrit.rules.whatif import Slider
from samrit.rules.whatif.telling import of_lift, of_path, of_unmeasured
from samrit.scores.api.official import workbook_response
from samrit.scores.forms.whatif import FIXED, WhatIfForm
from samrit.scores.trial_workbook import CONTENT_TYPE, lines_of, trial_name
from samrit.scores.trial_workbook import trial_workbook as written_trial
from samrit.scores.trying import Tried, framework_to_try, tried
from samrit.ui.api.problems import of_form
from samrit.ui.api.values import Amount, PathKey
from samrit.ui.wording import in_words

router = Router(tags=["scores"])
MOST = 200
Pair = Annotated[str, Field(max_length=80, pattern=r"^[1-9]\d{0,17}:[^\x00]{1,60}$")]


class TrialGiven(Schema):
    """What is tried, as pairs of an indicator and a value."""

    result: list[Pair] = Field([], max_length=MOST, description="`indicator:number` to try, e.g. `12:98.5`")
    effort: list[Pair] = Field(
        [], max_length=MOST, description="`indicator:1` (easy) to `5` (very hard), `x`: cannot be moved"
    )


class ReachFacts(Schema):
    """A target above the result; ``distance`` in the KPI's unit, null where there is no result yet."""

    level: str
    target: Amount
    distance: Amount | None
    points: Amount


class SliderFacts(Schema):
    """Where a slider begins and ends, and its steps, in the KPI's unit."""

    low: Amount
    high: Amount
    step: Amount


class TriedFacts(Schema):
    """One KPI: what stands now, what was tried, what lies above it. ``effort`` null: it cannot be moved any more.

    ``forecast``: what the year may come to; ``unseen``: another agency has not sent its result on yet.
    """

    indicator_id: int
    number: str
    name: str
    unit: str
    result: Amount | None
    missing: str | None
    tried: Amount | None
    points_now: Amount | None
    points: Amount | None
    weight: Amount | None
    effort: int | None
    slider: SliderFacts | None
    forecast: Amount | None
    unseen: bool
    above: list[ReachFacts]


class LiftFacts(Schema):
    """One result to lift to a target."""

    indicator_id: int
    level: str
    target: Amount
    distance: Amount
    points: Amount
    cost: int
    detail: str


class PathFacts(Schema):
    """The cheapest way to the next rating (or to a component's next label); not ``reached``: the best there is.

    ``unmeasured``: what takes no part because it has no figure.
    """

    goal: str
    component: str | None
    reached: bool
    now: Amount
    after: Amount
    lifts: list[LiftFacts]
    detail: str
    unmeasured: str | None


class StandingFacts(Schema):
    """A total and its rating."""

    total: Amount | None
    total_published: str | None
    rating: str | None
    provisional: bool


class TrialFacts(Schema):
    """A trial, not a reported or published result; ``gained``: by how much the total rises (or falls)."""

    now: StandingFacts
    tried: StandingFacts
    gained: Amount | None
    items: list[TriedFacts]
    paths: list[PathFacts]


@reads(router, "/rounds/{round_id}/trial", scope="scores:read", answers=TrialFacts, also=(409,))
def trial(request: PersonRequest, round_id: PathKey, given: Query[TrialGiven]) -> dict[str, Any]:
    """The score with other results, the gap to each next target, and the cheapest path to the next rating."""
    return _told(_tried(request, found_round(request, round_id), given))


@reads(
    router,
    "/rounds/{round_id}/trial.xlsx",
    scope="scores:read",
    answers=None,
    media=CONTENT_TYPE,
    also=(409,),
)
def trial_workbook(request: PersonRequest, round_id: PathKey, given: Query[TrialGiven]) -> HttpResponse:
    """The trial as a workbook."""
    round_ = found_round(request, round_id)
    found = _tried(request, round_, given)
    name = trial_name(round_)
    return workbook_response(written_trial(found, name, lines_of(found)), f"{name}.xlsx")


def _tried(request: PersonRequest, round_: Round, given: TrialGiven) -> Tried:
    framework = framework_to_try(request.duties, round_)
    if framework is None:
        raise Http404
    indicators = [item.kpi.indicator_id for item in framework.items.values()]
    form = WhatIfForm({**_fields("r", given.result), **_fields("e", given.effort)}, indicators=indicators)
    if not form.is_valid():
        raise of_form(form)
    return tried(framework, form.results(), form.efforts())


def _fields(letter: str, pairs: list[str]) -> dict[str, str]:
    """As the fields of the page."""
    split = (pair.partition(":") for pair in pairs)
    return {f"{letter}{key}": FIXED if value.casefold() == FIXED else value for key, _, value in split}


def _told(found: Tried) -> dict[str, Any]:
    return {
        "now": _standing(found.framework.now.score),
        "tried": _standing(found.trial.score),
        "gained": found.gained,
        "items": [
            {
                "indicator_id": row.key,
                "number": row.item.kpi.full_number,
                "name": row.item.kpi.name,
                "unit": row.item.kpi.unit,
                "result": row.result_shown,
                "missing": row.now.missing if row.now else None,
                "tried": row.tried,
                "points_now": row.points_now,
                "points": row.points,
                "weight": row.weight,
                "effort": row.effort,
                "slider": _slider(row.slider),
                "forecast": row.outlook.forecast.value if row.outlook and row.outlook.forecast else None,
                "unseen": row.is_unseen,
                "above": [_reach(one) for one in (row.gap.reaches if row.gap else ())],
            }
            for row in found.rows
        ],
        "paths": [_path(found, path) for path in found.paths],
    }


def _slider(slider: Slider | None) -> dict[str, Any] | None:
    return {name: getattr(slider, name) for name in ("low", "high", "step")} if slider else None


def _standing(score: Any) -> dict[str, Any]:
    rating = in_words(score.rating.message()) if score.rating else None
    names = ("total", "total_published", "provisional")
    return {**{name: getattr(score, name) for name in names}, "rating": rating}


def _reach(one: Any) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in ("target", "distance", "points")}
    return {"level": one.level.code, **values}


def _path(found: Tried, path: Any) -> dict[str, Any]:
    items, rules = found.framework.items, found.framework.rules
    return {
        "goal": path.goal.code,
        "component": path.component,
        "reached": path.reached,
        "now": path.now,
        "after": path.after,
        "detail": in_words(of_path(rules, path)),
        "unmeasured": in_words(of_unmeasured(path.unmeasured)) if path.unmeasured else None,
        "lifts": [
            {
                "indicator_id": (kpi := items[lift.place].kpi).indicator_id,
                **_reach(lift),
                "cost": lift.cost,
                "detail": in_words(of_lift(rules, lift, name=f"{kpi.full_number} {kpi.name}", unit=kpi.unit)),
            }
            for lift in path.lifts
        ],
    }
