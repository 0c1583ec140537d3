"""คะแนนคุณภาพข้อมูล: the percentage of an item, an agency, a province or a round, from the counts of its items.

The weighted mean of the five measures; a measure of which nothing is owed leaves the denominator and says so.
Computed in fractions, so that the order of the items cannot matter, and settled to 28 digits at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from samrit.rules.amounts import exact, settled
from samrit.rules.quality import steps
from samrit.rules.quality.counting import Counts, Share, share_of
from samrit.rules.quality.terms import Gather, Level, Measure, MeasureTerms, Terms
from samrit.rules.wording import Message

HUNDRED = 100


@dataclass(frozen=True)
class MeasureScore:
    """``percent`` None: nothing is owed, and ``points`` too. ``points``: what it brings to the percentage of the whole.

    ``items``: how many of them it speaks of; ``part`` of ``whole`` cells.
    """

    measure: Measure
    name: Message
    weight: Decimal
    percent: Decimal | None
    points: Decimal | None
    items: int
    part: Decimal
    whole: int


@dataclass(frozen=True)
class Quality:
    """``percent`` None with ``level`` None: nothing is owed at all. ``steps`` say how it came about, in order."""

    percent: Decimal | None
    level: Level | None
    measures: tuple[MeasureScore, ...]
    steps: tuple[Message, ...]
    version: str


def score(rows: Sequence[Counts], terms: Terms) -> Quality:
    """Of these items together."""
    gathered = {each.measure: gather(rows, each, terms) for each in terms.measures}
    divisor = total_weight(rows, terms)
    measures = tuple(
        _of_measure(each, rows, gathered[each.measure], divisor, terms) for each in terms.measures
    )
    told = [steps.of_measure(each, terms) for each in measures]
    if not divisor:
        return Quality(None, None, measures, (*told, steps.of_nothing()), terms.version)
    counted = ((Fraction(each.weight), gathered[each.measure]) for each in terms.measures)
    mean = sum((weight * share for weight, share in counted if share is not None), Fraction(0)) / divisor
    percent = in_digits(mean * HUNDRED)
    level = terms.level(percent)
    told += [steps.of_mean(measures, percent, terms), steps.of_level(percent, level, terms)]
    return Quality(percent, level, measures, tuple(told), terms.version)


def total_weight(rows: Sequence[Counts], terms: Terms) -> Fraction:
    """Of the measures of which anything is owed."""
    return sum(
        (
            Fraction(each.weight)
            for each in terms.measures
            if any(share_of(each.measure, row, terms).whole for row in rows)
        ),
        Fraction(0),
    )


def gather(rows: Sequence[Counts], of: MeasureTerms, terms: Terms) -> Fraction | None:
    """The share of all rows together, 0 to 1; None when nothing is owed of it."""
    shares = owed(rows, of.measure, terms)
    if not shares:
        return None
    if of.gather is Gather.CELLS:
        return sum((share.part for share in shares), Fraction(0)) / sum(share.whole for share in shares)
    return sum((share.value for share in shares), Fraction(0)) / len(shares)


def owed(rows: Sequence[Counts], measure: Measure, terms: Terms) -> list[Share]:
    shares = (share_of(measure, row, terms) for row in rows)
    return [share for share in shares if share.whole]


def _of_measure(
    of: MeasureTerms, rows: Sequence[Counts], value: Fraction | None, divisor: Fraction, terms: Terms
) -> MeasureScore:
    shares = owed(rows, of.measure, terms)
    return MeasureScore(
        of.measure,
        of.name,
        of.weight,
        None if value is None else in_digits(value * HUNDRED),
        None if value is None or not divisor else in_digits(value * HUNDRED * Fraction(of.weight) / divisor),
        len(shares),
        in_digits(sum((share.part for share in shares), Fraction(0))),
        sum(share.whole for share in shares),
    )


def in_digits(value: Fraction) -> Decimal:
    """28 digits of it."""
    with exact():
        return settled(Decimal(value.numerator) / Decimal(value.denominator))
