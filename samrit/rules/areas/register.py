"""Areas that figures are about: จังหวัด, อำเภอ/เขต, ตำบล/แขวง, หมู่บ้าน.

Codes are those of กรมการปกครอง (TIS 1099): 2 digits a province, 4 a district, 6 a subdistrict, 8 a village; each begins
with its parent's. None of the shipped ones begins with 0. Provinces come from ``thailand.toml``, districts and
subdistricts from ``areas.tsv``, codes that ended from ``changes.toml``. Villages are not shipped: they are imported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

from samrit.rules.areas.changes import EndedCode, changes, first_days, replaced_on
from samrit.rules.thai import arabic_digits
from samrit.rules.thailand import BANGKOK, provinces
from samrit.rules.wording import Message, Refusal, refuse, say


class AreaLevel(StrEnum):
    PROVINCE = "province"  # จังหวัด
    DISTRICT = "district"  # อำเภอ, ในกรุงเทพมหานคร เขต
    SUBDISTRICT = "subdistrict"  # ตำบล, ในกรุงเทพมหานคร แขวง
    VILLAGE = "village"  # หมู่บ้าน

    @property
    def depth(self) -> int:
        """0 for a province … 3 for a village."""
        return list(AreaLevel).index(self)


LEVELS = tuple(AreaLevel)  # from the largest to the smallest
PAIR = 2  # digits that each level adds
_WORDS = {
    AreaLevel.PROVINCE: ("จังหวัด", ""),
    AreaLevel.DISTRICT: ("อำเภอ", "เขต"),
    AreaLevel.SUBDISTRICT: ("ตำบล", "แขวง"),
    AreaLevel.VILLAGE: ("บ้าน", "บ้าน"),
}


@dataclass(frozen=True, slots=True)
class Area:
    """``name`` is bare (พระนคร, not เขตพระนคร); ``parent`` is the code above it, "" for a province.

    ``valid_from`` None: longer than our table reaches. ``valid_to``: the last day on which the register had the code,
    None while it has. ``replaced_on``: the law's day, from which its figures belong to other codes; data from then to
    ``valid_to`` may carry either.
    """

    code: str
    name: str
    name_en: str
    level: AreaLevel
    parent: str
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_on: date | None = None

    @property
    def in_bangkok(self) -> bool:
        return self.code.startswith(BANGKOK)

    @property
    def title(self) -> str:
        """ตำบลแสนสุข, เขตพระนคร, กรุงเทพมหานคร."""
        return _WORDS[self.level][self.in_bangkok] + self.name

    def registered(self, day: date) -> bool:
        """Whether data of that day may carry the code."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def lawful(self, day: date) -> bool:
        """Whether the area stood by law on that day."""
        return self.registered(day) and (self.replaced_on is None or day < self.replaced_on)


def level_of(code: str) -> AreaLevel | None:
    """The level that a code of this length is of; None when it has no such length or other signs than 0–9."""
    place, odd = divmod(len(code), PAIR)
    digits = code.isascii() and code.isdigit()
    return LEVELS[place - 1] if digits and not odd and 1 <= place <= len(LEVELS) else None


def level_name(level: AreaLevel) -> Message:
    """The level's word, in either language."""
    return {
        AreaLevel.PROVINCE: say("area_level_province", "จังหวัด"),
        AreaLevel.DISTRICT: say("area_level_district", "อำเภอ/เขต"),
        AreaLevel.SUBDISTRICT: say("area_level_subdistrict", "ตำบล/แขวง"),
        AreaLevel.VILLAGE: say("area_level_village", "หมู่บ้าน"),
    }[level]


# ── the data ────────────────────────────────────────────────────────────────
def _rows() -> list[tuple[str, str, str]]:
    text = resources.files(__package__).joinpath("areas.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return [(code, name, english) for code, name, english in lines]


def _area(code: str, name: str, english: str, ended: EndedCode | None = None) -> Area:
    level = level_of(code)
    if level is None:
        raise ValueError(f"no area code: {code}")
    last_day = ended.last_day if ended else None
    return Area(
        code, name, english, level, code[:-PAIR], first_days().get(code), last_day, replaced_on().get(code)
    )


@cache
def _current() -> Mapping[str, Area]:
    named = [(province.code, province.th, province.en) for province in provinces()] + _rows()
    return {row[0]: _area(*row) for row in sorted(named)}


@cache
def _ended() -> Mapping[str, Area]:
    rows = sorted((one for change in changes() for one in change.ended), key=lambda one: one.code)
    return {one.code: _area(one.code, one.th, one.en, one) for one in rows}


@cache
def areas(level: AreaLevel) -> tuple[Area, ...]:
    """All that the register has now, by code; no villages."""
    return tuple(area for area in _current().values() if area.level == level)


@cache
def ended_areas() -> tuple[Area, ...]:
    """Districts and subdistricts whose codes are no longer given out, by code."""
    return tuple(_ended().values())


def area_by_code(code: str) -> Area | None:
    """The area of exactly this code, one that ended too; ``area_codes.read_code`` reads what people write."""
    return _current().get(code) or _ended().get(code)


@cache
def _children() -> Mapping[str, tuple[Area, ...]]:
    below: dict[str, list[Area]] = {}
    for area in (*_current().values(), *_ended().values()):
        below.setdefault(area.parent, []).append(area)
    return {parent: tuple(sorted(found, key=lambda area: area.code)) for parent, found in below.items()}


def children(code: str, on: date | None = None) -> tuple[Area, ...]:
    """The areas right below, by code: those of now, or those that stood by law on a day."""
    return tuple(
        area
        for area in _children().get(code, ())
        if (area.valid_to is None if on is None else area.lawful(on))
    )


def above(area: Area) -> tuple[Area, ...]:
    """Its district, its province: from the nearest up. A parent that our table does not have is left out."""
    codes = (area.code[:end] for end in range(len(area.code) - PAIR, 0, -PAIR))
    return tuple(found for code in codes if (found := area_by_code(code)))


def full_title(area: Area) -> str:
    """ตำบลแสนสุข อำเภอเมืองชลบุรี จังหวัดชลบุรี."""
    return " ".join(one.title for one in (area, *above(area)))


def village(code: str, name: str, name_en: str = "") -> Area | Refusal:
    """A village to be imported: 8 digits, the subdistrict's six and the number of the หมู่ (01–99)."""
    plain = arabic_digits(code.strip())
    if level_of(plain) != AreaLevel.VILLAGE or plain.endswith("00"):
        return refuse(
            "village_code",
            "“{number}” ไม่ใช่รหัสหมู่บ้าน – รหัสตำบล 6 หลัก ตามด้วยเลขหมู่ 2 หลัก เช่น 20010103",
            number=code,
        )
    if area_by_code(plain[:-PAIR]) is None:
        return refuse("village_parent", "ไม่มีตำบลรหัส {number} – ตรวจหกหลักแรก", number=plain[:-PAIR])
    return Area(plain, name.strip(), name_en.strip(), AreaLevel.VILLAGE, plain[:-PAIR])
