"""Tables without rules: columns that only the places of the words tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samrit.letters.reading.characters import join_wrapped
from samrit.letters.reading.items import column_roles
from samrit.letters.reading.lines import Line
from samrit.letters.reading.tables import BREAK

if TYPE_CHECKING:
    from samrit.letters.reading.layout import Segment, TextLine

_HEADING = re.compile(r"(?:องค์ประกอบ|มิติ|(?:น้ำหนัก)?รวม|[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2}){0,2}[.)]?(?:\s|$))")
_COMPONENT = re.compile(r"องค์ประกอบ|มิติ|(?:น้ำหนัก)?รวม")
_NEW_PIECE = re.compile(r"(?:[-–•(]|สนง|สำนักงาน|ที่ทำการ|[0-9๐-๙(]+\)?$)")
_NUMBER_ONLY = re.compile(r"[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?[.)]?")
_HEAD_HIGH = 4.0  # of the letter size: the most that three lines of a head take
_HEAD_LONG = 40  # letters: a longer line is a title or a row
_FAR = 3.0  # of the letter size: a gap this high ends the table


@dataclass(frozen=True)
class Aligned:
    """A table found by its columns, as rows with tabs."""

    rows: tuple[str, ...]
    y: float


def aligned_tables(lines: Sequence["TextLine"]) -> list["Aligned | list[TextLine]"]:
    """The lines in stretches: tables of KPIs whose head tells the columns, and running text."""
    parts: list[Aligned | list[TextLine]] = []
    position = 0
    while position < len(lines):
        head = _head(lines, position)
        if head is not None:
            segments, first = head
            table, position = _table(lines, segments, first)
            parts.append(table)
            continue
        if parts and isinstance(parts[-1], list):
            parts[-1].append(lines[position])
        else:
            parts.append([lines[position]])
        position += 1
    return parts


def _roles(segments: Sequence["Segment"]) -> dict[str, int] | None:
    return column_roles(Line(0, "", tuple(segment.text for segment in segments)))


def _head(lines: Sequence["TextLine"], position: int) -> tuple[list["Segment"], int] | None:
    """The columns' heads and the line below them. A narrow head (``น้ำ`` / ``หนัก``) may take up to three lines."""
    best: tuple[list[Segment], int] | None = None
    for height in range(1, 4):
        band = lines[position : position + height]
        if any(len(segment.text) > _HEAD_LONG for segment in band[-1].segments):
            break
        if len(band) < height or band[0].y - band[-1].y > _HEAD_HIGH * band[0].size:
            break
        segments = _stacked([segment for line in band for segment in line.segments])
        roles = _roles(segments)
        if height > 1 and roles and len(roles) < len(segments):
            continue  # a line among them is no part of the head
        if len(segments) > 1 and roles and (best is None or len(roles) > len(_roles(best[0]) or {})):
            best = segments, position + height
    return best


def _stacked(segments: Sequence["Segment"]) -> list["Segment"]:
    """Words that stand over one another are one head."""
    heads: list[Segment] = []
    for segment in segments:
        over = next((n for n, head in enumerate(heads) if _closeness(segment, head) > 0), None)
        if over is None:
            heads.append(segment)
        else:
            head = heads[over]
            joined = replace(
                head, text=head.text + segment.text, x0=min(head.x0, segment.x0), x1=max(head.x1, segment.x1)
            )
            heads[over] = joined
    return sorted(heads, key=lambda head: head.x0)


def _table(lines: Sequence["TextLine"], heads: Sequence["Segment"], first: int) -> tuple[Aligned, int]:
    own: list[tuple[TextLine, list[str]]] = []
    heads = _widened(lines[first:], heads)
    after = first
    for line in lines[first:]:
        above = own[-1][0] if own else lines[first - 1]
        cells = _cells(line, heads)
        if above.y - line.y > _FAR * max(line.size, above.size) or not _is_row(line, cells):
            break
        own.append((line, cells))
        after += 1
    rows = [[head.text for head in heads], *_rows(own)]
    return Aligned(tuple("\t".join(row) for row in rows), lines[first - 1].y), after


def _rows(own: Sequence[tuple["TextLine", list[str]]]) -> list[list[str]]:
    """Lines without a number belong to the row whose number is above, or nearest when cells are centred."""
    anchors = [n for n, (line, cells) in enumerate(own) if cells[0] or _COMPONENT.match(line.text)]
    if not anchors:
        return [cells for _, cells in own]
    # Centred cells begin above their number: below the head, or below a heading, words without a number follow.
    centred = anchors[0] > 0 or any(
        _spans(own[n][1]) and n + 1 < len(own) and n + 1 not in anchors for n in anchors
    )
    rows: dict[int, list[str]] = {n: [""] * len(own[n][1]) for n in anchors}
    for n, (line, cells) in enumerate(own):
        above = [anchor for anchor in anchors if anchor <= n]
        chosen = above[-1] if above else anchors[0]
        if centred and n not in rows:
            chosen = min(
                (a for a in anchors if not _spans(own[a][1])),
                key=lambda a: abs(own[a][0].y - line.y),
                default=chosen,
            )
        _continue(rows[chosen], cells)
    return [rows[n] for n in anchors]


def _spans(cells: Sequence[str]) -> bool:
    """A heading that runs across all columns takes no further lines."""
    return not any(cells[1:]) and _NUMBER_ONLY.fullmatch(cells[0]) is None


def _is_row(line: "TextLine", cells: Sequence[str]) -> bool:
    return len(line.segments) > 1 or _HEADING.match(line.text) is not None or not cells[0]


def _widened(lines: Sequence["TextLine"], heads: Sequence["Segment"]) -> list["Segment"]:
    """The heads from the left edge of their columns: heads are centred, the words below begin further left."""
    edges = [head.x0 for head in heads]
    for line in lines:
        if len(line.segments) == 1 and _HEADING.match(line.text):
            continue
        for segment in line.segments:
            over = [n for n, head in enumerate(heads) if _closeness(segment, head) > 0]
            if len(over) == 1:
                edges[over[0]] = min(edges[over[0]], segment.x0)
    return [replace(head, x0=edge) for head, edge in zip(heads, edges, strict=True)]


def _cells(line: "TextLine", heads: Sequence["Segment"]) -> list[str]:
    """Each segment in the last column that begins at or before it."""
    cells = [""] * len(heads)
    for segment in line.segments:
        column = max((n for n, head in enumerate(heads) if head.x0 <= segment.x0 + line.size / 2), default=0)
        if segment is line.segments[0] and len(line.segments) == 1 and _COMPONENT.match(segment.text):
            column = 0
        cells[column] = f"{cells[column]} {segment.text}".strip()
    return _number_apart(cells)


def _number_apart(cells: list[str]) -> list[str]:
    """``1. ชื่อ`` that stands so close that it fell into the number's column."""
    match = re.match(r"([0-9๐-๙]{1,2}[.)]?)\s+(\D.*)", cells[0])
    if match and not cells[1]:
        return [match[1], match[2], *cells[2:]]
    return cells


def _closeness(segment: "Segment", head: "Segment") -> float:
    """How much they overlap; below zero how far they are apart."""
    return min(segment.x1, head.x1) - max(segment.x0, head.x0)


def _continue(row: list[str], cells: Sequence[str]) -> None:
    for column, text in enumerate(cells):
        if not text:
            continue
        if not row[column]:
            row[column] = text
        else:
            row[column] = (
                row[column] + BREAK + text if _NEW_PIECE.match(text) else join_wrapped([row[column], text])
            )
