"""การสอบเทียบผู้ตรวจ: how well independent scorers agree, and whether one of them is harder or milder than the rest.

Agreement of two scorers over n results:

- exact: the share of results where both found the same value (or the same reason why there is none);
- within a level: the share where the levels reached (0 none, 1 ขั้นต้น, 2 มาตรฐาน, 3 ขั้นสูง) are at most one apart;
- weighted kappa: κ = 1 − Σ wᵢⱼ·Oᵢⱼ ÷ Σ wᵢⱼ·Eᵢⱼ with linear weights wᵢⱼ = |i − j| ÷ 3, Oᵢⱼ the share of results put at level
  i by the one and j by the other, Eᵢⱼ the product of the two marginal shares (Cohen 1968). 1 is full agreement, 0 what
  chance gives; undefined (None) where both always chose one and the same level.

Bias is the mean of (own score − other score) in points of 0–100, distance the mean of its absolute value: against
what was settled in the end, and against the co-scorer. A result without a score counts for agreement only.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.rules.amounts import exact, settled

ENOUGH = 5  # pairs: under it no figure is shown, "ยังน้อยเกินไป"
HIGHEST = 3


@dataclass(frozen=True)
class Judged:
    """What was found of one result: a value or a reason, the score it earns (None: none) and the level reached."""

    value: Decimal | None
    missing: str | None
    score: Decimal | None
    level: int | None

    def same_as(self, other: "Judged") -> bool:
        return is_same(self.value, self.missing, other.value, other.missing)


@dataclass(frozen=True)
class Pair:
    """Two opinions of one result and what was settled (None while it is open)."""

    first: int
    second: int
    of_first: Judged
    of_second: Judged
    settled: Judged | None

    def seen_by(self, scorer: int) -> tuple[Judged, Judged]:
        """(own, co-scorer's)."""
        own_first = self.first == scorer
        return (self.of_first, self.of_second) if own_first else (self.of_second, self.of_first)


@dataclass(frozen=True)
class Figures:
    """Shares are 0–1; ``bias`` and ``distance`` are score points. None: it cannot be said."""

    pairs: int
    settled: int = 0  # of them, how many had scores to compare with what was settled
    same: Decimal | None = None
    within: Decimal | None = None
    kappa: Decimal | None = None
    bias: Decimal | None = None
    distance: Decimal | None = None
    bias_to_other: Decimal | None = None
    distance_to_other: Decimal | None = None

    @property
    def too_few(self) -> bool:
        return self.pairs < ENOUGH


def is_same(
    value: Decimal | None, missing: str | None, other_value: Decimal | None, other_missing: str | None
) -> bool:
    """Whether two opinions say exactly the same; 1.50 is 1.5, and no number is not zero."""
    return value == other_value and (missing or None) == (other_missing or None)


def of_everybody(pairs: Sequence[Pair]) -> Figures:
    """Agreement over all pairs; in each the one with the lower key stands first."""
    ordered = [pair.seen_by(min(pair.first, pair.second)) for pair in pairs]
    return _figures(ordered, ())


def of_scorer(scorer: int, pairs: Iterable[Pair]) -> Figures:
    """One scorer's figures over the pairs that they were part of."""
    own = [pair for pair in pairs if scorer in (pair.first, pair.second)]
    seen = [pair.seen_by(scorer) for pair in own]
    ends = [(pair.seen_by(scorer)[0], pair.settled) for pair in own if pair.settled]
    return _figures(seen, ends, other=True)


def _figures(
    seen: Sequence[tuple[Judged, Judged]],
    ends: Sequence[tuple[Judged, Judged]],
    *,
    other: bool = False,
) -> Figures:
    with exact():
        to_end, to_other = _differences(ends), _differences(seen) if other else []
        return Figures(
            pairs=len(seen),
            settled=len(to_end),
            same=_share(seen, lambda one, two: one.same_as(two)),
            within=_share(seen, _is_within_a_level),
            kappa=weighted_kappa([(a.level, b.level) for a, b in seen]),
            bias=_mean(to_end),
            distance=_mean([abs(one) for one in to_end]),
            bias_to_other=_mean(to_other),
            distance_to_other=_mean([abs(one) for one in to_other]),
        )


def _is_within_a_level(one: Judged, two: Judged) -> bool:
    if one.level is None or two.level is None:
        return one.same_as(two)
    return abs(one.level - two.level) <= 1


def _share(seen: Sequence[tuple[Judged, Judged]], holds: Callable[[Judged, Judged], bool]) -> Decimal | None:
    if not seen:
        return None
    return settled(Decimal(sum(holds(one, two) for one, two in seen)) / len(seen))


def _differences(seen: Sequence[tuple[Judged, Judged]]) -> list[Decimal]:
    return [one.score - two.score for one, two in seen if one.score is not None and two.score is not None]


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return settled(sum(values, Decimal(0)) / len(values)) if values else None


def weighted_kappa(levels: Sequence[tuple[int | None, int | None]]) -> Decimal | None:
    """Cohen's kappa with linear weights over the pairs in which both reached a level."""
    pairs = [(one, two) for one, two in levels if one is not None and two is not None]
    if not pairs:
        return None
    with exact():
        n = Decimal(len(pairs))
        observed = sum((Decimal(abs(one - two)) for one, two in pairs), Decimal(0)) / (HIGHEST * n)
        ones, twos = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
        expected = sum(
            (
                Decimal(abs(one - two) * count * others)
                for one, count in ones.items()
                for two, others in twos.items()
            ),
            Decimal(0),
        ) / (HIGHEST * n * n)
        return None if expected == 0 else settled(1 - observed / expected)
