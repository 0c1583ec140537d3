"""What other rules would make of a year's results. Nothing is stored."""

from dataclasses import dataclass

from samrit.people.models import Area
from samrit.rules.rulesets import RuleSet
from samrit.rules.simulation import Case, Movement, simulate
from samrit.scores.models import ProvinceScore
from samrit.scores.queries import stored_scores


@dataclass(frozen=True)
class Moved:
    """One province's stored score, and where the other rules put it."""

    area: Area
    score: ProvinceScore
    movement: Movement


def moved_by(year: int, rules: RuleSet, *, method: str | None = None) -> list[Moved]:
    """Every scored province of the year, those that move most first; ``method``: re-weighting instead of the own."""
    by_code = {score.round.area_id: score for score in stored_scores(year)}
    cases = [Case(code, score.inputs, score.outcome) for code, score in by_code.items()]
    return [
        Moved(by_code[one.key].round.area, by_code[one.key], one)
        for one in simulate(cases, rules, method=method)
    ]
