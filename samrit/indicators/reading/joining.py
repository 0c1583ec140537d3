"""What several cells of a row say together: an area in columns of its own, a year and a month beside each other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from samrit.indicators.reading.levels import level_of_title
from samrit.indicators.reading.table import evened_title
from samrit.rules.areas import (
    Area,
    AreaLevel,
    AreaRefusal,
    Found,
    area_by_code,
    find_area,
    level_of,
    read_code,
    read_parts,
)
from samrit.rules.areas.codes import Known
from samrit.rules.areas.register import PAIR
from samrit.rules.periods import Habits, PeriodRead, PeriodType, read_period
from samrit.rules.typed import evened
from samrit.rules.wording import Refusal, say

_CODE = re.compile(r"(?:'|TH-?)?[0-9][0-9 -]*(?:\.0+)?", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s,;/()\[\]]+")
_VILLAGE_WORD = re.compile(r"^หมู่บ้าน\s*")
_VILLAGE_NUMBER = re.compile(r"(?:หมู่(?:ที่)? ?|ม\. ?)?(?P<number>[0-9]{1,2})(?:\.0+)?")
_QUARTER = re.compile(r"(?:ไตรมาส ?(?:ที่)? ?|q ?)?(?P<quarter>[1-4])(?:\.0+)?", re.IGNORECASE)
_MONTH_NUMBER = re.compile(r"(?P<month>0?[1-9]|1[0-2])(?:\.0+)?")
_DAY_NUMBER = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])(?:\.0+)?")
_YEAR = re.compile(r"(?P<words>[^0-9]*)(?P<year>[0-9]{4}|[0-9]{2})(?:\.0+)?")


@dataclass(frozen=True)
class Looked:
    """Where areas are looked for.

    ``level``: of the areas in the table; ``within``: the code of the area that all lie in (the province that sends them);
    ``known`` and ``more`` as ``read_code`` and ``find_area`` take them.
    """

    level: AreaLevel | None = None
    within: str = ""
    known: Known = area_by_code
    more: tuple[Area, ...] = ()

    @cached_property
    def _named(self) -> dict[str, list[Area]]:
        found: dict[str, list[Area]] = {}
        for area in self.more:
            for name in {evened_title(area.name), evened_title(area.name_en)} - {""}:
                found.setdefault(name, []).append(area)
        return found

    def near(self, text: str) -> tuple[Area, ...]:
        """Those of ``more`` whose names stand in the text: thousands of villages are not looked through each time."""
        words = (text, *_BETWEEN_WORDS.split(text))
        keys = dict.fromkeys(evened_title(_VILLAGE_WORD.sub("", word)) for word in words)
        return tuple(area for key in keys for area in self._named.get(key, ()))

    def at(self, level: AreaLevel | None, within: str) -> "Looked":
        """The same, looking at one level within an area."""
        other = replace(self, level=level, within=within)
        other.__dict__["_named"] = self._named
        return other


EVERYWHERE = Looked()


def read_area(
    texts: Sequence[str], titles: Sequence[str], *, looked: Looked = EVERYWHERE
) -> Found | AreaRefusal:
    """The area of one cell, or of the cells of several columns from the largest area to the smallest.

    Codes and names may stand side by side (จังหวัด by code, อำเภอ by name): each is looked for within the one before it.
    ``titles``: of the same columns; they say the level of each where there are several.
    """
    cells = [(evened(text), title) for text, title in zip(texts, titles, strict=True)]
    while len(cells) > 1 and not cells[-1][0]:
        cells.pop()
    if len(cells) == 1:
        return _single(*cells[0], looked)
    if all(_CODE.fullmatch(text) for text, _title in cells):
        return _of_codes([text for text, _title in cells], looked)
    return _one_within_another([cell for cell in cells if cell[0]], looked)


def _single(text: str, title: str, looked: Looked) -> Found | AreaRefusal:
    """A name that several areas bear is the one of the level that the title says."""
    found = _one(text, looked)
    level = level_of_title(title)
    if isinstance(found, AreaRefusal) and len(found.candidates) > 1 and level and looked.level is None:
        again = _one(text, looked.at(level, looked.within))
        return again if isinstance(again, Found) else found
    return found


def _one(text: str, looked: Looked) -> Found | AreaRefusal:
    if _CODE.fullmatch(text):
        return read_code(text, looked.level, looked.known)
    near = looked.near(text)
    found = find_area(text, level=looked.level, within=looked.within, more=near)
    if isinstance(found, AreaRefusal) and looked.within and looked.level is None and not found.candidates:
        return find_area(
            text, more=near
        )  # says where it lies; that it is outside is for the caller to refuse
    return found


def _of_codes(texts: Sequence[str], looked: Looked) -> Found | AreaRefusal:
    """Pairs or whole codes so far, as ``read_parts`` knows them; the last column may also be a whole code by itself."""
    last = read_code(texts[-1], looked.level, looked.known) if len(texts[-1]) > PAIR else None
    if isinstance(last, Found) and last.area.code.startswith(texts[0]):
        return last
    return read_parts(texts, looked.known)


def _one_within_another(cells: Sequence[tuple[str, str]], looked: Looked) -> Found | AreaRefusal:
    found: Found | AreaRefusal | None = None
    for place, (text, title) in enumerate(cells):
        is_last = place == len(cells) - 1
        level = level_of_title(title) or (looked.level if is_last else None)
        within = found.area.code if isinstance(found, Found) else looked.within
        found = _numbered(text, level, within, looked) or _one(text, looked.at(level, within))
        if isinstance(found, AreaRefusal):
            return found
        if not found.area.code.startswith(within):
            return AreaRefusal(
                say(
                    "area_columns_apart",
                    "“{words}” ไม่ได้อยู่ใน “{around}”",
                    words=text,
                    around=cells[place - 1][0],
                ),
                (found.area,),
            )
    return found or find_area("", level=looked.level)


def _numbered(text: str, level: AreaLevel | None, within: str, looked: Looked) -> Found | None:
    """หมู่ที่ 5 beside the name of its ตำบล."""
    match = _VILLAGE_NUMBER.fullmatch(text)
    if level != AreaLevel.VILLAGE or level_of(within) != AreaLevel.SUBDISTRICT or not match:
        return None
    area = looked.known(within + match["number"].zfill(PAIR))
    return Found(area) if area else None


# ── periods ─────────────────────────────────────────────────────────────────
def read_period_of(
    texts: Sequence[str], titles: Sequence[str], *, expects: PeriodType | None, habits: Habits
) -> PeriodRead | Refusal:
    """The period of one cell, or of a year with a quarter or a month (and a day) in columns beside it.

    ``titles``: of the same columns. They say that a year is a fiscal one, and that a number is a quarter or a month.
    """
    return read_period(joined_period(texts, titles), expects=expects, habits=habits)


def joined_period(texts: Sequence[str], titles: Sequence[str]) -> str:
    """``2566`` beside ``มกราคม`` is ``มกราคม 2566``; ``2`` below ไตรมาส is ``ไตรมาส 2/2566``. One text is as it stands."""
    filled = [
        (evened(text), evened(title)) for text, title in zip(texts, titles, strict=True) if text.strip()
    ]
    if len(filled) != len(texts):
        return filled[0][0] if len(filled) == 1 and len(texts) == 1 else ""
    if len(filled) == 1:
        return _dressed(*filled[0])
    years = [place for place, (text, title) in enumerate(filled) if _is_year(text, title)]
    if len(years) != 1:
        return " ".join(text for text, _title in filled)
    year = _dressed(*filled.pop(years[0]))
    return _with_year(filled, year)


def _is_year(text: str, title: str) -> bool:
    return "ปี" in title or "พ.ศ" in title or "ค.ศ" in title or "year" in title.casefold() or _four(text)


def _four(text: str) -> bool:
    match = _YEAR.fullmatch(text)
    return match is not None and len(match["year"]) == 4  # noqa: PLR2004 - digits of a year


def _dressed(text: str, title: str) -> str:
    """A bare year in a column of fiscal years says so; one of two digits takes the era from the title."""
    match = _YEAR.fullmatch(text)
    if not match or match["words"].strip():
        return text
    year = match["year"]
    if len(year) == 2:  # noqa: PLR2004 - two digits
        if "พ.ศ" in title:
            year = f"พ.ศ. {year}"
        elif "ค.ศ" in title:
            year = f"ค.ศ. {year}"
    if "งบ" in title or "fiscal" in title.casefold():
        return f"ปีงบประมาณ {year}"
    return year


def _with_year(others: Sequence[tuple[str, str]], year: str) -> str:
    if len(others) == 1:
        text, title = others[0]
        if ("ไตรมาส" in title or "quarter" in title.casefold() or "ไตรมาส" in text) and (
            match := _QUARTER.fullmatch(text)
        ):
            return f"ไตรมาส {match['quarter']}/{year}"
        if match := _MONTH_NUMBER.fullmatch(text):
            return f"{int(match['month'])}/{year}"
        return f"{text} {year}"
    days = [text for text, title in others if _DAY_NUMBER.fullmatch(text) and "วัน" in title]
    rest = [text for text, title in others if text not in days or "วัน" not in title]
    if len(days) == 1 and len(rest) == 1:
        month = rest[0]
        return f"{days[0]}/{month}/{year}" if _MONTH_NUMBER.fullmatch(month) else f"{days[0]} {month} {year}"
    return " ".join([*(text for text, _title in others), year])
