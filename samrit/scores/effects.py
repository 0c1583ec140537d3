"""What cancelling a KPI does to weights and scores, both ways, before it is decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.frameworks.models import Edition, Kpi, Round
from samrit.rules.reweighting import weights_in_total, with_cancelled
from samrit.rules.rulesets import REWEIGHTINGS
from samrit.rules.scoring import ComponentInput, Request, from_json, score_framework
from samrit.rules.wording import Message, RefusedError
from samrit.scores.queries import reported_document, unreported_document

METHODS = REWEIGHTINGS


@dataclass(frozen=True)
class WeightEffect:
    """What one KPI weighs of 100: now, and after the cancellation by each method (None: it is out)."""

    number: str
    name: str
    leaves: bool
    before: Decimal | None
    after: dict[str, Decimal | None]


@dataclass(frozen=True)
class Scored:
    """A total as it would be published and its rating; ``refusal`` says why there is none."""

    total: str | None = None
    rating: Message | None = None
    provisional: bool = False
    refusal: Message | None = None


@dataclass(frozen=True)
class ScoreEffect:
    """One round's score from what is reported now: as it is, and by each method."""

    round: Round
    before: Scored
    after: dict[str, Scored]


@dataclass(frozen=True)
class Effect:
    weights: Sequence[WeightEffect]
    scores: Sequence[ScoreEffect]


def effect_of(kpi: Kpi, rounds: Iterable[Round], *, from_months: int) -> Effect:
    """Of cancelling this KPI of the edition in force (fetched with it) from a round on; ``rounds`` are the province's."""
    edition = kpi.component.edition
    framework = edition.framework
    planned = Round(area_id=framework.area_id, fiscal_year=framework.fiscal_year, months=from_months)
    concerned = [round_ for round_ in rounds if round_.months >= from_months]
    request = from_json(unreported_document(planned, edition))
    return Effect(
        _weights(kpi, request, _names(edition)),
        [_score_effect(kpi, round_, edition) for round_ in concerned],
    )


def _names(edition: Edition) -> dict[tuple[str, str], str]:
    kpis = Kpi.objects.filter(component__edition=edition, parent=None)
    return {
        (str(component), number): name
        for component, number, name in kpis.values_list("component__number", "number", "name")
    }


def _weights(kpi: Kpi, request: Request, names: dict[tuple[str, str], str]) -> list[WeightEffect]:
    before = weights_in_total(request.components, method=request.reweight)
    after = {
        method: weights_in_total(_without(kpi, request.components, method), method=request.reweight)
        for method in METHODS
    }
    return [
        WeightEffect(
            f"{place[0]}-{place[1]}",
            names.get(place, ""),
            leaves=weight is not None and all(after[method][place] is None for method in METHODS),
            before=weight,
            after={method: after[method][place] for method in METHODS},
        )
        for place, weight in before.items()
    ]


def _without(kpi: Kpi, components: Sequence[ComponentInput], method: str) -> tuple[ComponentInput, ...]:
    return with_cancelled(components, component=str(kpi.component.number), number=kpi.number, reweight=method)


def _score_effect(kpi: Kpi, round_: Round, edition: Edition) -> ScoreEffect:
    request = from_json(reported_document(round_, edition))
    return ScoreEffect(
        round_,
        _scored(request, request.components),
        {method: _scored(request, _without(kpi, request.components, method)) for method in METHODS},
    )


def _scored(request: Request, components: Sequence[ComponentInput]) -> Scored:
    try:
        score = score_framework(request.rules, components, reweight=request.reweight)
    except RefusedError as refused:
        return Scored(refusal=refused.refusal.message)
    rating = score.rating.message() if score.rating else None
    return Scored(score.total_published, rating, score.provisional)
