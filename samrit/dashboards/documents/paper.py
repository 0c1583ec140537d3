"""The published result as official paper (``samrit.ui.paper``): A4, Thai, Thai digits, tagged for screen readers."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString

from samrit.dashboards.documents import explaining
from samrit.dashboards.queries.results import ComponentResult, KpiResult, ResultSheet
from samrit.ui.paper import PaperUnavailableError, sources
from samrit.ui.paper import draw as draw_paper
from samrit.ui.pieces import Explanation
from samrit.ui.scale import Scale, scale_svg

__all__ = ["PaperUnavailableError", "draw", "drawing_version"]

TEMPLATE = "dashboards/paper/result.html"
STYLE = "dashboards/paper/result.css"
SCALE_WIDTH = 360  # px


def draw(sheet: ResultSheet, *, address: str, appealed: bool = False) -> bytes:
    """The PDF; ``address`` is where the result can be checked, ``appealed`` while it is contested. PaperUnavailableError without Pango."""
    with translation.override("th"):  # the context has sentences too
        context = {**_context(sheet, address), "appealed": appealed}
    return draw_paper(TEMPLATE, context, styles={"result.css": STYLE}, identifier=_identifier(sheet))


def _identifier(sheet: ResultSheet) -> bytes:
    """The same paper has the same identity whenever it is drawn."""
    return f"{sheet.score.pk}-{sheet.score.published_at}".encode()


@cache
def drawing_version() -> str:
    """Changes with everything that decides how a paper looks; for keeping drawn papers."""
    here = Path(__file__)
    own = [here, here.with_name("explaining.py"), here.with_name("workbook.py")]
    drawn = b"".join(path.read_bytes() for path in own) + sources(TEMPLATE, STYLE)
    return sha256(drawn).hexdigest()[:16]


# ── what the template is given ──────────────────────────────────────────────
@dataclass(frozen=True)
class PaperKpi:
    """A KPI as the paper shows it: its figures, its scale as a drawing, and why."""

    it: KpiResult
    value: str
    scale: SafeString | None
    why: Explanation
    parts: tuple["PaperKpi", ...]


def _context(sheet: ResultSheet, address: str) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "address": address,
        "state": explaining.state_of_score(sheet),
        "why_total": explaining.why_total(sheet),
        "components": [(component, _groups(component)) for component in sheet.components],
    }


def _groups(component: ComponentResult) -> list[tuple[object, list[PaperKpi]]]:
    return [(group, [_paper_kpi(kpi) for kpi in kpis]) for group, kpis in component.groups]


def _paper_kpi(kpi: KpiResult) -> PaperKpi:
    return PaperKpi(
        it=kpi,
        value=explaining.verified_words(kpi) if kpi.value is not None or kpi.missing else "",
        scale=_scale(kpi),
        why=explaining.why_kpi(kpi),
        parts=tuple(_paper_kpi(part) for part in kpi.parts),
    )


def _scale(kpi: KpiResult) -> SafeString | None:
    """Digits only in the drawing: WeasyPrint lays SVG text out letter by letter, which breaks tone marks."""
    levels = kpi.terms.levels
    if levels is None or kpi.value is None:
        return None
    basic, standard, advanced = levels
    drawn = Scale(
        levels=(basic, standard, advanced),
        direction="down" if kpi.terms.direction == "down" else "up",
        result=kpi.value,
        last_year=kpi.terms.last_year,
        six_month=kpi.six_month,
        unit=kpi.terms.unit,
    )
    return scale_svg(drawn, "full", SCALE_WIDTH)
