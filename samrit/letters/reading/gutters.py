"""Tables without rules that no column of numbers orders: the white between the columns tells them.

The number stands before the KPI's name, or a column of components stands to the left; cells stand at the top of their row, or
in its middle. Each row begins with a number that goes on counting, or with the heading of a component.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from samrit.letters.reading.text_lines import Segment, TextLine, join_cell
from samrit.rules.thai import arabic_digits

_HEADING = re.compile(r"(?:องค์ประกอบ|มิติ)(?:(?:ที่)? ?[0-9๐-๙]|ที่$)")
_TOTAL = re.compile(r"(?:น้ำหนัก)?รวม(?:น้ำหนัก|ทั้งสิ้น|ทั้งหมด|คะแนน)?(?:\s|$)")
_COUNTED = re.compile(r"([0-9]{1,2})(?:\.([1-9][0-9]?))?(?:[.)] ?|\s)(?=\S)")
_ALONE = re.compile(r"([0-9]{1,2})(?:\.([1-9][0-9]?))?[.)]?")
_HALF = "น้ำหนัก"  # a total whose second word, รวม, a narrow column puts below
_FIGURE = re.compile(r"[0-9๐-๙]{1,3}(?:[.,][0-9๐-๙]+)?(?:\s?\([0-9๐-๙., ]+\))?")
_WHITE = 0.3  # of the letter size: narrower is no gutter
_FAR = 4.5  # of the letter size: a gap this high ends the table
_LEVEL = 0.45  # of the letter size: words on one height
_LOOK_AHEAD = 12  # lines: the most that the end of a narrow cell takes
_APART = 1.9  # of the letter size: lines of one cell stand closer

Span = tuple[float, float]


@dataclass(frozen=True)
class Piece:
    """Words in one column of one line."""

    text: str
    column: int
    x0: float
    x1: float
    y: float
    size: float


@dataclass
class Row:
    """A KPI (``number``), or a heading or total: what begins on this height."""

    y: float
    number: str = ""
    cells: dict[int, list[Piece]] = field(default_factory=dict)

    def add(self, piece: Piece) -> None:
        self.cells.setdefault(piece.column, []).append(piece)

    def text(self, column: int) -> str:
        return join_cell([piece.text for piece in self.cells.get(column, ())])


@dataclass(frozen=True)
class Open:
    """Rows with tabs; ``columns``: the heads, as wide as what stands under them; ``after``: the line below."""

    rows: tuple[str, ...]
    columns: tuple[Segment, ...]
    after: int
    cut: bool  # the last row has no name: the page's end took it to the next
    rest: bool  # the first row is the end of one that began on the page above


def open_table(
    lines: Sequence[TextLine], heads: Sequence[Segment], first: int, roles: dict[str, int]
) -> Open | None:
    """The table under these heads; None when the white between them does not go down to a second row."""
    pieces, across, after = _cut(lines, heads, first)
    rows = _rows(pieces, across, roles)
    if sum(bool(row.number) for row in rows) == 0:
        return None
    texts = ("\t".join(row.text(column) for column in range(len(heads))) for row in rows)
    nameless = not rows[-1].text(roles["name"]) and any(
        _FIGURE.fullmatch(rows[-1].text(c)) for c in rows[-1].cells
    )
    cut = nameless and not any(_TOTAL.match(piece.text) for piece in pieces)
    kept = tuple(text for text in texts if text.strip())
    return Open(kept, tuple(_widths(heads, pieces)), after, cut, bool(rows[0].cells))


def goes_on(lines: Sequence[TextLine], heads: Sequence[Segment]) -> bool:
    """Whether the first lines of a page leave the white of the table before free, and one is more than a cell of words."""
    free = [(left.x1, right.x0) for left, right in pairwise(heads)]
    for line in lines[:_LOOK_AHEAD]:
        narrowed = _narrowed(free, line)
        if narrowed is None:
            return False
        free = narrowed
        if len(line.segments) > 1 or _COUNTED.match(arabic_digits(line.text)):
            return True
    return False


def _widths(heads: Sequence[Segment], pieces: Sequence[Piece]) -> Iterator[Segment]:
    for column, head in enumerate(heads):
        own = [piece for piece in pieces if piece.column == column]
        left, right = min((piece.x0 for piece in own), default=head.x0), max((piece.x1 for piece in own), default=head.x1)  # fmt: skip
        yield Segment(head.text, min(head.x0, left), max(head.x1, right))


# ── columns ─────────────────────────────────────────────────────────────────
def _narrowed(free: Sequence[Span], line: TextLine) -> list[Span] | None:
    """Of each gutter the widest part that the line leaves white; None when it crosses one."""
    left: list[Span] = []
    for start, end in free:
        spans = [(start, end)]
        for word in line.words:
            spans = [part for span in spans for part in _without(span, word)]
        widest = max(spans, key=lambda span: span[1] - span[0], default=(0.0, 0.0))
        if widest[1] - widest[0] < _WHITE * line.size:
            return None
        left.append(widest)
    return left


def _without(span: Span, word: Segment) -> list[Span]:
    start, end = span
    if word.x1 <= start or word.x0 >= end:
        return [span]
    return [part for part in ((start, word.x0), (word.x1, end)) if part[0] < part[1]]


def _cut(
    lines: Sequence[TextLine], heads: Sequence[Segment], first: int
) -> tuple[list[Piece], list[Piece], int]:
    """What stands in the columns, the headings across them, and the line after the table."""
    free: list[Span] = [(left.x1, right.x0) for left, right in pairwise(heads)]
    taken: list[TextLine] = []
    across: list[Piece] = []
    total = False
    for above, line in zip([None, *lines[first:]], lines[first:], strict=False):
        if above and above.y - line.y > _FAR * max(line.size, above.size):
            break
        heading = _HEADING.match(line.text) and len(line.segments) == 1
        narrowed = _narrowed(free, line)
        if total or (narrowed is None and not heading and not _is_rest(line, across)):
            break
        if narrowed is None:
            across.append(Piece(line.text.replace("\t", " "), 0, line.x0, line.x1, line.y, line.size))
            continue
        free = narrowed
        taken.append(line)
        total = any(_TOTAL.match(segment.text) for segment in line.segments)
    middles = [(start + end) / 2 for start, end in free]
    return list(_pieces(taken, middles)), across, first + len(taken) + len(across)


def _is_rest(line: TextLine, across: Sequence[Piece]) -> bool:
    """The second line of a heading that runs across the columns."""
    return bool(across) and len(line.segments) == 1 and 0 < across[-1].y - line.y < _APART * line.size


def _pieces(lines: Sequence[TextLine], middles: Sequence[float]) -> Iterator[Piece]:
    for line in lines:
        by_column: dict[int, list[Segment]] = {}
        for word in line.words:
            column = sum((word.x0 + word.x1) / 2 > middle for middle in middles)
            by_column.setdefault(column, []).append(word)
        for column, words in by_column.items():
            text = " ".join(word.text for word in words)
            yield Piece(text, column, words[0].x0, words[-1].x1, line.y, line.size)


# ── rows ────────────────────────────────────────────────────────────────────
def _rows(pieces: Sequence[Piece], across: Sequence[Piece], roles: dict[str, int]) -> list[Row]:
    key, beside, counted = roles["name"], roles.get("component"), roles.get("number")
    rows = _begun(pieces, across, roles)
    kpis = [row for row in rows if row.number]
    middle = bool(kpis) and _in_the_middle(rows, pieces, roles)
    first = key if counted is None else counted
    for piece in (*pieces, *across):
        if piece.column == first or (piece.column == 0 and beside is None):
            _above(rows, piece).add(piece)
    for column in {piece.column for piece in pieces} - {first, 0 if beside is None else beside}:
        own = [piece for piece in pieces if piece.column == column]
        if middle:
            _by_middles(own, kpis, rows, first)
        else:
            for piece in own:
                _above(rows, piece).add(piece)
    if beside is not None and beside != key:
        _components([piece for piece in pieces if piece.column == beside], rows)
    return rows


def _begun(pieces: Sequence[Piece], across: Sequence[Piece], roles: dict[str, int]) -> list[Row]:
    """An empty row for each that begins, from the top; before them all what the page above cut."""
    key, first = roles["name"], roles.get("number", roles["name"])
    figures = [
        piece for piece in pieces if piece.column == roles.get("weight") and _FIGURE.fullmatch(piece.text)
    ]
    rows = [Row(float("inf"))]
    count, half = _Count(alone=first != key), False
    for piece in sorted((*pieces, *across), key=lambda piece: -piece.y):
        if piece in across or (piece.column in {first, 0} and _closes(piece, first)):
            if (piece not in across or _HEADING.match(piece.text)) and not (half and piece.text == "รวม"):
                rows.append(Row(piece.y))
            half = piece.text == _HALF
            count = _Count(alone=first != key)
        elif piece.column == first and (number := count.next(piece.text, weighed=_level(piece, figures))):
            rows.append(Row(piece.y, number))
        elif piece.column == first != key and _COUNTED.match(arabic_digits(piece.text)):
            rows.append(Row(piece.y))  # ๑.๑ ตัวชี้วัด…: the heading of a group
    return sorted([*rows, *_told_by_figures(figures, pieces, rows, key)], key=lambda row: -row.y)


def _told_by_figures(
    figures: Sequence[Piece], pieces: Sequence[Piece], rows: Sequence[Row], key: int
) -> list[Row]:
    """Rows of names without numbers; and the last one, whose name the page's end took to the next page."""
    names = [piece for piece in pieces if piece.column == key]
    if not any(row.number for row in rows):
        return [Row(one.y, "-") for one in figures if _level(one, names) and not _begins(rows, one)]
    if not figures or not names:
        return []
    last = figures[-1]
    below_all = last.y < names[-1].y - _LEVEL * last.size
    second = any(_level(other, [Piece("", 0, 0, 0, _above(rows, last).y, last.size)]) for other in figures)
    return [Row(last.y)] if below_all and second else []


