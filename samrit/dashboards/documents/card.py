"""The picture that stands beside a shared link: province, year, total, rating. 1200 × 630, Thai, drawn once per edition."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from samrit.dashboards.documents import explaining
from samrit.dashboards.queries.results import ComponentResult, ResultSheet
from samrit.ui.charts import ChartsUnavailableError, picture
from samrit.ui.formats import date_short, score_3

__all__ = ["ChartsUnavailableError", "draw", "drawing_version"]

TEMPLATE = "dashboards/card.svg"
TRACK = 440  # px, a component's bar
MOST_COMPONENTS = 3


@dataclass(frozen=True)
class Bar:
    """A component: how much of its weight it got. ``top`` px; ``filled`` px of TRACK."""

    label: str
    figure: str
    filled: int
    top: int


def draw(sheet: ResultSheet, *, appealed: bool, demo: bool) -> bytes:
    """The PNG; ``appealed`` while the score is contested, ``demo`` where all of it is made up. ChartsUnavailableError without resvg."""
    with translation.override("th"):  # one picture for every reader, its province in both languages
        context = _context(sheet, appealed=appealed, demo=demo)
        svg = render_to_string(TEMPLATE, context)
    return picture(svg, zoom=1)


@cache
def drawing_version() -> str:
    """Changes with everything that decides how a card looks."""
    template = Path(str(get_template(TEMPLATE).origin))  # type: ignore[attr-defined]
    return sha256(Path(__file__).read_bytes() + template.read_bytes()).hexdigest()[:16]


def _context(sheet: ResultSheet, *, appealed: bool, demo: bool) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "total": score_3(sheet.total) if sheet.total is not None else "",
        "rating": _(sheet.score.rating) if sheet.score.rating else _("ยังไม่มีระดับ"),
        "bars": _bars(sheet) if sheet.has_points else (),
        "state": explaining.state_of_score(sheet),
        "appealed": appealed,
        "published": date_short(sheet.score.published_at) if sheet.score.published_at else "",
        "demo": demo,
        "track": TRACK,
    }


def _bars(sheet: ResultSheet) -> list[Bar]:
    assessed = [one for one in sheet.components if one.component.assessed and one.points is not None]
    return [_bar(one, place) for place, one in enumerate(assessed[:MOST_COMPONENTS])]


def _bar(component: ComponentResult, place: int) -> Bar:
    points, weight = component.points or Decimal(0), component.weight or Decimal(0)
    share = min(points / weight, Decimal(1)) if weight else Decimal(0)
    return Bar(
        label=_("องค์ประกอบที่ %(number)s") % {"number": component.component.number},
        figure=_("%(points)s จาก %(weight)s") % {"points": score_3(points), "weight": f"{weight:f}"},
        filled=int(share * TRACK),
        top=place * 84,
    )
