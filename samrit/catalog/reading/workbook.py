"""The sheets of a filled template as rows of texts; what they mean is said by ``rules.catalog.excel``."""

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from samrit.catalog.reading.formulas import FORMULA, Blanks, Looks, looks_of
from samrit.evidence.cells import cell_text
from samrit.evidence.dense import refuse_dense_book
from samrit.evidence.spread import refuse_spread_book
from samrit.rules.catalog import Fault
from samrit.rules.catalog.excel import (
    ResourceRead,
    RowRead,
    Sheet,
    Template,
    column_shift,
    heading_found,
    read_resource,
    read_row,
    rows_above,
)
from samrit.rules.catalog.excel.template import RESOURCE_NAMES
from samrit.rules.wording import Message, Refusal, RefusedError, refuse, say

WORDS = "คำที่ใช้ได้"  # the sheet of the drop-downs' words in a template that was made here
_PUT_RIGHT = say("catalog_slid_mend", "วางคอลัมน์ให้ตรงแม่แบบ (ชื่อชุดข้อมูลอยู่คอลัมน์ที่ 3) แล้วนำเข้าใหม่")
_MOST_NAMED = 20  # hidden rows
MOST_COLUMNS = 60  # the template has fewer; the rules tell of what stands beyond it
MOST_CELLS = 500_000  # a file that is given back with notes is opened whole
UNREADABLE = (
    CalamineError, zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, TypeError, IndexError, OSError,
    EOFError, ParseError, RuntimeError, NotImplementedError,
)  # fmt: skip  # what files raise that are no workbooks inside


@dataclass
class Filled:
    """What a file states: rows of datasets and of resources in their order, and what is to be said of the file."""

    rows: list[RowRead] = field(default_factory=list)
    resources: list[ResourceRead] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def refuse_ending(name: str) -> Refusal | None:
    """Only what can be given back with notes is taken."""
    if name.lower().endswith(".xlsx"):
        return None
    return refuse(
        "catalog_not_xlsx",
        "“{name}” ไม่ใช่ไฟล์ .xlsx – เปิดแม่แบบใน Excel หรือ LibreOffice เลือกบันทึกเป็นชนิด .xlsx แล้วนำเข้าใหม่",
        name=name,
    )


@contextmanager
def _opened(file: BinaryIO, name: str) -> Iterator[CalamineWorkbook]:
    """RefusedError: locked, no workbook, or cells too far apart to be read."""
    try:
        refuse_dense_book(file, name=name, most=MOST_CELLS)
        refuse_spread_book(file, name=name)
        with CalamineWorkbook.from_filelike(file) as workbook:
            yield workbook
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


def rows_in(file: BinaryIO, *, name: str, known: Template) -> int:
    """How many rows its sheets have, before anything is read of them; RefusedError as ``read_filled``."""
    with _opened(file, name) as workbook:
        sheets = [title for title in workbook.sheet_names if known.called(title)]
        _refuse_stranger(bool(sheets), name, known)
        return sum(workbook.get_sheet_by_name(title).total_height for title in sheets)


def read_filled(file: BinaryIO, *, name: str, known: Template) -> Filled:
    """RefusedError: locked, no workbook, none of the template's sheets, or longer than a template can be."""
    with _opened(file, name) as workbook:
        return _read(workbook, looks_of(file), name, known)


def _read(workbook: CalamineWorkbook, looks: Mapping[str, Looks], name: str, known: Template) -> Filled:
    filled, unknown, found = Filled(), [], False
    hidden = {one.name for one in workbook.sheets_metadata if one.visible != SheetVisibleEnum.Visible}
    for title in workbook.sheet_names:
        sheet = known.called(title)
        if sheet is None:
            unknown += [title] if title != WORDS else []
            continue
        found = True
        look = looks.get(title, Looks())
        rows = dict(_rows(workbook.get_sheet_by_name(title), look.blanks, known, title))
        stands = _Stands(title, sheet, known, rows, look)
        if title.strip().casefold() == sheet.metadata.casefold():
            _datasets(filled, stands)
        else:
            _resources(filled, stands)
        filled.notes += stands.unseen(is_hidden=title in hidden)
    _refuse_stranger(found, name, known)
    if unknown:
        filled.notes.append(
            say(
                "catalog_sheets_aside",
                "ไม่ได้อ่านแผ่นงาน {sheets} เพราะไม่อยู่ในแม่แบบ",
                sheets=", ".join(unknown[:10]),
            )
        )
    return filled


def _refuse_stranger(found: bool, name: str, known: Template) -> None:  # noqa: FBT001 - the one question
    if not found:
        raise RefusedError(
            refuse(
                "catalog_no_template",
                "ไฟล์ “{name}” ไม่มีแผ่นงานของแม่แบบ เช่น {sheet} – ดาวน์โหลดแม่แบบแล้ววางข้อมูลในแผ่นงานเดิม",
                name=name,
                sheet=known.sheets[0].metadata,
            )
        )


def _rows(
    sheet: CalamineSheet, blanks: Blanks, known: Template, title: str
) -> Iterator[tuple[int, list[str]]]:
    """Number (as a person counts) and texts of each row that has any; ``blanks``: formulas that look empty and are not."""
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
        for place, sign in blanks.get(number, {}).items():
            if place < MOST_COLUMNS:
                texts += [""] * (place + 1 - len(texts))
                texts[place] = texts[place] or sign
        if any(texts):
            yield number, texts


