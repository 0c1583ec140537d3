"""Straight lines on a page: found, and taken away, for the reading program takes them for letters."""

import numpy as np

from samrit.letters.reading.scan.shapes import Ruled

Ink = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
_LEAST = 0.45  # inches: what is straight for so long is no letter
_GAP = 5  # dots: a line broken so little goes on
_THICKEST = 0.035  # inches
_MOST = 4_000


def find_rules(ink: Ink, dots: int) -> tuple[list[Ruled], Ink]:
    """The lines of tables (and others), and the ink that they are made of."""
    least, thickest = int(_LEAST * dots), max(3, int(_THICKEST * dots))
    across = _long_runs(ink, least) & ~_thick(ink, thickest, axis=0)
    down = (_long_runs(ink.T, least) & ~_thick(ink.T, thickest, axis=0)).T
    rules = [Ruled(horizontal=True, at=at, start=start, end=end) for at, start, end in _runs(across)]
    rules += [Ruled(horizontal=False, at=at, start=start, end=end) for at, start, end in _runs(down.T)]
    return rules[:_MOST], across | down


def _long_runs(ink: Ink, least: int) -> Ink:
    """Ink that is part of a run of at least ``least`` dots in its row, small gaps counted as ink."""
    if ink.shape[1] < least:
        return np.zeros_like(ink)
    closed = _eroded(_dilated(ink, _GAP), _GAP)
    kept = _dilated(_eroded(closed, least), least)
    return kept & ink


def _window(ink: Ink, wide: int) -> np.ndarray:
    """How much ink the ``wide`` dots around each dot of a row hold."""
    before = wide // 2
    padded = np.pad(ink, ((0, 0), (before + 1, wide - before - 1)))
    sums = np.cumsum(padded, axis=1, dtype=np.int16)  # no row is as long as that holds
    return sums[:, wide:] - sums[:, :-wide]


def _dilated(ink: Ink, wide: int) -> Ink:
    return np.asarray(_window(ink, wide) > 0)


def _eroded(ink: Ink, wide: int) -> Ink:
    return np.asarray(_window(ink, wide) >= wide)


def _thick(ink: Ink, thickest: int, *, axis: int) -> Ink:
    """Ink of a blot or picture: higher than any line."""
    turned = ink.T if axis == 0 else ink
    high = _dilated(_eroded(turned, thickest), thickest)
    return high.T if axis == 0 else high


def _runs(mask: Ink) -> list[tuple[float, float, float]]:
    """Row, first and last dot of every stretch."""
    rows = np.flatnonzero(mask.any(axis=1))
    found = []
    for row in rows:
        edges = np.diff(np.concatenate(([0], mask[row].astype(np.int8), [0])))
        starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
        gaps = np.flatnonzero(starts[1:] - ends[:-1] > 2 * _GAP)
        firsts = starts[np.concatenate(([0], gaps + 1))]
        lasts = ends[np.concatenate((gaps, [len(ends) - 1]))]
        found += [(float(row), float(a), float(b)) for a, b in zip(firsts, lasts, strict=True)]
    return found
