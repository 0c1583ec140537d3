"""The year so far and what it may come to, as a drawing: each point is what the periods up to it come to."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from samrit.reports.outlook import Outlook
from samrit.reports.periods import short_names
from samrit.rules.forecast import accumulated
from samrit.ui.trend import Trend, TrendPoint


def drawn(outlook: Outlook, *, year: int, levels: Sequence[Decimal] | None, unit: str) -> Trend | None:
    """With the targets and, where there is one, the forecast with its band; None when there is too little to draw."""
    if outlook.so_far.how is None:
        return None
    trend = Trend(tuple(_points(outlook, year)), levels, unit, dense=True)
    return trend if trend.is_worth_drawing else None


def _points(outlook: Outlook, year: int) -> Iterator[TrendPoint]:
    so_far, foreseen = outlook.so_far, outlook.forecast
    assert so_far.how is not None  # noqa: S101 - the caller has looked
    last = max((place for place, value in enumerate(so_far.values) if value is not None), default=None)
    for place, name in enumerate(short_names(so_far.span, year)):
        if so_far.values[place] is None:
            yield TrendPoint(name, None, so_far.missing.get(place, ""))
        else:
            value = accumulated(so_far.how, so_far.values[: place + 1])
            yield TrendPoint(name, value, here=place == last)
    if foreseen and not foreseen.is_whole:
        yield TrendPoint(_("ทั้งปี"), foreseen.value, band=(foreseen.low, foreseen.high))
