"""A period: a kind and a running number. Everything else – days, text, labels, neighbours – follows from the two."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from samrit.rules.amounts import quoted
from samrit.rules.thai import BUDDHIST_ERA, MONTHS, MONTHS_SHORT, thai_date
from samrit.rules.wording import RefusedError, refuse

FIRST_YEAR, LAST_YEAR = 1900, 2200  # ค.ศ.
BANGKOK_TIME = timezone(timedelta(hours=7))  # no summer time; the same since 2463
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class PeriodType(StrEnum):
    """ปีปฏิทิน, ปีงบประมาณ (1 Oct – 30 Sep), ไตรมาสของปีปฏิทินและของปีงบประมาณ, เดือน, วัน. Longer before shorter."""

    FISCAL_YEAR = "fiscal_year"
    YEAR = "year"
    FISCAL_QUARTER = "fiscal_quarter"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"

    @property
    def is_fiscal(self) -> bool:
        return self in {PeriodType.FISCAL_YEAR, PeriodType.FISCAL_QUARTER}

    @property
    def in_a_year(self) -> int:
        """How many of them a year has; of days, in the longest one."""
        several = {
            PeriodType.QUARTER: 4,
            PeriodType.FISCAL_QUARTER: 4,
            PeriodType.MONTH: 12,
            PeriodType.DAY: 366,
        }
        return several.get(self, 1)


_LENGTHS = {  # months in one; a day is none of them
    PeriodType.YEAR: 12,
    PeriodType.FISCAL_YEAR: 12,
    PeriodType.QUARTER: 3,
    PeriodType.FISCAL_QUARTER: 3,
    PeriodType.MONTH: 1,
}
_PLACES = {kind: place for place, kind in enumerate(PeriodType)}


@dataclass(frozen=True)
class Period:
    """One period. ``number`` runs without a gap within its kind, so it also serves as a place in a grid.

    Of a year the year in ค.ศ. (of a fiscal year the one that it ends in), of a quarter 4 × year + 0…3, of a month
    12 × year + 0…11, of a day ``date.toordinal()``. Raises ValueError outside 1900–2200 (พ.ศ. 2443–2743).
    """

    type: PeriodType
    number: int

    def __post_init__(self) -> None:
        low, high = _bounds(self.type)
        if not low <= self.number < high:
            raise ValueError(f"no {self.type.value} with the number {self.number}")

    @property
    def first(self) -> date:
        """Its first day."""
        return _first_day(self.type, self.number)

    @property
    def last(self) -> date:
        """Its last day."""
        return _first_day(self.type, self.number + 1) - timedelta(days=1)

    @property
    def year(self) -> int:
        """The year in ค.ศ. that it belongs to, of a fiscal one the year that it ends in."""
        length = _LENGTHS.get(self.type)
        return self.first.year if length is None else self.number * length // 12

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """By the first day, longer ones before what they contain; kinds that mix in one list stay in order."""
        return self.first.toordinal(), -self.last.toordinal(), _PLACES[self.type]

    def next(self) -> "Period":
        return Period(self.type, self.number + 1)

    def previous(self) -> "Period":
        return Period(self.type, self.number - 1)

    def contains(self, other: "Period | date") -> bool:
        """Whether the day, or every day of the other period, lies in this one."""
        if isinstance(other, Period):
            return self.first <= other.first and other.last <= self.last
        return self.first <= other <= self.last

    def __str__(self) -> str:
        """Its canonical text: ``2024``, ``FY2567``, ``2024-Q1``, ``FY2567-Q1``, ``2024-01``, ``2024-01-31``.

        ค.ศ. as in ISO 8601, but พ.ศ. after FY, as fiscal years are named.
        """
        if self.type == PeriodType.DAY:
            return self.first.isoformat()
        year = f"FY{self.year + BUDDHIST_ERA}" if self.type.is_fiscal else str(self.year)
        match _LENGTHS[self.type]:
            case 12:
                return year
            case 3:
                return f"{year}-Q{self.number % 4 + 1}"
            case _:
                return f"{year}-{self.number % 12 + 1:02}"


def _bounds(kind: PeriodType) -> tuple[int, int]:
    """The first number of a kind, and the one after its last."""
    if kind == PeriodType.DAY:
        return date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR + 1, 1, 1).toordinal()
    in_a_year = 12 // _LENGTHS[kind]
    return FIRST_YEAR * in_a_year, (LAST_YEAR + 1) * in_a_year


def numbers_of(kind: PeriodType) -> range:
    """All numbers that periods of a kind can have."""
    return range(*_bounds(kind))


def _first_day(kind: PeriodType, number: int) -> date:
    if kind == PeriodType.DAY:
        return date.fromordinal(number)
    month = number * _LENGTHS[kind] - (3 if kind.is_fiscal else 0)
    return date(month // 12, month % 12 + 1, 1)


def period_of(kind: PeriodType, day: date) -> Period:
    """The period of a kind that a day lies in."""
    if kind == PeriodType.DAY:
        return Period(kind, day.toordinal())
    month = day.year * 12 + day.month - 1 + (3 if kind.is_fiscal else 0)
    return Period(kind, month // _LENGTHS[kind])


def periods_from_to(first: Period, last: Period) -> tuple[Period, ...]:
    """Every period from one to another of the same kind, both included; none when the last comes before the first."""
    if first.type != last.type:
        raise ValueError("two kinds of period have no range")
    return tuple(Period(first.type, number) for number in range(first.number, last.number + 1))


def parts(period: Period, kind: PeriodType) -> tuple[Period, ...]:
    """The periods of another kind that lie wholly within: a fiscal year has four quarters of either sort."""
    inside = periods_from_to(period_of(kind, period.first), period_of(kind, period.last))
    return tuple(part for part in inside if period.contains(part))


def months(period: Period) -> tuple[Period, ...]:
    """The whole months that it covers; a day covers none."""
    return parts(period, PeriodType.MONTH)


def enclosing(period: Period, kind: PeriodType) -> Period | None:
    """The period of a kind that contains all of it: January 2567 lies in FY2567. None where it lies in two."""
    around = period_of(kind, period.first)
    return around if around.contains(period) else None


def years_earlier(period: Period, years: int) -> Period:
    """The same period so many years before. Of 29 February the 28th where the earlier year has none."""
    if period.type != PeriodType.DAY:
        return Period(period.type, period.number - years * 12 // _LENGTHS[period.type])
    day = period.first
    try:
        return period_of(PeriodType.DAY, day.replace(year=day.year - years))
    except ValueError:
        return period_of(PeriodType.DAY, day.replace(year=day.year - years, day=28))


def due_at(period: Period, days: int) -> datetime:
    """The moment from which it is late: the midnight (Bangkok) that ends the day ``days`` after its last one.

    ``days`` 0: the end of the period itself. Aware, UTC+7.
    """
    return datetime.combine(period.last + timedelta(days=days + 1), time(), BANGKOK_TIME)


# ── texts ───────────────────────────────────────────────────────────────────
_CANONICAL = re.compile(
    r"(?P<fiscal>FY)?(?P<year>[0-9]{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
)


def from_text(text: str) -> Period:
    """The period that ``str(period)`` wrote. RefusedError for any other text."""
    match = _CANONICAL.fullmatch(text)
    try:
        found = _written(match) if match else None
    except ValueError:  # no such month or day, or outside the years there are
        found = None
    if found is None:
        raise RefusedError(refuse("period_text_unknown", "“{given}” ไม่ใช่รหัสช่วงเวลา", given=quoted(text)))
    return found


def _written(match: re.Match[str]) -> Period | None:
    year, quarter, month, day = (int(match[name] or 0) for name in ("year", "quarter", "month", "day"))
    if match["fiscal"]:
        year -= BUDDHIST_ERA
        if month:
            return None
        return (
            Period(PeriodType.FISCAL_QUARTER, year * 4 + quarter - 1)
            if quarter
            else Period(PeriodType.FISCAL_YEAR, year)
        )
    if quarter:
        return Period(PeriodType.QUARTER, year * 4 + quarter - 1)
    if match["month"]:
        kind = PeriodType.DAY if match["day"] else PeriodType.MONTH
        return period_of(kind, date(year, month, day if match["day"] else 1))
    return Period(PeriodType.YEAR, year)


def label(period: Period, *, short: bool = False) -> str:
    """In Thai, the year in พ.ศ.: ``ปีงบประมาณ 2567``, ``ไตรมาส 1 ปี 2567``, ``มกราคม 2567`` (short ``ม.ค. 2567``)."""
    year, named = period.year + BUDDHIST_ERA, MONTHS_SHORT if short else MONTHS
    fiscal_year = f"ปีงบ {year}" if short else f"ปีงบประมาณ {year}"
    match period.type:
        case PeriodType.YEAR:
            return f"ปี {year}"
        case PeriodType.FISCAL_YEAR:
            return fiscal_year
        case PeriodType.QUARTER:
            return f"ไตรมาส {period.number % 4 + 1} ปี {year}"
        case PeriodType.FISCAL_QUARTER:
            return f"ไตรมาส {period.number % 4 + 1} {fiscal_year}"
        case PeriodType.MONTH:
            return f"{named[period.number % 12]} {year}"
        case _:
            return thai_date(period.first, short=short)


def label_en(period: Period, *, short: bool = False) -> str:
    """In English, the year in ค.ศ.; of a fiscal year the one that it ends in: ``Fiscal year 2024``."""
    quarter = f"Q{period.number % 4 + 1}"
    fiscal_year = f"FY {period.year}" if short else f"Fiscal year {period.year}"
    month = _MONTHS_EN[period.first.month - 1][: 3 if short else None]
    match period.type:
        case PeriodType.YEAR:
            return str(period.year)
        case PeriodType.FISCAL_YEAR:
            return fiscal_year
        case PeriodType.QUARTER:
            return f"{quarter} {period.year}"
        case PeriodType.FISCAL_QUARTER:
            return f"{quarter} {fiscal_year[0].lower() if not short else 'F'}{fiscal_year[1:]}"
        case PeriodType.MONTH:
            return f"{month} {period.year}"
        case _:
            return f"{period.first.day} {month} {period.year}"
