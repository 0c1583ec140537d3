"""What the national report is made of, and the reports there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.db.models import QuerySet

from samrit.dashboards.models import NationalReport, ReportState
from samrit.dashboards.queries.boards.kpis import Figure, Heat, figures_of, heat_of, owners_of
from samrit.dashboards.queries.boards.seen import Seen, seen_by, seen_by_all, standings_of
from samrit.dashboards.queries.standings import Standing, reporting_areas
from samrit.frameworks.models import FiscalYear, Kpi, LibraryKpi
from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.scores.queries import appealed_rounds, published_scores, scores_visible_to


@dataclass(frozen=True)
class Range:
    """The lowest and the highest target of a level over the provinces."""

    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True)
class KpiFigures:
    """A KPI over the provinces of a year: the best score first, those without one last.

    ``levels`` are the ranges of ขั้นต้น, มาตรฐาน, ขั้นสูง, empty where no province has targets (it has parts).
    """

    key: str
    name: str
    kpi: Kpi
    owners: tuple[str, ...]
    levels: tuple[Range, ...]
    weights: Range | None
    rows: tuple[tuple[Area, Figure], ...]


@dataclass(frozen=True)
class NationalFigures:
    """Everything that the report says, of one moment. ``others``: how many KPIs only single provinces have."""

    year: FiscalYear
    areas: tuple[Area, ...]
    seen: Seen
    standings: tuple[Standing, ...]
    heat: Heat
    kpis: tuple[KpiFigures, ...]
    figures: Mapping[str, Sequence[Figure]]
    appealed: frozenset[int]

    @property
    def scored(self) -> list[Standing]:
        return [one for one in self.standings if one.score]


def seen_in(year: int, scope: str, duties: Duties, *, now: datetime) -> Seen:
    """The scores that a report of this scope shows; ``duties`` are those of who asked for it."""
    public = scope == NationalReport.Scope.PUBLISHED
    return _until(year, seen_by_all(now=now) if public else seen_by(duties, now=now))


def _until(year: int, seen: Seen) -> Seen:
    """What came after the year is none of its report."""
    return Seen({place: score for place, score in seen.scores.items() if place[0] <= year}, seen.public)


def national_figures(year: FiscalYear, seen: Seen) -> NationalFigures:
    """As many queries for one province as for all."""
    areas = tuple(reporting_areas())
    found = figures_of([score.pk for score in seen.of_year(year.pk)])
    by_area: dict[str, list[Figure]] = defaultdict(list)
    for one in found:
        by_area[one.area].append(one)
    heat = heat_of(found, dict(LibraryKpi.objects.values_list("pk", "name")))
    return NationalFigures(
        year=year,
        areas=areas,
        seen=seen,
        standings=tuple(standings_of(seen, year.pk, areas)),
        heat=heat,
        kpis=tuple(_kpis(heat, areas, found)),
        figures=by_area,
        appealed=frozenset(appealed_rounds()),
    )


def _kpis(heat: Heat, areas: Iterable[Area], found: Sequence[Figure]) -> Iterable[KpiFigures]:
    names = {area.pk: area for area in areas}
    kpis = Kpi.objects.select_related("component", "group").in_bulk([one.kpi for one in found])
    owners = owners_of([one.kpi for one in found])
    for column in heat.columns:
        rows = [
            (names[area], one)
            for (area, key), one in heat.cells.items()
            if key == column.key and area in names
        ]
        rows.sort(key=lambda row: (row[1].score is None, -(row[1].score or 0), row[0].pk))
        mine = [kpis[one.kpi] for _area, one in rows]
        leading = {owners[one.kpi][0][1].removesuffix(area.name) for area, one in rows if one.kpi in owners}
        yield KpiFigures(
            key=column.key,
            name=column.name,
            kpi=mine[0],
            owners=tuple(sorted(leading)),
            levels=tuple(_levels(mine)),
            weights=_range([kpi.weight for kpi in mine]),
            rows=tuple(rows),
        )


def _levels(kpis: Collection[Kpi]) -> Iterable[Range]:
    for of_level in zip(*(kpi.levels for kpi in kpis if kpi.levels), strict=True):
        if found := _range(of_level):
            yield found


def _range(values: Iterable[Decimal | None]) -> Range | None:
    known = [value for value in values if value is not None]
    return Range(min(known), max(known)) if known else None


def stamp_of(year: int, scope: str, duties: Duties | None, *, now: datetime) -> str:
    """Another one as soon as another score of the year (or of one before, beside which it is set) is shown, or one fewer.

    And when an appeal is opened or decided: the ranking carries its mark. Two light queries. ``duties`` only for a report
    of all scores.
    """
    of_all = scope == NationalReport.Scope.INTERNAL
    shown = scores_visible_to(duties, now) if duties and of_all else published_scores(now)
    keys = list(shown.filter(round__fiscal_year__lte=year).order_by("pk").values_list("pk", "round"))
    appealed = sorted({round_ for _, round_ in keys}.intersection(appealed_rounds()))
    return sha256(repr((keys, appealed)).encode()).hexdigest()


# ── the reports there are ───────────────────────────────────────────────────
def reports_visible_to(duties: Duties) -> QuerySet[NationalReport]:
    """Evaluators see all, everybody else who works here those of what is published."""
    reports = NationalReport.objects.select_related("fiscal_year", "asked_by", "ended_by")
    if duties.evaluates:
        return reports
    if duties.memberships:
        return reports.filter(scope=NationalReport.Scope.PUBLISHED)
    return reports.none()


def scopes_of(duties: Duties) -> tuple[NationalReport.Scope, ...]:
    """The kinds of report that this person knows of."""
    known = (NationalReport.Scope.PUBLISHED, NationalReport.Scope.INTERNAL)
    return known if duties.evaluates else known[:1]


def stamps_of(year: int, duties: Duties, *, now: datetime) -> dict[str, str]:
    """Scope → the stamp that a report made now would have."""
    return {scope.value: stamp_of(year, scope, duties, now=now) for scope in scopes_of(duties)}


def is_stale(report: NationalReport, stamps: Mapping[str, str]) -> bool:
    """Whether its figures are others by now."""
    return report.is_done and report.figures != stamps.get(report.scope)


def seconds_left(report: NationalReport, now: datetime) -> int | None:
    """From the time that the pages so far took; None while nothing can be said."""
    if report.step != "pages" or report.as_of is None or not report.done:
        return None
    passed = (now - report.as_of).total_seconds()
    return int(passed * max(report.total - report.done, 0) / report.done)


def public_report(year: int, *, now: datetime) -> NationalReport | None:
    """The newest one of what is published, as long as exactly that is published still."""
    newest = (
        NationalReport.objects.filter(
            fiscal_year=year, scope=NationalReport.Scope.PUBLISHED, state=ReportState.DONE,
            fiscal_year__voided_at__isnull=True,
        )
        .order_by("-as_of", "-pk")
        .first()
    )  # fmt: skip
    if newest is None or newest.figures != stamp_of(year, newest.scope, None, now=now):
        return None
    return newest


def reports_before(report: NationalReport) -> int:
    """How many of the same year and scope were made before it."""
    return NationalReport.objects.filter(
        fiscal_year=report.fiscal_year_id, scope=report.scope, state=ReportState.DONE, pk__lt=report.pk
    ).count()
