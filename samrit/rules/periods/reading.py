"""Reading a period from what offices type: ``2567``, ``ปีงบ 2567``, ``ม.ค.-67``, ``ไตรมาส 1/2567``, ``1/10/2566`` …

What can be meant in two ways is refused, and the refusal says how to write it so that it cannot.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import NoReturn

from samrit.rules.periods.period import FIRST_YEAR, LAST_YEAR, Period, PeriodType, label, period_of
from samrit.rules.thai import BUDDHIST_ERA, MONTHS, MONTHS_SHORT
from samrit.rules.typed import LONGEST, evened, quoted
from samrit.rules.wording import Message, Refusal, RefusedError, refuse, say

FIRST_BUDDHIST = 2400  # a year from here on is พ.ศ.; one up to LAST_YEAR is ค.ศ.; none lies between
_WHOLE = re.compile(r"^([0-9]{4,8})\.0$")  # 2567.0, as columns with gaps are written by programs
_SWALLOWED = range(1930, 2000)  # what a spreadsheet makes of the years 30–99


class Era(Enum):
    """พ.ศ. and ค.ศ."""

    BUDDHIST = "buddhist"
    COMMON = "common"


@dataclass(frozen=True)
class Habits:
    """How a column writes its periods, as the person who brings it said; None where nothing was said.

    ``short_years``: the era of years of two digits. ``day_first``: 1/10/2024 is 1 October (True) or 10 January (False).
    """

    short_years: Era | None = None
    day_first: bool | None = None


@dataclass(frozen=True)
class PeriodRead:
    """The period, and what was taken for granted in reading it, to be shown before anything is kept."""

    period: Period
    notes: tuple[Message, ...] = ()


NOTHING_SAID = Habits()


def read_period(
    given: object, *, expects: PeriodType | None = None, habits: Habits = NOTHING_SAID
) -> PeriodRead | Refusal:
    """The period that a cell names, as text, a number, or a date of a spreadsheet.

    ``expects`` is the item's kind of period; without it what could be of two kinds (2567: a year, a fiscal year) is
    refused. Years from 2400 on are พ.ศ., up to 2200 ค.ศ.; both may stand in one column.
    """
    try:
        return _read(given, _Asked(given, expects, habits))
    except RefusedError as refused:
        return refused.refusal


@dataclass(frozen=True)
class _Asked:
    given: object
    expects: PeriodType | None
    habits: Habits


def _read(given: object, asked: _Asked) -> PeriodRead:
    if isinstance(given, date):
        return _from_date(given, asked)
    text = _WHOLE.sub(r"\1", evened(given).casefold())
    if not text:
        raise RefusedError(
            refuse("period_blank", "ยังไม่ระบุช่วงเวลา – พิมพ์ เช่น ปีงบ 2567, ม.ค. 2567 หรือ 1 ต.ค. 2566")
        )
    if len(text) <= LONGEST:
        for pattern, read in _FORMS:
            if match := pattern.fullmatch(text):
                return read(match, asked)
    raise _unreadable(text, asked)


def _unreadable(text: str, asked: _Asked) -> RefusedError:
    if re.fullmatch(r"[2-7][0-9]{4}(\.[0-9]+)?", text):
        return RefusedError(
            refuse(
                "period_serial",
                "“{given}” ดูเป็นเลขลำดับวันที่ของโปรแกรมตาราง – จัดรูปแบบเซลล์เป็นวันที่ หรือพิมพ์ เช่น 1 ต.ค. 2566",
                given=quoted(asked.given),
            )
        )
    return RefusedError(
        refuse(
            "period_unreadable",
            "อ่าน “{given}” เป็นช่วงเวลาไม่ได้ – พิมพ์ เช่น ปีงบ 2567, ไตรมาส 1/2567, ม.ค. 2567 หรือ 1 ต.ค. 2566",
            given=quoted(asked.given),
        )
    )


# ── dates of a spreadsheet ──────────────────────────────────────────────────
def _from_date(given: date, asked: _Asked) -> PeriodRead:
    if isinstance(given, datetime) and (given.time() != time() or given.tzinfo):
        raise RefusedError(
            refuse(
                "period_with_time",
                "“{given}” มีเวลาของวันด้วย – ให้เหลือเฉพาะวันที่",
                given=quoted(asked.given),
            )
        )
    if given.year in _SWALLOWED:
        raise RefusedError(
            refuse(
                "period_swallowed",
                "เซลล์เก็บวันที่ของปี ค.ศ. {year} ซึ่งโปรแกรมตารางมักแปลงจากปีสองหลัก อาจเป็น พ.ศ. {likely} – พิมพ์ปีสี่หลักเป็นข้อความ เช่น 1 ต.ค. {likely}",
                year=given.year,
                likely=2500 + given.year % 100,
            )
        )
    year, _ = _year(str(given.year).zfill(4), None, asked)
    return _of_spreadsheet(_day(year, given.month, given.day, asked), asked)


def _of_spreadsheet(day: Period, asked: _Asked) -> PeriodRead:
    """A spreadsheet cannot keep a month: it keeps its first day."""
    if asked.expects == PeriodType.MONTH and day.first.day == 1:
        month = period_of(PeriodType.MONTH, day.first)
        note = say(
            "period_month_as_day", "เซลล์เก็บเป็นวันที่ {day} – อ่านเป็น{month}", day=label(day), month=label(month)
        )
        return PeriodRead(month, (note,))
    return _settled([day], asked, ())


# ── years ───────────────────────────────────────────────────────────────────
def _year(written: str, era: Era | None, asked: _Asked) -> tuple[int, tuple[Message, ...]]:
    """In ค.ศ., and what was taken for granted."""
    if len(written) == 2:  # noqa: PLR2004 - two digits
        return _short_year(int(written), era or asked.habits.short_years, asked)
    year = int(written)
    found = Era.BUDDHIST if year >= FIRST_BUDDHIST else Era.COMMON
    common = year - BUDDHIST_ERA if found == Era.BUDDHIST else year
    if not FIRST_YEAR <= common <= LAST_YEAR:
        raise RefusedError(
            refuse(
                "period_year_unlikely",
                "ปี {year} ใน “{given}” ไม่ใช่ พ.ศ. หรือ ค.ศ. ที่เป็นไปได้ – ตรวจตัวเลขของปี",
                year=year,
                given=quoted(asked.given),
            )
        )
    if era and era != found:
        raise RefusedError(
            refuse(
                "period_era_contradicts",
                "“{given}” เขียนศักราชไม่ตรงกับตัวเลขปี {year} – แก้ให้เป็น พ.ศ. {thai_year} หรือ ค.ศ. {year_ce}",
                given=quoted(asked.given),
                year=year,
                thai_year=common + BUDDHIST_ERA,
                year_ce=common,
            )
        )
    return common, ()


def _is_buddhist(written: str, asked: _Asked) -> bool:
    if len(written) == 2:  # noqa: PLR2004 - two digits
        return asked.habits.short_years == Era.BUDDHIST
    return int(written) >= FIRST_BUDDHIST


def _short_year(digits: int, era: Era | None, asked: _Asked) -> tuple[int, tuple[Message, ...]]:
    thai_year, common_year = 2500 + digits, 2000 + digits
    if era is None:
        raise RefusedError(
            refuse(
                "period_short_year",
                "ปีใน “{given}” มีสองหลัก อาจเป็น พ.ศ. {thai_year} หรือ ค.ศ. {year} – พิมพ์ปีสี่หลัก หรือระบุในการจับคู่คอลัมน์ว่าปีสองหลักเป็น พ.ศ.",
                given=quoted(asked.given),
                thai_year=thai_year,
                year=common_year,
            )
        )
    if era == Era.BUDDHIST:
        note = say(
            "period_read_buddhist", "อ่านปี {digits} เป็น พ.ศ. {year}", digits=f"{digits:02}", year=thai_year
        )
        return thai_year - BUDDHIST_ERA, (note,)
    note = say("period_read_common", "อ่านปี {digits} เป็น ค.ศ. {year}", digits=f"{digits:02}", year=common_year)
    return common_year, (note,)


# ── what a text may look like ───────────────────────────────────────────────
_THAI_ERA, _COMMON_ERA = r"พ\.? ?ศ\.?|พุทธศักราช|b\.?e\.?", r"ค\.? ?ศ\.?|คริสต์ศักราช|a\.?d\.?|c\.?e\.?"
_WHICH = r"(?:(?P<fiscal>ปีงบประมาณ|ปีงบฯ|ปีงบ\.?|fiscal year|fy)|(?P<calendar>ปีปฏิทิน|calendar year)|ปี)? ?"
_ERA_AND_YEAR = rf"(?:(?P<thai>{_THAI_ERA})|(?P<common>{_COMMON_ERA}))? ?(?P<year>[0-9]{{4}}|[0-9]{{2}})"
_YEAR = _WHICH + _ERA_AND_YEAR
_BETWEEN = r"[ ./-]{0,3}"
_NAME = r"(?P<name>[ก-ฮะ-์]{1,3}\. [ก-ฮ]\.?|[a-zก-ฮะ-์.]+?)"

_SPELLED = {
    **{name: month for month, name in enumerate(MONTHS, 1)},
    **{name.replace(".", ""): month for month, name in enumerate(MONTHS_SHORT, 1)},
    **{name[:-2]: month for month, name in enumerate(MONTHS, 1) if name.endswith("คม")},
    "กรกฏาคม": 7,
}  # fmt: skip
_ENGLISH = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip


def _month_named(name: str) -> int | None:
    plain = name.replace(".", "").replace(" ", "").removeprefix("เดือน")
    if plain in _SPELLED:
        return _SPELLED[plain]
    shortest = 3
    return next(
        (
            month
            for month, full in enumerate(_ENGLISH, 1)
            if len(plain) >= shortest and plain in {full, full[:3], full[:4]}
        ),
        None,
    )


def _named(match: re.Match[str], asked: _Asked) -> int:
    month = _month_named(match["name"])
    if month is None or match["fiscal"]:  # ต.ค. ปีงบ 2567 lies in 2566: too easily meant otherwise
        raise _unreadable("", asked)
    return month


def _era(match: re.Match[str]) -> Era | None:
    if match["thai"]:
        return Era.BUDDHIST
    return Era.COMMON if match["common"] else None


def _read_year(match: re.Match[str], asked: _Asked) -> PeriodRead:
    year, notes = _year(match["year"], _era(match), asked)
    kinds = (PeriodType.YEAR, PeriodType.FISCAL_YEAR)
    return _settled([Period(kind, year) for kind in _kinds(match, kinds)], asked, notes)


def _read_quarter(match: re.Match[str], asked: _Asked) -> PeriodRead:
    year, notes = _year(match["year"], _era(match), asked)
    quarter = int(match["quarter"])
    if not 1 <= quarter <= 4:  # noqa: PLR2004 - quarters
        _impossible(asked)
    kinds = (PeriodType.QUARTER, PeriodType.FISCAL_QUARTER)
    return _settled([Period(kind, year * 4 + quarter - 1) for kind in _kinds(match, kinds)], asked, notes)


def _kinds(match: re.Match[str], kinds: tuple[PeriodType, PeriodType]) -> tuple[PeriodType, ...]:
    """Calendar, fiscal, or, where the text does not say, both."""
    calendar, fiscal = kinds
    if match["fiscal"]:
        return (fiscal,)
    return (calendar,) if match["calendar"] else kinds


def _read_named_month(match: re.Match[str], asked: _Asked) -> PeriodRead:
    month = _named(match, asked)
    year, notes = _year(match["year"], _era(match), asked)
    return _settled([_month(year, month, asked)], asked, notes)


def _read_month(match: re.Match[str], asked: _Asked) -> PeriodRead:
    year, notes = _year(match["year"], None, asked)
    return _settled([_month(year, int(match["month"]), asked)], asked, notes)


def _read_named_day(match: re.Match[str], asked: _Asked) -> PeriodRead:
    month = _named(match, asked)
    year, notes = _year(match["year"], _era(match), asked)
    return _settled([_day(year, month, int(match["day"]), asked)], asked, notes)


def _read_iso(match: re.Match[str], asked: _Asked) -> PeriodRead:
    year, _ = _year(match["year"], None, asked)
    return _of_spreadsheet(_day(year, int(match["month"]), int(match["day"]), asked), asked)


def _read_slashed(match: re.Match[str], asked: _Asked) -> PeriodRead:
    """1/10/2566: day first with พ.ศ.; with ค.ศ. only where the day cannot be a month, or the column's owner said."""
    year, notes = _year(match["year"], None, asked)
    first, second = int(match["first"]), int(match["second"])
    day_first, thai = asked.habits.day_first, _is_buddhist(match["year"], asked)
    if day_first is None and not thai and first != second and max(first, second) <= 12:  # noqa: PLR2004
        one, other = _day(year, second, first, asked), _day(year, first, second, asked)
        raise RefusedError(
            refuse(
                "period_day_or_month_first",
                "“{given}” อาจเป็น {one} หรือ {other} – พิมพ์ชื่อเดือน หรือระบุในการจับคู่คอลัมน์ว่าวันมาก่อนเดือน",
                given=quoted(asked.given),
                one=label(one),
                other=label(other),
            )
        )
    month, day = (first, second) if day_first is False else (second, first)
    return _settled([_day(year, month, day, asked)], asked, notes)


