"""Puts a page straight: by how sharply its lines of letters part from the blanks between them."""

import numpy as np
from PIL import Image

Grey = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
_STEEPEST = 7.0  # degrees; a page further askew is not straightened
_COARSE, _FINE = 0.5, 0.05  # degrees
_MOST_POINTS = 120_000  # of ink that are looked at
_FEWEST_POINTS = 200
_WORTH = 0.04  # degrees: less is not worth drawing the page anew


def dark(grey: Grey) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Where the ink is: by the threshold that parts ink from paper best (Otsu)."""
    return grey <= threshold(grey)


def threshold(grey: Grey) -> int:
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    apart = np.nan_to_num(apart)
    return int(np.argmax(apart))


def askew(grey: Grey) -> float:
    """By how many degrees the lines fall to the right (negative: they rise)."""
    rows, columns = np.nonzero(dark(grey))
    if len(rows) < _FEWEST_POINTS:
        return 0.0
    step = max(1, len(rows) // _MOST_POINTS)
    ys, xs = rows[::step].astype(np.float64), columns[::step].astype(np.float64)
    coarse = _best(ys, xs, np.arange(-_STEEPEST, _STEEPEST + _COARSE, _COARSE))
    fine = _best(ys, xs, np.arange(coarse - _COARSE, coarse + _COARSE + _FINE, _FINE))
    return round(fine, 2) if abs(fine) >= _WORTH else 0.0


def _best(ys: np.ndarray, xs: np.ndarray, angles: np.ndarray) -> float:
    return float(max(angles, key=lambda angle: (_sharpness(ys, xs, float(angle)), -abs(angle))))


def _sharpness(ys: np.ndarray, xs: np.ndarray, angle: float) -> float:
    """How much neighbouring rows differ in ink, were the page turned back by ``angle``."""
    rows = ys - xs * np.tan(np.radians(angle))
    counts = np.bincount((rows - rows.min()).astype(np.int64))
    return float(np.square(np.diff(counts.astype(np.float64))).sum())


def straightened(picture: Image.Image, turned: int, angle: float) -> Image.Image:
    """The page upright and straight; the same call gives the same picture again."""
    if turned:
        picture = picture.rotate(turned, expand=True)
    if angle:
        picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return picture
