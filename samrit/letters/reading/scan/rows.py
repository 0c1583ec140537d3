"""Finds the lines of letters on a page: where each is to be cut out for the reading program.

The program parts a page into lines itself, but takes the tone marks of Thai for lines of their own, or for nothing.
Each line is therefore given to it alone. A line is told by the band in which its consonants stand; the cells of a
ruled table are looked at one by one, for their lines need not be on one height.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from samrit.letters.reading.scan.blocks import blocks
from samrit.letters.reading.scan.shapes import Box, Ruled

Ink = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
_SMOOTH = 5  # dots
_AROUND = 60  # dots above and below: a band's ink is compared with the most there
_STRONG = 0.42  # of that: the rows in which consonants stand
_LEAST_INK = 3  # dots of a row
_ONE_BAND = 14  # dots: bands no further apart are one: a hollow digit alone has two
_LOWEST, _HIGHEST = 12, 120  # dots: the band of 5 and of 48 point letters
_USUAL = (0.6, 1.2)  # times the page's middle: of the same size
_TALL = 1.6  # times the others: several heights side by side
_ABOVE, _BELOW = 1.1, 0.8  # of the band: where its marks may stand
_FOOT = 0.5  # of the band: so far below it a line has ink for certain
_TO_NEXT = 0.15  # of the band: what belongs to the neighbour for certain
_GAP = 2.2  # of the band: so wide a blank parts two pieces of a line
_MARGIN = 3  # dots
_INSIDE = 6  # dots: a rule's blurred edge
_NARROW = 8  # dots: the rest of a rule, a speck
_TOUCH = 15  # dots: two rules meet
_OPEN = 33  # dots: columns that go on so far beyond the outermost row are a row that the page's edge cut
_COVERED = 0.6  # of a cell's side: then there is a rule


@dataclass(frozen=True)
class Strip:
    """A piece of a line: what to cut out, its baseline, and how high its consonants are."""

    box: Box
    baseline: int
    high: int


def strips(ink: Ink, rules: Sequence[Ruled]) -> list[Strip]:
    """``ink`` without the rules themselves."""
    rest = ink.copy()
    found: list[Strip] = []
    for cell in cells(rules):
        found += _all_in(ink, cell)
        rest[cell.y0 : cell.y1, cell.x0 : cell.x1] = False
    for block in blocks(rest, _bands):
        found += _all_in(rest, block)
    usual = float(np.median([one.high for one in found])) if found else 0.0
    alike = [replace(one, high=round(usual)) if _is_usual(one.high, usual) else one for one in found]
    return sorted(alike, key=lambda one: (one.baseline, one.box.x0))


def _is_usual(high: int, usual: float) -> bool:
    """Digits alone have a lower band than the letters of the same size."""
    low, most = _USUAL
    return low * usual <= high <= most * usual


def _in(ink: Ink, region: Box) -> Iterator[Strip]:
    bands = _bands(ink, region)
    usual = float(np.median([bottom - top for top, bottom in bands])) if bands else 0.0
    for place, (top, bottom) in enumerate(bands):
        high = bottom - top
        above = bands[place - 1][1] if place else region.y0
        below = bands[place + 1][0] if place + 1 < len(bands) else region.y1
        y0 = max(top - round(_ABOVE * high), above + round(_TO_NEXT * high) if place else above)
        y1 = min(
            bottom + round(_BELOW * high), below - round(_TO_NEXT * high) if below < region.y1 else below
        )
        whole = Box(region.x0, max(y0, 0), region.x1, y1)
        for piece in _pieces(ink, whole, high):
            tall = high > _TALL * usual and piece != whole
            again = _bands(ink, piece) if tall else []
            if len(again) > 1:
                yield from _in(ink, piece)
            else:
                yield Strip(piece, bottom, high)


def _all_in(ink: Ink, region: Box) -> list[Strip]:
    """With the short lines close to long ones, whose ink is little beside that of their neighbours."""
    found = list(_in(ink, region))
    if not found:
        return found
    left = ink.copy()
    for one in found:
        foot = min(one.box.y1, one.baseline + round(_FOOT * one.high))
        left[one.box.y0 : foot, one.box.x0 : one.box.x1] = False
    usual = float(np.median([one.high for one in found]))
    missed = [
        one
        for one in _in(left, region)
        if _is_usual(one.high, usual) and one.box.x1 - one.box.x0 >= usual and not _beside_marks(one, found)
    ]
    return [*found, *(replace(one, box=_between(one, found)) for one in missed)]


def _beside_marks(strip: Strip, found: Sequence[Strip]) -> bool:
    """Whether its letters stand where a line that was found has its marks."""
    return any(
        min(strip.baseline, one.box.y1) - max(strip.baseline - strip.high, one.box.y0) > _TO_NEXT * strip.high
        for one in found
        if one.box.x0 < strip.box.x1 and one.box.x1 > strip.box.x0
    )


def _between(strip: Strip, found: Sequence[Strip]) -> Box:
    """What of the strip's box belongs to none of the lines above and below."""
    box = strip.box
    over = [one for one in found if one.box.x0 < box.x1 and one.box.x1 > box.x0]
    above = max((one.baseline for one in over if one.baseline < strip.baseline), default=box.y0 - strip.high)
    below = min(
        (one.baseline - one.high for one in over if one.baseline > strip.baseline),
        default=box.y1 + strip.high,
    )
    off = round(_TO_NEXT * strip.high)
    return replace(box, y0=max(box.y0, above + off), y1=min(box.y1, below - off))


