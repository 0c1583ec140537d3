"""Official figures in force, what they stand beside, and which KPIs of a year their owners supply."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from samrit.frameworks.models import Edition, FiscalYear, Kpi, Round
from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.rules.kpi_names import bare
from samrit.rules.official import (
    Comparison,
    Given,
    Supply,
    Tolerance,
    Verdict,
    compared,
    other_province_names,
    supplies,
    supply_of,
)
from samrit.rules.workflow import Status
from samrit.scores.models import OfficialFigure, OfficialFile

# Where the table no longer knows a KPI: nothing but the very same figure stands without a person.
EXACT = Tolerance("absolute", Decimal(0), "reported")
SENT = {Status.FILED, Status.VERIFIED}


# ── what there is ───────────────────────────────────────────────────────────
def figures_in_force() -> QuerySet[OfficialFigure]:
    return OfficialFigure.objects.filter(superseded_at=None).select_related("file", "entered_by")


def official_of(result: Result) -> OfficialFigure | None:
    """What stands beside this result."""
    return figures_in_force().filter(indicator=result.indicator_id, months=result.round.months).first()


def official_in(round_: Round) -> dict[int, OfficialFigure]:
    """Indicator → its official figure in this round; one query."""
    of_round = figures_in_force().filter(
        indicator__framework__area=round_.area_id,
        indicator__framework__fiscal_year=round_.fiscal_year_id,
        months=round_.months,
    )
    return {figure.indicator_id: figure for figure in of_round}


def unit_of(result: Result) -> str:
    """The unit that the result is in: of the KPI that judges it."""
    if result.judged_by:
        return result.judged_by.unit
    kpis = Kpi.objects.filter(indicator=result.indicator_id)
    found = kpis.filter(component__edition__status=Edition.Status.PUBLISHED).first() or kpis.last()
    return found.unit if found else ""


def earlier_figures(figure: OfficialFigure) -> list[OfficialFigure]:
    """What it superseded, the newest first."""
    found = OfficialFigure.objects.filter(indicator=figure.indicator_id, months=figure.months)
    return list(found.exclude(pk=figure.pk).select_related("file", "entered_by").order_by("-pk"))


def tolerance_of(figure: OfficialFigure, year: int) -> Tolerance:
    supply = supply_of(year, figure.kpi)
    return supply.tolerance if supply else EXACT


def compare(result: Result | None, figure: OfficialFigure, year: int) -> Comparison:
    """The reported figure beside the official one, as long as it is reported; a draft is nobody's claim yet."""
    reported = Given(result.value, result.missing) if result and result.status in SENT else None
    return compared(reported, Given(figure.value, figure.missing), tolerance_of(figure, year))


@dataclass(frozen=True)
class Beside:
    """An official figure in force, the result it stands beside, and what they differ by. ``kpi`` as in force."""

    figure: OfficialFigure
    result: Result | None
    kpi: Kpi | None
    area: Area
    comparison: Comparison


def besides(figures: QuerySet[OfficialFigure]) -> list[Beside]:
    """Of one year; by province; three queries, however many."""
    found = figures.select_related("indicator__framework__area", "file").order_by(
        "indicator__framework__area", "kpi", "pk"
    )
    indicators = figures.order_by().values("indicator")
    results = {
        (one.indicator_id, one.round.months): one
        for one in Result.objects.filter(indicator__in=indicators).select_related("round__area", "indicator")
    }
    in_force = Kpi.objects.filter(
        indicator__in=indicators, component__edition__status=Edition.Status.PUBLISHED
    )
    kpis = {kpi.indicator_id: kpi for kpi in in_force.select_related("component", "parent")}
    return [_beside(figure, results.get((figure.indicator_id, figure.months)), kpis) for figure in found]


def _beside(figure: OfficialFigure, result: Result | None, kpis: Mapping[int, Kpi]) -> Beside:
    framework = figure.indicator.framework
    comparison = compare(result, figure, framework.fiscal_year_id)
    return Beside(figure, result, kpis.get(figure.indicator_id), framework.area, comparison)


def beside_of_year(year: int, *, only_differing: bool = False) -> list[Beside]:
    found = besides(figures_in_force().filter(indicator__framework__fiscal_year=year))
    return [one for one in found if one.comparison.verdict == Verdict.OUTSIDE or not only_differing]


