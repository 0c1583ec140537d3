"""What a mapping names – items, areas, periods, parts – as a person reads and types it, and read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from samrit.indicators.reading.mapping import Parts
from samrit.indicators.reading.months import bare_month, month_in, month_named
from samrit.rules.areas import Area, Findable, area_by_code, children, find_area, read_code
from samrit.rules.items import Book
from samrit.rules.periods import Habits, PeriodType, from_text, label, label_en, read_period
from samrit.rules.thai import MONTHS
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.ui.formats import ENGLISH_MONTHS, in_english

BETWEEN = " · "  # between a name and its code


@dataclass(frozen=True)
class Known:
    """What can be named in a province: its book, its code, its villages by code."""

    book: Book
    province: str
    villages: Mapping[str, Area]

    @cached_property
    def findable(self) -> Findable:
        return Findable(self.villages.values())

    def area_of(self, code: str) -> Area | None:
        return self.villages.get(code) or area_by_code(code)


# ── items ───────────────────────────────────────────────────────────────────
def item_text(known: Known, code: str) -> str:
    """``ปริมาณขยะ · waste_total``; a code that the book does not have stays as it is."""
    item = known.book.items.get(code)
    return f"{item.name_en if in_english() else item.name}{BETWEEN}{code}" if item else code


def read_item(known: Known, text: str) -> str | Refusal:
    """The code that was typed, alone or behind its name, or the code of a name."""
    plain = text.strip()
    code = plain.rpartition(BETWEEN.strip())[2].strip()
    if code in known.book.items:
        return code
    named = [one.code for one in known.book.items.values() if plain in {one.name, one.name_en}]
    if len(named) == 1:
        return named[0]
    return refuse(
        "mapping_item_unknown", "ไม่มีรายการ “{typed}” – พิมพ์คำในชื่อรายการ แล้วเลือกจากรายชื่อที่แสดง", typed=plain[:80]
    )


# ── areas ───────────────────────────────────────────────────────────────────
def area_text(known: Known, code: str) -> str:
    """``อำเภอเมืองปทุมธานี · 1301``."""
    area = known.area_of(code)
    return f"{area.name_en if in_english() else area.title}{BETWEEN}{code}" if area else code


def read_area(known: Known, text: str) -> str | Refusal:
    """By code, or by name within the province."""
    plain = text.strip()
    code = plain.rpartition(BETWEEN.strip())[2].strip()
    if code.isdecimal():
        found = read_code(code, known=known.area_of)
    else:
        found = find_area(plain, within=known.province, more=known.findable)
    return found if isinstance(found, Refusal) else found.area.code


# ── periods ─────────────────────────────────────────────────────────────────
def period_text(text: str) -> str:
    """``FY2567`` → ปีงบประมาณ 2567; a month alone by its name."""
    if month := month_in(text):
        return ENGLISH_MONTHS[month - 1] if in_english() else MONTHS[month - 1]
    try:
        period = from_text(text)
    except RefusedError:
        return text
    return label_en(period) if in_english() else label(period)


def read_one_period(text: str, habits: Habits, expects: PeriodType | None) -> str | Refusal:
    """Its canonical text. ``expects``: the kind of period of the item, where it is known; of a month alone ``bare_month``."""
    if month := month_in(text.strip()) or month_named(text):
        return bare_month(month)
    try:
        return str(from_text(text.strip()))
    except RefusedError:
        found = read_period(text, expects=expects, habits=habits)
    return found if isinstance(found, Refusal) else str(found.period)


# ── parts ───────────────────────────────────────────────────────────────────
def parts_text(known: Known, parts: Parts) -> str:
    """``เพศ=ชาย, กลุ่มอายุ 5 ปี=0–4 ปี``."""
    return ", ".join(_part_text(known, name, code) for name, code in parts)


def _part_text(known: Known, name: str, code: str) -> str:
    codes = known.book.lists.get(name)
    if codes is None:
        return f"{name}={code}"
    named = next((one for one in codes.codes if one.code == code), None)
    if in_english():
        return f"{codes.name_en}={named.name_en if named else code}"
    return f"{codes.name}={named.name if named else code}"


def read_parts_text(known: Known, text: str) -> Parts | Refusal:
    """Pairs of a list and one of its codes, each by name or by code, in the order typed."""
    found = []
    for pair in filter(None, (one.strip() for one in text.split(","))):
        listed, _sign, code = (one.strip() for one in pair.partition("="))
        read = _read_pair(known, listed, code)
        if isinstance(read, Refusal):
            return read
        found.append(read)
    return tuple(found)


def _read_pair(known: Known, listed: str, code: str) -> tuple[str, str] | Refusal:
    codes = next(
        (one for one in known.book.lists.values() if listed in {one.code, one.name, one.name_en}), None
    )
    if codes is None:
        names = ", ".join(one.name for one in known.book.lists.values())
        return refuse(
            "mapping_list_unknown",
            "ไม่มีรายการจำแนก “{typed}” – พิมพ์แบบ เพศ=ชาย โดยใช้ชื่อ {names}",
            typed=listed[:80],
            names=names,
        )
    one = next((each for each in codes.codes if code in {each.code, each.name, each.name_en}), None)
    if one is None:
        return refuse(
            "mapping_code_unknown",
            "“{listed}” ไม่มีรหัส “{typed}” – เลือกจากรายชื่อที่แสดง",
            listed=codes.name,
            typed=code[:80],
        )
    return codes.code, one.code


# ── to choose from ──────────────────────────────────────────────────────────
def item_choices(known: Known) -> list[str]:
    return [item_text(known, code) for code in known.book.items]


def area_choices(known: Known) -> list[str]:
    """The province and its districts; others are typed."""
    return [
        area_text(known, code) for code in (known.province, *(area.code for area in children(known.province)))
    ]


def part_choices(known: Known) -> list[str]:
    return [
        _part_text(known, name, one.code) for name, codes in known.book.lists.items() for one in codes.codes
    ]


def list_choices(known: Known) -> list[tuple[str, str]]:
    """(code, name) of the code lists."""
    return [(code, one.name_en if in_english() else one.name) for code, one in known.book.lists.items()]
