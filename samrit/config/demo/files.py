"""Evidence for the demo: small real PDFs and images, made on the spot from the demo's own figures."""

from collections.abc import Sequence
from decimal import Decimal
from importlib import resources
from io import BytesIO
from pathlib import Path

from django.template.loader import render_to_string
from PIL import Image, ImageDraw, ImageFont

from samrit.ui.paper import put_on_paper

FONTS = Path(str(resources.files("samrit.ui"))) / "fonts"
STYLE = "config/demo_evidence.css"
WIDTH, HEIGHT, MARGIN = 960, 560, 64  # px
INK, ACCENT, PAPER, LINE = "#1d2433", "#0f6b6b", "#ffffff", "#e3dfd3"


def can_make_papers() -> bool:
    """Whether this machine has what WeasyPrint needs; without it the evidence is images only."""
    try:
        import weasyprint  # noqa: F401, PLC0415 - takes half a second and needs Pango
    except (ImportError, OSError):
        return False
    return True


def paper(facts: dict[str, object]) -> BytesIO:
    """A one-page PDF: what was done, in words and as a table."""
    import weasyprint  # noqa: PLC0415 - see can_make_papers
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see can_make_papers

    markup = render_to_string("config/demo_evidence.html", facts)
    document = weasyprint.HTML(string=markup)
    put_on_paper(document.etree_element, digits=False)
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=render_to_string(STYLE), base_url=f"{FONTS.as_uri()}/", font_config=fonts)
    return BytesIO(document.write_pdf(stylesheets=[style], font_config=fonts))


def chart(title: str, rows: Sequence[tuple[str, Decimal]]) -> BytesIO:
    """A PNG bar chart of (label, value)."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN, 20), title, font=_font(22, "Bold"), fill=INK)
    highest = max((value for _, value in rows), default=Decimal(1)) or Decimal(1)
    room = HEIGHT - 2 * MARGIN - 24
    step = (WIDTH - 2 * MARGIN) // max(len(rows), 1)
    base = HEIGHT - MARGIN
    for place, (label, value) in enumerate(rows):
        left = MARGIN + place * step
        top = base - int(value / highest * room)
        draw.rectangle((left + step // 6, top, left + step - step // 6, base), fill=ACCENT)
        draw.text((left + step // 2, top - 14), f"{value:,}", font=_font(15), fill=INK, anchor="mm")
        draw.text((left + step // 2, base + 20), label, font=_font(15), fill=INK, anchor="mm")
    draw.line((MARGIN, base, WIDTH - MARGIN, base), fill=LINE, width=2)
    kept = BytesIO()
    image.save(kept, "PNG", optimize=True)
    kept.seek(0)
    return kept


def _font(size: int, weight: str = "Regular") -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"Sarabun-{weight}.ttf"), size)
