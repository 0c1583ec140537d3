"""Formulas of KPIs: the one that counts, all there were, and what may be put into one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from samrit.assessments.queries import figures as assessed
from samrit.catalog.queries import figures as catalogued
from samrit.frameworks.models import Kpi, KpiFormula
from samrit.indicators.queries.items import book_for
from samrit.people.models import Area
from samrit.rules.formula import FIGURES, QUALITY, Figure, Need, is_word_of_figure
from samrit.rules.items import Book
from samrit.rules.kpi_formulas import Brought, Frame, words_in


def formula_of(indicator: int) -> KpiFormula | None:
    """The newest version of an indicator's formula; None where there is none, or it was ended."""
    newest = newest_formula(indicator)
    return newest if newest and newest.expression else None


def newest_formula(indicator: int) -> KpiFormula | None:
    """The newest version, be it that there is none any more."""
    return formulas_of(indicator).first()


def formulas_of(indicator: int) -> QuerySet[KpiFormula]:
    """All versions, the newest first."""
    return KpiFormula.objects.filter(indicator=indicator).select_related("made_by").order_by("-version")


def with_formulas(indicators: Iterable[int]) -> set[int]:
    """Those of the indicators whose result a formula computes; one query."""
    rows = KpiFormula.objects.filter(indicator__in=list(indicators)).order_by("indicator", "version")
    newest = dict(rows.values_list("indicator", "expression"))
    return {indicator for indicator, expression in newest.items() if expression}


def items_for(kpi: Kpi) -> Book:
    """The items of the KPI's province that a formula may name, and the figures."""
    return items_in(kpi.component.edition.framework.area)


def items_in(area: Area) -> Book:
    """The same of a province."""
    return replace(book_for(area), figures=figures_in(area))


# ── figures of the province that are not of its data ────────────────────────
def figures_in(area: Area) -> Mapping[str, Figure]:
    """Those that every province has, its catalogue, and those of the questionnaires that it may use."""
    return {**FIGURES, **catalogued.figures(area), **assessed.figures(area)}


def figures_named_in(expression: str, area: Area) -> Mapping[str, Figure]:
    """The same where a formula names one that not every province has; without a query where it does not."""
    named = any(is_word_of_figure(word) and word not in FIGURES for word in words_in(expression))
    return figures_in(area) if named else FIGURES


def brought_figures(
    needs: Iterable[Need],
    known: Mapping[str, Figure],
    *,
    area: Area,
    fiscal_year: int,
    at: datetime | None = None,
) -> list[Brought]:
    """What the rooms of the catalogue and of assessments say of the needs now, or said at a moment; not of QUALITY."""
    wanted = [need for need in needs if need.code != QUALITY]
    of_catalog = [need for need in wanted if need.code in catalogued.figures(area)]
    others = [need for need in wanted if need not in of_catalog]
    return [
        *catalogued.brought(of_catalog, known, area=area, fiscal_year=fiscal_year, at=at),
        *assessed.brought(others, known, area=area, fiscal_year=fiscal_year, at=at),
    ]


def figures_again(frames: Iterable[Frame]) -> list[Brought]:
    """What the frames of such figures came to, from the same rows; frames of other kinds are left out."""
    kept = list(frames)
    return [
        *catalogued.brought_again(frame for frame in kept if frame.kind == catalogued.KIND),
        *assessed.brought_again(frame for frame in kept if frame.kind in assessed.KINDS),
    ]
