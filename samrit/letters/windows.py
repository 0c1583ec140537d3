"""The reporting windows of a letter as moments: whole days, unless the letter names the time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import make_aware

from samrit.rules.thai import fiscal_year

LAST_MINUTE = time(23, 59)
_MAY_OPEN_LATE = timedelta(days=183)  # the 12-month round often opens when its fiscal year has ended
ROUNDS = (6, 9, 12)
YEARLY = 12


@dataclass(frozen=True)
class WindowRead:
    """Opens and closes, aware (Asia/Bangkok)."""

    months: int
    opens_at: datetime
    closes_at: datetime


def windows_for(year: int, windows: Iterable[Mapping[str, Any]]) -> list[WindowRead]:
    """The first complete window of each round that can belong to this fiscal year."""
    found: dict[int, WindowRead] = {}
    for window in _complete(windows):
        if year in _years(window):
            found.setdefault(window.months, window)
    return list(found.values())


def _complete(windows: Iterable[Mapping[str, Any]]) -> Iterator[WindowRead]:
    for window in windows:
        if window["round"] in ROUNDS and window["opens"] and window["closes"]:
            opens, closes = moment(window["opens"], time.min), moment(window["closes"], LAST_MINUTE)
            if closes > opens:
                yield WindowRead(window["round"], opens, closes)


def moment(read: str, otherwise: time) -> datetime:
    """``2024-04-11`` or ``2024-04-11T16:30`` → that moment in Asia/Bangkok."""
    stated = datetime.fromisoformat(read)
    return make_aware(stated if "T" in read else datetime.combine(stated.date(), otherwise))


def _years(window: WindowRead) -> set[int]:
    late = _MAY_OPEN_LATE if window.months == YEARLY else timedelta()
    return {fiscal_year(day.date()) for day in (window.opens_at, window.opens_at - late)}
