"""What the texts of a table say, each distinct text read once by the rules, whatever engine brings it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from samrit.indicators.reading import Looked, Means, read_area, read_period_of
from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.reading.mapping import Column
from samrit.indicators.reading.months import month_in, month_of_year
from samrit.indicators.store import faults
from samrit.indicators.store.cells import MARK_BITS, STATUS_NUMBERS, marks_number
from samrit.indicators.store.terms import ItemTerms, Terms
from samrit.rules.observed import Observed, Status, read_value
from samrit.rules.periods import PeriodRead, PeriodType
from samrit.rules.thai import plain_number
from samrit.rules.typed import evened
from samrit.rules.wording import Message, Refusal

YEARS_AHEAD = 5
YEARS_BACK = 30
_TOTAL = frozenset({"", "รวม", "ยอดรวม", "รวมทั้งหมด", "รวมทั้งสิ้น", "ทั้งหมด", "total", "all", "_t"})


class Fault(NamedTuple):
    """Why a text is not taken, as it is told."""

    message: Message
    mend: Message | None


class Number(NamedTuple):
    """What a text means as a number of the cell file, and what was taken for granted."""

    number: int
    notes: tuple[Message, ...] = ()


class Figure(NamedTuple):
    """What a cell's text means; ``value`` only with status 0."""

    status: int
    marks: int
    value: Decimal | None
    notes: tuple[Message, ...] = ()


class Said(NamedTuple):
    """What a column of statuses says: a status (−1: none) and marks to be added."""

    status: int
    marks: int


def fault(message: Message) -> Fault:
    return Fault(message, faults.mend_of(message.code))


@dataclass(frozen=True)
class Reader:
    """Texts by the rules, for one mapping and its terms. Pure; whoever asks keeps what was answered."""

    mapping: ColumnMapping
    terms: Terms
    _items: Mapping[str, int]  # evened text → id; 0: several bear it
    _lists: Mapping[str, Mapping[str, str]]
    _looked: Looked

    @classmethod
    def of(cls, mapping: ColumnMapping, terms: Terms) -> "Reader":
        items: dict[str, int] = {}
        for item in terms.items.values():
            for form in {*map(_key, item.names), *map(_unspaced, item.names)}:
                items[form] = 0 if form in items else item.id
        items |= {_key(item.code): item.id for item in terms.items.values()}
        lists = {
            named: {_key(text): code for text, code in codes.items()} for named, codes in terms.lists.items()
        }
        looked = Looked(mapping.level, terms.within, terms.known_area, tuple(terms.more_areas))
        return cls(mapping, terms, items, lists, looked)

    def item(self, text: str) -> Number | Fault:
        """Item.pk."""
        key = _key(text)
        found = self._items.get(key, self._items.get(_unspaced(text)))
        if found:
            return Number(found)
        if not key:
            return fault(faults.item_blank())
        return fault(faults.item_unknown(text) if found is None else faults.item_ambiguous(text))

    def area(self, texts: Sequence[str]) -> Number | Fault:
        """The code as a number; ``texts`` of the AREA columns, or the one that is the same for all."""
        if len(texts) == 1 and self.is_exact_area(texts[0]):
            return Number(int(texts[0]))
        if not any(text.strip() for text in texts):
            return fault(faults.area_blank())
        found = read_area(texts, self._titles(Means.AREA, texts), looked=self._looked)
        if isinstance(found, Refusal):
            return fault(found.message)
        if not found.area.code.startswith(self.terms.within):
            return fault(faults.area_outside(found.area))
        return Number(int(found.area.code), (found.note,) if found.note else ())

    def is_exact_area(self, text: str) -> bool:
        """A code as the register writes it, of an area that stands: the rules have nothing to say to it."""
        area = self.terms.known_area(text) if text.isascii() and text.isdigit() else None
        fits = area is not None and area.valid_to is None and self.mapping.level in {None, area.level}
        return fits and text.startswith(self.terms.within)

    def period(self, texts: Sequence[str], kind: PeriodType) -> Number | Fault:
        """Period.number of the kind; ``texts`` of the PERIOD columns, or the one that is the same for all.

        Behind them the month of the column of figures (``period_texts``), where it says one.
        """
        month = month_in(texts[-1]) if len(texts) > 1 else None
        texts = texts if month is None else texts[:-1]
        titles = self._titles(Means.PERIOD, texts)
        if month is None:
            found = read_period_of(texts, titles, expects=kind, habits=self.mapping.habits)
        else:
            found = month_of_year(texts, titles, month, expects=kind, habits=self.mapping.habits)
        return self._when(found) if isinstance(found, PeriodRead) else fault(found.message)

    def _when(self, found: PeriodRead) -> Number | Fault:
        """Of what is still to come forecasts are taken, and told; years ahead it is a slip of the keys. So is 2466 for 2566."""
        first, today = found.period.first, self.terms.today
        notes = found.notes
        if today and first.year > today.year + YEARS_AHEAD:
            return fault(faults.period_far_ahead(found.period))
        if today and first > today:
            notes = (*notes, faults.period_ahead(found.period))
        if today and first.year < today.year - YEARS_BACK:
            notes = (*notes, faults.period_long_past(found.period))
        return Number(found.period.number, notes)

    def _titles(self, means: Means, texts: Sequence[str]) -> list[str]:
        titles = [column.title for column in self.mapping.of(means)]
        return titles if len(titles) == len(texts) else [""] * len(texts)

    def part(self, item: ItemTerms, texts: Mapping[str, str]) -> Number | Fault:
        """Part.pk of an item, 0 for its total; ``texts`` by code list."""
        for named, text in texts.items():
            if _key(text) not in _TOTAL and _key(text) not in self._lists.get(named, {}):
                return fault(faults.part_unknown(text, named))
        said = {named: self._lists.get(named, {}).get(_key(text), "") for named, text in texts.items()}
        codes = [said.pop(named, "") for named in item.lists]
        if any(said.values()):
            return fault(faults.part_not_kept(item, said.values()))
        number = self.terms.parts.get((item.id, tuple(codes))) if any(codes) else 0
        return fault(faults.part_not_kept(item, codes)) if number is None else Number(number)

    def figure(self, text: str, item: ItemTerms) -> Figure | Fault:
        """A cell of the item."""
        found = read_value(text, unit=item.unit)
        if isinstance(found, Refusal):
            return fault(found.message)
        refused = None if found.value is None else self.bounds(found.value, item)
        return refused or _figure(found)

    def bounds(self, value: Decimal, item: ItemTerms) -> Fault | None:
        """Whether the item allows the figure."""
        shown = plain_number(value)
        if item.least is not None and value < item.least:
            return fault(faults.below(item, shown))
        if item.most is not None and value > item.most:
            return fault(faults.above(item, shown))
        return fault(faults.too_fine(item, shown)) if _decimals(value) > item.decimals else None

    def said(self, text: str) -> Said | Fault:
        """A cell of a column of statuses: our own words, those of a cell, or the letters of SDMX."""
        status, marks = -1, 0
        for word in filter(None, (_key(part) for part in text.split(";"))):
            found = _said(word)
            if found is None or (status >= 0 and found.status >= 0 and found.status != status):
                return fault(faults.status_unknown(text))
            status, marks = max(status, found.status), marks | found.marks
        return Said(status, marks)


