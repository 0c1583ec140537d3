"""A framework with other results, to see what they would score. Nothing is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from samrit.rules.amounts import exact
from samrit.rules.rulesets import RuleSet
from samrit.rules.scorecard import ComponentInput, FrameworkScore, KpiInput, KpiScore
from samrit.rules.scoring import check_levels, score_framework
from samrit.rules.wording import RefusedError

ZERO, ONE = Decimal(0), Decimal(1)

Answer = tuple[Decimal | None, str | None]  # a result, or the code of the reason why there is none
Place = tuple[str, ...]  # component, KPI, and the parts down to where the result stands


@dataclass(frozen=True)
class Leaf:
    """What a result is reported for: a KPI without parts, or a part; not cancelled, of an assessed component."""

    place: Place
    kpi: KpiInput


def leaves_of(components: Sequence[ComponentInput]) -> list[Leaf]:
    """In the order of the framework."""
    return [
        leaf
        for component in components
        if component.assessed
        for kpi in component.kpis
        for leaf in _leaves((component.number,), kpi)
    ]


def _leaves(above: Place, kpi: KpiInput) -> Iterator[Leaf]:
    if kpi.cancelled:
        return
    place = (*above, kpi.number)
    if not kpi.parts:
        yield Leaf(place, kpi)
    for part in kpi.parts:
        yield from _leaves(place, part)


def with_results(
    components: Sequence[ComponentInput], results: Mapping[Place, Decimal | None]
) -> tuple[ComponentInput, ...]:
    """The same framework with these results instead of what stands there; None: not reported yet."""
    answers = {
        place: (result, None if result is not None else "not_reported") for place, result in results.items()
    }
    return with_answers(components, answers)


def with_answers(
    components: Sequence[ComponentInput], answers: Mapping[Place, Answer]
) -> tuple[ComponentInput, ...]:
    """The same with a result, or a reason for none, instead of what stands there."""
    return tuple(
        replace(one, kpis=tuple(_with_answers((one.number,), kpi, answers) for kpi in one.kpis))
        for one in components
    )


def _with_answers(above: Place, kpi: KpiInput, answers: Mapping[Place, Answer]) -> KpiInput:
    place = (*above, kpi.number)
    if kpi.parts:
        return replace(kpi, parts=tuple(_with_answers(place, part, answers) for part in kpi.parts))
    if place not in answers:
        return kpi
    result, missing = answers[place]
    return replace(kpi, result=result, missing=missing)


@dataclass(frozen=True)
class Trial:
    """A framework with results and the score they give; ``shares`` say what one score point of a leaf is worth.

    ``shares``: place → points of the total per score point (in a rule set without a total: points of the component's
    mean), only of leaves that count now. With what counts unchanged, the total is linear in the leaves' scores.
    """

    rules: RuleSet
    components: tuple[ComponentInput, ...]
    reweight: str
    score: FrameworkScore
    scores: Mapping[Place, KpiScore]
    shares: Mapping[Place, Decimal]


def standing(rules: RuleSet, score: FrameworkScore, *, component: str) -> Decimal | None:
    """What a leaf of this component adds to: the total, or in a rule set without one the component's mean."""
    if rules.model == "weighted":
        return score.total
    return next(card.score for card in score.components if card.number == component)


def trial_of(rules: RuleSet, components: Sequence[ComponentInput], *, reweight: str | None = None) -> Trial:
    """The score of the framework as it stands; RefusedError as ``score_framework`` refuses."""
    score = score_framework(rules, components, reweight=reweight)
    with exact():
        shares = dict(_shares(rules, score))
    return Trial(
        rules=rules,
        components=tuple(components),
        reweight=score.reweight,
        score=score,
        scores={place: kpi for one in score.kpis for place, kpi in _scores((one.component,), one)},
        shares=shares,
    )


def _scores(above: Place, kpi: KpiScore) -> Iterator[tuple[Place, KpiScore]]:
    place = (*above, kpi.number)
    yield place, kpi
    for part in kpi.parts:
        yield from _scores(place, part)


def _shares(rules: RuleSet, score: FrameworkScore) -> Iterator[tuple[Place, Decimal]]:
    whole = sum((card.weight_used for card in score.components if card.weight_used), ZERO)
    for card in score.components:
        counted = [kpi for kpi in score.kpis if kpi.component == card.number and kpi.score is not None]
        weight = sum((kpi.weight or ONE for kpi in counted), ZERO)
        for kpi in counted:
            if rules.model != "weighted":
                share = (kpi.weight or ONE) / weight
            else:
                share = kpi.weight_used / whole if kpi.weight_used else ZERO
            yield from _parts_shares((card.number,), kpi, share)


def _parts_shares(above: Place, kpi: KpiScore, share: Decimal) -> Iterator[tuple[Place, Decimal]]:
    """A KPI's share, or what its parts that count have of it: its score is their weighted mean."""
    place = (*above, kpi.number)
    if not kpi.parts:
        yield place, share
        return
    counted = [part for part in kpi.parts if part.score is not None]
    weight = sum((part.weight or ONE for part in counted), ZERO)
    for part in counted:
        yield from _parts_shares(place, part, share * (part.weight or ONE) / weight)


def without_unusable(rules: RuleSet, components: Sequence[ComponentInput]) -> tuple[ComponentInput, ...]:
    """A KPI whose targets are not stated (or contradict each other) cannot be scored yet: it is left out for now."""
    unusable = {leaf.place: None for leaf in leaves_of(components) if not has_targets(rules, leaf.kpi)}
    return with_results(components, unusable)


def has_targets(rules: RuleSet, kpi: KpiInput) -> bool:
    try:
        check_levels(rules, kpi.direction or "", kpi.levels)
    except RefusedError:
        return False
    return True
