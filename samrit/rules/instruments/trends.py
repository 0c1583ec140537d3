"""แนวโน้มของผลสำรวจ: whether a figure really changed, or only within what chance does."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from samrit.rules.amounts import exact, settled
from samrit.rules.instruments.figures import told
from samrit.rules.wording import Message, say

STEP_DECIMALS = 2


class Turn(StrEnum):
    """NONE: there is nothing before it, or nothing is shown of one of the two."""

    NONE = "none"
    UP = "up"
    DOWN = "down"
    SAME = "same"  # within the margin


@dataclass(frozen=True)
class Point:
    """A figure of a period, both None where too few answered."""

    period: str
    value: Decimal | None
    margin: Decimal | None


@dataclass(frozen=True)
class Step:
    """``change`` since the last period that is shown; ``margin`` of the change itself."""

    point: Point
    turn: Turn
    change: Decimal | None = None
    margin: Decimal | None = None

    def message(self) -> Message:
        if self.change is None or self.margin is None:
            return say("trend_none", "{period}: ไม่มีช่วงก่อนหน้าให้เทียบ", period=self.point.period)
        facts = {
            "period": self.point.period,
            "change": told(abs(self.change), STEP_DECIMALS)[1],
            "margin": told(self.margin, STEP_DECIMALS)[1],
        }
        if self.turn is Turn.UP:
            return say("trend_up", "{period}: เพิ่มขึ้น {change} (เกินความคลาดเคลื่อน {margin})", **facts)
        if self.turn is Turn.DOWN:
            return say("trend_down", "{period}: ลดลง {change} (เกินความคลาดเคลื่อน {margin})", **facts)
        return say("trend_same", "{period}: ต่างจากก่อน {change} ยังอยู่ในความคลาดเคลื่อน {margin}", **facts)


def trend(points: Sequence[Point]) -> tuple[Step, ...]:
    """Each point beside the last one before it that is shown. The margin of a difference is √(margin² + margin²)."""
    found: list[Step] = []
    last: Point | None = None
    for point in points:
        found.append(_step(last, point))
        last = point if point.value is not None else last
    return tuple(found)


def _step(last: Point | None, point: Point) -> Step:
    if last is None or last.value is None or point.value is None:
        return Step(point, Turn.NONE)
    with exact():
        change = settled(point.value - last.value)
        margin = settled(((last.margin or Decimal(0)) ** 2 + (point.margin or Decimal(0)) ** 2).sqrt())
    if abs(change) <= margin:
        return Step(point, Turn.SAME, change, margin)
    return Step(point, Turn.UP if change > 0 else Turn.DOWN, change, margin)
