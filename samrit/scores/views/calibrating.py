"""How well independent scorers agree, and whether one is harder or milder: own figures by name, others' without."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.frameworks.models import FiscalYear
from samrit.frameworks.queries import fiscal_years
from samrit.people.middleware import PersonRequest
from samrit.rules.amounts import Rounding, rounded
from samrit.rules.calibration import ENOUGH, Figures, of_everybody
from samrit.scores.queries.calibrating import Calibrated, calibrated, pairs_told
from samrit.ui.charts import Bar, Bars
from samrit.ui.pieces import Crumb

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Texts:
    """Figures as they are read: shares in per cent, points with two decimals. None: it cannot be said."""

    pairs: int
    too_few: bool
    same: str | None
    within: str | None
    kappa: str | None
    bias: str | None
    distance: str | None
    bias_to_other: str | None


@dataclass(frozen=True)
class Row:
    name: str
    own: bool
    figures: Figures

    @property
    def texts(self) -> Texts:
        return _texts(self.figures)


def _texts(figures: Figures) -> Texts:
    return Texts(
        pairs=figures.pairs,
        too_few=figures.too_few,
        same=_percent(figures.same),
        within=_percent(figures.within),
        kappa=_two(figures.kappa),
        bias=_signed(figures.bias),
        distance=_two(figures.distance),
        bias_to_other=_signed(figures.bias_to_other),
    )


def _percent(share: Decimal | None) -> str | None:
    return None if share is None else str(rounded(share * HUNDRED, 1, Rounding.HALF_UP))


def _two(value: Decimal | None) -> str | None:
    return None if value is None else str(rounded(value, 2, Rounding.HALF_UP))


def _signed(value: Decimal | None) -> str | None:
    """``+`` is milder, ``−`` harder."""
    if value is None:
        return None
    shown = rounded(value, 2, Rounding.HALF_UP)
    return f"{shown:+}".replace("-", "−") if shown else str(abs(shown))


@require_safe
def calibration(request: PersonRequest, year: int) -> HttpResponse:
    """Do we judge alike? Anybody who evaluates sees their own figures; those of others carry no name."""
    if not request.duties.evaluates:
        raise Http404
    fiscal_year = get_object_or_404(FiscalYear, pk=year)
    pairs = pairs_told(request.user, year, fiscal_year.rule_set)
    rows = _rows(calibrated(request.user, pairs, year))
    context: dict[str, Any] = {
        "year": fiscal_year,
        "years": fiscal_years(),
        "whole": _texts(of_everybody(pairs)),
        "rows": rows,
        "chart": _chart(rows),
        "enough": ENOUGH,
        "crumbs": [Crumb(_("ตรวจประเมิน"), reverse("scores:list")), Crumb(_("สอบเทียบผู้ตรวจ"))],
    }
    return render(request, "scores/calibration.html", context)


def _rows(found: Iterable[Calibrated]) -> list[Row]:
    return [
        Row(_("คุณ"), own=True, figures=one.figures)
        if one.number is None
        else Row(_("ผู้ตรวจ %(number)s") % {"number": one.number}, own=False, figures=one.figures)
        for one in found
    ]


def _chart(rows: list[Row]) -> Bars | None:
    """Bias against what was settled, of those with enough pairs."""
    bars = [
        Bar(row.name, row.figures.bias, row.texts.bias or "")
        for row in rows
        if not row.figures.too_few and row.figures.bias is not None
    ]
    return Bars(_("ความเอนเอียงเทียบกับผลที่ชี้ขาดแล้ว (คะแนน)"), bars) if bars else None
