"""What is looked at in a round: the periods of an item whose last day for sending falls into it."""

from calendar import monthrange
from datetime import date, timedelta

from samrit.rules.items import Item, due_on
from samrit.rules.periods import Period, period_of, periods_from_to, years_earlier
from samrit.rules.thai import BUDDHIST_ERA, fiscal_year

_OCTOBER, _YEAR, _HALF = 10, 12, 6


def round_days(year: int, months: int) -> tuple[date, date]:
    """First and last day of a round of so many months of a fiscal year (พ.ศ.)."""
    first = date(year - BUDDHIST_ERA - 1, _OCTOBER, 1)
    ends, month = divmod(first.year * _YEAR + first.month - 1 + months - 1, _YEAR)
    return first, date(ends, month + 1, monthrange(ends, month + 1)[1])


def round_on(day: date) -> tuple[int, int]:
    """Fiscal year (พ.ศ.) and months of the round that a day lies in: 6 from October, 12 from April."""
    year = fiscal_year(day)
    return year, _HALF if day <= round_days(year, _HALF)[1] else _YEAR


def round_before(year: int, months: int) -> tuple[int, int]:
    return (year, _HALF) if months > _HALF else (year - 1, _YEAR)


def periods_due(item: Item, first: date, last: date) -> tuple[Period, ...]:
    """Those whose last day for sending lies between two days, both included, and that are owed at all; the earliest first."""
    if last < first:
        return ()
    days = timedelta(days=item.expects.due_days)
    around = periods_from_to(period_of(item.period, first - days), period_of(item.period, last - days))
    return tuple(
        period
        for period in around
        if first <= due_on(item, period.last) <= last
        and period.last.year + BUDDHIST_ERA >= item.expects.since
    )


def periods_before(item: Item, first: Period) -> tuple[Period, ...]:
    """The item's last years before a period, as its checks look back."""
    return periods_from_to(years_earlier(first, item.checks.years), first.previous())
