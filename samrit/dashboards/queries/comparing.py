"""Provinces of one year side by side: which of their KPIs are the same, and by how much they differ."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlencode

from samrit.dashboards.queries.results import ComponentResult, KpiResult, ResultSheet, result_sheets
from samrit.dashboards.queries.standings import published_years, shown_scores
from samrit.frameworks.models import Indicator
from samrit.people.queries import every_area
from samrit.rules.searching import searchable

MOST = 5  # provinces: more do not stand beside each other on any screen
ENOUGH = 2  # provinces: one has nothing to be compared with


@dataclass(frozen=True)
class Side:
    """One province's KPI; ``kpi`` None: its framework has none such. ``difference`` of the scores, from the first province."""

    sheet: ResultSheet
    kpi: KpiResult | None
    assessed: bool = True
    difference: Decimal | None = None
    best: bool = False


@dataclass(frozen=True)
class ComparedKpi:
    """The same KPI of each province, in the order of the provinces; parts stand under their KPI."""

    name: str
    sides: tuple[Side, ...]
    parts: tuple["ComparedKpi", ...] = ()


@dataclass(frozen=True)
class ComparedComponent:
    """``components``: each province's, None where its framework has no such component."""

    number: int
    name: str
    components: tuple[ComponentResult | None, ...]
    kpis: tuple[ComparedKpi, ...]


@dataclass(frozen=True)
class Comparison:
    sheets: tuple[ResultSheet, ...]
    components: tuple[ComparedComponent, ...]

    @property
    def differences(self) -> list[Decimal | None]:
        """Of the totals, from the first province's; the first one's own is None."""
        totals = [sheet.total for sheet in self.sheets]
        return [None, *(_less(total, totals[0]) for total in totals[1:])]


def compared(year: int, codes: Sequence[str], now: datetime) -> Comparison:
    """What is public of these provinces (TIS 1099 codes), in this order; those without a public result are left out."""
    found = {
        score.round.area_id: score
        for score in shown_scores(now).filter(round__fiscal_year=year, round__area__in=codes)
    }
    sheets = result_sheets([found[code] for code in codes if code in found])
    return Comparison(tuple(sheets), tuple(_components(sheets)))


def _components(sheets: Sequence[ResultSheet]) -> Iterable[ComparedComponent]:
    library = _library(sheets)
    numbers = sorted({one.component.number for sheet in sheets for one in sheet.components})
    for number in numbers:
        found = [
            next((one for one in sheet.components if one.component.number == number), None)
            for sheet in sheets
        ]
        rows = _Rows(sheets, [one is None or one.component.assessed for one in found], library)
        kpis = rows.of([list(one.kpis) if one else [] for one in found])
        name = next(one.component.name for one in found if one)
        yield ComparedComponent(number, name, tuple(found), tuple(kpis))


def _library(sheets: Sequence[ResultSheet]) -> dict[int, int]:
    """Indicator → the KPI of the library that it is; one query."""
    wanted = {kpi.kpi.indicator_id for sheet in sheets for _component, kpi in sheet.kpis}
    found = Indicator.objects.filter(pk__in=wanted, library_kpi__isnull=False)
    return {one.pk: one.library_kpi_id for one in found if one.library_kpi_id}


@dataclass(frozen=True)
class _Rows:
    """The rows of one component; ``assessed`` says it of each province."""

    sheets: Sequence[ResultSheet]
    assessed: Sequence[bool]
    library: dict[int, int]

    def of(self, columns: Sequence[Sequence[KpiResult]]) -> Iterable[ComparedKpi]:
        """In the order of the first framework; what only a later one has comes after."""
        by_key = [{self._same(kpi): kpi for kpi in column} for column in columns]
        for key in dict.fromkeys(key for column in by_key for key in column):
            row = [column.get(key) for column in by_key]
            parts = self.of([kpi.parts if kpi else () for kpi in row])
            yield ComparedKpi(next(kpi.kpi.name for kpi in row if kpi), tuple(self._sides(row)), tuple(parts))

    def _same(self, kpi: KpiResult) -> str:
        """KPIs of two provinces are the same by the library; while nobody said so, by their name."""
        library = self.library.get(kpi.kpi.indicator_id)
        return f"library {library}" if library else searchable(kpi.kpi.name).text

    def _sides(self, row: Sequence[KpiResult | None]) -> Iterable[Side]:
        scores = [kpi.score if kpi else None for kpi in row]
        known = [score for score in scores if score is not None]
        best = max(known) if len(set(known)) > 1 else None
        for place, kpi in enumerate(row):
            difference = _less(scores[place], scores[0]) if place else None
            is_best = best is not None and scores[place] == best
            yield Side(self.sheets[place], kpi, self.assessed[place], difference, is_best)


def _less(value: Decimal | None, first: Decimal | None) -> Decimal | None:
    return None if value is None or first is None else value - first


def to_compare(year: int, now: datetime) -> list[tuple[str, str, str]]:
    """(code, Thai name, English name) of the provinces with a public result in the year, by name; one query."""
    rows = shown_scores(now).filter(round__fiscal_year=year).order_by("round__area__name")
    return list(rows.values_list("round__area", "round__area__name", "round__area__name_en"))


# ── what is asked for ───────────────────────────────────────────────────────
@dataclass(frozen=True)
class Asked:
    """What is to be compared. ``left_out``: provinces beyond the fifth; ``unknown``: codes without a public result.

    ``unpublished``: the names of those of ``unknown`` that are provinces.
    """

    year: int | None
    years: list[int]
    choices: list[tuple[str, str]]
    codes: list[str]
    left_out: list[str]
    unknown: list[str]
    unpublished: Mapping[str, str] = field(default_factory=dict)

    @property
    def nowhere(self) -> list[str]:
        """Codes of no province."""
        return [code for code in self.unknown if code not in self.unpublished]

    @property
    def places(self) -> list[str]:
        """The chosen provinces, then as many empty places as are left."""
        return [*self.codes, *[""] * (MOST - len(self.codes))]

    @property
    def query(self) -> str:
        return urlencode([("year", self.year or ""), *(("province", code) for code in self.codes)])


def asked_for(year: str, provinces: Iterable[str], *, now: datetime, in_english: bool = False) -> Asked:
    """Years and codes that are none are let by (the newest year stands for one): who asks is told what can be chosen."""
    years = [one.year for one in published_years(now)]
    found = next((one for one in years if str(one) == year), years[0] if years else None)
    named = to_compare(found, now) if found else []
    choices = {code: english if in_english else thai for code, thai, english in named}
    wanted = list(dict.fromkeys(code for code in provinces if code))
    known = [code for code in wanted if code in choices]
    unknown = [code for code in wanted if code not in choices]
    return Asked(
        year=found,
        years=years,
        choices=list(choices.items()),
        codes=known[:MOST],
        left_out=[choices[code] for code in known[MOST:]],
        unknown=unknown,
        unpublished=_names(unknown, in_english=in_english),
    )


def _names(codes: Collection[str], *, in_english: bool) -> dict[str, str]:
    """Of those that are provinces; no query without any. What was typed reaches no query."""
    found = every_area() if codes else ()
    return {area.code: area.name_en if in_english else area.name for area in found if area.code in codes}


def compared_as(asked: Asked, now: datetime) -> Comparison | None:
    """None with fewer than two provinces."""
    if asked.year is None or len(asked.codes) < ENOUGH:
        return None
    return compared(asked.year, asked.codes, now)
