"""A file of official figures: what stands in its cells. Nothing is judged but its shape."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from python_calamine import CalamineError, CalamineWorkbook

from samrit.evidence.cells import cell_text
from samrit.rules.kpi_names import bare
from samrit.rules.wording import RefusedError, refuse

HEAD_WITHIN = 20  # rows where the head is looked for
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 500  # characters of a cell that are kept; a name or a number is shorter
UNREADABLE = (
    CalamineError, csv.Error, zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, TypeError,
    AttributeError, IndexError, OSError, EOFError, ParseError, InvalidFileException, RuntimeError,
)  # fmt: skip  # what the readers raise on files that are no workbooks inside
# Field → the titles it may have; compared bare. One of the two of province and of KPI is enough.
TITLES: dict[str, tuple[str, ...]] = {
    "code": ("รหัสจังหวัด", "province code"),
    "province": ("จังหวัด", "ชื่อจังหวัด", "province"),
    "kpi_code": ("รหัสตัวชี้วัด", "kpi code"),
    "kpi": ("ตัวชี้วัด", "ชื่อตัวชี้วัด", "kpi", "indicator"),
    "year": ("ปีงบประมาณ", "ปี", "พ.ศ.", "ปี พ.ศ.", "ค.ศ.", "ปี ค.ศ.", "year"),
    "unit": ("หน่วย", "หน่วยวัด", "หน่วยนับ", "unit"),
    "value": ("ตัวเลขทางการ", "ค่าทางการ", "ค่า", "ผล", "value"),
    "status": ("สถานะข้อมูล", "สถานะ", "status"),
}
_FIELD_OF = {bare(title): field for field, titles in TITLES.items() for title in titles}
_NEEDED = ({"code", "province"}, {"kpi_code", "kpi"}, {"value"})


@dataclass(frozen=True)
class RowRead:
    """``row`` as the file counts; every other field is the text of its cell, "" where the file has no such column.

    ``doubt`` says why the figure cannot be believed: ``hollow`` (a formula without a value), ``percent`` (78.5 % is
    kept as 0.785, and the unit decides which is meant), ``error`` (#N/A and the like).
    """

    row: int
    code: str
    province: str
    kpi_code: str
    kpi: str
    year: str
    unit: str
    value: str
    status: str
    doubt: str = ""


def read_figures(data: bytes, *, is_workbook: bool) -> list[RowRead]:
    """The rows below the head; RefusedError when there is no head, too much, or no table at all."""
    try:
        tables = _of_workbook(data) if is_workbook else _of_text(data)
        for cells, doubts in tables:
            if head := _head_of(cells):
                return list(_rows(cells, doubts, *head))
    except UNREADABLE:
        raise RefusedError(
            refuse(
                "figures_unreadable",
                "เปิดไฟล์นี้ไม่ได้ ไฟล์อาจเสียระหว่างส่ง – บันทึกใหม่เป็น .xlsx หรือ CSV (UTF-8) แล้วส่งอีกครั้ง ข้อมูลในระบบยังไม่เปลี่ยน",
            )
        ) from None
    raise RefusedError(
        refuse(
            "figures_without_head",
            "ไม่พบหัวตารางใน {rows} แถวแรก – ต้องมีคอลัมน์ “จังหวัด” (หรือ “รหัสจังหวัด”) “ตัวชี้วัด” (หรือ “รหัสตัวชี้วัด”) และ “ตัวเลขทางการ”",
            rows=HEAD_WITHIN,
        )
    )


# ── cells ───────────────────────────────────────────────────────────────────
Cells = Sequence[Sequence[str]]
Doubts = dict[tuple[int, int], str]  # (row, column) counted from 0 → why it cannot be believed


def _of_workbook(data: bytes) -> Iterator[tuple[Cells, Doubts]]:
    """Values come from calamine; openpyxl tells formulas, percents, and first of all how large the sheets are."""
    formulas = load_workbook(io.BytesIO(data), read_only=True)
    sheets = [(sheet.title, _looked_through(sheet)) for sheet in formulas.worksheets]
    values = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for title, (odd, is_empty) in sheets:
        if is_empty:
            continue
        cells = values.get_sheet_by_name(title).to_python(skip_empty_area=False)
        texts = [[_text(cell) for cell in row] for row in cells]
        yield texts, {place: why for place, why in odd.items() if _doubts(why, texts, place)}


def _doubts(why: str, texts: Cells, place: tuple[int, int]) -> bool:
    """A formula is believed when the file holds its value."""
    row, column = place
    is_blank = row >= len(texts) or column >= len(texts[row]) or not texts[row][column]
    return is_blank if why == "hollow" else True


def _looked_through(sheet: Any) -> tuple[Doubts, bool]:
    odd: Doubts = {}
    is_empty = True
    for number, row in enumerate(sheet.iter_rows()):
        if number >= MOST_ROWS + HEAD_WITHIN or len(row) > MOST_COLUMNS:
            raise _too_large()
        for place, cell in enumerate(row):
            if cell.value is None:
                continue
            is_empty = False
            if cell.data_type == "f":
                odd[number, place] = "hollow"
            elif cell.data_type == "e":
                odd[number, place] = "error"
            elif cell.data_type == "n" and "%" in str(cell.number_format or ""):
                odd[number, place] = "percent"
    return odd, is_empty


def _of_text(data: bytes) -> Iterator[tuple[Cells, Doubts]]:
    """CSV in UTF-8 (with or without a mark) or in the Thai code page of old programs, by comma, semicolon or tab."""
    text = _decoded(data)
    if "\x00" in text:
        raise ValueError("no text")
    for delimiter in (",", ";", "\t"):
        cells: list[list[str]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(cells) >= MOST_ROWS + HEAD_WITHIN or len(row) > MOST_COLUMNS:
                raise _too_large()
            cells.append([_text(cell) for cell in row])
        yield cells, {}


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp874")  # TIS-620 and what Windows made of it


def _too_large() -> RefusedError:
    return RefusedError(
        refuse(
            "figures_too_many",
            "ตารางใหญ่เกิน {rows} แถว หรือ {columns} คอลัมน์ – แยกไฟล์ตามตัวชี้วัด แล้วส่งทีละไฟล์ ข้อมูลในระบบยังไม่เปลี่ยน",
            rows=f"{MOST_ROWS:,}",
            columns=MOST_COLUMNS,
        )
    )


def _text(value: Any) -> str:
    """In one line's length, without the blanks that other programs put around names."""
    return cell_text(value).replace("\N{NO-BREAK SPACE}", " ").strip(" \t\r\n\u200b\ufeff")[:LONGEST_CELL]


# ── the table ───────────────────────────────────────────────────────────────
def _head_of(cells: Cells) -> tuple[int, dict[str, int]] | None:
    """The row of the titles and which column is what; what stands above it, and columns of others, do not matter."""
    for number, row in enumerate(cells[:HEAD_WITHIN]):
        named = [(_FIELD_OF.get(bare(cell)), place) for place, cell in enumerate(row) if cell]
        fields = [field for field, _place in named if field]
        if all(needed & set(fields) for needed in _NEEDED):
            _refuse_doubles(fields)
            return number, {field: place for field, place in named if field}
    return None


def _refuse_doubles(fields: Iterable[str]) -> None:
    seen: set[str] = set()
    for field in fields:
        if field in seen:
            raise RefusedError(
                refuse(
                    "figures_column_twice",
                    "หัวตารางมีคอลัมน์ “{title}” มากกว่าหนึ่งคอลัมน์ – ลบคอลัมน์ที่ซ้ำแล้วส่งใหม่",
                    title=TITLES[field][0],
                )
            )
        seen.add(field)


def _rows(cells: Cells, doubts: Doubts, head: int, columns: dict[str, int]) -> Iterator[RowRead]:
    found = 0
    for number, row in enumerate(cells[head + 1 :], start=head + 1):
        texts = {field: row[place] if place < len(row) else "" for field, place in columns.items()}
        doubt = doubts.get((number, columns["value"]), "")
        if not doubt and not any(texts.values()):
            continue
        found += 1
        if found > MOST_ROWS:
            raise _too_large()
        yield RowRead(row=number + 1, **{field: texts.get(field, "") for field in TITLES}, doubt=doubt)
