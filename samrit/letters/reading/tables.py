"""Finds the cells of tables in running text: tab-separated, Markdown pipes, HTML. Every cell keeps its place."""

import re
from dataclasses import dataclass
from itertools import pairwise

BREAK = "⏎"  # a line break inside a cell


@dataclass(frozen=True)
class Cell:
    """``start`` and ``end`` are offsets into the whole text."""

    start: int
    end: int
    header: bool = False


@dataclass(frozen=True)
class Row:
    """``start`` to ``end`` is all of the row; an HTML row may run over several lines."""

    start: int
    end: int
    cells: tuple[Cell | None, ...]  # None: covered by a cell that spans rows or columns
    table: int  # rows of one table share it


_TAG = re.compile(r"<(/?)(table|tr|td|th)\b([^<>]{0,300})>", re.IGNORECASE)
_SPAN = re.compile(r"(col|row)span\s{0,3}=\s{0,3}[\"']?(\d{1,3})", re.IGNORECASE)
_MAX_SPAN = 40
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:+=-]{3,}")


class _HtmlRows:
    """Collects rows from tags; cells and rows may be left unclosed, as HTML allows."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.table = 0
        self.row_start: int | None = None
        self.cells: list[Cell | None] = []
        self.open: tuple[int, bool, int, int] | None = None
        self.spanning: dict[int, int] = {}  # column → rows it still covers

    def tag(self, tag: re.Match[str]) -> None:
        name, closing = tag[2].lower(), bool(tag[1])
        self.close_cell(tag.start())
        if name == "table":
            self.close_row(tag.start())
            self.table += 1
            self.spanning = {}
        elif name == "tr":
            self.close_row(tag.end() if closing else tag.start())
            self.row_start = None if closing else tag.start()
        elif not closing:
            if self.row_start is None:
                self.row_start = tag.start()
            spans = {kind.lower(): min(int(count), _MAX_SPAN) for kind, count in _SPAN.findall(tag[3])}
            self.skip_covered()
            self.open = (tag.end(), name == "th", spans.get("col", 1), spans.get("row", 1))

    def skip_covered(self) -> None:
        while self.spanning.get(len(self.cells), 0) > 0:
            self.spanning[len(self.cells)] -= 1
            self.cells.append(None)

    def close_cell(self, at: int) -> None:
        if self.open is None:
            return
        start, header, columns, rows = self.open
        for extra in range(max(columns, 1)):
            if rows > 1:
                self.spanning[len(self.cells)] = rows - 1
            self.cells.append(None if extra else Cell(start, at, header))
        self.open = None

    def close_row(self, at: int) -> None:
        if self.row_start is not None and self.cells:
            self.skip_covered()
            self.rows.append(Row(self.row_start, at, tuple(self.cells), self.table))
        self.cells, self.row_start = [], None


def html_rows(text: str) -> list[Row]:
    collected = _HtmlRows()
    for tag in _TAG.finditer(text):
        collected.tag(tag)
    collected.close_cell(len(text))
    collected.close_row(len(text))
    return collected.rows


def _line_cells(line: str, offset: int) -> list[Cell]:
    """The cells of one line; none when it is not a table row."""
    pipes = [match.start() for match in _PIPE.finditer(line)]
    if line.lstrip().startswith("|") or len(pipes) > 1:
        stripped = line.rstrip()
        edges = [-1, *pipes, len(stripped)]
        cells = [Cell(offset + a + 1, offset + b) for a, b in pairwise(edges) if b > a]
        if line.lstrip().startswith("|"):
            cells = cells[1:]
        if stripped.endswith("|") and cells and cells[-1].end == offset + len(stripped):
            cells = [cell for cell in cells if cell.start < offset + len(stripped)]
        return cells
    if "\t" in line:
        edges = [-1, *(position for position, letter in enumerate(line) if letter == "\t"), len(line)]
        return [Cell(offset + a + 1, offset + b) for a, b in pairwise(edges)]
    return []


def is_rule(line: str) -> bool:
    """The line under a Markdown table's head, ``|---|:--:|``."""
    return "-" in line and "|" in line and bool(_RULE.fullmatch(line))


def line_rows(text: str) -> list[Row]:
    """Rows that are one line each: tab-separated or between pipes. Neighbouring rows are one table."""
    rows: list[Row] = []
    offset, table, previous_was_row = 0, 0, False
    for line in text.split("\n"):
        cells = [] if is_rule(line) else _line_cells(line, offset)
        if cells:
            table += not previous_was_row
            rows.append(Row(offset, offset + len(line), tuple(cells), -table))
        previous_was_row = bool(cells) or is_rule(line)
        offset += len(line) + 1
    return rows


def find_rows(text: str) -> list[Row]:
    """All rows of all tables, in order. A line inside an HTML row is not a row of its own."""
    rows = html_rows(text)
    inside = [(row.start, row.end) for row in rows]
    position = 0
    for row in line_rows(text):
        while position < len(inside) and inside[position][1] <= row.start:
            position += 1
        if position == len(inside) or row.end <= inside[position][0]:
            rows.append(row)
    return sorted(rows, key=lambda row: row.start)
