"""The key of every cell of a batch: item, area, period and part, from columns or the same for all."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samrit.indicators.reading import Column, Means
from samrit.indicators.reading.months import month_in
from samrit.indicators.store.embedded.areas import AreaReader
from samrit.indicators.store.embedded.refusals import HOLE, Flags, Refusals
from samrit.indicators.store.embedded.texts import Answers, Meanings, Texts
from samrit.indicators.store.faults import area_not_of_item
from samrit.indicators.store.texts import Fault, Number, Reader, fault, stated_period
from samrit.rules.areas import LEVELS
from samrit.rules.periods import PeriodType

_KINDS = tuple(PeriodType)


@dataclass
class Keys:
    """Of the cells of one VALUE column: numbers as in the cell file; under ``bad`` they mean nothing.

    ``item`` is −1 − a fault where it is not known.
    """

    item: Answers
    area: Answers
    period: Answers
    part: Answers
    bad: Flags


class KeyReader:
    """The keys of a table, batch by batch."""

    def __init__(self, reader: Reader, refusals: Refusals) -> None:
        self._reader = reader
        self._refusals = refusals
        mapping = reader.mapping
        self._texts = {
            means: Texts(means.value, [column.place for column in mapping.of(means)])
            for means in (Means.ITEM, Means.PERIOD, Means.PART)
            if mapping.of(means)
        }
        self._area = AreaReader(reader, refusals) if mapping.of(Means.AREA) else None
        self._item = Meanings(lambda texts: reader.item(texts[0]), refusals)
        self._period: dict[tuple[PeriodType, tuple[str, ...]], Meanings] = {}
        self._part: dict[int, Meanings] = {}
        self._constants: dict[tuple[object, ...], int] = {}
        size = max(reader.terms.items, default=0) + 1
        self._kind_of = np.zeros(size, np.int8)
        self._levels_of = np.full(size, (1 << len(LEVELS)) - 1, np.int8)
        for item in reader.terms.items.values():
            self._kind_of[item.id] = _KINDS.index(item.period)
            if item.levels:
                self._levels_of[item.id] = sum(1 << level.depth for level in item.levels)
        self._kinds = sorted({_KINDS.index(item.period) for item in reader.terms.items.values()})
        self._batch: dict[tuple[object, ...], Answers] = {}

    def _period_of(self, kind: PeriodType, behind: tuple[str, ...]) -> Meanings:
        """Of the texts of the PERIOD columns; ``behind`` them the month of a column of figures."""
        if (kind, behind) not in self._period:
            self._period[kind, behind] = Meanings(
                lambda texts: self._reader.period((*texts, *behind), kind), self._refusals
            )
        return self._period[kind, behind]

    @property
    def expressions(self) -> list[pl.Expr]:
        """What is to be made of the columns while the file is read."""
        codes = self._area.expressions if self._area else []
        return [*codes, *(texts.expression for texts in self._texts.values())]

    def begin(self, frame: pl.DataFrame) -> None:
        """The next batch."""
        self._frame = frame
        self._rows: Answers = frame["row"].to_numpy()
        self._batch = {}
        self._codes = {means: texts.codes(frame) for means, texts in self._texts.items()}

    # ── one VALUE column ────────────────────────────────────────────────────
    def read(self, column: Column) -> Keys:
        """Its keys; what of them cannot be read is listed and counted."""
        mapping = self._reader.mapping
        item_text = column.item or mapping.item
        item = self._once(("item", item_text), column, Means.ITEM, lambda: self._items(item_text))
        area_text = column.area or mapping.area
        area = self._once(("area", area_text), column, Means.AREA, lambda: self._areas(area_text))
        stated = stated_period(mapping, column)
        of_period = ("period", item_text, stated)
        period = self._once(of_period, column, Means.PERIOD, lambda: self._periods(item, stated))
        parts = dict((*mapping.parts, *column.parts))
        of_part = ("part", item_text, tuple(parts.items()))
        part = self._once(of_part, column, Means.PART, lambda: self._parts(item, parts))
        bad: Flags = (item < 0) | (area < 0) | (period < 0) | (part < 0)
        self._check_levels(column, item, area, bad)
        self._count(column, {Means.ITEM: item, Means.AREA: area, Means.PERIOD: period, Means.PART: part})
        return Keys(item, area, period, part, bad)

    def _once(
        self, asked: tuple[object, ...], column: Column, means: Means, read: Callable[[], Answers]
    ) -> Answers:
        """The same column of keys is read and listed once in a batch, whatever many columns of values share it."""
        if asked not in self._batch:
            found = self._batch[asked] = read()
            self._list(column, means, found)
        return self._batch[asked]

    def _constant(self, *asked: object, answer: Callable[[], Number | Fault]) -> Answers:
        if asked not in self._constants:
            found = answer()
            if isinstance(found, Number):
                for message in found.notes:
                    self._refusals.note(message, 1, 0)
            number = -1 - self._refusals.number(found) if isinstance(found, Fault) else found.number
            self._constants[asked] = number
        return np.full(len(self._rows), self._constants[asked], np.int32)

    def _items(self, text: str) -> Answers:
        if text or Means.ITEM not in self._texts:
            return self._constant("item", text, answer=lambda: self._reader.item(text))
        return self._item.of(self._texts[Means.ITEM], self._codes[Means.ITEM], self._rows)

    def _areas(self, text: str) -> Answers:
        if text or self._area is None:
            return self._constant("area", text, answer=lambda: self._reader.area((text,)))
        return self._area.read(self._frame, self._rows)

    def _periods(self, item: Answers, stated: tuple[str, ...]) -> Answers:
        """By the kind of the item; of an unknown item nothing is said."""
        found = np.zeros(len(item), np.int32)
        if len(self._kinds) == 1:
            return np.where(item < 0, 0, self._of_one_kind(_KINDS[self._kinds[0]], stated, slice(None)))
        kinds = np.where(item < 0, -1, self._kind_of[np.maximum(item, 0)])
        for number in self._kinds:
            kind = _KINDS[number]
            here = np.flatnonzero(kinds == number)
            if not len(here):
                continue
            found[here] = self._of_one_kind(kind, stated, here)
        return found

    def _of_one_kind(
        self, kind: PeriodType, stated: tuple[str, ...], here: slice | NDArray[np.intp]
    ) -> Answers:
        by_rows = Means.PERIOD in self._texts and (not stated or month_in(stated[0]) is not None)
        if not by_rows:
            texts = stated or ("",)
            answer = self._constant("period", kind, texts, answer=lambda: self._reader.period(texts, kind))
            return answer[here]
        codes = self._codes[Means.PERIOD][here]
        return self._period_of(kind, stated).of(self._texts[Means.PERIOD], codes, self._rows[here])

    def _parts(self, item: Answers, said: dict[str, str]) -> Answers:
        found = np.zeros(len(item), np.int32)
        if not said and Means.PART not in self._texts:
            return found
        for number in np.unique(item[item >= 0]).tolist():
            here = np.flatnonzero(item == number)
            if Means.PART in self._texts:
                texts, codes = self._texts[Means.PART], self._codes[Means.PART][here]
                found[here] = self._parts_of(number, said).of(texts, codes, self._rows[here])
            else:
                reads = partial(self._reader.part, self._reader.terms.items[number], said)
                found[here] = self._constant("part", number, *said.items(), answer=reads)[here]
        return found

    def _parts_of(self, number: int, said: dict[str, str]) -> Meanings:
        """Of one item: its lists differ from another's. The columns say what the mapping does not."""
        if number not in self._part:
            item = self._reader.terms.items[number]
            lists = [column.list for column in self._reader.mapping.of(Means.PART)]
            self._part[number] = Meanings(
                lambda texts: self._reader.part(item, said | dict(zip(lists, texts, strict=True))),
                self._refusals,
            )
        return self._part[number]

    # ── what cannot be read ─────────────────────────────────────────────────
    def _count(self, column: Column, answers: dict[Means, Answers]) -> None:
        for means, found in answers.items():
            if len(found) and found.min() < 0:
                bad = found < 0
                self._refusals.count(self._rows[bad], self._places_of(means, column)[0], -1 - found[bad])

    def _list(self, column: Column, means: Means, answers: Answers) -> None:
        here = np.flatnonzero(answers < 0)
        if len(here):
            place, values = self._shown(column, means, here)
            self._refusals.add(self._rows[here], place, values, -1 - answers[here])

    def _shown(self, column: Column, means: Means, here: NDArray[np.intp]) -> tuple[int, pl.Series]:
        """The cells that say it: those of the first column that means it, else the value itself."""
        places = self._places_of(means, column)
        told = self._frame.select(pl.concat_str([f"c{place}" for place in places], separator=" | "))
        return places[0], told.to_series().gather(here)

    def _places_of(self, means: Means, column: Column) -> tuple[int, ...]:
        of_means = tuple(each.place for each in self._reader.mapping.of(means))
        return of_means or (column.place,)

    def _check_levels(self, column: Column, item: Answers, area: Answers, bad: Flags) -> None:
        """Marks the cells of areas of a level that the item is not kept for."""
        levels = self._levels_of[np.maximum(item, 0)]
        depth = (area >= 100).astype(np.int8) + (area >= 10_000) + (area >= 1_000_000)  # noqa: PLR2004 - digits
        wrong = np.flatnonzero(((levels >> depth) & 1 == 0) & (item >= 0) & (area >= 0))
        if not len(wrong):
            return
        pairs, inverse = np.unique(
            item[wrong].astype(np.int64) * len(LEVELS) + depth[wrong], return_inverse=True
        )
        numbers = np.array(
            [self._level_fault(*divmod(pair, len(LEVELS))) for pair in pairs.tolist()], np.int32
        )
        place, values = self._shown(column, Means.AREA, wrong)
        shown = pl.Series(area[wrong]).cast(pl.String)
        self._refusals.add(self._rows[wrong], place, values, numbers[inverse], shown)
        self._refusals.count(self._rows[wrong], place, numbers[inverse])
        bad[wrong] = True

    def _level_fault(self, item: int, depth: int) -> int:
        message = area_not_of_item(HOLE, LEVELS[depth], self._reader.terms.items[item])
        return self._refusals.number(fault(message))
