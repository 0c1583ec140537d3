"""Boards as one reader sees them: a person at work by their duties, or everybody (what is published).

None where there is no such board for this reader: pages and the API answer it as not found.
"""

from datetime import datetime

from samrit.audit.queries import events_so_far
from samrit.dashboards.documents.boards.agencies import AgencyData, agency_board
from samrit.dashboards.documents.boards.country import CountryData, country_board
from samrit.dashboards.documents.boards.parts import Board, Links
from samrit.dashboards.documents.boards.provinces import ProvinceData, province_board
from samrit.dashboards.documents.boards.single_kpi import KpiData, kpi_board
from samrit.dashboards.queries.boards import kpis, progress, seen
from samrit.dashboards.queries.standings import reporting_areas
from samrit.frameworks.models import FiscalYear, LibraryKpi
from samrit.frameworks.queries import library_visible_to
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.rules.clusters import cluster_by_code

Reader = Duties | None  # None: anybody, without signing in


def country_made(reader: Reader, year: int, code: str | None = None, *, now: datetime) -> Board | None:
    """The country, or the cluster with this code."""
    fiscal, cluster = _year(year), cluster_by_code(code) if code is not None else None
    found = seen_of(reader, year, now=now)
    if fiscal is None or found is None or (code is not None and cluster is None):
        return None
    areas = [area for area in reporting_areas() if cluster is None or area.pk in cluster.provinces]
    codes = {area.pk for area in areas}
    figures = kpis.figures_of([score.pk for score in found.of_year(year, codes)])
    evaluates = reader is not None and reader.evaluates
    return country_board(
        CountryData(
            year=fiscal,
            areas=areas,
            seen=found,
            heat=kpis.heat_of(figures, dict(LibraryKpi.objects.values_list("pk", "name"))),
            links=Links(public=reader is None),
            progress=progress.progress_of_year(year, now=now, areas=codes) if evaluates else None,
            cluster=cluster,
        )
    )


def province_made(reader: Duties, year: int, code: str, *, now: datetime) -> Board | None:
    """Only for people at work: the public page of a province is another one."""
    fiscal, areas = _year(year), list(reporting_areas())
    area = next((area for area in areas if area.pk == code), None)
    found = seen.seen_by(reader, now=now)
    score = found.scores.get((year, code))
    mine = reader.evaluates or code in reader.areas()
    if fiscal is None or area is None or (score is None and not mine):
        return None
    figures = kpis.figures_of([score.pk] if score else [])
    return province_board(
        ProvinceData(
            year=fiscal,
            area=area,
            areas=areas,
            seen=found,
            score=score,
            figures=figures,
            steps=kpis.steps_of(score.pk) if score else {},
            owners=kpis.owners_of([one.kpi for one in figures]),
            progress=progress.progress_of_year(year, now=now, areas={code}) if mine else None,
            evaluates=reader.evaluates,
        )
    )


def agency_made(reader: Reader, year: int, pk: int, *, now: datetime) -> Board | None:
    """Without figures only for the people of its province and those who evaluate."""
    fiscal, found = _year(year), seen_of(reader, year, now=now)
    agency = Agency.objects.select_related("area").filter(pk=pk, area__reports=True).first()
    if fiscal is None or found is None or agency is None or agency.area is None:
        return None
    figures = kpis.figures_of_agency(pk, [score.pk for score in found.of_area(agency.area.pk).values()])
    mine = reader is not None and (reader.evaluates or agency.area.pk in reader.areas())
    if not figures and not mine:
        return None
    area = {agency.area.pk}
    data = AgencyData(
        year=fiscal,
        agency=agency,
        area=agency.area,
        seen=found,
        figures=figures,
        links=Links(public=reader is None),
        progress=progress.progress_of_year(year, now=now, areas=area, agency=pk) if mine else None,
    )
    return agency_board(data)


def kpi_made(reader: Reader, year: int, pk: int, *, now: datetime) -> Board | None:
    """Of a KPI of the library; for everybody only once something of it is published."""
    known = LibraryKpi.objects.all() if reader is None else library_visible_to(reader)
    fiscal, kpi, found = _year(year), known.filter(pk=pk).first(), seen_of(reader, year, now=now)
    if fiscal is None or kpi is None or found is None:
        return None
    figures = kpis.figures_of_library_kpi(pk, [score.pk for score in found.scores.values()])
    if reader is None and not figures:
        return None
    return kpi_board(
        KpiData(
            year=fiscal,
            kpi=kpi,
            areas=list(reporting_areas()),
            seen=found,
            figures=figures,
            links=Links(public=reader is None),
        )
    )


def _year(year: int) -> FiscalYear | None:
    """A year that was voided has no board: its results are not used."""
    return FiscalYear.objects.filter(pk=year, voided_at__isnull=True).first()


def seen_of(reader: Reader, year: int, *, now: datetime) -> seen.Seen | None:
    """What the reader may see; None where nothing of the year is public for who is not at work here."""
    if reader is not None:
        return seen.seen_by(reader, now=now)
    found = seen.seen_by_all(now=now)
    return found if year in found.years() else None


# ── has anything changed? ───────────────────────────────────────────────────
def stamp_at_work(now: datetime) -> str:
    """Every write leaves an event; that a publication's moment comes leaves none."""
    return f"{events_so_far()}-{stamp_for_all(now)}"


def stamp_for_all(now: datetime) -> str:
    return seen.public_stamp(now)