def _begins(rows: Sequence[Row], piece: Piece) -> bool:
    return any(abs(row.y - piece.y) <= _LEVEL * piece.size for row in rows)


def _closes(piece: Piece, first: int) -> bool:
    """A total, or a component's heading where the rows are counted."""
    total = piece.text == _HALF or _TOTAL.match(piece.text)
    return bool(total or (piece.column == first and _HEADING.match(piece.text)))


def _level(piece: Piece, others: Sequence[Piece]) -> bool:
    return any(abs(other.y - piece.y) <= _LEVEL * piece.size for other in others)


@dataclass
class _Count:
    """The last number, ``3`` or ``3.1``; 0: none yet. ``alone``: numbers have a column of their own."""

    alone: bool
    number: int = 0
    part: int = 0

    def next(self, text: str, *, weighed: bool) -> str:
        """The number before these words, if it goes on counting or a weight stands beside it; else nothing."""
        digits = arabic_digits(text)
        found = _ALONE.fullmatch(digits) if self.alone else _COUNTED.match(digits)
        if found is None:
            return ""
        number, part = int(found[1]), int(found[2] or 0)
        follows = (number, part) == (self.number, self.part + 1) if part else number in {self.number + 1, 1}
        if not (follows or weighed or not self.number):
            return ""
        self.number, self.part = number, part
        return found[0].strip()


