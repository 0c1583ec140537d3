"""The report of an assessment as a PDF."""

from hashlib import sha256

from samrit.assessments.documents.report_facts import ReportFacts
from samrit.ui.charts import ChartsUnavailableError, Radar, draw, picture
from samrit.ui.paper import draw_long

TEMPLATE = "assessments/paper/report.html"
STYLES = {"report.css": "assessments/paper/report.css"}


def draw_report(facts: ReportFacts, *, address: str) -> bytes:
    """``address``: where the assessment can be read. PaperUnavailableError without Pango."""
    drawn = picture_of(facts.radar)
    context = {"it": facts, "address": address, "has_radar": drawn is not None}
    identifier = sha256(f"{address}{facts.value}{facts.state}".encode()).digest()
    printed = draw_long(
        TEMPLATE,
        context,
        styles=STYLES,
        images={"radar.png": drawn} if drawn else {},
        identifier=identifier,
        on_page=lambda _page: None,
    )
    return printed.content


def picture_of(radar: Radar | None) -> bytes | None:
    """PNG; None where there is nothing to draw, or nothing to draw with."""
    if radar is None:
        return None
    try:
        return picture(draw(radar))
    except ChartsUnavailableError:
        return None
