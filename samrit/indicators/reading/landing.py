"""Rows of text put into Parquet files, piece by piece, so that a table of any length fits into little memory."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from samrit.indicators.reading.heads import FOOT_WITHIN
from samrit.indicators.reading.table import ROW, Landed, names

_CELLS = 1_000_000  # of a piece
Row = tuple[int, list[str]]


class Lander:
    """Takes rows with their numbers; the last ones wait until it is known whether they are remarks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows = self.width = 0
        self._waiting: deque[Row] = deque()
        self._kept: list[Row] = []
        self._cells = 0
        self._files: list[Path] = []

    def take(self, number: int, row: list[str]) -> None:
        self._waiting.append((number, row))
        if len(self._waiting) > FOOT_WITHIN:
            self._keep(*self._waiting.popleft())

    def tail(self) -> list[Row]:
        """The last rows."""
        return list(self._waiting)

    def done(self, *, leave: int) -> Landed:
        """All of them but the last ``leave``."""
        for number, row in list(self._waiting)[: len(self._waiting) - leave]:
            self._keep(number, row)
        if self._kept or not self._files:
            self._write()
        return Landed(tuple(self._files), self.width)

    def _keep(self, number: int, row: list[str]) -> None:
        while row and not row[-1]:
            row.pop()
        if not row:
            return
        self.rows += 1
        self.width = max(self.width, len(row))
        self._kept.append((number, row))
        self._cells += len(row)
        if self._cells >= _CELLS:
            self._write()

    def _write(self) -> None:
        path = self.folder / f"text-{len(self._files):05}.parquet"
        frame_of(self._kept, max((len(row) for _number, row in self._kept), default=0)).write_parquet(path)
        self._files.append(path)
        self._kept, self._cells = [], 0


def frame_of(rows: Sequence[Row], width: int) -> pl.DataFrame:
    numbers = pl.Series(ROW, [number for number, _row in rows], pl.Int32)
    texts = [
        pl.Series(name, [row[place] if place < len(row) else "" for _number, row in rows], pl.String)
        for place, name in enumerate(names(width))
    ]
    return pl.DataFrame([numbers, *texts])
