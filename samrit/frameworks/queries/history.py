"""What is known of a province's earlier years, to fill a proposal's history with."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from samrit.frameworks.models import Edition, Kpi, LibraryKpi, Proposal
from samrit.frameworks.queries.library import counterparts
from samrit.people.models import Area
from samrit.rules.proposals import history_years

STATED = (
    "กรอบปี {year} (ผลปีก่อน)"  # the source of a value that a framework states; kept as it is in the proposal
)


@dataclass(frozen=True)
class Past:
    """A value of one year with its source, or the code of why there is none."""

    value: Decimal | None
    missing: str
    source: str


# Indicator → its verified result of the year. Results lie above this room: config/urls.py hands the function in.
PastResults = Callable[[Collection[int]], Mapping[int, Past]]


def no_results(indicators: Collection[int]) -> Mapping[int, Past]:  # noqa: ARG001 - the shape of PastResults
    """Where nothing above knows any."""
    return {}


def pasts(
    *,
    area: str,
    year: int,
    kpis: Iterable[Kpi],
    entries: Iterable[LibraryKpi],
    results: PastResults,
    stated: str = STATED,
) -> tuple[dict[int, dict[int, Past]], dict[int, dict[int, Past]]]:
    """What is known of the three years before ``year``: by last year's KPI, and by entry of the library.

    ``stated``: the source of a value that a framework states as last year's (with ``{year}``).
    """
    years = history_years(year)
    kpis, entries = list(kpis), list(entries)
    by_kpi = _by_kpi(kpis, area, (*years, year))
    by_entry = _by_entry(entries, area, (*years, year))
    every = [kpi for found in (*by_kpi.values(), *by_entry.values()) for kpi in found.values()]
    verified = results({kpi.indicator_id for kpi in every})

    def known(of_year: dict[int, Kpi]) -> dict[int, Past]:
        found = {}
        for one in years:
            if (kpi := of_year.get(one)) and (result := verified.get(kpi.indicator_id)):
                found[one] = result
            elif (after := of_year.get(one + 1)) and after.last_year is not None:
                found[one] = Past(after.last_year, "", stated.format(year=one + 1))
        return found

    return (
        {key: known(of_year) for key, of_year in by_kpi.items()},
        {key: known(of_year) for key, of_year in by_entry.items()},
    )


def pasts_of_edition(
    base: Edition, *, area: str, year: int, results: PastResults
) -> dict[int, dict[int, Past]]:
    """Key of each KPI of last year's edition → what is known of the three years before ``year``."""
    kpis = Kpi.objects.filter(component__edition=base).select_related("component__edition__framework")
    return pasts(area=area, year=year, kpis=kpis, entries=(), results=results)[0]


def pasts_of_entry(proposal: Proposal, entry: LibraryKpi, results: PastResults) -> dict[int, dict[int, Past]]:
    """The same for an entry of the library and its parts, in a province's proposal."""
    entries = [entry, *entry.parts.all()]
    area, year = proposal.area_id, proposal.fiscal_year_id
    return pasts(area=area, year=year, kpis=(), entries=entries, results=results)[1]


def last_edition_before(area: str, year: int) -> Edition | None:
    """The edition in force of the newest year before: usually last year's."""
    editions = Edition.objects.filter(
        framework__area=area, framework__fiscal_year__lt=year, status=Edition.Status.PUBLISHED
    )
    return editions.select_related("framework").order_by("-framework__fiscal_year").first()


def years_to_propose(areas: Iterable[Area], this: int) -> tuple[list[int], int]:
    """For which years these provinces may begin a proposal, and the likeliest. ``this``: the fiscal year that goes on.

    A proposal is for a year after the newest framework in force, even a late one.
    """
    published = Edition.objects.filter(status=Edition.Status.PUBLISHED, framework__area__in=areas)
    newest = published.order_by("-framework__fiscal_year").values_list("framework__fiscal_year", flat=True)
    last = newest.first()
    years = list(range(min(last + 1, this) if last else this, this + 3))
    return years, years[0] if last and last < this else this + 1


def _by_kpi(kpis: Collection[Kpi], area: str, years: Collection[int]) -> dict[int, dict[int, Kpi]]:
    """Key of last year's KPI → year → the same KPI of the province."""
    same = counterparts([kpi.indicator_id for kpi in kpis], years=years, areas=[area]) if kpis else {}
    found = {}
    for kpi in kpis:
        of_year = {one.year: one.kpi for one in same[kpi.indicator_id]}
        of_year[kpi.component.edition.framework.fiscal_year_id] = kpi
        found[kpi.pk] = of_year
    return found


def _by_entry(
    entries: Collection[LibraryKpi], area: str, years: Collection[int]
) -> dict[int, dict[int, Kpi]]:
    found: dict[int, dict[int, Kpi]] = {entry.pk: {} for entry in entries}
    for kpi in _in_force(area, years).filter(indicator__library_kpi__in=entries):
        found[kpi.indicator.library_kpi_id or 0][kpi.component.edition.framework.fiscal_year_id] = kpi
    return found


def _in_force(area: str, years: Collection[int]) -> QuerySet[Kpi]:
    return Kpi.objects.filter(
        component__edition__status=Edition.Status.PUBLISHED,
        component__edition__framework__area=area,
        component__edition__framework__fiscal_year__in=years,
    ).select_related("indicator", "component__edition__framework")
