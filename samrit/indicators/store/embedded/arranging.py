"""Accepted cells into their order, each key once: what is said again is counted, what contradicts is taken out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samrit.indicators.store.cells import KEY, SCHEMA, STATUS_NUMBERS
from samrit.indicators.store.embedded.millionths import VALUE, as_values
from samrit.indicators.store.files import seal, unsealed
from samrit.indicators.store.port import Written
from samrit.rules.observed import Status

Places = NDArray[np.int64] | NDArray[np.int32]

GROUP = 65_536  # rows of a row group: what a series has to read
MOST_ROWS = 2_000_000  # of one file, if its items allow it
_MOST_SHORT = 2**31 - 1
_SPARSE = 4  # places of a grid for each cell, above which sorting is cheaper


@dataclass
class Arranged:
    """Places in the frame: ``kept`` in the order of the keys, ``repeated`` not stored again, ``conflicts`` by key."""

    kept: Places
    repeated: int
    conflicts: list[Places]


def arrange(cells: pl.DataFrame) -> Arranged:
    """Cells (``cells.SCHEMA``, in any order) by key; of several that say the same the first is kept."""
    kept, again, first = _sorted(cells)
    if not len(again):
        return Arranged(kept, 0, [])
    differs = _differs(cells, again, first)
    lost = np.unique(first[differs])  # by their first cell
    involved = np.isin(first, lost)
    drop = np.zeros(len(cells), np.bool_)
    drop[lost] = True
    order = np.argsort(first[involved], kind="stable")
    others = np.split(again[involved][order], np.searchsorted(first[involved][order], lost)[1:])
    conflicts = (
        [np.concatenate([[one], rest]) for one, rest in zip(lost, others, strict=True)] if len(lost) else []
    )
    return Arranged(kept[~drop[kept]], int((~involved).sum()), conflicts)


def newest(cells: pl.DataFrame) -> Places:
    """Places of the cells in the order of their keys, of several with the same key the first."""
    return _sorted(cells)[0]


def _sorted(cells: pl.DataFrame) -> tuple[Places, Places, Places]:
    """Places kept in the order of the keys, those said again, and for each of these the first of the same key."""
    key, size = _numbers(cells)
    return _on_a_grid(key, size) if size <= _SPARSE * len(key) + GROUP else _by_sorting(key)


def _differs(cells: pl.DataFrame, again: Places, first: Places) -> NDArray[np.bool_]:
    names = ("status", "marks", "value")
    flags = [~cells[name].gather(again).eq_missing(cells[name].gather(first)) for name in names]
    return (flags[0] | flags[1] | flags[2]).to_numpy()


def _numbers(cells: pl.DataFrame) -> tuple[Places, int]:
    """One number for each key, in the order of the keys, and how many there could be."""
    ranked = [_ranked(cells[name].to_numpy()) for name in KEY]
    size = prod(each.count for each in ranked)
    short = size <= _MOST_SHORT
    key: Places = np.zeros(len(cells), np.int32) if short else np.zeros(len(cells), np.int64)

    def put(here: slice) -> None:
        part = key[here]
        for each in ranked:
            if each.count > 1:
                part *= each.count
                part += each.ranks[each.numbers[here] - each.low]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(put, _pieces(len(key))))
    return key, size


@dataclass(frozen=True)
class _Ranked:
    """``ranks``: of each number from ``low`` on, its place among the distinct ones."""

    numbers: NDArray[np.int32]
    low: int
    ranks: NDArray[np.int32]
    count: int


def _ranked(numbers: NDArray[np.int32]) -> _Ranked:
    low, high = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    there = np.zeros(high - low + 1, np.bool_)  # at most 90 MB: areas have eight digits
    for here in _pieces(len(numbers)) if high > low else ():
        there[numbers[here] - low] = True
    ranks = np.cumsum(there, dtype=np.int32) - 1
    return _Ranked(numbers, low, ranks, max(int(ranks[-1]) + 1, 1))


def _pieces(length: int) -> Iterator[slice]:
    """What stays in the processor's own memory from one step to the next."""
    return (slice(start, start + GROUP) for start in range(0, length, GROUP))


def _on_a_grid(key: Places, size: int) -> tuple[Places, Places, Places]:
    """Kept, said again, and the first of the same key: every key has a place of its own. Of equal ones the last writes."""
    grid = np.full(size, -1, np.int32)
    for here in reversed(list(_pieces(len(key)))):
        part = key[here]
        grid[part[::-1]] = np.arange(here.start + len(part) - 1, here.start - 1, -1, dtype=np.int32)
    kept = grid[grid >= 0]
    again = np.ones(len(key), np.bool_)
    again[kept] = False
    repeated = np.flatnonzero(again)
    return kept, repeated, grid[key[repeated]].astype(np.int64)


def _by_sorting(key: Places) -> tuple[Places, Places, Places]:
    """The same where the keys lie far apart."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(new)
    first = order[starts[np.cumsum(new) - 1]]
    return order[starts], order[~new], first[~new]


# ── files ───────────────────────────────────────────────────────────────────
def write_cells(cells: pl.DataFrame, kept: Places, into: Path) -> tuple[Written, ...]:
    """The kept cells as files of whole items, two at a time: gathering waits for memory, writing for the processor."""
    ranges = list(_ranges(cells["item"].to_numpy()[kept]))

    def write(bounds: tuple[int, int]) -> Written:
        places = kept[slice(*bounds)]
        return write_sorted(_stored(pl.DataFrame([_gathered(column, places) for column in cells])), into)

    with ThreadPoolExecutor(2) as pool:
        return tuple(pool.map(write, ranges))


def _stored(cells: pl.DataFrame) -> pl.DataFrame:
    """As ``cells.SCHEMA`` has the value: decimals, and none without a figure."""
    value = cells["value"]
    values = value if value.dtype == VALUE else as_values(value)
    has_figure = pl.col("status") == STATUS_NUMBERS[Status.VALUE]
    return cells.with_columns(values).with_columns(pl.when(has_figure).then("value"))


def _gathered(column: pl.Series, places: Places) -> pl.Series:
    """A column that says the same all the way (part, marks, place) need not be looked up row by row."""
    same = column.dtype.is_integer() and column.min() == column.max()
    return column.new_from_index(0, len(places)) if same else column.gather(places)


def _ranges(items: NDArray[np.int32]) -> Iterator[tuple[int, int]]:
    """From–to of each file, cut where the item changes."""
    cuts = [*(np.flatnonzero(items[1:] != items[:-1]) + 1).tolist(), len(items)]
    start = last = 0
    for cut in cuts:
        if cut - start > MOST_ROWS and last > start:
            yield start, last
            start = last
        last = cut
    if len(items):
        yield start, last


def write_sorted(cells: pl.DataFrame, into: Path) -> Written:
    """One cell file of rows that are in their order."""
    part = unsealed(into)
    cells.select(list(SCHEMA)).write_parquet(
        part, compression="zstd", compression_level=1, row_group_size=GROUP, statistics=True
    )
    return seal(part, len(cells))
