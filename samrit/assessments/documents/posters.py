"""โปสเตอร์ A4 of a survey's point: what is asked, a QR code that a phone reads from two metres, the address to type."""

import segno
from django.utils.safestring import SafeString, mark_safe

from samrit.assessments.models import SurveyPoint, SurveyRun
from samrit.assessments.queries.surveys import district_name
from samrit.ui.paper import draw

TEMPLATE = "assessments/paper/poster.html"
STYLE = "assessments/paper/poster.css"
KEPT_FOR = 24 * 3600  # seconds
QR_SCALE = 12


def draw_poster(run: SurveyRun, point: SurveyPoint, address: str) -> bytes:
    """The PDF. ``address``: of the public form, absolute. PaperUnavailableError without Pango."""
    context = {
        "run": run,
        "point": point,
        "district": district_name(point.district),
        "address": address.removeprefix("https://").removeprefix("http://").rstrip("/"),
        "qr": _qr(address),
    }
    return draw(
        TEMPLATE, context, styles={"poster.css": STYLE}, identifier=point.code.encode(), keep_for=KEPT_FOR
    )


def _qr(address: str) -> SafeString:
    """Level M: it is still read with a seventh of it covered."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=QR_SCALE, border=4, omitsize=False)
    return mark_safe(drawn)  # noqa: S308 - segno's own squares; the address does not stand in it
