"""Puts the lines of a page into paragraphs and table rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from samrit.letters.reading.characters import join_wrapped
from samrit.letters.reading.columns import Aligned, aligned_tables
from samrit.letters.reading.glyphs import PageGlyphs
from samrit.letters.reading.paragraphs import begins_anew, counts_on
from samrit.letters.reading.rules import Table, find_tables
from samrit.letters.reading.text_lines import Cluster, Segment, TextLine, clusters_of, join_cell, text_lines

_FULL = 0.8  # of the column: a line so long was broken by the margin
_LEADING = 1.6  # of the letter size: lines of a paragraph stand at most so far apart, where no line tells
_LOOSE = 1.25  # of the leading: a gap this high parts paragraphs
_PART, _PART_NUMBER = re.compile(r"องค์ประกอบที่|มิติที่"), re.compile(r"[0-9๐-๙]{1,2}")
_LISTED = re.compile(r"[0-9๐-๙]{1,2}\.|องค์ประกอบที่|มิติที่")
_FURNITURE = re.compile(
    r"[-–—\s]*(?:หน้า(?:ที่)? ?)?[0-9๐-๙]{1,3}(?: ?(?:/|จาก|of) ?[0-9๐-๙]{1,3})?[-–—\s]*"
    r"|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d{2}(?: [AP]M)?.{0,80}|(?:file|https?):\S{3,300}(?:\s+\d{1,3}/\d{1,3})?"
)


@dataclass(frozen=True)
class PageText:
    """``going_on``: the columns of a table without rules that the page's end cut; ``cut``: a paragraph it cut.

    ``open_above``, ``open_below``: the first or last line is a row of a ruled table that the page's edge cut.
    """

    text: str
    cut: bool
    going_on: tuple[Segment, ...] = ()
    open_above: bool = False
    open_below: bool = False
    rest: bool = False  # the first line is the end of a row of a table without rules


@dataclass(frozen=True)
class _Block:
    """Something on the page and how high it stands."""

    y: float
    text: str
    open_above: bool = False
    open_below: bool = False


def page_text(page: PageGlyphs, going_on: Sequence[Segment] = ()) -> PageText:
    """The page from top to bottom; paragraphs on lines of their own, a table's row on one line with tabs."""
    clusters = clusters_of(page.glyphs)
    tables = find_tables(page.rules)
    inside, outside = _sorted_into(clusters, tables)
    lines = _without_furniture(text_lines(outside))
    edges = _edges(lines, tables)
    blocks = [
        _Block(table.top, "\n".join(_rows(table, cells)), *_cut_rows(table, cells))
        for table, cells in zip(tables, inside, strict=True)
    ]
    parts: list[Aligned | list[TextLine]] = []
    rest = False
    for above, stretch in _between(lines, tables):
        parts = aligned_tables(stretch, () if above else going_on)
        rest = rest or (not above and isinstance(parts[0], Aligned) and parts[0].rest)
        blocks += [_block(part, edges) for part in parts]
    blocks = [block for block in sorted(blocks, key=lambda block: -block.y) if block.text]
    last = parts[-1] if parts else None
    columns = last.heads if isinstance(last, Aligned) and last.to_the_end else ()
    lowest = min((table.ys[-1] for table in tables), default=float("inf"))
    cut = isinstance(last, list) and len(last) > 1 and last[-1].y < lowest and _is_full(last[-1], edges)
    open_above = bool(blocks) and blocks[0].open_above
    open_below = bool(blocks) and (blocks[-1].open_below or (isinstance(last, Aligned) and last.cut))
    text = "\n\n".join(block.text for block in blocks)
    return PageText(text, cut, columns, open_above, open_below, rest)


def page_texts(pages: Sequence[PageGlyphs]) -> list[str]:
    """Each page's text with the blank lines that part it from the next.

    A row that a page's end cut stands whole on the page where it begins; the next goes on below it.
    """
    texts: list[str] = []
    before = PageText("", cut=False)
    for page in pages:
        read = page_text(page, before.going_on)
        text = read.text
        goes_on = before.open_below or (bool(before.going_on) and read.rest)
        headed = not (read.open_above or read.rest)
        if goes_on and (rest := _row_joined(texts[-1].rstrip("\n"), text, headed=headed)):
            texts[-1], text = f"{rest[0]}\n", rest[1]
        texts.append(text + ("\n" if read.cut else "\n\n"))
        before = read
    return texts


def _row_joined(above: str, below: str, *, headed: bool) -> tuple[str, str] | None:
    """The text above with the rest of its last row, and the text below without it.

    ``headed``: the head of the table may stand before the rest of the row once more. None when the rows do not fit.
    """
    *earlier, cut = above.split("\n")
    first, *later = below.split("\n")
    begun = cut.split("\t")
    if headed and first in earlier and later and len(later[0].split("\t")) == len(begun):
        first, later = later[0], [first, *later[1:]]
    elif headed:
        return None
    ending = first.split("\t")
    if len(ending) != len(begun):
        return None
    joined = "\t".join(join_cell([one, other]) for one, other in zip(begun, ending, strict=True))
    return "\n".join([*earlier, joined]), "\n".join(later)


