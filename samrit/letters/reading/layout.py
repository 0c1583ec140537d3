"""Puts the glyphs of a page into lines, paragraphs and table rows."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from samrit.letters.reading.characters import join_wrapped, normalise
from samrit.letters.reading.columns import Aligned, aligned_tables
from samrit.letters.reading.glyphs import Glyph, PageGlyphs
from samrit.letters.reading.offices import begins_office
from samrit.letters.reading.paragraphs import BEGINS_ANEW
from samrit.letters.reading.rules import Table, find_tables
from samrit.letters.reading.tables import BREAK

_SPACE = 0.3  # of the letter size: a gap this wide is a space
_TAB = 2.2  # of the letter size: a gap this wide parts columns
_SAME_LINE = 0.4
_FULL = 0.8  # of the column: a line so long was broken by the margin
_FURNITURE = re.compile(
    r"[-–—\s]*(?:หน้า(?:ที่)? ?)?[0-9๐-๙]{1,3}(?: ?(?:/|จาก|of) ?[0-9๐-๙]{1,3})?[-–—\s]*"
    r"|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d{2}(?: [AP]M)?.{0,80}|(?:file|https?):\S{3,300}(?:\s+\d{1,3}/\d{1,3})?"
)
_LOOSE = 1.4  # of the usual leading: a gap this high parts paragraphs


@dataclass
class Cluster:
    """A letter with its marks."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True)
class Segment:
    """Words of a line between wide gaps."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True)
class TextLine:
    segments: tuple[Segment, ...]
    y: float
    size: float
    ends_in_space: bool = False

    @property
    def text(self) -> str:
        return "\t".join(segment.text for segment in self.segments)

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1


@dataclass(frozen=True)
class _Block:
    """Something on the page and how high it stands."""

    y: float
    text: str


def page_text(page: PageGlyphs) -> str:
    """The page from top to bottom; a blank line between paragraphs, a table's row on one line with tabs."""
    clusters = _clusters(page.glyphs)
    tables = find_tables(page.rules)
    inside, outside = _sorted_into(clusters, tables)
    blocks = [
        _Block(table.top, "\n".join(_rows(table, cells))) for table, cells in zip(tables, inside, strict=True)
    ]
    for stretch in _between(_without_furniture(text_lines(outside)), tables):
        blocks += [_block(part) for part in aligned_tables(stretch)]
    blocks.sort(key=lambda block: -block.y)
    return "\n\n".join(block.text for block in blocks if block.text)


def _block(part: "Aligned | list[TextLine]") -> _Block:
    if isinstance(part, Aligned):
        return _Block(part.y, "\n".join(part.rows))
    return _Block(part[0].y, _paragraphs(part))


def _between(lines: Sequence[TextLine], tables: Sequence[Table]) -> list[list[TextLine]]:
    """The lines above the first table, between tables, below the last."""
    stretches: dict[int, list[TextLine]] = {}
    for line in lines:
        stretches.setdefault(sum(table.top > line.y for table in tables), []).append(line)
    return list(stretches.values())


def _without_furniture(lines: list[TextLine]) -> list[TextLine]:
    """Page numbers, and what browsers print into the margins, at the top and bottom of the page."""
    while lines and _FURNITURE.fullmatch(lines[0].text):
        lines = lines[1:]
    while lines and _FURNITURE.fullmatch(lines[-1].text):
        lines = lines[:-1]
    return lines


# ── letters ─────────────────────────────────────────────────────────────────
def _clusters(glyphs: Sequence[Glyph]) -> list[Cluster]:
    """Marks go to the letter they stand over, whatever the order in which the file draws them."""
    clusters: list[Cluster] = []
    for glyph in glyphs:
        if not glyph.text:
            continue
        if _is_mark(glyph.text) and (base := _base(clusters, glyph)):
            base.text += glyph.text
            base.x1 = max(base.x1, glyph.x1)
        elif not _drawn_twice(clusters, glyph):
            clusters.append(Cluster(glyph.text, glyph.x0, glyph.x1, glyph.y, glyph.size or 1.0))
    return clusters


def _is_mark(text: str) -> bool:
    return unicodedata.category(text[0]) == "Mn"


def _base(clusters: Sequence[Cluster], glyph: Glyph) -> Cluster | None:
    for cluster in reversed(clusters[-60:]):
        near = abs(cluster.y - glyph.y) < _SAME_LINE * cluster.size
        if (
            near
            and cluster.x0 - 0.1 * cluster.size <= glyph.x0 <= cluster.x1 + 0.35 * cluster.size
            and not cluster.text.isspace()
        ):
            return cluster
    return None


def _drawn_twice(clusters: Sequence[Cluster], glyph: Glyph) -> bool:
    """Bold made by drawing the letter twice, a hair apart."""
    return any(
        cluster.text == glyph.text
        and abs(cluster.x0 - glyph.x0) < 0.12 * cluster.size
        and abs(cluster.y - glyph.y) < 0.12 * cluster.size
        and not glyph.text.isspace()
        for cluster in clusters[-3:]
    )


