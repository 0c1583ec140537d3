"""Tables without rules: columns that only the places of the words tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from samrit.letters.reading.gutters import Open, goes_on, open_table
from samrit.letters.reading.items import column_roles
from samrit.letters.reading.lines import Line
from samrit.letters.reading.text_lines import Segment, TextLine, join_cell

_COMPONENT = re.compile(r"องค์ประกอบ|มิติ|(?:น้ำหนัก)?รวม|น้ำหนัก$")
_NUMBER = re.compile(r"[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2}){0,2}[.)]?(?:\s|$)")
_NUMBER_ONLY = re.compile(r"[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?[.)]?")
_BEGINS_ROW = re.compile(r"[0-9๐-๙]|(?:องค์ประกอบ|มิติ)(?:ที่)? ?[0-9๐-๙]|(?:สำนักงาน|ที่ทำการ)\S")
_HEAD_HIGH = 4.0  # of the letter size: the most that three lines of a head take
_HEAD_LONG = 40  # letters: a longer line is a title or a row
_FAR = 4.5  # of the letter size: a gap this high ends the table
_EDGE = 0.6  # of the letter size: words so near a column's left edge begin there
_ABOVE = 0.9  # of the letter size: so much higher than its number may a row's first line stand


@dataclass(frozen=True)
class Aligned:
    """A table found by its columns, as rows with tabs. ``heads``: for the page on which it goes on."""

    rows: tuple[str, ...]
    y: float
    heads: tuple[Segment, ...]
    to_the_end: bool
    cut: bool = False  # the last row's name stands on the next page
    rest: bool = False  # the first row began on the page before


@dataclass(frozen=True)
class _Piece:
    """Words in one column of one line."""

    text: str
    column: int
    x0: float
    y: float
    size: float
    ends_heading: bool = False


def aligned_tables(
    lines: Sequence[TextLine], going_on: Sequence[Segment] = ()
) -> list[Aligned | list[TextLine]]:
    """The lines in stretches: tables of KPIs whose head tells the columns, and running text.

    ``going_on``: the columns of a table that the page before did not finish.
    """
    parts: list[Aligned | list[TextLine]] = []
    position = 0
    if going_on and lines and (table := _gone_on(lines, going_on)):
        parts.append(table[0])
        position = table[1]
    while position < len(lines):
        head = _head(lines, position)
        if head is not None:
            part, position = _begins(lines, *head)
            parts.append(part)
        elif parts and isinstance(parts[-1], list):
            parts[-1].append(lines[position])
            position += 1
        else:
            parts.append([lines[position]])
            position += 1
    return parts


def _gone_on(lines: Sequence[TextLine], heads: Sequence[Segment]) -> tuple[Aligned, int] | None:
    """The table of the page before, unless its head stands here once more."""
    roles = _roles(heads) or {}
    again = _head(lines, 0)
    if "name" not in roles or (again and len(again[0]) >= len(heads)):
        return None
    found = open_table(lines, heads, 0, roles) if goes_on(lines, heads) else None
    told = (_aligned(found.rows, lines[0].y, found, lines), found.after) if found else None
    if "number" not in roles or not _fits(lines[0], heads):
        return told
    return _fuller(_table(lines, heads, 0, headless=True), told)


def _begins(lines: Sequence[TextLine], heads: Sequence[Segment], first: int) -> tuple[Aligned, int]:
    """The table below its head, which may go on below the line that told the columns."""
    roles = _roles(heads) or {}
    below, whole = first, list(heads)
    while below < len(lines) and (taller := _taller(whole, lines[below], len(roles))):
        whole, below = taller, below + 1
    found = open_table(lines, whole, below, _roles(whole) or roles) if len(roles) == len(heads) else None
    head = "\t".join(one.text for one in whole)
    rows = (head, *found.rows) if found else ()
    told = (_aligned(rows, lines[below - 1].y, found, lines), found.after) if found else None
    if told and ("number" not in roles or below > first):
        return told
    return _fuller(_table(lines, heads, first), told)


def _fuller(one: tuple[Aligned, int], other: tuple[Aligned, int] | None) -> tuple[Aligned, int]:
    """Of two readings the one with more whole rows; the first when they have as many."""
    return other if other and _whole_rows(other[0]) > _whole_rows(one[0]) else one


def _whole_rows(table: Aligned) -> int:
    return sum(all(row.split("\t")) for row in table.rows)


def _aligned(rows: tuple[str, ...], y: float, found: Open, lines: Sequence[TextLine]) -> Aligned:
    to_the_end = found.after == len(lines)
    return Aligned(rows, y, found.columns, to_the_end, to_the_end and found.cut, found.rest)


def _taller(heads: Sequence[Segment], line: TextLine, known: int) -> list[Segment] | None:
    """The heads with one more line: under each only what goes on with it, no row."""
    if any(_BEGINS_ROW.match(segment.text) for segment in line.segments):
        return None
    for pieces in (line.words, line.segments):  # columns may stand close
        stacked = _stacked([*heads, *pieces])
        if len(stacked) == len(heads) and len(_roles(stacked) or {}) == known:
            return stacked
    return None


def _fits(line: TextLine, heads: Sequence[Segment]) -> bool:
    """Whether the line goes on with the columns: its words begin where columns begin."""
    edges = [head.x0 for head in heads]
    at_edges = all(
        any(abs(segment.x0 - edge) < 2 * _EDGE * line.size for edge in edges) for segment in line.segments
    )
    first = line.segments[0]
    in_first = abs(first.x0 - edges[0]) < 2 * _EDGE * line.size
    return at_edges and (not in_first or bool(_NUMBER.match(first.text) or _COMPONENT.match(first.text)))


# ── the head ────────────────────────────────────────────────────────────────
def _roles(segments: Sequence[Segment]) -> dict[str, int] | None:
    return column_roles(Line(0, "", tuple(segment.text for segment in segments)))


def _head(lines: Sequence[TextLine], position: int) -> tuple[list[Segment], int] | None:
    """The columns' heads and the line below them. A narrow head (``น้ำ`` / ``หนัก``) may take up to three lines."""
    best: tuple[list[Segment], int] | None = None
    for height in range(1, 4):
        band = lines[position : position + height]
        if any(len(segment.text) > _HEAD_LONG for segment in band[-1].segments):
            break
        if len(band) < height or band[0].y - band[-1].y > _HEAD_HIGH * band[0].size:
            break
        for pieces in (
            [line.segments for line in band],
            [line.words for line in band],
        ):  # columns may stand close
            segments = _stacked([piece for line in pieces for piece in line])
            roles = _roles(segments)
            if height > 1 and roles and len(roles) < len(segments):
                continue  # a line among them is no part of the head
            if len(segments) > 1 and roles and (best is None or len(roles) > len(_roles(best[0]) or {})):
                best = segments, position + height
    return best


