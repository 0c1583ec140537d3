"""A remembered mapping for a new file of the same titles: what it said of titles holds, what it said of that one table does not."""

from dataclasses import dataclass, replace

from samrit.indicators.models import RememberedMapping
from samrit.indicators.queries.submissions import remembered
from samrit.indicators.reading import Column, Mapping, Means, Raw, proposal
from samrit.indicators.reading.mapping import says_period
from samrit.indicators.reading.months import month_in
from samrit.indicators.reading.table import SEPARATOR
from samrit.indicators.reading.words import Words, named_in
from samrit.indicators.store.terms import Terms
from samrit.people.models import Agency
from samrit.rules.wording import Message, say

PARTS_AGAIN = say(
    "recalled_parts", "ครั้งก่อนระบุส่วนจำแนกของทั้งตารางไว้เอง – โปรดยืนยันในการจับคู่คอลัมน์ว่าไฟล์นี้เป็นส่วนเดียวกัน"
)


@dataclass(frozen=True)
class Recalled:
    """``asked``: what this file does not say itself, to be chosen anew; () where the mapping is whole."""

    mapping: Mapping
    since: RememberedMapping
    asked: tuple[Message, ...] = ()


def words_of(against: Terms) -> Words:
    """What a proposal compares titles and cells with."""
    return Words(
        {item.code: item.names for item in against.items.values()},
        against.lists,
        {item.code: item.period for item in against.items.values()},
        against.within,
        tuple(against.more_areas),
    )


def recalled(agency: Agency, raw: Raw, words: Words) -> Recalled | None:
    """What was remembered of a file with these titles. When and where the figures are of, each file says itself."""
    known = remembered(agency, raw.fingerprint)
    if known is None:
        return None
    before = Mapping.from_json(known.mapping)
    of_the_table = (before.item, before.area, before.period, before.parts)
    if not any(of_the_table) and not any(one.period for one in before.columns):
        return Recalled(before, known)
    mapping = _renewed(before, proposal(raw, words).mapping, named_in((*raw.above, raw.sheet), words), words)
    return Recalled(mapping, known, tuple(_asked(before, mapping)))


def _renewed(before: Mapping, now: Mapping, named: str, words: Words) -> Mapping:
    """``named``: the item that the name of the new table says."""
    places = {column.place: column for column in now.columns}
    return replace(
        before,
        columns=tuple(_column(column, places.get(column.place), words) for column in before.columns),
        item="" if named and named != before.item else before.item,
        area=_area(before, now, words.within),
        period=now.period if before.period else "",
    )


def _area(before: Mapping, now: Mapping, province: str) -> str:
    """As the new table says. Where it says nothing it is the province again, but not the district of the last one."""
    return now.area if before.area == province or now.area != province else ""


def _column(column: Column, now: Column | None, words: Words) -> Column:
    """A period that stands in the title is the same again: 2566, but not ต.ค. of the year above the table."""
    if column.means != Means.VALUE or not column.period or _says_when(column.title, words):
        return column
    return replace(column, period=now.period if now else "")


def _says_when(title: str, words: Words) -> bool:
    period = words.said(title).period
    return bool(period and month_in(period) is None) or any(map(words.is_period, title.split(SEPARATOR)))


def _asked(before: Mapping, mapping: Mapping) -> list[Message]:
    pairs = list(zip(before.columns, mapping.columns, strict=True))
    found = [PARTS_AGAIN] if mapping.parts else []
    if before.item and not mapping.item:
        found.append(say("recalled_item", "ข้อความเหนือตารางไม่ใช่รายการที่ใช้ครั้งก่อน – โปรดเลือกรายการข้อมูลของไฟล์นี้"))
    if before.area and not mapping.area:
        found.append(say("recalled_area", "ครั้งก่อนระบุพื้นที่ของทั้งตารางไว้เอง – โปรดระบุพื้นที่ของไฟล์นี้"))
    if (before.period and not mapping.period) or any(
        says_period(one) and not says_period(other) for one, other in pairs
    ):
        found.append(say("recalled_period", "ไฟล์นี้ไม่ได้บอกว่าเป็นของช่วงเวลาใด – โปรดระบุช่วงเวลาของไฟล์นี้"))
    return found
