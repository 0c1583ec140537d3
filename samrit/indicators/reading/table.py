"""A submitted file as a table of text: every cell as it stands there, and what was noticed on the way."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import polars as pl

from samrit.rules.searching import searchable
from samrit.rules.wording import Message

ROW = "row"
SEPARATOR = " › "  # between the rows of a title that stands in several


@dataclass(frozen=True)
class CellProblem:
    """A cell that cannot be believed as it stands. ``row`` as a person sees it in the file; ``column`` its place from 0."""

    row: int
    column: int
    value: str
    message: Message


class Source(Protocol):
    """Where the text of a table lies."""

    def scan(self) -> pl.LazyFrame: ...


@dataclass(frozen=True)
class Raw:
    """The table below its titles.

    ``columns``: titles by place, "" where a column has none, ``2566 › ชาย`` where they stand in two rows. ``rows`` below
    them, without the empty ones; ``first_row`` the first of them, as a person counts the rows of the file (lines of a
    quoted cell are one row). ``notes`` say what was taken for granted, to be shown before anything is kept.
    ``fingerprint`` is of the titles, evened: the same for a file of the same shape. ``above``: what stands over the titles
    (the name of the table, often with its year). ``sheet``: which one of a workbook.
    """

    columns: tuple[str, ...]
    rows: int
    first_row: int
    notes: tuple[Message, ...]
    fingerprint: str
    problems: tuple[CellProblem, ...]
    source: Source
    above: tuple[str, ...] = ()
    sheet: str = ""

    def scan(self) -> pl.LazyFrame:
        """``row`` Int32 and the text columns ``c0`` … ``cn`` by place: exactly as in the file, "" for a blank cell.

        Numbers and days of spreadsheets are the text shown (15 digits, ISO day, percent cells with their %); a formula
        without a value is its own text (``=A1+1``), a failed one its sign (``#REF!``). Streams: nothing is read before
        it is collected.
        """
        return self.source.scan()


def names(width: int) -> list[str]:
    """The text columns of a table so wide."""
    return [f"c{place}" for place in range(width)]


@lru_cache(maxsize=10_000)  # the same titles and cells are compared many times
def evened_title(title: str) -> str:
    """For comparing only: without spaces, small letters, Arabic digits, the marks of Thai in their order."""
    return searchable(title).text


def fingerprint_of(titles: Sequence[str]) -> str:
    """The same for titles that differ only by spaces, capitals and digits."""
    return hashlib.sha256("\x1f".join(map(evened_title, titles)).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Landed:
    """Text that was put into Parquet files beside the submitted one, each with ``row`` and the columns it has."""

    files: tuple[Path, ...]
    width: int

    def scan(self) -> pl.LazyFrame:
        parts = [self._part(path) for path in self.files]
        return parts[0] if len(parts) == 1 else pl.concat(parts)

    def _part(self, path: Path) -> pl.LazyFrame:
        frame = pl.scan_parquet(path)
        there = set(frame.collect_schema().names())
        texts = [pl.col(name) if name in there else pl.lit("").alias(name) for name in names(self.width)]
        return frame.select(pl.col(ROW), *texts)
