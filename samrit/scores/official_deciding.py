"""Which filed results the tolerance decides without a person."""

from collections.abc import Iterable

from samrit.frameworks.models import Round
from samrit.reports.models import Result
from samrit.scores.models import OfficialFile
from samrit.scores.permissions import refuse_tolerance
from samrit.scores.queries import figures_in_force
from samrit.scores.queries.assigning import two_scorers_in_force
from samrit.scores.queries.official import Beside, besides


def decidable_of(file: OfficialFile) -> list[Result]:
    """Of what a file brought; the number of queries does not grow with it."""
    return _decidable(besides(figures_in_force().filter(file=file)))


def decidable_in(round_: Round) -> list[Result]:
    """Of one province's round."""
    of_round = figures_in_force().filter(
        indicator__framework__area=round_.area_id,
        indicator__framework__fiscal_year=round_.fiscal_year_id,
        months=round_.months,
    )
    return _decidable(besides(of_round))


def _decidable(found: Iterable[Beside]) -> list[Result]:
    pairs = list(two_scorers_in_force().values_list("fiscal_year", "library_kpi", "indicator"))
    of_library = {(year, entry) for year, entry, _indicator in pairs if entry}
    of_indicator = {indicator for _year, _entry, indicator in pairs if indicator}

    def judged(result: Result) -> bool:
        key = (result.round.fiscal_year_id, result.indicator.library_kpi_id)
        return result.indicator_id in of_indicator or key in of_library

    return [
        one.result
        for one in found
        if one.result
        and not one.result.round.settled_at
        and not refuse_tolerance(
            one.result, one.comparison, provisional=one.figure.provisional, judged=judged(one.result)
        )
    ]
