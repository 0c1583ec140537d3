"""Letters as a scanner leaves them."""

import io
import os
import shutil
from functools import cache
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from tests.letters.test_reading_files import FONTS

LINES = (
    ("ด่วนที่สุด", ""),
    ("ที่ ตร ๐๐๑๗.๒/ว ๘๔๖๙", ""),
    ("ศาลากลางจังหวัดตราด", "right"),
    ("๒๐ มีนาคม ๒๕๖๗", "middle"),
    ("เรื่อง การรายงานผลตามตัวชี้วัด ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", ""),
    ("เรียน นายอำเภอทุกอำเภอ", ""),
    ("จึงขอให้รายงานผล รอบ ๖ เดือน ตั้งแต่วันที่ ๒๕ มีนาคม ๒๕๖๗ ถึงวันที่ ๑๑ เมษายน ๒๕๖๗", ""),
    ("จึงเรียนมาเพื่อทราบ", ""),
)


def need_tesseract() -> None:
    """A run that promises it (REQUIRE_TESSERACT, in .ci/run) fails without it; any other one skips and says why."""
    if shutil.which("tesseract") is None:
        (pytest.fail if os.environ.get("REQUIRE_TESSERACT") else pytest.skip)("Tesseract is not installed")


@cache
def picture(*more: str) -> Image.Image:
    """The letter at 300 dots to the inch, with ``more`` lines below."""
    weasyprint = pytest.importorskip("weasyprint", exc_type=Exception)
    style = (
        "@font-face { font-family: F; src: url(Sarabun-Regular.ttf) } @page { size: A4; margin: 2.5cm 2cm 2cm 3cm }"
        " body { font: 14pt/1.6 F } p { margin: 0 0 4pt } .right { text-align: right } .middle { text-align: center }"
    )
    body = "".join(f'<p class="{css}">{text}</p>' for text, css in (*LINES, *((text, "") for text in more)))
    page: Any = weasyprint.HTML(string=f"<style>{style}</style>{body}", base_url=f"{FONTS}/").write_pdf()
    drawn = pypdfium2.PdfDocument(page)[0].render(scale=300 / 72, grayscale=True).to_pil().convert("L")
    return drawn.crop((0, 0, drawn.width, 1800))


def saved(drawn: Image.Image, form: str = "PNG", **how: Any) -> bytes:
    kept = io.BytesIO()
    drawn.save(kept, form, **({"dpi": (300, 300)} | how))
    return kept.getvalue()


def askew(drawn: Image.Image, degrees: float) -> Image.Image:
    return drawn.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)


def noisy(drawn: Image.Image) -> Image.Image:
    chance = np.random.default_rng(7)
    grey = np.asarray(drawn, dtype=np.float32) * 0.9 + chance.normal(10, 14, (drawn.height, drawn.width))
    return Image.fromarray(grey.clip(0, 255).astype(np.uint8))
