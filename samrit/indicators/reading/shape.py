"""The shape of a text table: its records, whether they are all as wide, whether its quotes are in order. One quick pass."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from samrit.indicators.reading.encodings import blocks

_QUOTE, _LINE, _RETURN = 34, 10, 13
Places = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass
class Shape:
    """``regular``: every record has so many cells as the titles, or fewer; quotes stand around whole cells; plain ends of lines.

    ``empty``: some records have nothing in them.
    """

    records: int = 0
    regular: bool = True
    empty: bool = False


def shape_of(path: Path, *, delimiter: str, width: int, skip: int) -> Shape:
    """``width``: cells of a record; ``skip``: so many records at the beginning may be of any width."""
    pass_ = _Pass(ord(delimiter), width, skip)
    for block in blocks(path):
        pass_.take(block)
        if not pass_.shape.regular:
            break
    return pass_.done()


class _Pass:
    """Blocks end with a line, which may be in the middle of a quoted cell: what is open is carried over."""

    def __init__(self, delimiter: int, width: int, skip: int) -> None:
        self.delimiter, self.width, self.skip = delimiter, width, skip
        self.quoted = False
        self.cells = self.length = 0  # of the record that is open
        self.shape = Shape()
        self.even = b"%c" % delimiter * (width - 1) + b"\n"  # the signs of a record
        self.ended = np.empty((2, 0), np.bool_)  # kept: new memory for every block takes longer than looking
        self.other = bytes(set(range(256)) - {delimiter, _LINE, _RETURN, _QUOTE})

    def take(self, block: bytes) -> None:
        if self._is_even(block):
            return
        if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
            self.shape.regular = False  # a lone return ends a line for some programs
            return
        letters = np.frombuffer(block, np.uint8)
        ends, between = np.flatnonzero(letters == _LINE), np.flatnonzero(letters == self.delimiter)
        if b'"' in block or self.quoted:
            quotes = np.flatnonzero(letters == _QUOTE)
            self.shape.regular &= self._in_order(letters, quotes)
            ends, between = self._outside(ends, quotes), self._outside(between, quotes)
            self.quoted ^= bool(len(quotes) % 2)
            self.shape.empty |= b'""' in block  # there may be a record of nothing but these
        self._count(ends, between, len(block), returns=b"\r" in block)

    def _is_even(self, block: bytes) -> bool:
        """Most tables are: without quotes, all records of one width, each with something in its first cell. Quickly seen."""
        if self.quoted or self.length or self.shape.records < self.skip or not block.endswith(b"\n"):
            return False
        signs = block.translate(None, self.other)
        signs = signs.replace(b"\r\n", b"\n") if b"\r" in signs else signs
        records, rest = divmod(len(signs), self.width)
        if rest or signs != self.even * records or self._has_bare_first(block):
            return False
        self.shape.records += records
        return True

    def _has_bare_first(self, block: bytes) -> bool:
        """Whether some record begins with nothing. Of two cells or more, such a one begins with their delimiter."""
        bare = (self.delimiter,) if self.width > 1 else (_LINE, _RETURN)
        letters, size = np.frombuffer(block, np.uint8), len(block) - 1
        if size > self.ended.shape[1]:
            self.ended = np.empty((2, size), np.bool_)
        ended, begun = self.ended[:, :size]
        np.equal(letters[:-1], _LINE, out=ended)
        return block[0] in bare or any(
            np.logical_and(ended, np.equal(letters[1:], sign, out=begun), out=begun).any() for sign in bare
        )

    def _outside(self, places: Places, quotes: Places) -> Places:
        inside = (np.searchsorted(quotes, places) + self.quoted) % 2 == 1
        outside: Places = places[~inside]
        return outside

    def _in_order(self, letters: np.ndarray[tuple[int], np.dtype[np.uint8]], quotes: Places) -> bool:
        """Each opening quote begins a cell and each closing one ends it, or the two stand side by side."""
        opening, closing = quotes[int(self.quoted) :: 2], quotes[int(not self.quoted) :: 2]
        before = letters[opening[opening > 0] - 1]
        after = letters[closing[closing < len(letters) - 1] + 1]
        begins = np.isin(before, (self.delimiter, _LINE, _QUOTE))
        finishes = np.isin(after, (self.delimiter, _LINE, _RETURN, _QUOTE))
        return bool(begins.all() and finishes.all())

    def _count(self, ends: Places, between: Places, length: int, *, returns: bool) -> None:
        if not len(ends):
            self.cells, self.length = self.cells + len(between), self.length + length
            return
        cells = self._cells(ends, between)
        lengths = np.diff(ends, prepend=-1 - self.length) - 1
        self.length, self.cells = (
            length - 1 - int(ends[-1]),
            len(between) - int(np.searchsorted(between, ends[-1])),
        )
        judged = slice(max(self.skip - self.shape.records, 0), None)
        self.shape.records += len(ends)
        self._judge(cells[judged], lengths[judged], returns=returns)

    def _cells(self, ends: Places, between: Places) -> Places:
        """Delimiters of each record. Mostly all records have as many, which is quickly seen."""
        each, count = self.width - 1, len(ends)
        if each and not self.cells and len(between) == each * count:
            table = between.reshape(count, each)
            if (table[:, -1] < ends).all() and (table[1:, 0] > ends[:-1]).all():
                return np.full(count, each, np.int64)
        cells = np.diff(np.searchsorted(between, ends), prepend=0)
        cells[0] += self.cells
        return cells

    def _judge(self, cells: Places, lengths: Places, *, returns: bool) -> None:
        if len(cells):
            self.shape.regular &= int(cells.max()) < self.width
            nothing = cells + returns  # bytes of a record without text
            self.shape.empty |= bool((lengths <= nothing).any())

    def done(self) -> Shape:
        if self.length or self.cells:  # a last line without an end
            self.shape.records += 1
            self._judge(np.array([self.cells]), np.array([self.length]), returns=False)
        self.shape.regular &= not self.quoted
        return self.shape
