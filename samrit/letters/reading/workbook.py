"""Workbooks (.xlsx): the rows of the sheets that a person sees, as the rows of tables.

What stands above a sheet's table (its title, a letter's head) becomes lines. A merged cell is read once, as in Word.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook, PasswordError

from samrit.evidence.cells import cell_text, percent_text
from samrit.evidence.spread import refuse_spread_book
from samrit.letters.reading.archives import check_archive, damaged, encrypted, too_many_rows
from samrit.letters.reading.tables import BREAK
from samrit.rules.wording import RefusedError

if TYPE_CHECKING:
    from samrit.indicators.reading.sheet_parts import SheetParts

MOST_ROWS = 3_000
_TABLE = 3  # cells: a row of fewer above the table is a title, or a label with its value
_NO_VALUE = "?"  # in place of a formula: its text has figures that would be read as weights
_APART = 2  # empty rows: what follows is another table, or its title
_MOST_TOLD = 20  # cells of one workbook that are told one by one


@dataclass(frozen=True)
class Noticed:
    """What a person should know of the file: the name of the finding, its line, what the sentence names."""

    name: str
    line: int
    values: dict[str, str | int]


@dataclass
class Book:
    """The text so far, and what was noticed."""

    lines: list[str] = field(default_factory=list)
    noticed: list[Noticed] = field(default_factory=list)
    rows: int = 0

    def notice(self, name: str, line: int, **values: str | int) -> None:
        self.noticed.append(Noticed(name, line, values))


def read(data: bytes, filename: str) -> tuple[str, tuple[Noticed, ...]]:
    """The text, one line for a row, and what was noticed. RefusedError when it cannot be read."""
    # Not before a workbook comes: it brings a whole engine for tables, which no other letter needs.
    from samrit.indicators.reading.sheet_parts import read_book, read_parts, sheet_bytes  # noqa: PLC0415

    book = Book()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(archive)
            refuse_spread_book(io.BytesIO(data), name=filename)
            known = read_book(archive)
            seen = [
                one for one in known.parts if one not in known.hidden and "worksheets/" in known.parts[one]
            ]
            if known.hidden:
                book.notice(
                    "sheet_hidden", 1, sheets=", ".join(one for one in known.parts if one in known.hidden)
                )
            with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
                for title in seen:
                    parts = read_parts(sheet_bytes(archive, title, known), known)
                    values = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
                    _Sheet(book, title, parts).take(values)
    except RefusedError:
        raise
    except PasswordError as error:
        raise encrypted() from error
    except Exception as error:  # zip, deflate, XML and calamine each have their own errors for a damaged file
        raise damaged() from error
    return "\n".join(book.lines), tuple(book.noticed)


class _Sheet:
    """One sheet on its way to lines."""

    def __init__(self, book: Book, title: str, parts: "SheetParts") -> None:
        self.book, self.title, self.parts = book, title, parts
        self.in_table, self.empty, self.told = False, 0, 0

    def take(self, values: Sequence[Sequence[object]]) -> None:
        rows = [[cell_text(value) for value in row] for row in values]
        for down, across in self.parts.percents:
            value = values[down][across] if down < len(values) and across < len(values[down]) else None
            if isinstance(value, int | float) and not isinstance(value, bool):
                rows[down][across] = percent_text(value)
        for down, across in (*self.parts.formulas, *self.parts.errors):
            _put(rows, down, across, _NO_VALUE)
        first = min((place for row in rows for place, text in enumerate(row) if text), default=0)
        last = max((place for row in rows for place, text in enumerate(row) if text), default=0)
        if hidden := len(self.parts.hidden_rows) + len(self.parts.hidden_columns):
            self.book.notice("cells_hidden", len(self.book.lines) + 1, sheet=self.title, count=hidden)
        for number, row in enumerate(rows):
            self.row(number, row[first : last + 1])
        self.book.lines.append("")

    def row(self, number: int, cells: Sequence[str]) -> None:
        lines = self.book.lines
        filled = [" ".join(cell.split("\n")) for cell in cells if cell]
        if not filled:
            self.empty += 1
            if self.empty == _APART:
                self.in_table = False
                lines.append("")
            return
        self.empty = 0
        self.book.rows += 1
        if self.book.rows > MOST_ROWS:
            raise too_many_rows(f"{MOST_ROWS}+", MOST_ROWS)
        if not self.in_table and len(filled) < _TABLE:
            lines.extend(("", " ".join(filled)))
        else:
            lines.extend(() if self.in_table else ("",))
            self.in_table = True
            lines.append("\t".join(map(_one_line, cells)))
        self.notice_formulas(number, len(lines))

    def notice_formulas(self, number: int, line: int) -> None:
        for name, cells in (
            ("formula_without_value", self.parts.formulas),
            ("formula_failed", self.parts.errors),
        ):
            for column in sorted(column for row, column in cells if row == number):
                self.told += 1
                if self.told <= _MOST_TOLD:
                    self.book.notice(name, line, cell=f"{_letters(column)}{number + 1}", sheet=self.title)


def _put(rows: list[list[str]], row: int, column: int, text: str) -> None:
    """A formula may stand beside or below all values. Far away it is left out: the sheet is what has values."""
    if row > len(rows) + _APART or column > max(map(len, rows), default=0) + _TABLE:
        return
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = text


def _one_line(cell: str) -> str:
    return BREAK.join(line.replace("\t", " ").strip() for line in cell.split("\n") if line.strip())


def _letters(column: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
