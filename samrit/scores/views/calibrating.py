"""How well independent scorers agree, and whether one is harder or milder: own figures by name, others' without."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.frameworks.models import FiscalYear
from samrit.frameworks.queries import fiscal_years
from samrit.people.middleware import PersonRequest
from samrit.rules.amounts import Rounding, rounded
from samrit.rules.calibration import ENOUGH, Figures, Pair, of_everybody, of_scorer
from samrit.scores.queries import pairs_of
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
    pairs = [pair for pair in pairs_of(year, fiscal_year.rule_set) if _is_over(pair, request.user.pk)]
    rows = _rows(pairs, request.user.pk, year)
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


def _is_over(pair: Pair, reader: int) -> bool:
    """While two differ, their figures would tell each of them of the other's opinion before the third has decided."""
    return pair.settled is not None or reader not in (pair.first, pair.second)


def _rows(pairs: list[Pair], reader: int, year: int) -> list[Row]:
    """The reader first; the others by number, in an order that tells nothing and stays the same all year."""
    scorers = {key for pair in pairs for key in (pair.first, pair.second)}
    others = sorted(scorers - {reader}, key=lambda key: salted_hmac(f"calibration:{year}", str(key)).digest())
    own = [Row(_("คุณ"), own=True, figures=of_scorer(reader, pairs))] if reader in scorers else []
    return own + [
        Row(_("ผู้ตรวจ %(number)s") % {"number": number}, own=False, figures=of_scorer(key, pairs))
        for number, key in enumerate(others, start=1)
    ]


def _chart(rows: list[Row]) -> Bars | None:
    """Bias against what was settled, of those with enough pairs."""
    bars = [
        Bar(row.name, row.figures.bias, row.texts.bias or "")
        for row in rows
        if not row.figures.too_few and row.figures.bias is not None
    ]
    return Bars(_("ความเอนเอียงเทียบกับผลที่ชี้ขาดแล้ว (คะแนน)"), bars) if bars else None
