"""The detail sheets as a PDF: one KPI's, or a whole edition's with a list in front."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation

from samrit.frameworks.details import Sheet
from samrit.frameworks.models import Edition
from samrit.ui.paper import draw as draw_paper
from samrit.ui.scale import scale_svg

TEMPLATE = "frameworks/paper/details.html"
STYLE = "frameworks/paper/details.css"
SCALE_WIDTH = 360  # px
KEPT_FOR = 24 * 3600  # seconds; a paper takes half a second of a processor


def draw(edition: Edition, sheets: Sequence[Sheet], *, address: str, cover: bool) -> bytes:
    """``sheets`` made in Thai; ``address``: where they can be read. PaperUnavailableError without Pango."""
    with translation.override("th"):
        context = {
            "edition": edition,
            "sheets": [_drawn(sheet) for sheet in sheets],
            "address": address,
            "cover": cover,
        }
    name = f"details-{edition.pk}-{'-'.join(str(sheet.kpi.pk) for sheet in sheets)}"
    return draw_paper(
        TEMPLATE, context, styles={"details.css": STYLE}, identifier=name.encode(), keep_for=KEPT_FOR
    )


def _drawn(sheet: Sheet) -> dict[str, Any]:
    """The sheet with its scale as a drawing: digits only, Thai words stand beside it."""
    scales = [one.scale for section in sheet.sections for one in section.fields if one.scale]
    return {"it": sheet, "scale": scale_svg(scales[0], "full", SCALE_WIDTH) if scales else None}
