"""The clock of a window: how much time is left, exact to the minute, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext, ngettext

from samrit.ui.formats import date_and_time

GOLD = timedelta(days=3)
RED = timedelta(days=1)
_MINUTE = 60


@dataclass(frozen=True)
class TimeLeft:
    """``moment`` is what is counted to: opening, closing, or the closing that has passed.

    ``tone`` is calm, gold (3 days or less), red (1 day or less), waiting (not open yet) or over.
    """

    state: Literal["upcoming", "open", "closed"]
    tone: Literal["calm", "gold", "red", "waiting", "over"]
    days: int
    hours: int
    minutes: int
    moment: datetime


def time_left(opens: datetime, closes: datetime, now: datetime) -> TimeLeft:
    """What the clock shows at ``now``. It is closed from the closing minute on, as ``rules.windows`` has it."""
    if now >= closes:
        return TimeLeft("closed", "over", 0, 0, 0, closes)
    if now < opens:
        return TimeLeft("upcoming", "waiting", *_parts(opens - now), opens)
    left = closes - now
    tone: Literal["calm", "gold", "red"] = "red" if left <= RED else "gold" if left <= GOLD else "calm"
    return TimeLeft("open", tone, *_parts(left), closes)


def _parts(span: timedelta) -> tuple[int, int, int]:
    minutes = int(span.total_seconds()) // _MINUTE
    return minutes // 1440, minutes // _MINUTE % 24, minutes % _MINUTE


def span_in_words(left: TimeLeft) -> str:
    """``2 วัน 4 ชั่วโมง``; parts that are nothing are left out."""
    words = [
        ngettext("%(n)s วัน", "%(n)s วัน", left.days) % {"n": left.days} if left.days else "",
        ngettext("%(n)s ชั่วโมง", "%(n)s ชั่วโมง", left.hours) % {"n": left.hours} if left.hours else "",
        ngettext("%(n)s นาที", "%(n)s นาที", left.minutes) % {"n": left.minutes} if left.minutes else "",
    ]
    return " ".join(filter(None, words)) or gettext("ไม่ถึง 1 นาที")


def headline(left: TimeLeft) -> str:
    """``ปิดรับอีก 2 วัน 4 ชั่วโมง``, ``เปิดรับในอีก …`` or ``ปิดรับแล้ว``."""
    if left.state == "closed":
        return gettext("ปิดรับแล้ว")
    span = span_in_words(left)
    if left.state == "upcoming":
        return gettext("เปิดรับในอีก %(span)s") % {"span": span}
    return gettext("ปิดรับอีก %(span)s") % {"span": span}


def in_one_line(left: TimeLeft) -> str:
    """``ปิดรับอีก 2 วัน 4 ชั่วโมง — 11 เม.ย. 2567 เวลา 16.30 น.``"""
    return f"{headline(left)} — {date_and_time(left.moment)}"
