"""Makes a page even: white paper, no specks."""

import numpy as np
from PIL import Image, ImageFilter

_NOISY = 1.0  # of 255: how far dots of the paper stray from their neighbours, of a page that needs cleaning
_BLOCK = 8  # dots: the paper's brightness is looked at in blocks
_PAPER = 245.0


def evened(picture: Image.Image) -> Image.Image:
    """Without specks where there are any, and as bright in the corners as in the middle."""
    if min(picture.size) < 4 * _BLOCK:
        return picture
    calm = picture.filter(ImageFilter.MedianFilter(3))
    grey, smooth = np.asarray(picture, dtype=np.float32), np.asarray(calm, dtype=np.float32)
    paper = smooth > np.median(smooth) - 20
    noise = float(np.abs(grey - smooth)[paper].mean()) if paper.any() else 0.0
    return _in_even_light(calm if noise > _NOISY else picture)


def _in_even_light(picture: Image.Image) -> Image.Image:
    """Divided by the paper's own brightness; a dark picture on the page stays dark."""
    blocks = picture.reduce(_BLOCK).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(8))
    light = np.asarray(blocks.resize(picture.size, Image.Resampling.BICUBIC), dtype=np.float32)
    even = np.asarray(picture, dtype=np.float32) * (_PAPER / np.maximum(light, 60))
    return Image.fromarray(even.clip(0, 255).astype(np.uint8))
