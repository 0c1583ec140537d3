"""คาดการณ์ – what the year may come to, from what is known so far; for the entry of the months and for trials."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.reports.queries import Item
from samrit.reports.queries.progress import Series, YearSoFar, earlier_series, years_so_far
from samrit.rules.amounts import decimals_of
from samrit.rules.forecast import Accumulation, Forecast, forecast
from samrit.rules.wording import Refusal, refuse

MEAN_DECIMALS = {Accumulation.MEAN: 2}  # a mean of whole numbers is none


@dataclass(frozen=True)
class Outlook:
    """``forecast``, rounded for reading, is None where there is none; ``refusal`` then says why."""

    so_far: YearSoFar
    forecast: Forecast | None
    refusal: Refusal | None

    @property
    def has_begun(self) -> bool:
        """Whether anything of the year is known at all."""
        return bool(self.so_far.known or self.so_far.missing)


def outlooks(items: Collection[Item]) -> dict[int, Outlook]:
    """Indicator → its outlook; the number of queries does not grow with the items. All items are of one round."""
    years, earlier = years_so_far(items), earlier_series(items)
    levels = {item.kpi.indicator_id: item.kpi.levels or () for item in items}
    return {
        indicator: _outlook(so_far, earlier.get(indicator, {}), levels[indicator])
        for indicator, so_far in years.items()
    }


def _outlook(
    so_far: YearSoFar, earlier: Mapping[int, Mapping[str, Series]], levels: Sequence[Decimal]
) -> Outlook:
    if so_far.how is None:
        return Outlook(so_far, None, _no_way())
    past = {year: spans[so_far.span] for year, spans in earlier.items() if so_far.span in spans}
    answer = forecast(so_far.how, so_far.values, past)
    if isinstance(answer, Refusal):
        return Outlook(so_far, None, answer)
    written = [*levels, *(value for value in so_far.values if value is not None)]
    exactness = max(decimals_of(one) for one in written)
    return Outlook(so_far, answer.rounded(max(exactness, MEAN_DECIMALS.get(so_far.how, 0))), None)


def _no_way() -> Refusal:
    return refuse(
        "forecast_no_way",
        "ยังคาดการณ์ไม่ได้ เพราะยังไม่ได้บอกว่าทั้งปีคิดจากแต่ละช่วงอย่างไร (ผลรวม ค่าเฉลี่ย หรือค่าล่าสุด) – ระบุแล้วจะคาดการณ์ให้",
    )