# ── files ───────────────────────────────────────────────────────────────────
def official_files(duties: Duties) -> QuerySet[OfficialFile]:
    """Evaluators see all; without the bytes, which are long."""
    files = OfficialFile.objects.select_related("taken_by", "applied_by", "fiscal_year").defer("contents")
    return files if duties.evaluates else files.none()


def years_with_figures() -> list[tuple[int, int]]:
    """(year, official figures in force), the newest year first."""
    in_force = Count(
        "frameworks__indicators__official_figures",
        filter=Q(frameworks__indicators__official_figures__superseded_at=None),
    )
    return list(FiscalYear.objects.annotate(n=in_force).order_by("-year").values_list("year", "n"))


# ── what a file may be about ────────────────────────────────────────────────
@dataclass(frozen=True)
class Measured:
    """One KPI of a province that an owner supplies; ``names`` are bare ways to write it, ``figure`` what is in force."""

    kpi: Kpi
    area: Area
    supply: Supply
    names: frozenset[str]
    result: Result | None
    figure: OfficialFigure | None

    @property
    def name(self) -> str:
        return f"{self.kpi.parent.name} – {self.kpi.name}" if self.kpi.parent else self.kpi.name


def measured_in(year: int, months: int, owner: str) -> dict[str, list[Measured]]:
    """Province code → what this owner supplies there; three queries, however many provinces."""
    supplied = [one for one in supplies(year) if owner in one.owners]
    kpis = _leaf_kpis(year)
    found = [(kpi, supply) for kpi in kpis if (supply := _supply_for(kpi, supplied))]
    keys = [kpi.indicator_id for kpi, _supply in found]
    results = {
        one.indicator_id: one
        for one in Result.objects.filter(
            round__fiscal_year=year, round__months=months, indicator__framework__fiscal_year=year
        ).filter(indicator__in=keys)
    }
    figures = {one.indicator_id: one for one in figures_in_force().filter(months=months, indicator__in=keys)}
    by_area: dict[str, list[Measured]] = {}
    for kpi, supply in found:
        area = kpi.component.edition.framework.area
        key = kpi.indicator_id
        measured = Measured(kpi, area, supply, _names(kpi), results.get(key), figures.get(key))
        by_area.setdefault(area.code, []).append(measured)
    return by_area


def _leaf_kpis(year: int) -> QuerySet[Kpi]:
    return (
        Kpi.objects.filter(
            component__edition__status=Edition.Status.PUBLISHED,
            component__edition__framework__fiscal_year=year,
            component__assessed=True,
            parts__isnull=True,
        )
        .select_related(
            "component__edition__framework__area",
            "indicator__library_kpi",
            "parent__indicator__library_kpi",
        )
        .order_by("component__edition__framework__area", "component__number", "position", "pk")
    )


def _supply_for(kpi: Kpi, supplied: list[Supply]) -> Supply | None:
    return next((supply for supply in supplied if _is_supplied(kpi, supply)), None)


def _is_supplied(kpi: Kpi, supply: Supply) -> bool:
    """By its entry in the library; where nobody named one, by its name (a part also by the name of its whole)."""
    if supply.parts:
        return _is(kpi.parent or kpi, supply.kpi, supply.names)
    if not _is(kpi, supply.kpi, supply.names):
        return False
    if kpi.indicator.library_kpi or not supply.whole:
        return True
    return kpi.parent is not None and bare(kpi.parent.name) in supply.whole


def _is(kpi: Kpi, code: str, names: frozenset[str]) -> bool:
    entry = kpi.indicator.library_kpi
    return entry.code == code if entry else bare(kpi.name) in names


def _names(kpi: Kpi) -> frozenset[str]:
    entry = kpi.indicator.library_kpi
    ways = [kpi.name, kpi.full_number]
    if kpi.parent:
        ways.append(f"{kpi.parent.name} – {kpi.name}")
    if entry:
        ways += [entry.code, entry.name, *entry.aliases]
    return frozenset(bare(way) for way in ways)


def province_codes() -> Mapping[str, str]:
    """Every way to write a province (code, Thai and English name, letter code, other names; bare) → its code."""
    found: dict[str, str] = {bare(name): code for name, code in other_province_names().items()}
    for area in Area.objects.all():
        for way in (area.code, area.name, area.name_en, area.letter_code):
            if way:
                found[bare(way)] = area.code
    return found
