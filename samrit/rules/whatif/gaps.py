"""How far each result is from its next target, and what reaching it gains."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from samrit.rules.amounts import exact, settled
from samrit.rules.rulesets import Level
from samrit.rules.scoring import score_result
from samrit.rules.whatif.trial import (
    Leaf,
    Place,
    Trial,
    has_targets,
    leaves_of,
    standing,
    trial_of,
    with_results,
)

ZERO = Decimal(0)


@dataclass(frozen=True)
class Reach:
    """One target above the result. ``distance`` is in the KPI's unit, never negative; None where there is no result.

    ``points``: what the total gains by reaching it, everything else unchanged (in a rule set without a total: what
    the component's mean gains). A result where there was none may lower the total: it begins to count.
    """

    level: Level
    target: Decimal
    distance: Decimal | None
    points: Decimal

    @property
    def loss(self) -> Decimal:
        """The points without their sign, for a total that falls."""
        return abs(self.points)


@dataclass(frozen=True)
class Gap:
    """A leaf and what lies above its result, nearest first; ``reaches`` is empty on top, and without targets."""

    place: Place
    levels: tuple[Decimal, ...]
    direction: str | None
    result: Decimal | None
    missing: str | None
    score: Decimal | None
    has_targets: bool
    reaches: tuple[Reach, ...]

    @property
    def next(self) -> Reach | None:
        return self.reaches[0] if self.reaches else None

    @property
    def on_top(self) -> bool:
        return self.has_targets and self.result is not None and not self.reaches


def gaps_of(trial: Trial) -> list[Gap]:
    """Every leaf of the framework, in its order."""
    return [_gap(trial, leaf) for leaf in leaves_of(trial.components)]


def _gap(trial: Trial, leaf: Leaf) -> Gap:
    usable = has_targets(trial.rules, leaf.kpi)
    return Gap(
        place=leaf.place,
        levels=leaf.kpi.levels,
        direction=leaf.kpi.direction,
        result=leaf.kpi.result,
        missing=leaf.kpi.missing,
        score=trial.scores[leaf.place].score,
        has_targets=usable,
        reaches=tuple(_reaches(trial, leaf)) if usable else (),
    )


def _reaches(trial: Trial, leaf: Leaf) -> Iterator[Reach]:
    """From a result by its share of the total.

    One that does not count yet changes what all others weigh: the whole is scored again with it, and its share is
    read from there.
    """
    kpi, place = leaf.kpi, leaf.place
    pairs = [
        (level, target)
        for level, target in zip(trial.rules.levels, kpi.levels, strict=True)
        if kpi.result is None or is_short(kpi.direction, kpi.result, target)
    ]
    if not pairs:
        return
    counted = trial
    if place not in trial.shares:
        joined = with_results(trial.components, {place: pairs[0][1]})
        counted = trial_of(trial.rules, joined, reweight=trial.reweight)
    before, after = (standing(one.rules, one.score, component=place[0]) or ZERO for one in (trial, counted))
    own = counted.scores[place].score or ZERO
    for level, target in pairs:
        with exact():
            distance = None if kpi.result is None else settled(abs(target - kpi.result))
            gain = after - before + counted.shares[place] * (_score_of(trial, leaf, target) - own)
        yield Reach(level, target, distance, settled(gain))


def is_short(direction: str | None, result: Decimal, target: Decimal) -> bool:
    """Whether the result has not reached the target."""
    return result < target if direction == "up" else result > target


def _score_of(trial: Trial, leaf: Leaf, result: Decimal) -> Decimal:
    kpi = leaf.kpi
    return score_result(
        trial.rules,
        direction=kpi.direction or "",
        levels=kpi.levels,
        result=result,
        interpolate=kpi.interpolate,
        below_basic=kpi.below_basic,
    ).score