def _edges(lines: Sequence[TextLine], tables: Sequence[Table]) -> tuple[float, float]:
    """The left and right margin, as far as text and tables show them."""
    left = [line.x0 for line in lines] + [table.xs[0] for table in tables]
    right = [line.x1 for line in lines] + [table.xs[-1] for table in tables]
    return min(left, default=0.0), max(right, default=0.0)


def _block(part: Aligned | list[TextLine], edges: tuple[float, float]) -> _Block:
    if isinstance(part, Aligned):
        return _Block(part.y, "\n".join(part.rows))
    return _Block(part[0].y, _paragraphs(part, edges))


def _between(lines: Sequence[TextLine], tables: Sequence[Table]) -> list[tuple[int, list[TextLine]]]:
    """The lines above the first table, between tables, below the last; with the number of tables above."""
    stretches: dict[int, list[TextLine]] = {}
    for line in lines:
        stretches.setdefault(sum(table.top > line.y for table in tables), []).append(line)
    return list(stretches.items())


def _without_furniture(lines: list[TextLine]) -> list[TextLine]:
    """Page numbers, and what browsers print into the margins, at the top and bottom of the page."""
    while lines and _FURNITURE.fullmatch(lines[0].text):
        lines = lines[1:]
    while lines and _FURNITURE.fullmatch(lines[-1].text):
        lines = lines[:-1]
    return lines


def _paragraphs(lines: Sequence[TextLine], edges: tuple[float, float]) -> str:
    """A line for each paragraph; a blank line where the gap is wider than usual."""
    gaps = [above.y - below.y for above, below in pairwise(lines)]
    tight = min((gap for gap in gaps if gap > 0), default=0.0)
    loose = [gap for gap in gaps if gap > _LOOSE * tight]
    usual = median(loose) if loose else tight  # between paragraphs
    spaced = any(line.ends_in_space for line in lines)  # this writer keeps the space where a line ends
    text = ""
    row = lines[0]  # the line that a column's next line may belong to
    cells = [segment.text for segment in row.segments]
    for above, below in pairwise(lines):
        size, gap = max(above.size, below.size), above.y - below.y
        close = gap <= _LOOSE * max(min(tight, 2.1 * size), _LEADING * size)
        column = _column(row, below) if close else None
        if column is not None:
            cells[column] = join_cell([cells[column], below.text])
        elif close and _goes_on(above, below, edges, row):
            space = " " if above.ends_in_space else ""
            cells[-1] = cells[-1] + space + below.text if spaced else join_wrapped([cells[-1], below.text])
        else:
            text += "\t".join(cells) + ("\n" if gap <= 1.4 * usual else "\n\n")
            row, cells = below, [segment.text for segment in below.segments]
    return text + "\t".join(cells)


def _goes_on(above: TextLine, below: TextLine, edges: tuple[float, float], row: TextLine) -> bool:
    """Whether the margin broke the line above. ``row``: the paragraph's first."""
    at_margin = below.x0 <= edges[0] + 2 * below.size or _hangs(row, below)
    listed = _LISTED.match(row.text) and _PART.match(below.text)
    anew = listed or begins_anew(above.text, below.text) or counts_on(row.text, below.text)
    return len(below.segments) == 1 and _is_full(above, edges) and at_margin and not anew


def _hangs(row: TextLine, below: TextLine) -> bool:
    """``องค์ประกอบที่ 1 ประสิทธิภาพ…``: the name goes on below its own first word."""
    named = next((at for at, word in enumerate(row.words) if _PART_NUMBER.fullmatch(word.text)), 0)
    if not _PART.match(row.text) or not named or named + 1 == len(row.words):
        return False
    return abs(row.words[named + 1].x0 - below.x0) < 0.6 * below.size


def _is_full(line: TextLine, edges: tuple[float, float]) -> bool:
    left, right = edges
    return line.x1 >= left + _FULL * (right - left)


def _column(row: TextLine, below: TextLine) -> int | None:
    """The column (not the first) of the row in which a line below it goes on."""
    if len(row.segments) < 2 or len(below.segments) > 1:  # noqa: PLR2004 - two columns
        return None
    if begins_anew(row.text, below.text) and not below.text.startswith("("):
        return None
    columns = (n for n, segment in enumerate(row.segments) if abs(segment.x0 - below.x0) < 0.6 * below.size)
    return next((n for n in columns if n), None)


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


def _cut_rows(table: Table, cells: dict[int, list[Cluster]]) -> tuple[bool, bool]:
    """Whether words stand in a first row, and in a last, that the page's edge cut."""
    first, last = table.rows[0], table.rows[-1]
    return (
        table.open_above and any(cells.get(cell) for cell, _ in first),
        table.open_below and any(cells.get(cell) for cell, _ in last),
    )


def _cell_text(clusters: Sequence[Cluster]) -> str:
    lines = text_lines(clusters)
    return join_cell([line.text + (" " if line.ends_in_space else "") for line in lines])
