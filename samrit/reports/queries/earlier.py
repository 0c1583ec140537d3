"""What was reported before."""

from collections.abc import Iterable

from samrit.frameworks.models import Round
from samrit.reports.models import Result


def six_month_results(round_: Round, indicators: Iterable[int]) -> dict[int, Result]:
    """Indicator → its result in the same year's 6-month round (for the 12-month round)."""
    results = Result.objects.filter(
        indicator__in=indicators,
        round__area=round_.area_id,
        round__fiscal_year=round_.fiscal_year_id,
        round__months=6,
    )
    return {result.indicator_id: result for result in results} if round_.months > 6 else {}  # noqa: PLR2004
