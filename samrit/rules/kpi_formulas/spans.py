"""Which twelve months a KPI's formula gathers, and which periods of an item lie in them.

The letters do not say which twelve months an "annual mean" is of (domain: unconfirmed), so each formula states it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from samrit.rules.periods import Period, PeriodType, period_of, periods_from_to
from samrit.rules.thai import BUDDHIST_ERA
from samrit.rules.wording import Message, say

YEAR = 12
_OCTOBER, _JANUARY = 9, 0  # months from 0


class Span(StrEnum):
    """ช่วงเวลาที่นำมาคิด. A round of 6 or 9 months takes of a year only what began by its end."""

    FISCAL_YEAR = "fiscal_year"
    YEAR_ENDED = "year_ended"
    YEAR = "year"
    TWELVE_MONTHS = "twelve_months"


def span_name(span: Span) -> Message:
    return {
        Span.FISCAL_YEAR: say("span_fiscal_year", "ปีงบประมาณของตัวชี้วัด ถึงสิ้นรอบที่รายงาน"),
        Span.YEAR_ENDED: say("span_year_ended", "ปีปฏิทินที่สิ้นสุดในปีงบประมาณนั้น"),
        Span.YEAR: say("span_year", "ปีปฏิทินเลขเดียวกับปีงบประมาณ ถึงสิ้นรอบที่รายงาน"),
        Span.TWELVE_MONTHS: say("span_twelve_months", "12 เดือนล่าสุดจนถึงสิ้นรอบที่รายงาน"),
    }[span]


@dataclass(frozen=True)
class Months:
    """A run of months, both ends included, by their numbers; periods have to begin by the end of ``until``."""

    first: int
    last: int
    until: int

    def earlier(self, years: int) -> "Months":
        return replace(
            self,
            first=self.first - years * YEAR,
            last=self.last - years * YEAR,
            until=self.until - years * YEAR,
        )

    def periods(self, kind: PeriodType) -> tuple[Period, ...]:
        """All of a kind that lie wholly within and begin in time, the earliest first."""
        first, last, until = (
            Period(PeriodType.MONTH, number) for number in (self.first, self.last, self.until)
        )
        around = periods_from_to(period_of(kind, first.first), period_of(kind, last.last))
        return tuple(
            one
            for one in around
            if first.first <= one.first and one.last <= last.last and one.first <= until.last
        )


def months_of(span: Span, fiscal_year: int, months: int) -> Months:
    """``fiscal_year`` in พ.ศ.; ``months`` of the round: 6, 9, 12."""
    year = fiscal_year - BUDDHIST_ERA
    begins = (year - 1) * YEAR + _OCTOBER
    ends = begins + months - 1
    match span:
        case Span.FISCAL_YEAR:
            return Months(begins, begins + YEAR - 1, ends)
        case Span.TWELVE_MONTHS:
            return Months(ends - YEAR + 1, ends, ends)
        case Span.YEAR_ENDED:
            return _calendar(year - 1, None)
        case _:
            return _calendar(year, ends if months < YEAR else None)


def _calendar(year: int, until: int | None) -> Months:
    first = year * YEAR + _JANUARY
    return Months(first, first + YEAR - 1, first + YEAR - 1 if until is None else until)
