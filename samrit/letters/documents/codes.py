"""QR codes, drawn here and nowhere else: nobody outside learns of an address."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe

SVG, PNG = "image/svg+xml", "image/png"
QUIET = 4  # modules around the code that stay white
SCREEN, PRINT = 8, 24  # dots a module


def qr_inline(address: str, *, scale: int = SCREEN) -> SafeString:
    """For a page or a paper. Level M: it is still read with a seventh of it covered."""
    drawn = _drawn(address).svg_inline(scale=scale, border=QUIET, omitsize=False)
    return mark_safe(drawn)  # noqa: S308 - segno's own squares; the address does not stand in it


def qr_svg(address: str) -> bytes:
    written = BytesIO()
    _drawn(address).save(written, kind="svg", scale=SCREEN, border=QUIET, light="#fff")
    return written.getvalue()


def qr_png(address: str) -> bytes:
    """Sharp on paper: a module is two millimetres at 300 dots an inch."""
    written = BytesIO()
    _drawn(address).save(written, kind="png", scale=PRINT, border=QUIET)
    return written.getvalue()


def _drawn(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)
