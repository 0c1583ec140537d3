"""The very workbook that was brought, with a note at each cell that has to be mended or was read otherwise."""

import io
from collections.abc import Iterable
from typing import IO

from django.utils.translation import gettext
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from samrit.catalog.models import ImportRow
from samrit.catalog.queries.importing import fault_of
from samrit.rules.catalog import Fault
from samrit.rules.catalog.excel import Sheet, Template
from samrit.ui.wording import in_words

MEND = PatternFill("solid", start_color="FFF8D7DA")
LOOK = PatternFill("solid", start_color="FFFFF3CD")
WIDTH, HEIGHT = 320, 150  # points of a note
LONGEST = 2_000  # letters of a note


def noted_book(file: IO[bytes], rows: Iterable[ImportRow], known: Template) -> bytes:
    """The .xlsx as it came, with notes; ``rows`` are those with faults. Nothing else of it is changed."""
    workbook = load_workbook(file, rich_text=True)
    sheets = {name.strip().casefold(): workbook[name] for name in workbook.sheetnames}
    for row in rows:
        sheet, own = known.called(row.sheet), sheets.get(row.sheet.strip().casefold())
        if sheet is not None and isinstance(own, Worksheet):
            _note(own, row, sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _note(own: Worksheet, row: ImportRow, sheet: Sheet) -> None:
    by_column: dict[int, list[Fault]] = {}
    for fault in map(fault_of, row.faults):
        by_column.setdefault(_column(row, sheet, fault.field), []).append(fault)
    for column, faults in by_column.items():
        cell = _shown_cell(own, row.row, column + 1)
        text = "\n\n".join(_told(fault) for fault in faults)
        before = f"{cell.comment.text}\n\n" if cell.comment else ""
        cell.comment = Comment(f"{before}{text}"[:LONGEST], gettext("สัมฤทธิ์"), width=WIDTH, height=HEIGHT)
        cell.fill = MEND if any(fault.refuses for fault in faults) else LOOK


def _shown_cell(own: Worksheet, row: int, column: int) -> Cell:
    """The cell, or the one that stands for it where several were merged."""
    cell = own.cell(row=row, column=column)
    if isinstance(cell, Cell):
        return cell
    whole = next(one for one in own.merged_cells.ranges if cell.coordinate in one)
    first = own.cell(row=whole.min_row, column=whole.min_col)
    if not isinstance(first, Cell):
        raise TypeError(first)  # the first of a range is never merged away
    return first


def _column(row: ImportRow, sheet: Sheet, field: str) -> int:
    """The column (from 0) of a field; what belongs to none stands at the first."""
    found = sheet.column_of(field) if row.kind == ImportRow.Kind.DATASET else sheet.resource_column_of(field)
    return found or 0


def _told(fault: Fault) -> str:
    kind = gettext("ต้องแก้") if fault.refuses else gettext("โปรดดู")
    return f"{kind}: {in_words(fault.message)}\n{in_words(fault.mend)}"
