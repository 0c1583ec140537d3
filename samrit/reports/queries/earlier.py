"""What was reported before."""

from collections.abc import Iterable
from dataclasses import dataclass

from samrit.frameworks.models import Round
from samrit.frameworks.queries import counterparts
from samrit.reports.models import Result


def earlier_results(round_: Round, indicators: Iterable[int]) -> dict[int, list[Result]]:
    """Indicator → its results in the earlier rounds of the same year, in the order of the rounds; one query."""
    results = Result.objects.filter(
        indicator__in=indicators,
        round__area=round_.area_id,
        round__fiscal_year=round_.fiscal_year_id,
        round__months__lt=round_.months,
    )
    found: dict[int, list[Result]] = {}
    for result in results.select_related("round", "saved_by").order_by("round__months"):
        found.setdefault(result.indicator_id, []).append(result)
    return found


def six_month_results(round_: Round, indicators: Iterable[int]) -> dict[int, Result]:
    """Indicator → its result in the same year's 6-month round (for a later round)."""
    found = earlier_results(round_, indicators)
    return {key: result for key, results in found.items() for result in results if result.round.months == 6}  # noqa: PLR2004


@dataclass(frozen=True)
class YearResult:
    """What the same province reported for the same KPI at the end of an earlier year."""

    year: int
    unit: str
    result: Result


def earlier_years(round_: Round, indicator: int, *, years: int) -> list[YearResult]:
    """The same KPI's 12-month results of the province in so many years before, oldest first; three queries."""
    this_year = round_.fiscal_year_id
    wanted = range(this_year - years, this_year)
    same = counterparts([indicator], years=wanted, areas=[round_.area_id])[indicator]
    units = {one.indicator: (one.year, one.kpi.unit) for one in same}
    results = Result.objects.filter(indicator__in=units, round__months=12)
    found = [YearResult(*units[result.indicator_id], result) for result in results]
    return sorted(found, key=lambda one: one.year)
