"""A filled form as it comes back: whose it is, and what stands in its cells. Nothing is judged but its shape."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from samrit.evidence.cells import cell_text
from samrit.evidence.dense import refuse_dense_book
from samrit.reports.reading.columns import CODE, COLUMNS, FACTS, FIGURES, SHEET
from samrit.rules.thai import parse_number
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.ui.formats import number

HEAD_WITHIN = 20  # rows where the head is looked for
MOST_ROWS = 6000
MOST_CELLS = 20 * MOST_ROWS
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    OSError, EOFError, InvalidFileException, RuntimeError,
)  # fmt: skip  # what openpyxl raises on files that are no workbooks inside


@dataclass(frozen=True)
class RowRead:
    """``row`` as the spreadsheet counts; field → text; field → why its cell cannot be believed in ``doubtful``.

    Why: ``hollow`` (a formula without a value), ``percent`` (78.5 % is kept as 0.785, and the unit decides which is meant).
    """

    row: int
    code: str
    fields: Mapping[str, str]
    doubtful: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetRead:
    """``facts``: the signed text of the hidden sheet, not yet believed; ``head`` the row of the titles."""

    facts: str
    head: int
    rows: tuple[RowRead, ...]


def read_sheet(data: bytes, *, name: str) -> SheetRead:
    """The form's rows; RefusedError when it is no form of ours or its columns were moved."""
    try:
        refuse_dense_book(io.BytesIO(data), name=name, most=MOST_CELLS)
        values = load_workbook(io.BytesIO(data), data_only=True)
        formulas = load_workbook(io.BytesIO(data))
        if SHEET not in values.sheetnames or FACTS not in values.sheetnames:
            raise RefusedError(_not_ours())
        facts = "".join(str(row[0] or "") for row in values[FACTS].iter_rows(values_only=True, max_col=1))
        head = _head_of(values[SHEET])
        rows = tuple(_rows(values[SHEET], formulas[SHEET], head))
    except UNREADABLE:
        raise RefusedError(
            refuse(
                "sheet_unreadable",
                "เปิดไฟล์นี้ไม่ได้ ไฟล์อาจเสียระหว่างส่ง – บันทึกใหม่เป็น .xlsx แล้วส่งอีกครั้ง ข้อมูลในระบบยังไม่เปลี่ยน",
            )
        ) from None
    _refuse_doubles(rows)
    return SheetRead(facts, head, rows)


def _not_ours() -> Refusal:
    return refuse(
        "sheet_not_ours", "ไฟล์นี้ไม่ใช่แบบฟอร์มที่ดาวน์โหลดจากระบบ – ดาวน์โหลดแบบฟอร์มของหน่วยงาน กรอกในไฟล์นั้น แล้วส่งกลับ"
    )


def _head_of(sheet: Worksheet) -> int:
    """The row of the titles; every title must stand where it was put."""
    for row in range(1, HEAD_WITHIN + 1):
        if any(sheet.cell(row, column).value == CODE for column in range(1, len(COLUMNS) + 5)):
            break
    else:
        raise RefusedError(
            refuse(
                "sheet_without_head", "ไม่พบแถวหัวตาราง – อย่าลบแถวที่ขึ้นต้นด้วย “รหัส” ดาวน์โหลดแบบฟอร์มใหม่แล้วกรอกอีกครั้ง"
            )
        )
    for place, column in enumerate(COLUMNS, start=1):
        found = str(sheet.cell(row, place).value or "").strip()
        if found != column.title:
            raise RefusedError(
                refuse(
                    "sheet_columns_moved",
                    "คอลัมน์ {letter} ต้องเป็น “{expected}” แต่พบ “{found}” – อย่าแทรก ลบ หรือสลับคอลัมน์ แล้วส่งใหม่ ข้อมูลในระบบยังไม่เปลี่ยน",
                    letter=get_column_letter(place),
                    expected=column.title,
                    found=found or "ว่าง",
                )
            )
    return row


def _rows(values: Worksheet, formulas: Worksheet, head: int) -> Iterator[RowRead]:
    if values.max_row - head > MOST_ROWS:
        raise RefusedError(
            refuse(
                "sheet_too_long", "แบบฟอร์มยาวเกิน {most} แถว – ดาวน์โหลดใหม่แล้วกรอกเฉพาะในแถวเดิม", most=MOST_ROWS
            )
        )
    for row in range(head + 1, values.max_row + 1):
        code = cell_text(values.cell(row, 1).value)
        cells = {
            column.key: (values.cell(row, place), formulas.cell(row, place))
            for place, column in enumerate(COLUMNS, start=1)
            if column.typed
        }
        fields = {key: _typed(key, value.value) for key, (value, _formula) in cells.items()}
        doubtful = {key: why for key, pair in cells.items() if (why := _doubt(key, *pair))}
        if code:
            yield RowRead(row, code, fields, doubtful)
        elif any(fields.values()):
            raise RefusedError(
                refuse(
                    "sheet_row_without_code", "แถว {row} มีข้อมูลแต่ไม่มีรหัสตัวชี้วัด – กรอกในแถวของตัวชี้วัดเท่านั้น", row=row
                )
            )


def _doubt(key: str, value: Cell, formula: Cell) -> str:
    if value.value is None and isinstance(formula.value, str) and formula.value.startswith("="):
        return "hollow"
    is_number = isinstance(value.value, int | float) and not isinstance(value.value, bool)
    return "percent" if key in FIGURES and is_number and "%" in (value.number_format or "") else ""


def _refuse_doubles(rows: tuple[RowRead, ...]) -> None:
    seen: dict[str, int] = {}
    for read in rows:
        if read.code in seen:
            raise RefusedError(
                refuse(
                    "sheet_code_twice",
                    "รหัส {number} อยู่ทั้งแถว {first} และแถว {second} – ลบแถวที่ซ้ำแล้วส่งใหม่",
                    number=read.code,
                    first=seen[read.code],
                    second=read.row,
                )
            )
        seen[read.code] = read.row


def _typed(key: str, value: Any) -> str:
    """A figure as the page writes it, when it is one; any other cell as the text it shows."""
    text = cell_text(value)
    if key not in FIGURES or not text:
        return text
    read = parse_number(text)
    return text if read is None else number(read)