def _above(rows: Sequence[Row], piece: Piece) -> Row:
    """The last row that has begun."""
    return next(row for row in reversed(rows) if row.y >= piece.y - _LEVEL * piece.size)


def _in_the_middle(rows: Sequence[Row], pieces: Sequence[Piece], roles: dict[str, int]) -> bool:
    """Whether figures stand beside the middle of the names, not beside their first line."""
    kpis = [row for row in rows if row.number]
    if "number" in roles:
        names = [piece for piece in pieces if piece.column == roles["name"]]
        begun = [row for row, above in zip(rows[1:], rows, strict=False) if row.number and not above.number]
        return any(_hangs_over(row, rows, names) for row in begun)
    figures = [piece for piece in pieces if piece.column == roles.get("weight", roles.get("owner"))]
    level = sum(any(abs(one.y - row.y) <= _LEVEL * one.size for one in figures) for row in kpis)
    return 2 * level < len(kpis)


def _hangs_over(row: Row, rows: Sequence[Row], names: Sequence[Piece]) -> bool:
    """Whether a name begins above the number of its row, below the heading."""
    above = [one for one in names if row.y + _LEVEL * one.size < one.y < row.y + 4 * one.size]
    return any(_above(rows, one) is rows[rows.index(row) - 1] for one in above)