def _stacked(segments: Sequence[Segment]) -> list[Segment]:
    """Words that stand over one another are one head."""
    heads: list[Segment] = []
    for segment in segments:
        over = next((n for n, head in enumerate(heads) if _overlap(segment, head) > 0), None)
        if over is None:
            heads.append(segment)
        else:
            head = heads[over]
            left, right = min(head.x0, segment.x0), max(head.x1, segment.x1)
            heads[over] = Segment(head.text + segment.text, left, right)
    return sorted(heads, key=lambda head: head.x0)


def _overlap(segment: Segment, head: Segment) -> float:
    return min(segment.x1, head.x1) - max(segment.x0, head.x0)


def _widened(lines: Sequence[TextLine], heads: Sequence[Segment]) -> list[Segment]:
    """The heads from the left edge of their columns: a head may be centred, the words below begin further left."""
    edges = [head.x0 for head in heads]
    for line in lines:
        if len(line.segments) == 1 and (_NUMBER.match(line.text) or _COMPONENT.match(line.text)):
            continue
        for segment in line.segments:
            over = [n for n, head in enumerate(heads) if _overlap(segment, head) > 0]
            if len(over) == 1 and not (over[0] and segment.x0 <= heads[over[0] - 1].x1):
                edges[over[0]] = min(edges[over[0]], segment.x0)
    return [replace(head, x0=edge) for head, edge in zip(heads, edges, strict=True)]


# ── the rows ────────────────────────────────────────────────────────────────
def _table(
    lines: Sequence[TextLine], heads: Sequence[Segment], first: int, *, headless: bool = False
) -> tuple[Aligned, int]:
    heads = heads if headless else _widened(lines[first:], heads)
    pieces: list[_Piece] = []
    after = first
    for line in lines[first:]:
        own = _pieces(line, heads)
        heading = next((piece for piece in reversed(pieces) if piece.column == 0), None)
        if heading and len(own) == 1 and _is_end_of(heading, own[0]):
            own = [replace(own[0], ends_heading=True)]
        above = lines[after - 1] if after else line
        far = above.y - line.y > _FAR * max(line.size, above.size)
        if far or not all(_belongs(piece, pieces) for piece in own if piece.column == 0):
            break
        pieces += own
        after += 1
    rows = _rows(pieces, len(heads))
    if not headless:
        rows.insert(0, [head.text for head in heads])
    top = lines[first].y if headless else lines[first - 1].y
    return Aligned(tuple("\t".join(row) for row in rows), top, tuple(heads), after == len(lines)), after


