"""What the texts of a table say, each distinct text read once by the rules, whatever engine brings it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.store import faults
from samrit.indicators.store.cells import MARK_BITS, STATUS_NUMBERS, marks_number
from samrit.indicators.store.port import ItemTerms, Terms
from samrit.rules.areas import LEVELS, AreaLevel, Found, find_area, read_code, read_parts
from samrit.rules.areas.codes import refuse_level
from samrit.rules.observed import Observed, Status, read_value
from samrit.rules.periods import PeriodRead, PeriodType, read_period
from samrit.rules.thai import plain_number
from samrit.rules.typed import evened
from samrit.rules.wording import Message, Refusal

_CODE = re.compile(r"\s*(?:'|TH-?)?[\d\s-]*\d[\d\s-]*(?:\.0+)?\s*", re.IGNORECASE)
_TOTAL = frozenset({"", "รวม", "ยอดรวม", "รวมทั้งหมด", "รวมทั้งสิ้น", "ทั้งหมด", "total", "all", "_t"})
_SHORT_CODE = 3  # digits that a day, a month or a quarter can have at most, and one more


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

    @classmethod
    def of(cls, mapping: ColumnMapping, terms: Terms) -> "Reader":
        items: dict[str, int] = {}
        for item in terms.items.values():
            for name in dict.fromkeys(map(_key, item.names)):
                items[name] = 0 if name in items else item.id
        items |= {_key(item.code): item.id for item in terms.items.values()}
        lists = {
            named: {_key(text): code for text, code in codes.items()} for named, codes in terms.lists.items()
        }
        return cls(mapping, terms, items, lists)

    def item(self, text: str) -> Number | Fault:
        """Item.pk."""
        key = _key(text)
        found = self._items.get(key)
        if found:
            return Number(found)
        if not key:
            return fault(faults.item_blank())
        return fault(faults.item_unknown(text) if found is None else faults.item_ambiguous(text))

    def area(self, texts: Sequence[str]) -> Number | Fault:
        """The code as a number; ``texts`` of several columns from the largest area to the smallest."""
        found = _area(texts, self.mapping, self.terms)
        if found is None:
            return fault(faults.area_blank())
        if isinstance(found, Refusal):
            return fault(found.message)
        if not found.area.code.startswith(self.terms.within):
            return fault(faults.area_outside(found.area))
        return Number(int(found.area.code), (found.note,) if found.note else ())

    def period(self, texts: Sequence[str], kind: PeriodType) -> Number | Fault:
        """Period.number of the kind; ``texts`` of several columns (year and month, day, month and year)."""
        found = read_period(joined_period(texts, kind), expects=kind, habits=self.mapping.habits)
        if isinstance(found, PeriodRead):
            return Number(found.period.number, found.notes)
        return fault(found.message)

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


def _figure(found: Observed) -> Figure:
    marks = marks_number(found.marks) if found.status is Status.VALUE else 0
    return Figure(STATUS_NUMBERS[found.status], marks, found.value, found.notes)


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent)) if value else 0


# ── areas ───────────────────────────────────────────────────────────────────
def _area(texts: Sequence[str], mapping: ColumnMapping, terms: Terms) -> Found | Refusal | None:
    """None: nothing is written."""
    written = [text for text in texts if text.strip()]
    if not written:
        return None
    if len(texts) > 1 and all(_CODE.fullmatch(text) for text in written):
        return read_parts(texts, terms.known_area)
    if len(written) == 1:
        return _one_area(written[0], mapping, terms, within=terms.within)
    return _named_in_turn(written, mapping, terms)


def _one_area(text: str, mapping: ColumnMapping, terms: Terms, *, within: str) -> Found | Refusal:
    if _CODE.fullmatch(text):
        return read_code(text, mapping.level, terms.known_area)
    found = find_area(text, level=mapping.level, within=within, more=terms.more_areas)
    if isinstance(found, Found) or not within:
        return found
    outside = find_area(text, level=mapping.level, more=terms.more_areas)  # is told better as lying elsewhere
    return outside if isinstance(outside, Found) else found


def _named_in_turn(texts: Sequence[str], mapping: ColumnMapping, terms: Terms) -> Found | Refusal:
    """ชลบุรี | ศรีราชา | บางพระ: each within the one before it, one level below."""
    first, *others = texts
    found = _first_of(first, terms)
    for text in others:
        if isinstance(found, Refusal):
            return found
        above = found.area
        if _CODE.fullmatch(text):
            found = read_code(text, None, terms.known_area)
        else:
            level = LEVELS[min(above.level.depth + 1, len(LEVELS) - 1)]
            found = find_area(text, level=level, within=above.code, more=terms.more_areas)
    if isinstance(found, Found) and mapping.level not in {None, found.area.level}:
        return refuse_level(found.area, mapping.level or found.area.level)
    return found


def _first_of(text: str, terms: Terms) -> Found | Refusal:
    """A province if one is named so, else what it is in the terms' province."""
    if _CODE.fullmatch(text):
        return read_code(text, None, terms.known_area)
    province = find_area(text, level=AreaLevel.PROVINCE)
    return (
        province
        if isinstance(province, Found)
        else find_area(text, within=terms.within, more=terms.more_areas)
    )


# ── periods and statuses ────────────────────────────────────────────────────
def joined_period(texts: Sequence[str], kind: PeriodType) -> str:
    """One text of several columns: 2567 | 1 is ``ไตรมาส 1/2567`` or ``1/2567``, 2567 | มกราคม ``มกราคม 2567``."""
    written = [text.strip() for text in texts if text.strip()]
    if len(written) < 2:  # noqa: PLR2004 - nothing to be joined
        return "".join(written)
    years = [text for text in written if _holds_a_year(text)]
    others = [text for text in written if not _holds_a_year(text)]
    if len(years) != 1:
        return " ".join(written)
    if all(other.isdecimal() for other in others):
        quarter = kind in {PeriodType.QUARTER, PeriodType.FISCAL_QUARTER}
        return (
            f"ไตรมาส {others[0]}/{years[0]}"
            if quarter
            else "/".join((*_day_first(others, written), years[0]))
        )
    return " ".join((*_day_first(others, written), years[0]))


def _holds_a_year(text: str) -> bool:
    return len(re.sub(r"\D", "", text)) > _SHORT_CODE or "ปี" in text or "fy" in text.casefold()


def _day_first(others: list[str], written: list[str]) -> list[str]:
    """Where the year comes first, so does the month before the day."""
    return others[::-1] if written[0] not in others else others


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