def _by_middles(own: Sequence[Piece], kpis: Sequence[Row], rows: Sequence[Row], key: int) -> None:
    """Cells in the middle of their rows: the lines parted so that each row's stand about the middle of its name."""
    totals = [row for row in rows if not row.number and row.y != float("inf")]
    named = [row.cells.get(key, []) for row in kpis]  # of a column of numbers that alone, of names all lines
    middles = [(lines[0].y + lines[-1].y) / 2 for lines in named]
    left = []
    for piece in own:
        level = [row for row in totals if abs(row.y - piece.y) <= _LEVEL * piece.size]
        if level:
            level[0].add(piece)
        else:
            left.append(piece)
    for row, share in zip(kpis, _parted([piece.y for piece in left], middles), strict=True):
        for piece in left[share[0] : share[1]]:
            row.add(piece)


def _parted(heights: Sequence[float], middles: Sequence[float]) -> list[tuple[int, int]]:
    """From where to where each row's lines go, in order: the way whose middles stand nearest to the rows'."""
    costs: list[list[tuple[float, int]]] = [[(0.0, 0)] + [(float("inf"), 0)] * len(heights)]
    for middle in middles:
        before = costs[-1]
        row = []
        for end in range(len(heights) + 1):
            ways = [(before[end][0] + 60.0, end)]  # a row without a line of its own
            ways += [
                (before[start][0] + abs((heights[start] + heights[end - 1]) / 2 - middle), start)
                for start in range(max(0, end - 8), end)
            ]
            row.append(min(ways))
        costs.append(row)
    shares, end = [], len(heights)
    for row in reversed(costs[1:]):
        start = row[end][1]
        shares.append((start, end))
        end = start
    return shares[::-1]


def _components(pieces: Sequence[Piece], rows: Sequence[Row]) -> None:
    """Each block of words of the first column goes to the row where its component begins: where the count begins anew."""
    blocks: list[list[Piece]] = []
    named = any(_HEADING.match(piece.text) for piece in pieces)
    for piece in pieces:
        if _TOTAL.match(piece.text):
            _above(rows, piece).add(piece)
            continue
        last = blocks[-1] if blocks else None
        anew = _HEADING.match(piece.text) if named else last and last[-1].y - piece.y > _APART * piece.size
        if last is None or anew:
            blocks.append([piece])
        else:
            last.append(piece)
    firsts = [row for row in rows if re.fullmatch(r"1[.)]?", row.number)]
    if len(firsts) != len(blocks):
        kpis = [row for row in rows if row.number] or list(rows)
        firsts = [min(kpis, key=lambda row: abs(row.y - block[0].y)) for block in blocks]
    for row, block in zip(firsts, blocks, strict=True):
        for piece in block:
            row.add(piece)
