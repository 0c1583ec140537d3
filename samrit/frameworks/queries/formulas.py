"""Formulas of KPIs: the one that counts, all there were, and what may be put into one."""

from collections.abc import Iterable

from django.db.models import QuerySet

from samrit.frameworks.models import Kpi, KpiFormula
from samrit.indicators.queries.items import book_for
from samrit.rules.items import Book


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
    """The items of the KPI's province that a formula may name."""
    return book_for(kpi.component.edition.framework.area)