@dataclass(frozen=True)
class _Stands:
    """A sheet as it stands in the file, and where its data begin."""

    title: str
    sheet: Sheet
    known: Template
    rows: dict[int, list[str]]
    look: Looks

    def below(self, filled: Filled, columns: Sequence[str]) -> tuple[int, tuple[Fault, ...]]:
        """The first row of data, and what is to be mended of each row when the columns stand elsewhere."""
        heading = heading_found(self.known, columns, self.rows)
        first = heading.row + self.known.first_row - self.known.header_row
        if heading.row != self.known.header_row:
            filled.notes.append(
                say(
                    "catalog_heading_elsewhere",
                    "หัวตารางของแผ่นงาน {sheet} อยู่แถว {row} (แม่แบบอยู่แถว {wanted}) จึงอ่านข้อมูลตั้งแต่แถว {first} – ตรวจว่าครบทุกแถว",
                    sheet=self.title,
                    row=heading.row,
                    wanted=self.known.header_row,
                    first=first,
                )
            )
        if heading.strange is None:
            return first, ()
        message = say(
            "catalog_heading_strange",
            "หัวตารางคอลัมน์ที่ {n} ของแผ่นงาน {sheet} คือ “{found}” ซึ่งแม่แบบมีอยู่คอลัมน์อื่น",
            n=heading.strange + 1,
            sheet=self.title,
            found=self.rows[heading.row][heading.strange][:100],
        )
        return first, (Fault("", "", message, _PUT_RIGHT),)

    def unreckoned_in(self, row: int, columns: Sequence[str]) -> Iterator[Fault]:
        """Formulas of a row that came to nothing, or to a failure: what stands in their place is not what was meant."""
        for place, sign in sorted(self.look.blanks.get(row, {}).items()):
            if place < len(columns):
                yield _hollow(RESOURCE_NAMES.get(columns[place], columns[place]), sign)

    def unseen(self, *, is_hidden: bool) -> Iterator[Message]:
        """Rows that are read although a person does not see them."""
        rows = sorted(self.look.hidden & {n for n in self.rows if n >= self.known.first_row})
        if is_hidden and self.rows:
            yield say(
                "catalog_sheet_hidden",
                "แผ่นงาน {sheet} ซ่อนอยู่ในไฟล์ แต่อ่านด้วย – ถ้าไม่ต้องการนำเข้า ลบแถวในแผ่นงานนั้น",
                sheet=self.title,
            )
        elif rows:
            yield say(
                "catalog_rows_hidden",
                "แถว {rows} ของแผ่นงาน {sheet} ซ่อนหรือกรองไว้ แต่อ่านด้วย – ถ้าไม่ต้องการนำเข้า ลบแถวนั้น",
                rows=", ".join(map(str, rows[:_MOST_NAMED])) + (" …" if len(rows) > _MOST_NAMED else ""),
                sheet=self.title,
            )


def _hollow(code: str, sign: str) -> Fault:
    if sign == FORMULA:
        message = say("catalog_formula_blank", "ช่องนี้เป็นสูตรที่ยังไม่มีค่า จึงอ่านไม่ได้")
        mend = say("catalog_formula_mend", "เปิดไฟล์ใน Excel แล้วบันทึก หรือวางทับเป็นค่า แล้วนำเข้าใหม่")
        return Fault(code, sign, message, mend)
    message = say("catalog_formula_failed", "ช่องนี้เป็นสูตรที่คำนวณไม่สำเร็จ ({sign}) จึงไม่มีค่าให้อ่าน", sign=sign)
    mend = say("catalog_formula_failed_mend", "แก้สูตร หรือพิมพ์ค่าทับ แล้วนำเข้าใหม่")
    return Fault(code, sign, message, mend)


def _datasets(filled: Filled, stands: _Stands) -> None:
    sheet, known = stands.sheet, stands.known
    first, strange = stands.below(filled, sheet.columns)
    below = {number: cells for number, cells in stands.rows.items() if number >= first}
    shift = 0 if strange else column_shift(sheet, list(below.values()))
    for number, cells in below.items():
        if read := read_row(known, sheet, number, cells):
            faults = (*strange, *stands.unreckoned_in(number, sheet.columns))
            told = replace(read, notes=(*faults, *read.notes)) if faults else read
            filled.rows.append(_slid(told, sheet, shift) if shift else told)
    for number in rows_above(sheet, known, stands.rows, first=first):
        filled.notes.append(
            say(
                "catalog_row_above",
                "แถว {row} ของแผ่นงาน {sheet} อยู่เหนือแถวแรกของข้อมูล (แถว {first}) จึงไม่ได้อ่าน – ย้ายลงมาแล้วนำเข้าใหม่",
                row=number,
                sheet=sheet.metadata,
                first=first,
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
    return replace(read, notes=(Fault("", "", message, _PUT_RIGHT), *read.notes))


def _resources(filled: Filled, stands: _Stands) -> None:
    columns = stands.sheet.resource_columns
    first, strange = stands.below(filled, columns)
    for number, cells in stands.rows.items():
        if number >= first and (read := read_resource(stands.known, stands.sheet, number, cells)):
            faults = (*strange, *stands.unreckoned_in(number, columns))
            filled.resources.append(replace(read, notes=(*faults, *read.notes)) if faults else read)
