"""The executive page (สรุปผู้บริหาร): one province on exactly one side of A4, Thai, Thai digits."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import segno
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from samrit.dashboards.documents.explaining import state_of_score, verified_words
from samrit.dashboards.queries.briefs import Brief, Leaf, YearStanding
from samrit.ui.charts import shortened
from samrit.ui.paper import PaperUnavailableError, draw_fitting
from samrit.ui.scale import Scale, scale_svg

__all__ = ["PaperUnavailableError", "draw"]

TEMPLATE = "dashboards/paper/brief.html"
STYLES = {"brief.css": "dashboards/paper/brief.css"}
SCALE_WIDTH = 300  # px
BAR_WIDTH, COLUMN_HEIGHT = 250, 44  # px, of a component's bar and of a year's column
FULL = Decimal(100)


@dataclass(frozen=True)
class Density:
    """How much room things take; the next one is tried when a page is not enough."""

    name: str
    letters: int  # of a KPI's name
    scale: Literal["full", "spark"] = "full"


DENSITIES = (Density("roomy", 150), Density("tight", 85), Density("tightest", 60, "spark"))


@dataclass(frozen=True)
class Shown:
    """A KPI with its scale as a drawing."""

    leaf: Leaf
    name: str
    value: str
    scale: SafeString | None


def draw(brief: Brief, *, address: str, keep_for: int = 0) -> bytes:
    """The PDF; ``address`` is where it can be checked. PaperUnavailableError without Pango."""
    with translation.override("th"):
        contexts = [_context(brief, address, density) for density in DENSITIES]
    score = brief.sheet.score
    identifier = f"brief-{score.pk}-{score.published_at}".encode()
    return draw_fitting(TEMPLATE, contexts, pages=1, styles=STYLES, identifier=identifier, keep_for=keep_for)


def _context(brief: Brief, address: str, density: Density) -> dict[str, Any]:
    sheet = brief.sheet
    return {
        "brief": brief,
        "sheet": sheet,
        "density": density,
        "state": state_of_score(sheet),
        "address": address,
        "qr": _qr(address),
        "components": [(one, _width(one.score, BAR_WIDTH)) for one in sheet.components],
        "bar_width": BAR_WIDTH,
        "years": [(one, _column(one)) for one in brief.years],
        "column_height": COLUMN_HEIGHT,
        "has_years": any(one.total is not None for one in brief.years[:-1]),
        "best": [_shown(leaf, density) for leaf in brief.best],
        "weakest": [_shown(leaf, density) for leaf in brief.weakest],
        "lifts": [(lift, shortened(lift.leaf.it.kpi.name, density.letters)) for lift in brief.lifts],
        "uncounted": list(_uncounted(brief)),
    }


def _qr(address: str) -> SafeString:
    drawn = segno.make(address, error="m").svg_inline(scale=2, border=0, omitsize=False)
    return mark_safe(drawn)  # noqa: S308 - segno's own squares; the address does not stand in it


def _width(score: Decimal | None, full: int) -> int:
    return 0 if score is None else int(score * full / FULL)


def _column(one: YearStanding) -> dict[str, int]:
    """From forty up: totals below are rare, and differences are what the page is for."""
    height = 0 if one.total is None else max(2, int((one.total - 40) * COLUMN_HEIGHT / 60))
    return {"height": height, "y": COLUMN_HEIGHT - height}


def _shown(leaf: Leaf, density: Density) -> Shown:
    return Shown(
        leaf,
        shortened(leaf.it.kpi.name, density.letters),
        verified_words(leaf.it),
        _scale(leaf, density),
    )


def _scale(leaf: Leaf, density: Density) -> SafeString | None:
    """Digits only in the drawing, see ``documents.paper``."""
    kpi, levels = leaf.it, leaf.it.terms.levels
    if levels is None or kpi.value is None:
        return None
    drawn = Scale(
        levels=(levels[0], levels[1], levels[2]),
        direction="down" if kpi.terms.direction == "down" else "up",
        result=kpi.value,
        last_year=kpi.terms.last_year,
        six_month=kpi.six_month,
        unit=kpi.terms.unit,
    )
    return scale_svg(drawn, density.scale, SCALE_WIDTH)


def _uncounted(brief: Brief) -> Iterator[str]:
    """``1-3 (ไม่เกี่ยวข้อง)``: which KPIs the total does not count, and why."""
    for leaf in brief.uncounted:
        yield f"{leaf.number} ({verified_words(leaf.it)})"
