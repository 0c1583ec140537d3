"""Papers as a scanner leaves them: drawn at so many dots to the inch, askew, blurred, with specks and an uneven light."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import weasyprint
from PIL import Image, ImageFilter

FONTS = Path(__file__).resolve().parents[2] / "samrit" / "ui" / "fonts"


def pdf_of(page: str) -> bytes:
    written: Any = weasyprint.HTML(string=page, base_url=f"{FONTS}/").write_pdf()
    return bytes(written)


def scanned(
    pdf: bytes, *, dots: int, seed: int, skew: float = 0.0, noise: float = 0.0, blur: float = 0.0
) -> list[Image.Image]:
    """``skew`` and ``noise`` (standard deviation of the grey of 255) at most, each page its own."""
    chance = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        picture = page.render(scale=dots / 72, grayscale=True).to_pil().convert("L")
        if skew:
            angle = float(chance.uniform(-skew, skew))
            picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
        if blur:
            picture = picture.filter(ImageFilter.GaussianBlur(blur))
        if noise:
            picture = _speckled(picture, chance, noise)
        pages.append(picture)
    return pages


def _speckled(picture: Image.Image, chance: np.random.Generator, noise: float) -> Image.Image:
    grey = np.asarray(picture, dtype=np.float32)
    light = np.linspace(0, -25, grey.shape[1], dtype=np.float32)[None, :]  # darker to one side
    noisy = grey * 0.9 + 15 + light + chance.normal(0, noise, grey.shape).astype(np.float32)
    specks = chance.random(grey.shape) < 0.0004  # noqa: PLR2004 - dust
    noisy[specks] = 60
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def tiff_of(pages: list[Image.Image], dots: int) -> bytes:
    kept = io.BytesIO()
    pages[0].save(
        kept, "TIFF", save_all=True, append_images=pages[1:], dpi=(dots, dots), compression="tiff_deflate"
    )
    return kept.getvalue()