def _read_compact(match: re.Match[str], asked: _Asked) -> PeriodRead:
    """256701, 25661001: only where a month or a day is expected; anywhere else it is just a number."""
    length = {PeriodType.MONTH: 6, PeriodType.DAY: 8}
    if asked.expects is None or len(match[0]) != length.get(asked.expects):
        raise _unreadable(match[0], asked)
    return _read_iso(match, asked) if match["day"] else _read_month(match, asked)


_YMD = r"(?P<year>[0-9]{4})([-/])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})(?:[ t]00:00(?::00(?:\.0+)?)?)?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Asked], PeriodRead]], ...] = (
    (re.compile(_YEAR), _read_year),
    (re.compile(rf"(?:ไตรมาส ?(?:ที่)? ?|q ?)(?P<quarter>[0-9]){_BETWEEN}{_YEAR}"), _read_quarter),
    (re.compile(rf"(?P<quarter>[0-9])q{_BETWEEN}{_YEAR}"), _read_quarter),
    (re.compile(rf"{_YEAR}{_BETWEEN}(?:q|ไตรมาส ?(?:ที่)?) ?(?P<quarter>[0-9])"), _read_quarter),
    (re.compile(r"(?P<month>[0-9]{1,2}) ?[/-] ?(?P<year>[0-9]{4}|[0-9]{2})"), _read_month),
    (re.compile(r"(?P<year>[0-9]{4})[/-](?P<month>[0-9]{1,2})"), _read_month),
    (re.compile(_YMD), _read_iso),
    (re.compile(r"(?P<first>[0-9]{1,2})([/.-])(?P<second>[0-9]{1,2})\2(?P<year>[0-9]{4}|[0-9]{2})"), _read_slashed),
    (re.compile(rf"(?:วันที่ ?)?(?P<day>[0-9]{{1,2}}){_BETWEEN}{_NAME}{_BETWEEN}{_YEAR}"), _read_named_day),
    (re.compile(rf"(?:เดือน ?)?{_NAME}{_BETWEEN}{_YEAR}"), _read_named_month),
    (re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?"), _read_compact),
)  # fmt: skip


