"""The pairs of opinions of a year, with what each is worth in points."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.crypto import salted_hmac

from samrit.frameworks.models import Kpi
from samrit.frameworks.queries import ruling_editions
from samrit.people.models import User
from samrit.rules import rulesets
from samrit.rules.calibration import Figures, Judged, Pair, of_scorer
from samrit.rules.rulesets import RuleSet
from samrit.rules.scoring import score_result
from samrit.rules.wording import RefusedError
from samrit.scores.models import Comparison, Opinion, Verification


def pairs_of(year: int, rule_set: str) -> list[Pair]:
    """Every pair of opinions of the year's results, open ones too; four queries for any number."""
    found = list(
        Comparison.objects.filter(result__round__fiscal_year=year)
        .select_related(
            "first__assignment", "second__assignment", "verification", "result__round", "result__judged_by"
        )
        .order_by("pk")
    )
    terms, rules = _terms(found), rulesets.load(rule_set)
    return [
        _pair(one, kpi, rules)
        for one in found
        if (kpi := one.result.judged_by or terms.get((one.result.round_id, one.result.indicator_id)))
    ]


def pairs_told(reader: User, year: int, rule_set: str) -> list[Pair]:
    """The pairs of the year that this person may know the figures of.

    While two differ, their figures would tell each of them of the other's opinion before the third has decided.
    """
    return [
        pair
        for pair in pairs_of(year, rule_set)
        if pair.settled is not None or reader.pk not in (pair.first, pair.second)
    ]


@dataclass(frozen=True)
class Calibrated:
    """One scorer's figures; ``number`` None: the reader's own, those of others carry no name."""

    number: int | None
    figures: Figures


def calibrated(reader: User, pairs: Sequence[Pair], year: int) -> list[Calibrated]:
    """The reader first; the others by number, in an order that tells nothing and stays the same all year."""
    scorers = {key for pair in pairs for key in (pair.first, pair.second)}
    others = sorted(
        scorers - {reader.pk}, key=lambda key: salted_hmac(f"calibration:{year}", str(key)).digest()
    )
    own = [Calibrated(None, of_scorer(reader.pk, pairs))] if reader.pk in scorers else []
    return own + [Calibrated(number, of_scorer(key, pairs)) for number, key in enumerate(others, start=1)]


def _terms(found: Iterable[Comparison]) -> dict[tuple[int, int], Kpi]:
    """(Round, indicator) → the KPI of the edition that rules the round."""
    rounds = {one.result.round_id: one.result.round for one in found}
    editions = ruling_editions(rounds.values())
    kpis = _kpis(editions.values(), {one.result.indicator_id for one in found})
    return {
        (key, indicator): kpi
        for key in rounds
        for (edition, indicator), kpi in kpis.items()
        if editions.get(key) == edition
    }


def _kpis(editions: Collection[int], indicators: Collection[int]) -> dict[tuple[int, int], Kpi]:
    found = Kpi.objects.filter(component__edition__in=set(editions), indicator__in=indicators).select_related(
        "component"
    )
    return {(kpi.component.edition_id, kpi.indicator_id): kpi for kpi in found}


def _pair(one: Comparison, kpi: Kpi, rules: RuleSet) -> Pair:
    return Pair(
        one.first.assignment.evaluator_id,
        one.second.assignment.evaluator_id,
        _judged(one.first, kpi, rules),
        _judged(one.second, kpi, rules),
        _judged(one.verification, kpi, rules) if one.verification else None,
    )


def _judged(said: Opinion | Verification, kpi: Kpi, rules: RuleSet) -> Judged:
    levels = kpi.levels
    if said.value is None:
        treated = {reason.code: reason.treatment for reason in rules.missing}
        zero = treated.get(said.missing or "") == "zero"
        return Judged(None, said.missing, Decimal(0) if zero else None, None)
    if levels is None:
        return Judged(said.value, None, None, None)
    up = kpi.direction == Kpi.Direction.UP
    reached = sum(said.value >= level if up else said.value <= level for level in levels)
    return Judged(said.value, None, _score(said.value, kpi, rules), reached)


def _score(value: Decimal, kpi: Kpi, rules: RuleSet) -> Decimal | None:
    """Points of 0–100; None where the targets cannot be scored by."""
    try:
        return score_result(
            rules, direction=kpi.direction, levels=kpi.levels or (), result=value, interpolate=kpi.interpolate
        ).score
    except RefusedError:
        return None