def stated_period(mapping: ColumnMapping, column: Column) -> tuple[str, ...]:
    """What is stated of when a column's figures are, without the PERIOD columns: a period, and a month behind it.

    () where only those columns say it; a month alone is behind what they say.
    """
    if month_in(column.period) is None:
        return tuple(filter(None, [column.period or mapping.period]))
    years = () if mapping.of(Means.PERIOD) else (mapping.period,)
    return (*years, column.period)


def combined(figure: Figure, said: Said) -> Figure | None:
    """What the cell and the status beside it say together; None where they contradict each other."""
    number = STATUS_NUMBERS[Status.VALUE]
    if figure.status == STATUS_NUMBERS[Status.BLANK] and said.status > number:
        return Figure(said.status, 0, None, figure.notes)
    if said.status not in {-1, figure.status} and (said.status > number or figure.status == number):
        return None
    marks = figure.marks | said.marks if figure.status == number else 0
    return figure._replace(marks=marks)


def _key(text: str) -> str:
    return evened(text).casefold()


def _unspaced(text: str) -> str:
    """Thai is written without spaces; a cell breaks its lines anywhere."""
    return _key(text).replace(" ", "")


def _figure(found: Observed) -> Figure:
    marks = marks_number(found.marks) if found.status is Status.VALUE else 0
    return Figure(STATUS_NUMBERS[found.status], marks, found.value, found.notes)


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent)) if value else 0


# ── statuses ────────────────────────────────────────────────────────────────
def _said(word: str) -> Said | None:
    if word in _OWN_WORDS:
        return _OWN_WORDS[word]
    marked = read_value(f"1 ({word})")
    if isinstance(marked, Observed) and marked.status is Status.VALUE and marked.marks:
        return Said(-1, marks_number(marked.marks))
    found = read_value(word)
    if isinstance(found, Observed) and found.status not in {Status.VALUE, Status.BLANK}:
        return Said(STATUS_NUMBERS[found.status], 0)
    return None


_OWN_WORDS: Mapping[str, Said] = {
    "a": Said(-1, 0),
    "m": Said(STATUS_NUMBERS[Status.NOT_APPLICABLE], 0),
    "o": Said(STATUS_NUMBERS[Status.NO_DATA], 0),
    "n": Said(STATUS_NUMBERS[Status.NEGLIGIBLE], 0),
    "q": Said(STATUS_NUMBERS[Status.SUPPRESSED], 0),
    **{mark.value: Said(-1, bit) for mark, bit in MARK_BITS.items()},
    **{status.value: Said(number, 0) for status, number in STATUS_NUMBERS.items()},
    Status.VALUE.value: Said(-1, 0),
}
