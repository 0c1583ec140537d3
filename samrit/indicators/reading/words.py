"""The words of one table: items, codes they are broken down by, areas and periods, as titles and cells write them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from samrit.indicators.reading.levels import level_of_title
from samrit.indicators.reading.mapping import Parts
from samrit.indicators.reading.months import FIRST_FISCAL_MONTH, bare_month, month_named, together
from samrit.indicators.reading.table import SEPARATOR, evened_title
from samrit.indicators.reading.titles import means_of
from samrit.rules.areas import Area, AreaLevel, Found, area_by_code, find_area, read_code
from samrit.rules.periods import Habits, Period, PeriodRead, PeriodType, read_period
from samrit.rules.typed import evened

TOTALS = frozenset({"รวม", "ยอดรวม", "รวมทั้งหมด", "รวมทั้งสิ้น", "ทั้งหมด", "total", "all"})
_CODE = re.compile(r"(?:TH-?)?[0-9]{2,8}(?:\.0+)?", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_WITH_PERIOD = re.compile(
    r"(?P<rest>.*?)[ _/-]*(?P<period>(?:ปีงบประมาณ|ปีงบฯ?|ปี|พ\.? ?ศ\.?|ค\.? ?ศ\.?|fy|q|ไตรมาส ?(?:ที่)?|(?:[ก-ฮ]{1,2}ี?\.[ก-ฮ]\.))?"
    r"[ .]*(?:[1-4]/)?(?:1[89]|2[0-6])[0-9]{2})",
    re.IGNORECASE,
)
_LEVEL_WORDS = re.compile(r"จังหวัด|อำเภอ|เขต|ตำบล|แขวง|^[จอต]\.")
_NEARLY_PERIODS = frozenset(
    {
        "period_short_year",
        "period_day_or_month_first",
        "period_ambiguous",
        "period_swallowed",
        "period_serial",
    }
)


@dataclass(frozen=True)
class Said:
    """What a title says that a column is of. ``sure``: nothing of it was left unread."""

    item: str = ""
    area: str = ""
    period: str = ""
    parts: Parts = ()
    total: bool = False
    sure: bool = True

    @property
    def is_nothing(self) -> bool:
        return not (self.item or self.area or self.period or self.parts or self.total)


@dataclass(frozen=True)
class Words:
    """``items``: code → its names; ``lists``: code list → text → code; ``periods``: code of an item → its kind of period.

    ``within``: the province; ``more``: areas that are not shipped. ``year``: of the whole table, as its name says.
    """

    items: Mapping[str, Sequence[str]]
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    periods: Mapping[str, PeriodType] = field(default_factory=dict)
    within: str = ""
    more: Sequence[Area] = ()
    year: Period | None = None

    @cached_property
    def _by_name(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for code, names in self.items.items():
            for name in {evened_title(name) for name in (code, *names)}:
                found[name] = "" if name in found else code
        return found | {evened_title(code): code for code in self.items}

    @cached_property
    def _parts(self) -> dict[str, tuple[str, str]]:
        """Names that stand in one list only."""
        found: dict[str, tuple[str, str]] = {}
        for named, codes in self.lists.items():
            for text, code in codes.items():
                key = evened_title(text)
                found[key] = ("", "") if found.get(key, (named, code)) != (named, code) else (named, code)
        return found

    @cached_property
    def _more(self) -> dict[str, Area]:
        return {key: area for area in self.more for key in (area.code, evened_title(area.name))}

    # ── one text ────────────────────────────────────────────────────────────
    def item(self, text: str) -> str:
        return self._by_name.get(evened_title(text), "")

    def part(self, text: str) -> tuple[str, str] | None:
        found = self._parts.get(evened_title(text))
        return found if found and found[0] else None

    def list_named(self, title: str) -> str:
        """The code list that a column's title names: sex."""
        return next((named for named in self.lists if evened_title(named) == evened_title(title)), "")

    def known(self, code: str) -> Area | None:
        """The area of a code as the register writes it."""
        return self._more.get(code) or area_by_code(code)

    def area(self, text: str, level: AreaLevel | None = None) -> Area | None:
        """Also where several fit: they are areas all the same."""
        plain = evened(text)
        if _CODE.fullmatch(plain):
            found = read_code(plain, level, self.known)
        elif evened_title(plain) in self._more:
            return self._more[evened_title(plain)]
        else:
            found = find_area(plain, level=level, within=self.within)
        if isinstance(found, Found):
            return found.area
        return found.candidates[0] if len(found.candidates) > 1 else None

    def period(self, text: str, habits: Habits | None = None) -> str:
        """Canonical text; of a bare year the calendar one, which an item of fiscal years reads as its own.

        Of a month alone, where the year does not stand above the table either, ``bare_month``.
        """
        if month := month_named(text):
            if self.year is None:
                return bare_month(month)
            earlier = self.year.type.is_fiscal and month >= FIRST_FISCAL_MONTH
            return f"{self.year.year - earlier}-{month:02}"
        kinds = set(self.periods.values())
        expects = next(iter(kinds)) if len(kinds) == 1 else None
        for kind in (expects, None, PeriodType.YEAR, PeriodType.QUARTER):
            found = read_period(text, expects=kind, habits=habits or Habits())
            if isinstance(found, PeriodRead):
                return str(found.period)
        return ""

    def is_period(self, text: str) -> bool:
        """Also one that needs a word of the person first: years of two digits, a day or a month first."""
        found = read_period(text)
        return isinstance(found, PeriodRead) or found.code in _NEARLY_PERIODS

    # ── titles ──────────────────────────────────────────────────────────────
    def said(self, title: str) -> Said:
        """What a title says in all its parts, one below another: ``ประชากร › 2566 › ชาย``."""
        whole = Said()
        for segment in title.split(SEPARATOR):
            one = self._segment(segment)
            whole = Said(
                whole.item or one.item,
                whole.area or one.area,
                together(whole.period, one.period),
                whole.parts + one.parts,
                whole.total or one.total,
                whole.sure and one.sure,
            )
        return whole

    def _segment(self, text: str) -> Said:
        if not evened_title(_BRACKETS.sub("", text)):
            return Said()  # a unit in brackets
        for form in dict.fromkeys((text, _BRACKETS.sub("", text).strip())):
            if found := self._whole(form):
                return found
        match = _WITH_PERIOD.fullmatch(_BRACKETS.sub("", text).strip())
        if match and match["rest"].strip() and (period := self.period(match["period"])):
            rest = self._segment(match["rest"])
            return replace(rest, period=period)
        return Said(sure=means_of(text) is not None)

    def _whole(self, text: str) -> Said | None:
        if evened_title(text) in TOTALS:
            return Said(total=True)
        if code := self.item(text):
            return Said(item=code)
        if part := self.part(text):
            return Said(parts=(part,))
        if period := self.period(text):
            return Said(period=period)
        if (
            (self.within or _LEVEL_WORDS.search(text))
            and means_of(text) is None
            and (area := self._title_area(text))
        ):
            return Said(area=area.code)
        return None

    def _title_area(self, text: str) -> Area | None:
        """Only one that is certain: a title is more often no area."""
        plain = evened(text)
        if _CODE.fullmatch(plain):
            found = area_by_code(plain)
            return found if found and self.within and found.code.startswith(self.within) else None
        if level_of_title(plain) and evened_title(plain) in {
            evened_title(word) for word in ("อำเภอ", "ตำบล")
        }:
            return None
        for level in (AreaLevel.DISTRICT, AreaLevel.SUBDISTRICT, AreaLevel.PROVINCE):
            answer = find_area(plain, level=level, within=self.within if level != AreaLevel.PROVINCE else "")
            if isinstance(answer, Found):
                return answer.area
        return None


def named_in(texts: Iterable[str], words: Words) -> str:
    """The one item whose name stands in the texts above a table; "" when none does, or several."""
    plain = set(map(evened_title, texts))
    shortest = 4  # letters; less is part of other words
    names = {code: {evened_title(name) for name in (code, *called)} for code, called in words.items.items()}
    found = {
        code: max(
            (name for name in called if len(name) >= shortest and any(name in text for text in plain)),
            key=len,
            default="",
        )
        for code, called in names.items()
    }
    found = {code: name for code, name in found.items() if name}
    longest = [
        code
        for code, name in found.items()
        if not any(name != other and name in other for other in found.values())
    ]
    return longest[0] if len(longest) == 1 else ""
