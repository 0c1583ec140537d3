"""โปสเตอร์ A4: what for, a QR code that a phone reads from two metres, the address to type."""

from samrit.letters.documents.codes import PRINT, qr_inline
from samrit.ui.paper import draw

TEMPLATE, STYLE = "letters/paper/poster.html", "letters/paper/poster.css"
KEPT_FOR = 24 * 3600  # seconds


def draw_poster(*, office: str, title: str, ask: str, lines: tuple[str, ...], address: str) -> bytes:
    """The PDF. ``address``: absolute; ``lines``: below the address. PaperUnavailableError without Pango."""
    context = {
        "office": office,
        "title": title,
        "ask": ask,
        "lines": lines,
        "address": address.removeprefix("https://").removeprefix("http://").rstrip("/"),
        "qr": qr_inline(address, scale=PRINT // 2),
    }
    return draw(
        TEMPLATE, context, styles={"poster.css": STYLE}, identifier=address.encode(), keep_for=KEPT_FOR
    )
