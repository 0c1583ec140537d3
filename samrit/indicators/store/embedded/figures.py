"""The values of a batch: plain numbers in one pass, every other text once by the rules."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samrit.indicators.reading import Column
from samrit.indicators.store import faults
from samrit.indicators.store.cells import DECIMALS, DIGITS, STATUS_NUMBERS
from samrit.indicators.store.embedded.refusals import HOLE, Flags, Refusals, distinct
from samrit.indicators.store.embedded.texts import Answers
from samrit.indicators.store.terms import ItemTerms
from samrit.indicators.store.texts import Fault, Figure, Reader, fault
from samrit.rules.observed import Status

_VALUE, _BLANK = STATUS_NUMBERS[Status.VALUE], STATUS_NUMBERS[Status.BLANK]
_TYPE = pl.Decimal(DIGITS, DECIMALS)
_PLAIN_LENGTH = 13  # characters: so many digits are told apart by binary fractions, and no decimal is cut off
_GROUPED = r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$"
_NO_FAULT = -1


@dataclass
class Figures:
    """Of the cells of one VALUE column. ``bad``: not taken; its reasons are listed and counted."""

    status: NDArray[np.int8]
    marks: NDArray[np.int8]
    value: pl.Series
    bad: Flags


def _plain(text: pl.Expr, name: str) -> list[pl.Expr]:
    """The number that a text is, or null; and where its decimals begin.

    Digits with at most one point and one sign are the same number for Polars as for ``rules.observed``; what else Polars
    would take (exponents, more decimals than it keeps) is left to the rules.
    """
    length = text.str.len_bytes()
    number = pl.when((length <= _PLAIN_LENGTH) & ~text.str.contains("[eE]")).then(text)
    return [
        number.cast(_TYPE, strict=False).alias(f"{name}_number"),
        number.cast(pl.Float64, strict=False).alias(f"{name}_float"),
        (length.cast(pl.Int32) - 1 - text.str.find(".", literal=True).cast(pl.Int32)).alias(
            f"{name}_decimals"
        ),
    ]


def _parts(frame: pl.DataFrame, name: str) -> dict[str, pl.Series]:
    return {part: frame[f"{name}_{part}"] for part in ("number", "float", "decimals")}


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
                self._by_rules[item.id] |= len(bound.normalize().as_tuple().digits) > _PLAIN_LENGTH
        self._decimals[item.id] = item.decimals

    def expressions(self, columns: tuple[Column, ...]) -> list[pl.Expr]:
        """What is to be made of the columns while the file is read."""
        return [each for column in columns for each in _plain(pl.col(f"c{column.place}"), f"v{column.place}")]

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

    def suspects(self, figures: pl.Series, decimals: pl.Series, item: Answers) -> dict[str, NDArray[np.intp]]:
        """Places of the numbers below, above, and with more decimals than their items allow (in digits typed)."""
        found = figures.to_numpy()
        below = found < self._least[item]
        above = found > self._most[item]
        fine = (decimals.fill_null(0).to_numpy() > self._decimals[item]) & ~below & ~above
        places = {"below": below, "above": above, "too_fine": fine}
        return {kind: np.flatnonzero(flags) for kind, flags in places.items()}

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


class _Batch:
    """One VALUE column of one batch."""

    def __init__(self, reader: FigureReader, frame: pl.DataFrame, column: Column, item: Answers) -> None:
        self.reader = reader
        self.place = column.place
        self.text = frame[f"c{column.place}"]
        self.read = _parts(frame, f"v{column.place}")
        self.number = self.read["number"]
        self.rows: Answers = frame["row"].to_numpy()
        self.item = np.maximum(item, 0)
        self.known = item >= 0
        height = frame.height
        self.status = np.zeros(height, np.int8)
        self.marks = np.zeros(height, np.int8)
        self.bad = np.zeros(height, np.bool_)
        self.others: list[tuple[NDArray[np.intp], pl.Series]] = []

    def figures(self) -> Figures:
        plain = self.number.is_not_null().to_numpy() & self.known & ~self.reader.by_rules(self.item)
        blank = (self.text == "").to_numpy()
        self.status[blank] = _BLANK
        self._check(~plain, self.read, self.text, slice(None))
        rest = np.flatnonzero(~plain & ~blank & self.known)
        if len(rest):
            rest = self._read_grouped(rest)
        if len(rest):
            self._read_words(rest)
        return Figures(self.status, self.marks, self._values(), self.bad)

    def _values(self) -> pl.Series:
        """The plain numbers with the others put in their places."""
        if not self.others:
            return self.number
        found = self.number.clone()
        for places, values in self.others:
            found = found.scatter(places, values)
        return found

    # ── numbers ─────────────────────────────────────────────────────────────
    def _check(
        self,
        left_out: Flags,
        read: Mapping[str, pl.Series],
        text: pl.Series,
        here: slice | NDArray[np.intp],
    ) -> None:
        """Bounds of the numbers ``read`` at ``here``; those ``left_out`` are none, or judged elsewhere."""
        item = self.item[here]
        for kind, found in self.reader.suspects(read["float"], read["decimals"], item).items():
            places = found[~left_out[found]]
            if kind == "too_fine":
                places = self._surely_too_fine(places, text, item)
            if len(places):
                self._refuse_bound(kind, places, read["number"], text, here)

    def _surely_too_fine(self, places: NDArray[np.intp], text: pl.Series, item: Answers) -> NDArray[np.intp]:
        """Zeros at the end are no decimals."""
        short = text.gather(places).str.strip_chars_end("0")
        typed = short.str.len_bytes().cast(pl.Int32) - 1 - short.str.find(".", literal=True).cast(pl.Int32)
        return places[typed.to_numpy() > self.reader.decimals[item[places]]]

    def _refuse_bound(
        self,
        kind: str,
        places: NDArray[np.intp],
        number: pl.Series,
        text: pl.Series,
        here: slice | NDArray[np.intp],
    ) -> None:
        items, inverse = np.unique(self.item[here][places], return_inverse=True)
        numbers = np.array([self.reader.hole(kind, each) for each in items.tolist()], np.int32)[inverse]
        cells = text.gather(places)
        rows = self.rows[here][places]
        self.reader.refusals.add(rows, self.place, cells, numbers, shown(number.gather(places)))
        self.reader.refusals.count(rows, self.place, numbers)
        self.bad[np.arange(len(self.bad))[here][places]] = True

    def _read_grouped(self, rest: NDArray[np.intp]) -> NDArray[np.intp]:
        """1,234.5: in one pass as well. What is left for the rules."""
        text = self.text.gather(rest)
        grouped = text.str.contains(_GROUPED).to_numpy() & ~self.reader.by_rules(self.item[rest])
        if not grouped.any():
            return rest
        plain = text.filter(pl.Series(grouped)).str.replace_all(",", "", literal=True)
        read = pl.select(_plain(pl.lit(plain), "v"))
        good = read["v_number"].is_not_null().to_numpy()
        here = rest[grouped][good]
        read = read.filter(pl.Series(good))
        none = np.zeros(len(here), np.bool_)
        self._check(none, _parts(read, "v"), self.text.gather(here), here)
        self.others.append((here, read["v_number"]))
        return np.concatenate([rest[~grouped], rest[grouped][~good]])

    # ── words ───────────────────────────────────────────────────────────────
    def _read_words(self, rest: NDArray[np.intp]) -> None:
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
            (rest, pl.Series([figure.value for figure in figures], dtype=_TYPE).gather(inverse))
        )
        self._refuse_words(rest, text, np.array([number for _, number in found], np.int32)[inverse])
        for which, times, place in distinct(inverse):
            for note in figures[which].notes:
                self.reader.refusals.note(note, times, int(self.rows[rest[place]]))

    def _refuse_words(self, rest: NDArray[np.intp], text: pl.Series, numbers: Answers) -> None:
        wrong = np.flatnonzero(numbers != _NO_FAULT)
        if len(wrong):
            rows = self.rows[rest[wrong]]
            self.reader.refusals.add(rows, self.place, text.gather(wrong), numbers[wrong])
            self.reader.refusals.count(rows, self.place, numbers[wrong])
            self.bad[rest[wrong]] = True
