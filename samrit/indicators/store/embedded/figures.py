"""The values of a batch: plain numbers in one pass, every other text once by the rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samrit.indicators.reading import Column
from samrit.indicators.store import faults
from samrit.indicators.store.cells import DECIMALS, STATUS_NUMBERS
from samrit.indicators.store.embedded.millionths import (
    PLACES,
    PLAIN_LENGTH,
    VALUE,
    Floats,
    Millionths,
    as_millionths,
    as_values,
    millionths_of,
)
from samrit.indicators.store.embedded.refusals import HOLE, Flags, Refusals, distinct
from samrit.indicators.store.embedded.texts import Answers
from samrit.indicators.store.terms import ItemTerms
from samrit.indicators.store.texts import Fault, Figure, Reader, fault
from samrit.rules.observed import Status

Places = NDArray[np.intp]

_BLANK = STATUS_NUMBERS[Status.BLANK]
_GROUPED = r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$"
_NO_FAULT = -1


@dataclass
class Figures:
    """Of the cells of one VALUE column. ``bad``: not taken; its reasons are listed and counted.

    ``value``: millionths, or decimals where one of the batch is no such; 0 without a figure.
    """

    status: NDArray[np.int8]
    marks: NDArray[np.int8]
    value: pl.Series
    bad: Flags


def _read_at_once(text: pl.Series, floats: pl.Series) -> tuple[Floats, Millionths, Flags]:
    """Binary fractions and millionths of the texts, and which of them are plain numbers.

    Digits with at most one point and one sign are the same number for Polars as for ``rules.observed``; what else Polars
    would take (exponents) is left to the rules.
    """
    read = floats.to_numpy()
    millionths, good = millionths_of(read)
    good &= (text.str.len_bytes() <= PLAIN_LENGTH).to_numpy()
    letters = text.str.join().cast(pl.Binary).item()
    if b"e" in letters or b"E" in letters:
        good &= ~text.str.contains("[eE]").to_numpy()
    return read, millionths, good


def _read_exactly(text: pl.Series) -> pl.Series:
    """The same of the few that have more decimals or are large: decimals, or null."""
    plain = (pl.col("text").str.len_bytes() <= PLAIN_LENGTH) & ~pl.col("text").str.contains("[eE]")
    read = pl.when(plain).then("text").cast(VALUE, strict=False)
    return text.to_frame("text").select(read).to_series()


class FigureReader:
    """The values of a table, batch by batch."""

    def __init__(self, reader: Reader, refusals: Refusals) -> None:
        self._reader = reader
        self._refusals = refusals
        self._known: dict[tuple[str, int], tuple[Figure | None, int]] = {}
        items = reader.terms.items
        size = max(items, default=0) + 1
        self._least = np.full(size, -np.inf)
        self._most = np.full(size, np.inf)
        self._decimals = np.full(size, DECIMALS, np.int32)
        self._by_rules = np.zeros(size, np.bool_)
        for item in items.values():
            self._take(item)

    def _take(self, item: ItemTerms) -> None:
        """Of 13 digits each number has a binary fraction of its own, so equal ones and their order stay."""
        for table, bound in ((self._least, item.least), (self._most, item.most)):
            if bound is not None:
                table[item.id] = float(bound)
                self._by_rules[item.id] |= len(bound.normalize().as_tuple().digits) > PLAIN_LENGTH
        self._decimals[item.id] = item.decimals

    def expressions(self, columns: tuple[Column, ...]) -> list[pl.Expr]:
        """What is to be made of the columns while the file is read."""
        return [
            pl.col(f"c{column.place}").cast(pl.Float64, strict=False).alias(f"v{column.place}")
            for column in columns
        ]

    def read(self, frame: pl.DataFrame, column: Column, item: Answers) -> Figures:
        """The cells of the items; where the item is not known (below 0) nothing is said of the value."""
        return _Batch(self, frame, column, item).figures()

    # ── what is the same for every batch ────────────────────────────────────
    def known(self, text: str, item: int) -> tuple[Figure | None, int]:
        """What the text is for the item, or its fault."""
        key = text, item
        if key not in self._known:
            found = self._reader.figure(text, self._reader.terms.items[item])
            self._known[key] = (
                (None, self._refusals.number(found)) if isinstance(found, Fault) else (found, _NO_FAULT)
            )
        return self._known[key]

    def hole(self, kind: str, item: int) -> int:
        """The fault of a bound of the item, with a hole for the figure."""
        terms = self._reader.terms.items[item]
        return self._refusals.number(fault(_BOUNDS[kind](terms, HOLE)))

    def outside(self, read: Floats, item: Answers) -> dict[str, Places]:
        """Places of the numbers below and above what their items allow; few are beyond what any item forbids."""
        low = np.flatnonzero(read < self._least.max())
        high = np.flatnonzero(read > self._most.min())
        return {
            "below": low[read[low] < self._least[item[low]]],
            "above": high[read[high] > self._most[item[high]]],
        }

    def too_fine(self, read: Floats, millionths: Millionths, item: Answers) -> Flags:
        """Which have more decimals than their items allow. Mostly none has more than any may have, which is quickly seen."""
        found = np.zeros(len(read), np.bool_)
        least = int(self._decimals.min())
        if least < PLACES:
            with np.errstate(over="ignore", invalid="ignore"):
                doubtful = np.flatnonzero(np.rint(read * 10**least) / 10**least != read)
            spare = np.maximum(PLACES - self._decimals[item[doubtful]], 0)
            found[doubtful] = millionths[doubtful] % 10 ** spare.astype(np.int64) != 0
        return found

    def by_rules(self, item: Answers) -> Flags:
        """Whose bounds have more digits than binary fractions tell apart."""
        return self._by_rules[item]

    @property
    def refusals(self) -> Refusals:
        return self._refusals

    @property
    def decimals(self) -> NDArray[np.int32]:
        return self._decimals


_BOUNDS = {"below": faults.below, "above": faults.above, "too_fine": faults.too_fine}


def shown(number: pl.Series) -> pl.Series:
    """Numbers as they are told: without needless zeros."""
    return number.cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")


def _typed_decimals(text: pl.Series) -> Answers:
    """Zeros at the end are no decimals."""
    short = text.str.strip_chars_end("0")
    point = short.str.find(".", literal=True).cast(pl.Int32)
    return (short.str.len_bytes().cast(pl.Int32) - 1 - point).fill_null(0).to_numpy()


def _kinds(outside: Mapping[str, Places], fine: Flags, there: Flags) -> Iterator[tuple[str, Places]]:
    """Places of the faults, of each number one."""
    inside = there.copy()
    for kind, places in outside.items():
        found = places[there[places]]
        inside[found] = False
        if len(found):
            yield kind, found
    found = np.flatnonzero(fine & inside)
    if len(found):
        yield "too_fine", found


class _Batch:
    """One VALUE column of one batch."""

    def __init__(self, reader: FigureReader, frame: pl.DataFrame, column: Column, item: Answers) -> None:
        self.reader = reader
        self.place = column.place
        self.text = frame[f"c{column.place}"]
        self.read, self.millionths, self.plain = _read_at_once(self.text, frame[f"v{column.place}"])
        self.rows: Answers = frame["row"].to_numpy()
        self.item = np.maximum(item, 0)
        self.known = item >= 0
        height = frame.height
        self.status = np.zeros(height, np.int8)
        self.marks = np.zeros(height, np.int8)
        self.bad = np.zeros(height, np.bool_)
        self.others: list[tuple[Places, pl.Series]] = []

    def figures(self) -> Figures:
        plain = self.plain & self.known & ~self.reader.by_rules(self.item)
        blank = (self.text == "").to_numpy()
        self.status[blank] = _BLANK
        self._check_plain(plain)
        rest = np.flatnonzero(~plain & ~blank & self.known)
        if len(rest):
            rest = self._read_others(rest)
        if len(rest):
            self._read_words(rest)
        return Figures(self.status, self.marks, self._values(), self.bad)

    def _values(self) -> pl.Series:
        """The plain numbers with the others put in their places."""
        found = pl.Series(self.millionths)
        if not self.others:
            return found
        places = np.concatenate([places for places, _ in self.others])
        values = pl.concat([values for _, values in self.others])
        few = as_millionths(values)
        if few is None:
            return as_values(found).scatter(places, values.fill_null(0))
        return found.scatter(places, few.fill_null(0))

    # ── numbers ─────────────────────────────────────────────────────────────
    def _check_plain(self, plain: Flags) -> None:
        outside = self.reader.outside(self.read, self.item)
        fine = self.reader.too_fine(self.read, self.millionths, self.item)
        for kind, places in _kinds(outside, fine, plain):
            self._refuse_bound(kind, places, as_values(pl.Series(self.millionths[places])))

    def _read_others(self, rest: Places) -> Places:
        """1,234.5, large ones and those of many decimals: in one pass as well. What is left for the rules."""
        text = self.text.gather(rest)
        bare = text.str.replace_all(",", "", literal=True).zip_with(text.str.contains(_GROUPED), text)
        values = _read_exactly(bare)
        good = values.is_not_null().to_numpy() & ~self.reader.by_rules(self.item[rest])
        if not good.any():
            return rest
        here, values, bare = rest[good], values.filter(pl.Series(good)), bare.filter(pl.Series(good))
        outside = self.reader.outside(bare.cast(pl.Float64).to_numpy(), self.item[here])
        fine = _typed_decimals(bare) > self.reader.decimals[self.item[here]]
        for kind, places in _kinds(outside, fine, np.ones(len(here), np.bool_)):
            self._refuse_bound(kind, here[places], values.gather(places))
        self.others.append((here, values))
        return rest[~good]

    def _refuse_bound(self, kind: str, places: Places, values: pl.Series) -> None:
        items, inverse = np.unique(self.item[places], return_inverse=True)
        numbers = np.array([self.reader.hole(kind, each) for each in items.tolist()], np.int32)[inverse]
        rows = self.rows[places]
        self.reader.refusals.add(rows, self.place, self.text.gather(places), numbers, shown(values))
        self.reader.refusals.count(rows, self.place, numbers)
        self.bad[places] = True

    # ── words ───────────────────────────────────────────────────────────────
    def _read_words(self, rest: Places) -> None:
        """Each distinct text of an item once by the rules."""
        text = self.text.gather(rest)
        codes = text.cast(pl.Categorical(pl.Categories.random())).to_physical().to_numpy().astype(np.int64)
        pairs = codes * len(self.reader.decimals) + self.item[rest]
        _, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
        found = [
            self.reader.known(word, item)
            for word, item in zip(text.gather(first).to_list(), self.item[rest][first].tolist(), strict=True)
        ]
        figures = [figure or Figure(_BLANK, 0, None) for figure, _ in found]
        self.status[rest] = np.array([figure.status for figure in figures], np.int8)[inverse]
        self.marks[rest] = np.array([figure.marks for figure in figures], np.int8)[inverse]
        self.others.append(
            (rest, pl.Series([figure.value for figure in figures], dtype=VALUE).gather(inverse))
        )
        self._refuse_words(rest, text, np.array([number for _, number in found], np.int32)[inverse])
        for which, times, place in distinct(inverse):
            for note in figures[which].notes:
                self.reader.refusals.note(note, times, int(self.rows[rest[place]]))

    def _refuse_words(self, rest: Places, text: pl.Series, numbers: Answers) -> None:
        wrong = np.flatnonzero(numbers != _NO_FAULT)
        if len(wrong):
            rows = self.rows[rest[wrong]]
            self.reader.refusals.add(rows, self.place, text.gather(wrong), numbers[wrong])
            self.reader.refusals.count(rows, self.place, numbers[wrong])
            self.bad[rest[wrong]] = True
