"""Parts ink that hangs together: a digit from the stroke that leans over it, two digits that touch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

Ink = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
Cut = tuple[int, int, int, int]  # x0, y0, x1, y1 in the ink
_NEIGHBOURS = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1))
_STEP = 2  # dots between the places where a cut is tried
_MOST_PARTS = 6  # digits that touch one another
_BENT = 0.2  # of a bracket's width
_CLEAR = 0.9  # how likely each part has to be


def connected(ink: Ink) -> list[Ink]:
    """The pieces of ink that touch nowhere, from left to right, each as large as ``ink``."""
    labels = np.where(ink, np.arange(1, ink.size + 1).reshape(ink.shape), 0)
    while True:
        spread = np.pad(labels, 1)
        high, wide = ink.shape
        most = np.maximum.reduce(
            [spread[1 + down : 1 + down + high, 1 + right : 1 + right + wide] for down, right in _NEIGHBOURS]
        )
        most = np.where(ink, most, 0)
        if np.array_equal(most, labels):
            break
        labels = most
    parts = [labels == label for label in np.unique(labels) if label]
    return sorted(parts, key=lambda part: int(np.flatnonzero(part.any(axis=0))[0]))


def around(ink: Ink) -> Cut:
    """The box of the ink."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def bent(cut: Ink) -> str:
    """( when its ends stand further right than its middle, ) when they stand further left."""
    high, wide = cut.shape
    columns = np.arange(wide)
    parts = cut[: high // 6], cut[2 * high // 5 : 3 * high // 5], cut[high - high // 6 :]
    if not all(part.any() for part in parts):
        return ""
    above, middle, below = (float((part * columns).sum() / part.sum()) for part in parts)
    if middle < min(above, below) - _BENT * wide:
        return "("
    return ")" if middle > max(above, below) + _BENT * wide else ""


Judge = Callable[[Sequence[Ink]], Sequence[float]]


@dataclass(frozen=True)
class Touching:
    """A row of digits that touch. ``narrow``, ``wide``: of one digit, in dots; ``judge``: how likely a digit each is."""

    ink: Ink
    narrow: int
    wide: int
    judge: Judge

    def parts(self) -> list[tuple[int, int]]:
        """First and last column of each; empty when they are none.

        A stroke may follow the digits and touch the last: the last two columns are its own.
        """
        last = self.ink.shape[1]
        if parted := self._parted(0, last, _MOST_PARTS):
            return parted
        for rest in range(self.narrow // 2, self.wide, _STEP):
            if last - rest >= self.narrow and (parted := self._parted(0, last - rest, 2)):
                return [*parted, (last - rest, last)]
        return []

    def _parted(self, start: int, last: int, most: int) -> list[tuple[int, int]]:
        if last - start < self.narrow or not most:
            return []
        ends = list(range(start + self.narrow, min(start + self.wide, last - self.narrow) + 1, _STEP))
        if last - start <= self.wide:
            ends.append(last)
        shares = self.judge([self.ink[:, start:end] for end in ends]) if ends else []
        for share, end in sorted(zip(shares, ends, strict=True), reverse=True):
            if share < _CLEAR:
                return []
            if end == last:
                return [(start, end)]
            if rest := self._parted(end, last, most - 1):
                return [(start, end), *rest]
        return []
