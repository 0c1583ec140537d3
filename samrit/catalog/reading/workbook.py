"""The sheets of a filled template as rows of texts; what they mean is said by ``rules.catalog.excel``."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from samrit.evidence.cells import cell_text
from samrit.rules.catalog import Fault
from samrit.rules.catalog.excel import (
    ResourceRead,
    RowRead,
    Sheet,
    Template,
    column_shift,
    read_resource,
    read_row,
    rows_above,
)
from samrit.rules.wording import Message, RefusedError, refuse, say

MOST_COLUMNS = 60  # the template has fewer; the rules tell of what stands beyond it
UNREADABLE = (
    CalamineError, zipfile.BadZipFile, SyntaxError, KeyError, ValueError, TypeError, IndexError, OSError,
    EOFError, ParseError, RuntimeError, NotImplementedError,
)  # fmt: skip  # what files raise that are no workbooks inside


@dataclass
class Filled:
    """What a file states: rows of datasets and of resources in their order, and what is to be said of the file."""

    rows: list[RowRead] = field(default_factory=list)
    resources: list[ResourceRead] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def read_filled(file: BinaryIO, *, name: str, known: Template) -> Filled:
    """RefusedError: locked, no workbook, none of the template's sheets, or longer than a template can be."""
    file.seek(0)
    try:
        with CalamineWorkbook.from_filelike(file) as workbook:
            return _read(workbook, name, known)
    except PasswordError:
        raise RefusedError(
            refuse(
                "table_locked",
                "ไฟล์ “{name}” ตั้งรหัสผ่านไว้ จึงเปิดอ่านไม่ได้ – ถอดรหัสผ่านแล้วบันทึกเป็น .xlsx จากนั้นส่งใหม่",
                name=name,
            )
        ) from None
    except UNREADABLE:
        raise RefusedError(
            refuse(
                "table_unreadable",
                "เปิดไฟล์ “{name}” ไม่ได้ ไฟล์อาจเสียระหว่างส่ง – เปิดต้นฉบับ บันทึกใหม่เป็น .xlsx หรือ CSV UTF-8 แล้วส่งอีกครั้ง",
                name=name,
            )
        ) from None


def _read(workbook: CalamineWorkbook, name: str, known: Template) -> Filled:
    filled, unknown, found = Filled(), [], False
    for title in workbook.sheet_names:
        sheet = known.called(title)
        if sheet is None:
            unknown.append(title)
            continue
        found = True
        rows = dict(_rows(workbook.get_sheet_by_name(title), known, title))
        if title.strip().casefold() == sheet.metadata.casefold():
            _datasets(filled, known, sheet, rows)
        else:
            _resources(filled, known, sheet, rows)
    if not found:
        raise RefusedError(
            refuse(
                "catalog_no_template",
                "ไฟล์ “{name}” ไม่มีแผ่นงานของแม่แบบ เช่น {sheet} – ดาวน์โหลดแม่แบบแล้ววางข้อมูลในแผ่นงานเดิม",
                name=name,
                sheet=known.sheets[0].metadata,
            )
        )
    if unknown:
        filled.notes.append(
            say(
                "catalog_sheets_aside",
                "ไม่ได้อ่านแผ่นงาน {sheets} เพราะไม่อยู่ในแม่แบบ",
                sheets=", ".join(unknown[:10]),
            )
        )
    return filled


def _rows(sheet: CalamineSheet, known: Template, title: str) -> Iterator[tuple[int, list[str]]]:
    """Number (as a person counts) and texts of each row that has any."""
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]
    for number, values in enumerate(sheet.iter_rows(), 1):
        if number > known.last_row:
            raise RefusedError(
                refuse(
                    "catalog_sheet_long",
                    "แผ่นงาน {sheet} ยาวเกิน {most} แถว – แบ่งเป็นหลายไฟล์แล้วนำเข้าทีละไฟล์",
                    sheet=title,
                    most=known.last_row,
                )
            )
        texts = [*left, *map(cell_text, values[:MOST_COLUMNS])]
        if any(texts):
            yield number, texts


def _datasets(filled: Filled, known: Template, sheet: Sheet, rows: dict[int, list[str]]) -> None:
    below = {number: cells for number, cells in rows.items() if number >= known.first_row}
    shift = column_shift(sheet, list(below.values()))
    for number, cells in below.items():
        if read := read_row(known, sheet, number, cells):
            filled.rows.append(_slid(read, sheet, shift) if shift else read)
    for number in rows_above(sheet, known, rows):
        filled.notes.append(
            say(
                "catalog_row_above",
                "แถว {row} ของแผ่นงาน {sheet} อยู่เหนือแถวแรกของข้อมูล (แถว {first}) จึงไม่ได้อ่าน – ย้ายลงมาแล้วนำเข้าใหม่",
                row=number,
                sheet=sheet.metadata,
                first=known.first_row,
            )
        )


def _slid(read: RowRead, sheet: Sheet, shift: int) -> RowRead:
    """A row of a sheet whose columns stand elsewhere than in the template: put right by a person."""
    message = (
        say(
            "catalog_slid_right",
            "คอลัมน์ของแผ่นงาน {sheet} เลื่อนไปทางขวา {n} คอลัมน์",
            sheet=sheet.metadata,
            n=shift,
        )
        if shift > 0
        else say(
            "catalog_slid_left",
            "คอลัมน์ของแผ่นงาน {sheet} เลื่อนไปทางซ้าย {n} คอลัมน์",
            sheet=sheet.metadata,
            n=-shift,
        )
    )
    mend = say("catalog_slid_mend", "วางคอลัมน์ให้ตรงแม่แบบ (ชื่อชุดข้อมูลอยู่คอลัมน์ที่ 3) แล้วนำเข้าใหม่")
    return replace(read, notes=(Fault("", "", message, mend), *read.notes))


def _resources(filled: Filled, known: Template, sheet: Sheet, rows: dict[int, list[str]]) -> None:
    for number, cells in rows.items():
        if number >= known.first_row and (read := read_resource(known, sheet, number, cells)):
            filled.resources.append(read)