def _bands(ink: Ink, region: Box) -> list[tuple[int, int]]:
    """First and last row of the consonants of each line."""
    counts = ink[region.y0 : region.y1, region.x0 : region.x1].sum(axis=1).astype(np.float64)
    if not counts.size or counts.max() < _LEAST_INK:
        return []
    smooth = np.convolve(counts, np.ones(_SMOOTH) / _SMOOTH, "same")
    most = sliding_window_view(np.pad(smooth, _AROUND), 2 * _AROUND + 1).max(axis=1)
    joined: list[tuple[int, int]] = []
    for first, last in _runs((smooth >= _STRONG * most) & (smooth >= _LEAST_INK)):
        if joined and first - joined[-1][1] < _ONE_BAND:
            joined[-1] = joined[-1][0], last
        else:
            joined.append((first, last))
    return [(region.y0 + a, region.y0 + b) for a, b in joined if _LOWEST <= b - a <= 2 * _HIGHEST]


def _pieces(ink: Ink, whole: Box, high: int) -> Iterator[Box]:
    """The line cut at its wide blanks."""
    runs = _runs(ink[whole.y0 : whole.y1, whole.x0 : whole.x1].any(axis=0))
    start: int | None = None
    for place, (first, last) in enumerate(runs):
        start = first if start is None else start
        if place + 1 == len(runs) or runs[place + 1][0] - last > _GAP * high:
            x0, x1 = whole.x0 + start, whole.x0 + last
            if x1 - x0 >= _NARROW:
                yield Box(max(x0 - _MARGIN, 0), whole.y0, x1 + _MARGIN, whole.y1)
            start = None


def _runs(marked: Any) -> list[tuple[int, int]]:
    edges = np.diff(np.concatenate(([0], marked.astype(np.int8), [0])))
    return [
        (int(a), int(b)) for a, b in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)
    ]


# ── the cells of ruled tables ───────────────────────────────────────────────
def cells(rules: Sequence[Ruled]) -> list[Box]:
    """Every cell that rules enclose, merged ones once."""
    found: list[Box] = []
    for table in _tables(rules):
        across = [rule for rule in table if rule.horizontal]
        down = [rule for rule in table if not rule.horizontal]
        ys, xs = _clustered(_rows(across, down)), _clustered([rule.at for rule in down])
        found += _merged(ys, xs, across, down)
    return found


def _rows(across: Sequence[Ruled], down: Sequence[Ruled]) -> list[float]:
    """Where rows part; the page's edge cut those beyond the outermost rule, where columns go on."""
    ys = [rule.at for rule in across]
    above, below = sorted(rule.start for rule in down), sorted(rule.end for rule in down)
    if len(down) > 1 and above[1] < min(ys) - _OPEN:
        ys.append(above[1])
    if len(down) > 1 and below[-2] > max(ys) + _OPEN:
        ys.append(below[-2])
    return ys


def _tables(rules: Sequence[Ruled]) -> list[list[Ruled]]:
    """Rules that meet, directly or by others; those that meet no other draw no table."""
    tables: list[list[Ruled]] = []
    for rule in rules:
        own = [table for table in tables if any(_meet(rule, other) for other in table)]
        tables = [table for table in tables if table not in own]
        tables.append([rule, *(one for table in own for one in table)])
    return [table for table in tables if {rule.horizontal for rule in table} == {True, False}]


def _meet(one: Ruled, other: Ruled) -> bool:
    if one.horizontal == other.horizontal:
        return False
    return (
        one.start - _TOUCH <= other.at <= one.end + _TOUCH
        and other.start - _TOUCH <= one.at <= other.end + _TOUCH
    )


def _clustered(places: Sequence[float]) -> list[int]:
    """Rows or columns of dots of one rule as one place."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= _TOUCH:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [round(sum(group) / len(group)) for group in groups]


def _merged(
    ys: Sequence[int], xs: Sequence[int], across: Sequence[Ruled], down: Sequence[Ruled]
) -> list[Box]:
    """The places between the rules, put together where no rule parts them."""
    rows, columns = range(len(ys) - 1), range(len(xs) - 1)
    cell = {(row, column): (row, column) for row in rows for column in columns}

    def join(one: tuple[int, int], other: tuple[int, int]) -> None:
        old, new = cell[other], cell[one]
        cell.update({place: new for place, owner in cell.items() if owner == old})

    for row, column in cell:
        if row and not _is_ruled(across, ys[row], xs[column], xs[column + 1]):
            join((row - 1, column), (row, column))
        if column and not _is_ruled(down, xs[column], ys[row], ys[row + 1]):
            join((row, column - 1), (row, column))
    boxes = []
    for owner in dict.fromkeys(cell.values()):
        own = [place for place, its in cell.items() if its == owner]
        top, left = min(row for row, _ in own), min(column for _, column in own)
        bottom, right = max(row for row, _ in own) + 1, max(column for _, column in own) + 1
        boxes.append(Box(xs[left] + _INSIDE, ys[top], xs[right] - _INSIDE, ys[bottom]))
    return [box for box in boxes if box.x1 - box.x0 > _LOWEST and box.y1 - box.y0 > _LOWEST]


def _is_ruled(rules: Sequence[Ruled], at: int, start: int, end: int) -> bool:
    covered = np.zeros(max(end - start, 1), dtype=bool)
    for rule in rules:
        if abs(rule.at - at) <= _TOUCH:
            covered[max(int(rule.start) - start, 0) : max(int(rule.end) - start, 0)] = True
    return bool(covered.mean() >= _COVERED)
