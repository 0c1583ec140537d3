"""How much of what is owed is there: every cell looks up its area and period in tables of yes and no; nothing is joined."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samrit.indicators.store.cells import MARK_BITS, STATUS_NUMBERS, STATUSES
from samrit.indicators.store.embedded.refusals import Flags
from samrit.indicators.store.port import Expected, Files, Given, UnreadableFilesError
from samrit.rules.observed import Mark, Status

Numbers = NDArray[np.int32]

_COLUMNS = ("item", "area", "period", "part", "status", "marks")
_PROVISIONAL = len(STATUSES)  # the place after the statuses


class Members:
    """A list of numbers, to be asked for many at once. Codes of areas have eight digits: at most 90 MB."""

    def __init__(self, numbers: Sequence[int]) -> None:
        listed = np.array(numbers, np.int64)
        self._low = int(listed.min()) if len(listed) else 0
        self._there = np.zeros(int(listed.max()) - self._low + 3 if len(listed) else 2, np.bool_)
        self._there[listed - self._low + 1] = True

    def of(self, numbers: Numbers) -> Flags:
        """Whether each is in the list; what lies beyond its ends finds a no there."""
        return self._there[np.clip(numbers - (self._low - 1), 0, len(self._there) - 1)]


@dataclass(frozen=True)
class _Owed:
    which: int
    areas: Members
    periods: Members
    parts: tuple[int, ...]


def completeness(files: Files, expected: Sequence[Expected]) -> tuple[Given, ...]:
    """See ``port.ObservationStore.completeness``. Two files at a time, each with its items one after another."""
    owed = _by_item(expected)

    def count(path: Path) -> NDArray[np.int64]:
        return _counted(path, owed, len(expected))

    with ThreadPoolExecutor(2) as pool:
        counts = sum(pool.map(count, files), np.zeros((len(expected), _PROVISIONAL + 1), np.int64))
    return tuple(_given(each, row) for each, row in zip(expected, counts.tolist(), strict=True))


def _by_item(expected: Sequence[Expected]) -> dict[int, list[_Owed]]:
    """Equal lists are looked up in one table."""
    tables: dict[tuple[int, ...], Members] = {}
    found: dict[int, list[_Owed]] = {}
    for which, each in enumerate(expected):
        for listed in (each.areas, each.periods):
            if listed not in tables:
                tables[listed] = Members(listed)
        owed = _Owed(which, tables[each.areas], tables[each.periods], each.parts)
        found.setdefault(each.item, []).append(owed)
    return found


def _counted(path: Path, owed: dict[int, list[_Owed]], size: int) -> NDArray[np.int64]:
    counts = np.zeros((size, _PROVISIONAL + 1), np.int64)
    if not owed:
        return counts
    try:  # other items between these are passed over below: leaving them out here takes longer than reading them
        wanted = pl.col("item").is_between(min(owed), max(owed))
        frame = pl.scan_parquet(path).select(_COLUMNS).filter(wanted).collect(engine="streaming")
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise UnreadableFilesError(path.name) from problem
    item, area, period, part, status, marks = (frame[name].to_numpy() for name in _COLUMNS)
    cuts = [0, *(np.flatnonzero(item[1:] != item[:-1]) + 1).tolist(), len(item)]
    for start, end in pairwise(cuts):
        here = slice(start, end)
        for each in owed.get(int(item[start]), ()) if end > start else ():
            there = each.areas.of(area[here]) & each.periods.of(period[here])
            there &= part[here] == 0 if each.parts == (0,) else np.isin(part[here], each.parts)
            said = status[here][there]
            counts[each.which, :_PROVISIONAL] += np.bincount(said, minlength=_PROVISIONAL)
            marked = (marks[here][there] & MARK_BITS[Mark.PROVISIONAL]) > 0
            counts[each.which, _PROVISIONAL] += int((marked & (said == STATUS_NUMBERS[Status.VALUE])).sum())
    return counts


def _given(expected: Expected, row: Sequence[int]) -> Given:
    by_status = {status: row[number] for number, status in STATUSES.items() if row[number]}
    return Given(expected, by_status, row[_PROVISIONAL])