def _pieces(line: TextLine, heads: Sequence[Segment]) -> list[_Piece]:
    """The line cut where a column begins; a heading runs across them all."""
    if _COMPONENT.match(line.text) and len(line.segments) == 1:
        return [_Piece(line.text, 0, line.x0, line.y, line.size)]
    pieces: list[_Piece] = []
    across = False
    for word in line.words:
        column = max((n for n, head in enumerate(heads) if head.x0 <= word.x0 + _EDGE * line.size), default=0)
        begins = abs(word.x0 - heads[column].x0) <= _EDGE * line.size or line.begins_segment(word)
        last = pieces[-1] if pieces else None
        if last is not None and (column == last.column or across or not begins):
            pieces[-1] = replace(last, text=f"{last.text} {word.text}")
        else:
            pieces.append(_Piece(word.text, column, word.x0, line.y, line.size))
        # ๑.๑ ตัวชี้วัด…: words that go straight on after a number are a heading, not the next column
        across = across or (
            len(pieces) == 1
            and column == 0
            and len(line.segments) == 1
            and _NUMBER_ONLY.fullmatch(word.text) is None
        )
    return pieces


def _is_end_of(heading: _Piece, piece: _Piece) -> bool:
    """``… น้ำหนักร้อยละ`` / ``๓๐``: the figure ends the heading, it is no row's number."""
    figure = _NUMBER_ONLY.fullmatch(piece.text) and heading.text.endswith(("ร้อยละ", "น้ำหนัก", ":"))
    return piece.column == 0 and (bool(figure) or (heading.text == "น้ำหนัก" and piece.text == "รวม"))


def _belongs(piece: _Piece, before: Sequence[_Piece]) -> bool:
    """In the first column stand numbers and headings, and the rest of a long heading; other words end the table."""
    if _NUMBER.match(piece.text) or _COMPONENT.match(piece.text) or piece.text.startswith("("):
        return True
    last = before[-1] if before else None
    return (
        last is not None
        and last.column == 0
        and _is_heading(last.text)
        and last.y - piece.y < 2.2 * piece.size
    )


def _is_heading(text: str) -> bool:
    return _NUMBER_ONLY.fullmatch(text) is None


def _rows(pieces: Sequence[_Piece], columns: int) -> list[list[str]]:
    """Each piece goes to the row whose number stands beside or above it; nearest, when cells are centred."""
    anchors = [
        piece for piece in pieces if piece.column == 0 and not piece.ends_heading and _opens_row(piece.text)
    ]
    rows: list[list[list[_Piece]]] = [[[] for _ in range(columns)] for _ in range(len(anchors) + 1)]
    centred = _centred(anchors, pieces)
    for piece in pieces:
        rows[_row_of(piece, anchors, centred=centred) + 1][piece.column].append(piece)
    texts = [[join_cell([piece.text for piece in cell]) for cell in row] for row in rows]
    return [row for row in texts if any(row)]


def _opens_row(text: str) -> bool:
    return bool(_NUMBER.match(text) or _COMPONENT.match(text))


def _row_of(piece: _Piece, anchors: Sequence[_Piece], *, centred: bool) -> int:
    """The position of its anchor; -1 for what goes on from the page before."""
    if piece in anchors:
        return anchors.index(piece)
    numbers = [n for n, anchor in enumerate(anchors) if not _is_heading(anchor.text)]
    if centred and numbers and piece.column:
        return min(numbers, key=lambda n: abs(anchors[n].y - piece.y))
    above = [n for n, anchor in enumerate(anchors) if anchor.y >= piece.y - _ABOVE * piece.size]
    return above[-1] if above else -1


def _centred(anchors: Sequence[_Piece], pieces: Sequence[_Piece]) -> bool:
    """Cells centred on their number begin well above it, right below a heading."""
    for heading in (anchor for anchor in anchors if _is_heading(anchor.text)):
        below = [piece for piece in pieces if piece.y < heading.y - 0.5 * piece.size]
        number = next((piece for piece in below if piece.column == 0), None)
        first = next((piece for piece in below if piece.column > 0), None)
        if (
            number
            and first
            and first.y - number.y > _ABOVE * first.size
            and _NUMBER_ONLY.fullmatch(number.text)
        ):
            return True
    return False
