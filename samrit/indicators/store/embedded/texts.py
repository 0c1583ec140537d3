"""Texts of a column as numbers, and what each of them means, learned as they come."""

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samrit.indicators.store.embedded.refusals import Refusals, distinct
from samrit.indicators.store.texts import Fault, Number
from samrit.rules.wording import Message

Codes = NDArray[np.uint32]
Answers = NDArray[np.int32]
_BETWEEN = "\x1f"
_FIRST = 1024
_UNREAD = np.iinfo(np.int32).min


class Texts:
    """The distinct texts of one column, or of several together, numbered in the order in which they come."""

    def __init__(self, name: str, places: Sequence[int]) -> None:
        self.name = name
        self.places = tuple(places)
        self.known: dict[int, tuple[str, ...]] = {}
        self._seen = np.zeros(_FIRST, np.bool_)
        self._whole = 0  # every number below it is known
        self._categories = pl.Categories.random()
        # Their numbers are forgotten with the last column that bears them.
        self._remembers = pl.Series([], dtype=pl.Categorical(self._categories))

    @property
    def expression(self) -> pl.Expr:
        """The column of numbers, to be made while the file is read."""
        columns = [pl.col(f"c{place}") for place in self.places]
        text = columns[0] if len(columns) == 1 else pl.concat_str(columns, separator=_BETWEEN)
        return text.cast(pl.Categorical(self._categories)).alias(self.name)

    def codes(self, frame: pl.DataFrame) -> Codes:
        """Of each row; new texts are ``known`` from now on. A later part of the file may have got its numbers first."""
        column = frame[self.name]
        codes: Codes = column.to_physical().to_numpy()
        if len(codes) and int(codes.max()) >= len(self._seen):
            self._seen = np.concatenate([self._seen, np.zeros(2 * int(codes.max()), np.bool_)])
        if not len(codes) or int(codes.max()) < self._whole:
            return codes
        new = np.flatnonzero(~self._seen[codes])
        if len(new):
            fresh, first = np.unique(codes[new], return_index=True)
            texts = column.gather(new[first]).cast(pl.String).to_list()
            self.known |= {
                code: tuple(text.split(_BETWEEN)) for code, text in zip(fresh.tolist(), texts, strict=True)
            }
            self._seen[fresh] = True
            self._whole = int(self._seen.argmin())
        return codes


class Meanings:
    """What each text means: a number, or −1 − the number of its fault. Read once."""

    def __init__(self, read: Callable[[tuple[str, ...]], Number | Fault], refusals: Refusals) -> None:
        self._read = read
        self._refusals = refusals
        self._answers: Answers = np.full(_FIRST, _UNREAD, np.int32)
        self._notes: dict[int, tuple[Message, ...]] = {}

    def of(self, texts: Texts, codes: Codes, rows: Answers) -> Answers:
        """Of each row, by the code of its text."""
        if len(codes) and int(codes.max()) >= len(self._answers):
            more = np.full(2 * int(codes.max()), _UNREAD, np.int32)
            self._answers = np.concatenate([self._answers, more])
        found = self._answers[codes]
        unread = found == _UNREAD
        if unread.any():
            for code in np.unique(codes[unread]).tolist():
                answer = answered(self._read(texts.known[code]), self._refusals, self._notes, code)
                self._answers[code] = answer
            found = self._answers[codes]
        if self._notes:
            self._tell(codes, rows)
        return found

    def _tell(self, codes: Codes, rows: Answers) -> None:
        noted = np.zeros(len(self._answers), np.bool_)
        noted[list(self._notes)] = True
        found = np.flatnonzero(noted[codes])
        for code, times, first in distinct(codes[found]):
            for message in self._notes[code]:
                self._refusals.note(message, times, int(rows[found[first]]))


def answered(
    found: Number | Fault, refusals: Refusals, notes: dict[int, tuple[Message, ...]], code: int
) -> int:
    """As ``Meanings`` keeps it; notes are put down under the code."""
    if isinstance(found, Fault):
        return -1 - refusals.number(found)
    if found.notes:
        notes[code] = found.notes
    return found.number
