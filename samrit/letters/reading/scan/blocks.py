"""Parts a page where lines of different heights stand side by side: the columns of a table without rules.

A band of consonants across the whole page would cut such lines in two, or lose them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from samrit.letters.reading.scan.apart import Ink
from samrit.letters.reading.scan.shapes import Box

_CELL = 6  # dots: the page is looked at in squares of so many
_WIDE = 5  # squares: the narrowest white between two columns
_HIGH = 30  # squares: the lowest, two lines
_HEAD = 720  # dots, six centimetres: above stand a letter's emblem and what is beside it, no table
_LINES = 2  # on each side
_CLEAR = 2  # squares: a lower white parts a mark from its letter, not two lines
_ALIKE = 0.25  # of a line's consonants: lines whose feet are so near stand on one height
_BESIDE = 1.6  # … and those further apart are not beside each other
_MOST = 40  # parts of a page
_TRIED = 12  # places for a cut, the highest first

Bands = Callable[[Ink, Box], Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class _White:
    """Free of ink, from the upper left, in dots."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def high(self) -> int:
        return self.y1 - self.y0


def blocks(ink: Ink, bands: Bands) -> list[Box]:
    """The page in one piece, or cut where the white between two columns parts lines of different heights."""
    left = [Box(0, 0, ink.shape[1], ink.shape[0])]
    done: list[Box] = []
    while left:
        region = left.pop()
        cut = _cut(ink, region, bands) if len(left) + len(done) < _MOST else None
        if cut is None:
            done.append(region)
        else:
            left += cut
    return done


def _cut(ink: Ink, region: Box, bands: Bands) -> list[Box] | None:
    for white in sorted(_whites(ink, region), key=lambda white: -white.high)[:_TRIED]:
        middle = (white.x0 + white.x1) // 2
        left, right = Box(region.x0, white.y0, middle, white.y1), Box(middle, white.y0, region.x1, white.y1)
        lines = bands(ink, left), bands(ink, right)
        if white.y1 <= _HEAD or min(map(len, lines)) < _LINES or not _stagger(*lines):
            continue
        above = Box(region.x0, region.y0, region.x1, white.y0)
        below = Box(region.x0, white.y1, region.x1, region.y1)
        return [one for one in (above, left, right, below) if ink[one.y0 : one.y1, one.x0 : one.x1].any()]
    return None


def _stagger(left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]) -> bool:
    """Whether the line nearest to one on the other side stands higher or lower, but beside it or its marks."""
    for one in left:
        nearest = min(right, key=lambda other: abs(one[1] - other[1]), default=one)
        high = max(one[1] - one[0], nearest[1] - nearest[0])
        if _ALIKE * high < abs(one[1] - nearest[1]) < _BESIDE * high:
            return True
    return False


def _whites(ink: Ink, region: Box) -> Iterator[_White]:
    """Where no ink stands over a width of columns, as high as it goes, with ink on both sides; of alike ones the middle one."""
    squares = _squares(ink[region.y0 : region.y1, region.x0 : region.x1])
    inked = np.flatnonzero(squares.any(axis=0))
    if min(squares.shape) <= _WIDE or not inked.size:
        return
    full = np.asarray(sliding_window_view(squares, _WIDE, axis=1).any(axis=2))
    rows = np.asarray(squares.any(axis=1))
    alike: dict[tuple[int, int], list[int]] = {}
    for column in range(int(inked[0]) + 1, min(int(inked[-1]) - _WIDE + 1, full.shape[1])):
        for run in _runs(~full[:, column]):
            top, bottom = _between_lines(rows, *run)
            if bottom - top >= _HIGH:
                alike.setdefault((top, bottom), []).append(column)
    for (top, bottom), columns in alike.items():
        column = columns[len(columns) // 2]
        if squares[top:bottom, :column].any() and squares[top:bottom, column + _WIDE :].any():
            x0, y1 = region.x0 + column * _CELL, min(region.y0 + bottom * _CELL, region.y1)
            yield _White(x0, region.y0 + top * _CELL, x0 + _WIDE * _CELL, y1)


def _between_lines(rows: np.ndarray, first: int, last: int) -> tuple[int, int]:
    """From the first to the last white all across: no line is cut."""
    clear = [(start, end) for start, end in _runs(~rows[first:last]) if end - start >= _CLEAR]
    top = 0 if first == 0 else clear[0][0] if clear else last - first
    bottom = last - first if last == rows.size else clear[-1][1] if clear else 0
    return first + top, first + bottom


def _squares(ink: Ink) -> Ink:
    high, wide = ink.shape[0] // _CELL * _CELL, ink.shape[1] // _CELL * _CELL
    cut = ink[:high, :wide]
    return np.asarray(cut.reshape(high // _CELL, _CELL, wide // _CELL, _CELL).any(axis=(1, 3)))


def _runs(marked: np.ndarray) -> list[tuple[int, int]]:
    edges = np.diff(np.concatenate(([0], marked.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))
