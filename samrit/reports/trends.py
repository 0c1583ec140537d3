"""The figure over the years and rounds, for the page: the province's own, with the targets of this year."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from samrit.reports.models import Result
from samrit.reports.queries import Item, YearResult
from samrit.ui.trend import Trend, TrendPoint

YEARS = 4  # before this one: more do not fit a phone


def trend_of(
    item: Item,
    *,
    years: Sequence[YearResult],
    earlier: Sequence[Result],
    value: Decimal | None,
    missing: str | None,
) -> Trend | None:
    """Earlier years, this year's earlier rounds, and what is typed now; None when there is nothing to compare.

    A year whose unit is not this year's would draw a wrong line: it is left out.
    """
    here = TrendPoint(_round_label(item.round.months), value, missing or "", here=True)
    points = (*_years(item, years), *_rounds(earlier), here)
    trend = Trend(points, item.kpi.levels, item.kpi.unit)
    return trend if trend.is_worth_drawing else None


def _years(item: Item, years: Sequence[YearResult]) -> Iterator[TrendPoint]:
    """Reported ones, and last year's as the framework states it where no report of it is here."""
    last = item.round.fiscal_year_id - 1
    for one in years:
        if one.unit == item.kpi.unit and one.year != last:
            yield TrendPoint(_year_label(one.year), one.result.value, one.result.missing or "")
    reported = next((one.result for one in years if one.year == last and one.unit == item.kpi.unit), None)
    if item.kpi.last_year is not None:
        yield TrendPoint(_year_label(last), item.kpi.last_year)
    elif reported is not None:
        yield TrendPoint(_year_label(last), reported.value, reported.missing or "")


def _rounds(earlier: Sequence[Result]) -> Iterator[TrendPoint]:
    for result in earlier:
        yield TrendPoint(_round_label(result.round.months), result.value, result.missing or "")


def _year_label(year: int) -> str:
    return _("ปี %(year)s") % {"year": year}


def _round_label(months: int) -> str:
    return _("%(months)s เดือน") % {"months": months}
