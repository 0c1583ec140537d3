"""What is looked at in a round: the periods of an item whose last day for sending falls into it."""

from calendar import monthrange
from datetime import date, timedelta

from samrit.rules.items import Item, due_on
from samrit.rules.periods import Period, period_of, periods_from_to, years_earlier
from samrit.rules.thai import BUDDHIST_ERA

_OCTOBER, _YEAR = 10, 12


def round_days(fiscal_year: int, months: int) -> tuple[date, date]:
    """First and last day of a round of so many months of a fiscal year (พ.ศ.)."""
    first = date(fiscal_year - BUDDHIST_ERA - 1, _OCTOBER, 1)
    year, month = divmod(first.year * _YEAR + first.month - 1 + months - 1, _YEAR)
    return first, date(year, month + 1, monthrange(year, month + 1)[1])


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
