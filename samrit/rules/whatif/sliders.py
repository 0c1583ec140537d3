"""Where a slider for a KPI's result begins and ends, and in which steps it moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from samrit.rules.amounts import decimals_of, exact, settled

POSITIONS = 100  # between the lowest and the highest target, at most
ROUND_STEPS = (Decimal(1), Decimal(2), Decimal(5))


@dataclass(frozen=True)
class Slider:
    """``low`` and ``high`` are whole steps; the targets and the result lie between them."""

    low: Decimal
    high: Decimal
    step: Decimal


def slider_of(levels: Sequence[Decimal], *, result: Decimal | None, most: Decimal | None = None) -> Slider:
    """From a little below the lowest figure to a little above the highest, never below zero without a reason.

    ``most``: no figure is above it (a share of a hundred). The step is 1, 2 or 5 of the last decimal that makes at
    most a hundred positions between the targets, never finer than the targets are written.
    """
    figures = [*levels, *([] if result is None else [result])]
    with exact():
        span = max(levels) - min(levels)
        step = _step(span, max(decimals_of(level) for level in levels))
        low = min(figures) - span / 2
        if min(figures) >= 0:
            low = max(low, Decimal(0))
        high = max(figures) + span / 2
        if most is not None and max(figures) <= most:
            high = min(high, most)
        return Slider(
            settled((low / step).to_integral_value(rounding=ROUND_FLOOR) * step),
            settled((high / step).to_integral_value(rounding=ROUND_CEILING) * step),
            settled(step),
        )


def _step(span: Decimal, decimals: int) -> Decimal:
    unit = Decimal(1).scaleb(-decimals)
    while True:
        for part in ROUND_STEPS:
            if span <= POSITIONS * unit * part:
                return unit * part
        unit *= 10