# ── lines ───────────────────────────────────────────────────────────────────
def text_lines(clusters: Sequence[Cluster]) -> list[TextLine]:
    """From top to bottom, each from left to right."""
    lines: list[list[Cluster]] = []
    for cluster in sorted(clusters, key=lambda cluster: -cluster.y):
        if lines and abs(lines[-1][0].y - cluster.y) <= _SAME_LINE * max(cluster.size, lines[-1][0].size):
            lines[-1].append(cluster)
        else:
            lines.append([cluster])
    read = (_line(sorted(line, key=lambda cluster: cluster.x0)) for line in lines)
    return [line for line in read if line is not None]


def _line(clusters: Sequence[Cluster]) -> TextLine | None:
    words = [cluster for cluster in clusters if not cluster.text.isspace()]
    if not words:
        return None
    spaces = [cluster for cluster in clusters if cluster.text.isspace()]
    size = max(cluster.size for cluster in words)
    segments: list[Segment] = []
    text, start, end = words[0].text, words[0].x0, words[0].x1
    for cluster in words[1:]:
        gap = cluster.x0 - end
        if gap > _TAB * size:
            segments.append(Segment(normalise(text).strip(), start, end))
            text, start = "", cluster.x0
        elif gap > _SPACE * size or _holds_space(spaces, end, cluster.x0, size):
            text += " "
        text += cluster.text
        end = max(end, cluster.x1)
    segments.append(Segment(normalise(text).strip(), start, end))
    trailing = any(space.x0 >= end - 0.2 * size for space in spaces)
    kept = tuple(segment for segment in segments if segment.text)
    return TextLine(kept, words[0].y, size, trailing) if kept else None


def _holds_space(spaces: Sequence[Cluster], end: float, start: float, size: float) -> bool:
    return any(end - 0.15 * size <= space.x0 and space.x1 <= start + 0.15 * size for space in spaces)


# ── paragraphs ──────────────────────────────────────────────────────────────
def _paragraphs(lines: Sequence[TextLine]) -> str:
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    gaps = [above.y - below.y for above, below in zip(lines, lines[1:], strict=False)]
    tight = [gap for gap in gaps if gap > 0]
    leading = min(median(tight), min(tight) * 1.25) if tight else 0.0
    spaced = any(line.ends_in_space for line in lines)  # this writer keeps the space where a line ends
    joined = [lines[0].text]
    for above, below in zip(lines, lines[1:], strict=False):
        goes_on = (
            above.x1 >= left + _FULL * (right - left)
            and len(below.segments) == 1
            and above.y - below.y <= _LOOSE * leading
            and below.x0 <= left + 2 * below.size
            and not BEGINS_ANEW.match(below.text)
        )
        if not goes_on:
            joined.append(below.text)
        elif above.ends_in_space:
            joined[-1] += " " + below.text
        elif spaced:
            joined[-1] += below.text
        else:
            joined[-1] = join_wrapped([joined[-1], below.text])
    return "\n\n".join(joined)


# ── tables ──────────────────────────────────────────────────────────────────
def _sorted_into(
    clusters: Sequence[Cluster], tables: Sequence[Table]
) -> tuple[list[dict[int, list[Cluster]]], list[Cluster]]:
    """Clusters by table and cell, and those outside all tables."""
    inside: list[dict[int, list[Cluster]]] = [{} for _ in tables]
    outside = []
    for cluster in clusters:
        middle = (cluster.x0 + cluster.x1) / 2, cluster.y + 0.25 * cluster.size
        for position, table in enumerate(tables):
            cell = table.cell_at(*middle)
            if cell is not None:
                inside[position].setdefault(cell, []).append(cluster)
                break
        else:
            outside.append(cluster)
    return inside, outside


def _rows(table: Table, cells: dict[int, list[Cluster]]) -> list[str]:
    rows = []
    for row in table.rows:
        texts = [_cell_text(cells.get(cell, [])) if first else "" for cell, first in row]
        if any(texts):
            rows.append("\t".join(texts))
    return rows


def _cell_text(clusters: Sequence[Cluster]) -> str:
    """Lines that the cell's edge broke are joined; a new item or office begins a new line."""
    lines = text_lines(clusters)
    if not lines:
        return ""
    text = lines[0].text.replace("\t", " ")
    for above, below in zip(lines, lines[1:], strict=False):
        words = below.text.replace("\t", " ")
        if begins_office(words) or (BEGINS_ANEW.match(words) and not _in_bracket(text, words)):
            text += BREAK + words
        elif above.ends_in_space:
            text += " " + words
        else:
            text = join_wrapped([text, words])
    return text


def _in_bracket(text: str, words: str) -> bool:
    """``(PM`` / ``2.5)`` is one bracket, no item of a list."""
    return text.count("(") > text.count(")") and not words.startswith(("(", "-"))
