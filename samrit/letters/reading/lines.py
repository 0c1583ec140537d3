"""The text as lines without mark-up, each with its number and, in a table, its cells."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from samrit.letters.reading.tables import BREAK, Row, find_rows, is_rule

_BREAK_TAG = re.compile(r"<br ?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,300})?/?>|<!--.{0,500}?-->")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_EMPHASIS = re.compile(r"\*\*|__|~~|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|`")
_OPENING = re.compile(r"\s{0,3}(?:#{1,6}\s+|>\s?)")
_BOLD = re.compile(r"\s*(?:<(?:b|strong|th)\b|\*\*|__|#{1,6}\s)", re.IGNORECASE)
_WIDE = re.compile(r" {2,}")
_BLANKS = re.compile(r"[ \t]{2,}")


@dataclass(frozen=True)
class Line:
    """``text`` in one piece; ``cells`` when the line is a table's row (a break in a cell is ⏎).

    ``table`` is the same number for the rows of one table, None outside tables.
    """

    number: int
    text: str
    cells: tuple[str, ...] = ()
    table: int | None = None
    bold: bool = False
    spaced: tuple[str, ...] = ()  # the pieces between wide blanks, of a line that is no table's row

    @property
    def blank(self) -> bool:
        return not self.text

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that say something."""
        return tuple(cell for cell in self.cells if cell)


def plain(text: str) -> str:
    """Without Markdown and HTML; <br> becomes ⏎."""
    if "<" in text:
        text = _TAG.sub("", _BREAK_TAG.sub(BREAK, text))
    if "&" in text:
        text = html.unescape(text).replace("\N{NO-BREAK SPACE}", " ")
    text = _ESCAPED.sub("\ue000\\1", _OPENING.sub("", text, count=1))
    text = re.sub(r"\ue000(.)", r"\1", _EMPHASIS.sub("", text))
    return text.strip()


def in_one(text: str) -> str:
    """Breaks and runs of blanks as one space."""
    return _BLANKS.sub(" ", text.replace(BREAK, " ").replace("\n", " ").replace("\t", "  ")).strip()


def read_lines(text: str) -> list[Line]:
    """The lines in order.

    An HTML row stands on its first line, lines it covers are blank; several rows of a table on one line of
    HTML are several Lines with the same number.
    """
    lines: list[Line] = []
    rows = find_rows(text)
    start, following = 0, 0
    covered_to = 0
    for number, source in enumerate(text.split("\n"), 1):
        end = start + len(source)
        first = following
        while following < len(rows) and rows[following].start <= end:
            lines.append(_row_line(text, rows[following], number))
            covered_to = max(covered_to, rows[following].end)
            following += 1
        if first == following:
            lines.append(Line(number, "") if covered_to > start else _plain_line(number, source))
        start = end + 1
    return lines


def _row_line(text: str, row: Row, number: int) -> Line:
    cells = tuple(plain(_flat(text[cell.start : cell.end])) if cell else "" for cell in row.cells)
    first = next((cell for cell in row.cells if cell and text[cell.start : cell.end].strip()), None)
    bold = first is not None and (first.header or bool(_BOLD.match(text[first.start : first.end])))
    return Line(number, "  ".join(in_one(cell) for cell in cells if cell), cells, row.table, bold)


def _flat(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def _plain_line(number: int, source: str) -> Line:
    if is_rule(source):
        return Line(number, "")
    text = plain(source)
    spaced = tuple(piece.strip() for piece in _WIDE.split(text)) if _WIDE.search(text) else ()
    return Line(number, in_one(text), bold=bool(_BOLD.match(source)), spaced=spaced)


def nonblank(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not line.blank]
