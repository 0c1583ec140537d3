"""The published result as official paper: A4, Thai, Thai digits, tagged for screen readers (PDF/UA).

WeasyPrint needs Pango, which not every machine has, so it is imported only when a paper is drawn.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any

from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from samrit.dashboards.documents import explaining
from samrit.dashboards.queries.results import ComponentResult, KpiResult, ResultSheet
from samrit.rules.thai import thai_digits
from samrit.ui.pieces import Explanation
from samrit.ui.scale import Scale, scale_svg

TEMPLATE = "dashboards/paper/result.html"
STYLE = "dashboards/paper/result.css"
FONTS = Path(str(resources.files("samrit.ui"))) / "fonts"
SCALE_WIDTH = 360  # px

# WeasyPrint's text layer loses ำ (and the tone mark before it) unless it is written as its two parts.
_SARA_AM = re.compile("([่-๋]?)ำ")
_SPLIT_SARA_AM = r"ํ\1า"
_ONE_AT_A_TIME = (
    Lock()
)  # fontconfig is shared by the threads of a server, and one paper keeps a processor busy
_NOT_LAID_OUT = {"title", "style", "script"}


class PaperUnavailableError(Exception):
    """No paper on this machine: WeasyPrint, or the Pango library that it needs, is missing."""


def draw(sheet: ResultSheet, *, address: str) -> bytes:
    """The PDF; ``address`` is where the result can be checked. PaperUnavailableError without Pango."""
    weasyprint = _engine()
    with translation.override("th"):  # official paper is Thai, whatever language the reader's screen has
        markup = render_to_string(TEMPLATE, _context(sheet, address))
    with _ONE_AT_A_TIME:
        document = weasyprint.HTML(string=markup, base_url="paper:", url_fetcher=_own_files())
        put_on_paper(document.etree_element)
        return bytes(document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=_identifier(sheet)))


def _engine() -> ModuleType:
    try:
        import weasyprint  # noqa: PLC0415 - takes half a second and needs Pango
    except (ImportError, OSError) as missing:
        raise PaperUnavailableError(str(missing)) from missing
    return weasyprint  # type: ignore[no-any-return]


def _identifier(sheet: ResultSheet) -> bytes:
    """The same paper has the same identity whenever it is drawn."""
    return f"{sheet.score.pk}-{sheet.score.published_at}".encode()


@cache
def drawing_version() -> str:
    """Changes with everything that decides how a paper looks; for keeping drawn papers."""
    here = Path(__file__)
    sources = [here, here.with_name("explaining.py"), here.with_name("workbook.py")]
    sources += [Path(str(get_template(name).origin)) for name in (TEMPLATE, STYLE)]  # type: ignore[attr-defined]
    return sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]


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
    levels = kpi.kpi.levels
    if levels is None or kpi.value is None:
        return None
    basic, standard, advanced = levels
    drawn = Scale(
        levels=(basic, standard, advanced),
        direction="down" if kpi.kpi.direction == "down" else "up",
        result=kpi.value,
        last_year=kpi.kpi.last_year,
        six_month=kpi.six_month,
        unit=kpi.kpi.unit,
    )
    return scale_svg(drawn, "full", SCALE_WIDTH)


# ── from a page to paper ────────────────────────────────────────────────────
def put_on_paper(element: Any, *, digits: bool = True) -> None:
    """Rewrite the texts of a parsed page in place: ำ as two characters, Arabic digits as Thai ones.

    ``translate="no"`` keeps the digits of an element: names as their framework prints them, addresses.
    """
    digits = digits and element.get("translate") != "no"
    write = _written(digits=digits)
    if isinstance(element.tag, str) and element.tag not in _NOT_LAID_OUT:
        element.text = write(element.text)
    for child in element:
        put_on_paper(child, digits=digits)
        child.tail = write(child.tail)


def _written(*, digits: bool) -> Callable[[str | None], str | None]:
    def write(text: str | None) -> str | None:
        if not text:
            return text
        split = _SARA_AM.sub(_SPLIT_SARA_AM, text)
        return thai_digits(split) if digits else split

    return write


def _own_files() -> Any:
    """Fetches our fonts and style sheet by name, and nothing else from anywhere."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - see _engine

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - WeasyPrint's signature
            name = url.removeprefix("paper:")
            if name == "result.css":
                return URLFetcherResponse(url, render_to_string(STYLE), {"Content-Type": "text/css"})
            if url.startswith("paper:") and name in {font.name for font in FONTS.glob("*.ttf")}:
                return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})
            raise ValueError(f"paper uses only its own files, not {url}")

    return OwnFiles(fail_on_errors=True)