# ── the outcome ─────────────────────────────────────────────────────────────
def _month(year: int, month: int, asked: _Asked) -> Period:
    return period_of(PeriodType.MONTH, _day(year, month, 1, asked).first)


def _day(year: int, month: int, day: int, asked: _Asked) -> Period:
    try:
        return period_of(PeriodType.DAY, date(year, month, day))
    except ValueError:
        _impossible(asked)


def _impossible(asked: _Asked) -> NoReturn:
    raise RefusedError(
        refuse(
            "period_impossible",
            "ไม่มีวัน เดือน หรือไตรมาสตามที่เขียนใน “{given}” – ตรวจตัวเลขและลำดับ วัน/เดือน/ปี",
            given=quoted(asked.given),
        )
    )


def _settled(found: list[Period], asked: _Asked, notes: tuple[Message, ...]) -> PeriodRead:
    """The one of the kind that is expected, or the only one."""
    fitting = [period for period in found if asked.expects in {None, period.type}]
    if len(fitting) == 1:
        return PeriodRead(fitting[0], notes)
    if fitting:
        raise RefusedError(
            refuse(
                "period_ambiguous",
                "“{given}” อาจเป็น{one} หรือ{other} – เขียนให้ชัด เช่น {other}",
                given=quoted(asked.given),
                one=label(fitting[0]),
                other=label(fitting[1]),
            )
        )
    raise RefusedError(
        refuse(
            "period_other_kind",
            "“{given}” คือ{found} แต่รายการนี้เก็บเป็น{expected}",
            given=quoted(asked.given),
            found=label(found[0]),
            expected=kind_name(asked.expects or found[0].type),
        )
    )


def kind_name(kind: PeriodType) -> Message:
    """What a kind of period is called: รายปี, รายเดือน …"""
    names = {
        PeriodType.YEAR: say("period_type_year", "รายปีปฏิทิน"),
        PeriodType.FISCAL_YEAR: say("period_type_fiscal_year", "รายปีงบประมาณ"),
        PeriodType.QUARTER: say("period_type_quarter", "รายไตรมาสของปีปฏิทิน"),
        PeriodType.FISCAL_QUARTER: say("period_type_fiscal_quarter", "รายไตรมาสของปีงบประมาณ"),
        PeriodType.MONTH: say("period_type_month", "รายเดือน"),
        PeriodType.DAY: say("period_type_day", "รายวัน"),
    }
    return names[kind]
