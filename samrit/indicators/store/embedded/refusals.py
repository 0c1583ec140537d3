"""What is not taken, and what was taken for granted, gathered batch by batch in little room."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samrit.indicators.store.cells import REJECTS
from samrit.indicators.store.files import seal, unsealed
from samrit.indicators.store.port import Note, Written
from samrit.indicators.store.rejecting import as_json
from samrit.indicators.store.texts import Fault
from samrit.rules.wording import Message

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

HOLE = "\ue000"  # in a sentence that is the same for many cells: here the cell's own figure comes
MOST_NOTES = 200  # different ones; a file that is noted in every row is not told row by row


class Refusals:
    """Faults by number, the cells that have them, and notes."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str | None], int] = {}
        self._codes: list[str] = []
        self._frames: list[pl.DataFrame] = []
        self._notes: dict[str, tuple[Message, int, int]] = {}
        self._unread: Mapping[int, NDArray[np.int64]] = {}
        self.by_reason: dict[str, int] = {}

    def number(self, fault: Fault) -> int:
        """The fault's number, for good."""
        key = as_json(fault.message), as_json(fault.mend) if fault.mend else None
        found = self._numbers.setdefault(key, len(self._numbers))
        if found == len(self._codes):
            self._codes.append(fault.message.code)
        return found

    def begin(self, unread: Mapping[int, NDArray[np.int64]]) -> None:
        """The next batch. ``unread``: column → rows that the reading of the file lists, which tell no other fault."""
        self._unread = unread

    def _told(self, rows: NDArray[np.int32], column: int) -> Flags | None:
        """Which of the cells may tell their fault; None for all of them."""
        return ~np.isin(rows, self._unread[column]) if column in self._unread else None

    def add(
        self,
        rows: NDArray[np.int32],
        column: int,
        values: pl.Series,
        faults: NDArray[np.int32],
        shown: pl.Series | None = None,
    ) -> None:
        """List cells; ``shown`` is what stands in the hole of their sentences."""
        told = self._told(rows, column)
        if told is not None:
            rows, faults = rows[told], faults[told]
            values = values.filter(pl.Series(told))
            shown = None if shown is None else shown.filter(pl.Series(told))
        self.list_all(rows, column, values, faults, shown)

    def list_all(
        self,
        rows: NDArray[np.int32],
        column: int,
        values: pl.Series,
        faults: NDArray[np.int32],
        shown: pl.Series | None = None,
    ) -> None:
        """As ``add``, whatever the reading of the file says of them."""
        if len(rows):
            self._frames.append(
                pl.DataFrame(
                    {
                        "row": pl.Series(rows, dtype=pl.Int32),
                        "column": pl.repeat(column, len(rows), dtype=pl.Int16, eager=True),
                        "value": values,
                        "fault": pl.Series(faults, dtype=pl.Int32),
                        "shown": pl.repeat("", len(rows), eager=True) if shown is None else shown,
                    }
                )
            )

    def count(self, rows: NDArray[np.int32], column: int, faults: NDArray[np.int32]) -> None:
        """Cells that are not accepted because of what is listed at the column."""
        told = self._told(rows, column)
        self.count_all(faults if told is None else faults[told])

    def count_all(self, faults: NDArray[np.int32]) -> None:
        """As ``count``, whatever the reading of the file says of them."""
        for number, times in zip(*np.unique(faults, return_counts=True), strict=True):
            code = self._codes[number]
            self.by_reason[code] = self.by_reason.get(code, 0) + int(times)

    def note(self, message: Message, times: int, row: int) -> None:
        key = as_json(message)
        if key in self._notes:
            _, before, first = self._notes[key]
            self._notes[key] = message, before + times, min(first, row)
        elif len(self._notes) < MOST_NOTES:
            self._notes[key] = message, times, row

    def notes(self) -> tuple[Note, ...]:
        """By the first row."""
        return tuple(sorted((Note(*note) for note in self._notes.values()), key=lambda note: note.first_row))

    def write(self, into: Path) -> Written | None:
        """The rejects file (``cells.REJECTS``), without a line twice; None when there is nothing to list."""
        if not self._frames:
            return None
        frame = pl.concat(self._frames).unique(["row", "column", "fault"], keep="first")
        sentences = self._sentences()
        told = (
            frame.lazy()
            .join(sentences.lazy(), on="fault", how="left")
            .sort("row", "column", "code", "reason")
            .with_columns(pl.col("reason").str.replace(HOLE, pl.col("shown"), literal=True))
            .select(list(REJECTS))
        )
        part = unsealed(into)
        told.sink_parquet(part, compression="zstd", compression_level=1)
        return seal(part, frame.height)

    def _sentences(self) -> pl.DataFrame:
        reasons, mends = zip(*self._numbers, strict=True)
        columns: Mapping[str, object] = {
            "fault": range(len(reasons)),
            "code": self._codes,
            "reason": reasons,
            "mend": mends,
        }
        schema = {"fault": pl.Int32(), "code": pl.String(), "reason": pl.String(), "mend": pl.String()}
        return pl.DataFrame(columns, schema=schema)


def distinct(numbers: NDArray[np.integer]) -> Iterator[tuple[int, int, int]]:
    """Each number, how often it stands there, and where first."""
    found, first, times = np.unique(numbers, return_index=True, return_counts=True)
    yield from zip(found.tolist(), times.tolist(), first.tolist(), strict=True)
