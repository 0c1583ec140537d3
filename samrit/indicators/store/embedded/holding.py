"""Accepted cells until all of them have come: in memory, or beyond a bound in a folder, to be had item by item."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from samrit.indicators.store.embedded.millionths import VALUE, as_values

_ITSELF = 300_000_000  # bytes that the libraries and the reading of a file take
LEAST = 64_000_000
# Bytes: the cell, its text, its key, its place, and what is gathered of it while it is written.
OF_A_CELL = 95
_GROUP = 65_536


class Held:
    """``memory`` in MB, of the whole process. An item is never cut, so the largest one bounds it from below."""

    def __init__(self, folder: Path, memory: int) -> None:
        self._folder = folder
        self._most = max(LEAST, memory * 1_000_000 - _ITSELF) // OF_A_CELL
        self._frames: list[pl.DataFrame] = []
        self._here = 0
        self._files: list[Path] = []
        self._of_items: Counter[int] = Counter()

    def add(self, cells: pl.DataFrame) -> None:
        if cells.height:
            self._frames.append(cells)
            self._here += cells.height
        if self._here > self._most:
            self._put_away()

    @property
    def spilled(self) -> bool:
        """Whether not all of them are in memory any more."""
        return bool(self._files)

    def groups(self) -> Iterator[pl.DataFrame]:
        """All cells, those of an item together, items ascending. Once."""
        if not self._files:
            if self._here:
                yield self._taken()
            return
        self._put_away()
        for low, high in item_ranges(self._of_items, self._most):
            between = pl.col("item").is_between(low, high)
            yield pl.scan_parquet(self._files).filter(between).collect(engine="streaming")

    def _taken(self) -> pl.DataFrame:
        """Column by column, so that hardly more than one is there twice."""
        names = self._frames[0].columns
        if len({frame["value"].dtype for frame in self._frames}) > 1:
            self._frames = [_with_values(frame) for frame in self._frames]
        columns = [
            pl.concat([frame.drop_in_place(name) for frame in self._frames], rechunk=True) for name in names
        ]
        self._frames, self._here = [], 0
        return pl.DataFrame(columns)

    def _put_away(self) -> None:
        if not self._here:
            return
        cells = _with_values(self._taken()).sort("item")
        for item, times in cells["item"].value_counts().rows():
            self._of_items[item] += times
        path = self._folder / f"{len(self._files)}.parquet"
        cells.write_parquet(path, compression="lz4", row_group_size=_GROUP)
        self._files.append(path)


def _with_values(cells: pl.DataFrame) -> pl.DataFrame:
    """Decimals, where they are millionths: all files have to say the same."""
    value = cells["value"]
    return cells if value.dtype == VALUE else cells.with_columns(as_values(value))


def item_ranges(rows_of: Mapping[int, int], most: int) -> Iterator[tuple[int, int]]:
    """Items from–to that have so many rows together, or one item that alone has more."""
    low = high = None
    rows = 0
    for item, times in sorted(rows_of.items()):
        if low is not None and high is not None and rows + times > most:
            yield low, high
            low, rows = None, 0
        low = item if low is None else low
        high, rows = item, rows + times
    if low is not None and high is not None:
        yield low, high
