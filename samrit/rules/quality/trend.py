"""แนวโน้ม: how a percentage stands beside the earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.rules.amounts import aligned, exact, settled
from samrit.rules.quality.terms import Terms
from samrit.rules.wording import Message, say


@dataclass(frozen=True)
class Point:
    """A score as it was told: ``percent`` None when nothing was owed then. ``version`` of the terms it was made with."""

    percent: Decimal | None
    version: str


@dataclass(frozen=True)
class Trend:
    """``change``: the newest less the one before it that has a figure, as published; None where they cannot be compared."""

    change: Decimal | None
    message: Message


def trend(points: Sequence[Point], terms: Terms) -> Trend:
    """Of scores in the order of time, the newest last."""
    known = [point for point in points if point.percent is not None]
    if not points or points[-1].percent is None:
        return Trend(None, say("trend_nothing", "ยังไม่มีคะแนนให้เทียบ"))
    if len(known) == 1:
        return Trend(None, say("trend_first", "เป็นคะแนนครั้งแรก"))
    before, now = known[-2], known[-1]
    if before.version != now.version:
        return Trend(None, say("trend_other_terms", "เกณฑ์เปลี่ยนจากครั้งก่อน จึงไม่นำมาเทียบกัน"))
    return _told(
        terms.published(Decimal(before.percent or 0)), terms.published(Decimal(now.percent or 0)), terms
    )


def _told(before: Decimal, now: Decimal, terms: Terms) -> Trend:
    with exact():
        change = settled(now - before)
    facts = {"change": aligned(abs(change), terms.decimals), "before": aligned(before, terms.decimals)}
    if change > 0:
        return Trend(change, say("trend_up", "สูงขึ้น {change} จากครั้งก่อน ({before})", **facts))
    if change < 0:
        return Trend(change, say("trend_down", "ลดลง {change} จากครั้งก่อน ({before})", **facts))
    return Trend(change, say("trend_same", "เท่ากับครั้งก่อน ({before})", before=facts["before"]))
