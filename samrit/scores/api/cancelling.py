"""Cancelling a KPI from a round on: what either method would make of weights and scores, then the decision."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samrit.frameworks import actions
from samrit.frameworks.models import Cancellation, Kpi
from samrit.frameworks.permissions import refuse_cancelling, refuse_undoing
from samrit.people.api.facts import PersonFacts
from samrit.people.api.happened import HappenedFacts, happened
from samrit.people.api.operations import done, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.scores.api.given import WhyReopened
from samrit.scores.effects import Effect, Scored, effect_of
from samrit.scores.forms import CancellationForm
from samrit.scores.queries.cancelling import (
    cancellable_kpis,
    months_to_cancel,
    rounds_of_kpi,
    standing_cancellation,
)
from samrit.scores.queries.trails import trail_of_cancelling
from samrit.ui.api.paging import Page, Slice
from samrit.ui.api.problems import Refused, of_form, refused
from samrit.ui.api.values import Amount, PathKey, Text
from samrit.ui.wording import in_words

router = Router(tags=["frameworks"])
READ, WRITE = "frameworks:read", "frameworks:write"
AT = "/kpis/{kpi_id}/cancellation"
Method = Literal["rebase_total", "spread_component"]


class CancellationFacts(Schema):
    """ยกเลิกตัวชี้วัด from a round on, by a resolution."""

    id: int
    from_months: int
    reweight: str
    resolution: str
    reason: str
    cancelled_by: PersonFacts
    cancelled_at: datetime


class WeightFacts(Schema):
    """What one KPI weighs of 100: now, and by each method after it (null: it is out)."""

    number: str
    name: str
    leaves: bool
    before: Amount | None
    after: dict[str, Amount | None]


class ScoredFacts(Schema):
    """A total as it would be published; ``refusal``: why there is none."""

    total: str | None
    rating: str | None
    provisional: bool
    refusal: str | None


class ScoreEffectFacts(Schema):
    """One round's score from what is reported now: as it is, and by each method."""

    round_id: int
    months: int
    before: ScoredFacts
    after: dict[str, ScoredFacts]


class CancellationEffect(Schema):
    """What a cancellation would do, or the one that stands. ``may``: why cancelling or undoing is not possible now."""

    from_months: int
    months: list[int]
    standing: CancellationFacts | None
    weights: list[WeightFacts]
    scores: list[ScoreEffectFacts]
    may: dict[str, Refused | None]


class CancellationAsked(Schema):
    """From which round on (null: the whole year's)."""

    from_months: int | None = Field(None, ge=1, le=12)


class CancellationGiven(Schema):
    """From which round on, by which method its weight leaves, by which resolution and why."""

    from_months: int = Field(ge=1, le=12)
    reweight: Method
    resolution: Annotated[str, Text(300)]
    reason: Annotated[str, Text(2000)]


@reads(router, AT, scope=READ, answers=CancellationEffect, also=(409,))
def cancellation(request: PersonRequest, kpi_id: PathKey, asked: Query[CancellationAsked]) -> dict[str, Any]:
    """What cancelling a KPI would make of the others' weights and of the score; for the central office."""
    found = _found(request, kpi_id)
    months, rounds, standing = months_to_cancel(found), rounds_of_kpi(found), standing_cancellation(found)
    start = asked.from_months if asked.from_months in months else months[-1]
    concerned = [round_ for round_ in rounds if round_.months >= start]
    effect = None if standing else effect_of(found, rounds, from_months=start)
    may_cancel = refuse_cancelling(request.duties, found, from_months=start, rounds=concerned)
    may_undo = refuse_undoing(request.duties, standing, rounds=concerned) if standing else None
    return {
        "from_months": start,
        "months": months,
        "standing": _standing(standing) if standing else None,
        **_effect(effect),
        "may": {"cancel": refused(may_cancel), **({"undo": refused(may_undo)} if standing else {})},
    }


@reads(router, f"{AT}/history", scope=READ, answers=Page[HappenedFacts])
def cancellation_history(request: PersonRequest, kpi_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """When a KPI was cancelled and came back, by whom and why, the newest first."""
    return happened(request, trail_of_cancelling(_found(request, kpi_id)), at)


@writes(router, AT, scope=WRITE, answers=CancellationFacts, made=True)
def cancel_kpi(request: PersonRequest, kpi_id: PathKey, body: CancellationGiven) -> Status[Any]:
    """Cancel a KPI from a round on; what was reported stays."""
    found = _found(request, kpi_id)
    form = CancellationForm(months=months_to_cancel(found), data=body.dict())
    if not form.is_valid():
        raise of_form(form)
    actions.cancel_kpi(kpi=found, by=request.user, now=now(), **form.cleaned_data)
    standing = standing_cancellation(found)
    if standing is None:
        raise Http404
    return made(_standing(standing))


@writes(router, f"{AT}/undo", scope=WRITE)
def undo_cancellation(request: PersonRequest, kpi_id: PathKey, body: WhyReopened) -> Status[None]:
    """Undo a cancellation, with a reason: the KPI is reported again."""
    standing = standing_cancellation(_found(request, kpi_id))
    if standing is None:
        raise Http404
    actions.undo_cancellation(cancellation=standing, reason=body.reason, by=request.user, now=now())
    return done()


def _found(request: PersonRequest, key: int) -> Kpi:
    return get_object_or_404(cancellable_kpis(request.duties), pk=key)


# ── in the shape of facts ───────────────────────────────────────────────────
def _standing(one: Cancellation) -> dict[str, Any]:
    names = ("id", "from_months", "reweight", "resolution", "reason", "cancelled_by", "cancelled_at")
    return {name: getattr(one, name) for name in names}


def _effect(effect: Effect | None) -> dict[str, Any]:
    if effect is None:
        return {"weights": [], "scores": []}
    names = ("number", "name", "leaves", "before", "after")
    return {
        "weights": [{name: getattr(one, name) for name in names} for one in effect.weights],
        "scores": [
            {
                "round_id": one.round.pk,
                "months": one.round.months,
                "before": _scored(one.before),
                "after": {method: _scored(scored) for method, scored in one.after.items()},
            }
            for one in effect.scores
        ],
    }


def _scored(one: Scored) -> dict[str, Any]:
    return {
        "total": one.total,
        "rating": in_words(one.rating) if one.rating else None,
        "provisional": one.provisional,
        "refusal": in_words(one.refusal) if one.refusal else None,
    }
