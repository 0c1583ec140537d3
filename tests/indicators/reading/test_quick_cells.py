"""A plain sheet read at once says the same as calamine does cell by cell; any other sheet is left to it."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from samrit.evidence.cells import cell_text
from samrit.indicators.reading.quick_cells import quick_cells, shared_strings
from samrit.indicators.reading.quick_sheets import quick_sheet
from samrit.indicators.reading.sheet_parts import read_book

CELLS = st.one_of(
    st.none(),
    st.text(alphabet="กำ่ aZ09.-%<>&\"'\n=๑", max_size=6),
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False, width=64).filter(lambda value: abs(value) < 1e60),
    st.integers(-(10**6), 10**6).map(lambda value: value / 100),
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5)


def by_xlsxwriter(table: Sequence[Sequence[Any]], left: int = 0) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"strings_to_formulas": False, "strings_to_numbers": False}) as workbook:
        sheet = workbook.add_worksheet()
        for row, cells in enumerate(table):
            for place, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, left + place, cell)
                elif cell is not None:
                    sheet.write_number(row, left + place, cell)
    return kept.getvalue()


def by_openpyxl(table: Sequence[Sequence[Any]]) -> bytes:
    workbook, kept = Workbook(write_only=True), io.BytesIO()
    sheet = workbook.create_sheet()
    for row in table:
        sheet.append(
            [cell if not isinstance(cell, str) or not cell.startswith("=") else None for cell in row]
        )
    workbook.save(kept)
    return kept.getvalue()


def quickly(data: bytes) -> dict[int, list[str]] | None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        named = "xl/sharedStrings.xml"
        shared = shared_strings(archive.read(named) if named in archive.namelist() else b"")
        frame = quick_cells(archive.read("xl/worksheets/sheet1.xml"), shared)
    return None if frame is None else {int(row[0]): trimmed(row[1:]) for row in frame.rows()}


def one_by_one(data: bytes) -> dict[int, list[str]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    rows = [trimmed(map(cell_text, row)) for row in sheet.to_python(skip_empty_area=False)]
    return {number: row for number, row in enumerate(rows, 1) if row}


def trimmed(cells: Any) -> list[str]:
    texts = list(cells)
    while texts and not texts[-1]:
        texts.pop()
    return texts


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_both_ways_say_the_same(table: list[list[Any]]):
    for data in (by_xlsxwriter(table), by_openpyxl(table)):
        assert (quickly(data) or {}) == one_by_one(data)  # an empty sheet is left to calamine


def test_columns_far_to_the_right():
    data = by_xlsxwriter([["ก", 1, "ข"], [None, 2.5, None]], left=25)
    assert quickly(data) == one_by_one(data)
    assert quickly(data) == {1: [""] * 25 + ["ก", "1", "ข"], 2: [""] * 26 + ["2.5"]}


def test_a_table_of_many_rows():
    table = [[f"พื้นที่ {row % 7}", row, row / 7, None if row % 3 else "x"] for row in range(3000)]
    for data in (by_xlsxwriter(table), by_openpyxl(table)):
        assert quickly(data) == one_by_one(data)


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        (True, ""),
        ("=1+1", ""),
        ("#REF!", ""),
        (date(2024, 1, 1), "yyyy-mm-dd"),
        (0.5, "0%"),
        (45000, "d mmm yy"),
        (1e5, "0.0E+0"),
    ],
)
def test_what_is_not_plain_is_left_to_calamine(cell: object, form: str):
    workbook, kept = Workbook(), io.BytesIO()
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A2"] = "ค่า", cell
    if form:
        sheet["A2"].number_format = form
    workbook.save(kept)
    with zipfile.ZipFile(kept) as archive:
        book = read_book(archive)
        data = archive.read("xl/worksheets/sheet1.xml")
        assert quick_sheet(archive, data, book) is None


@pytest.mark.parametrize("form", ["0", "#,##0.00", '#,##0.00" บาท"', "#,##0;(#,##0)", "@"])
def test_plain_formats_are_plain(form: str):
    workbook, kept = Workbook(), io.BytesIO()
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A2"] = "ค่า", 12.5
    sheet["A2"].number_format = form
    workbook.save(kept)
    with zipfile.ZipFile(kept) as archive:
        found = quick_sheet(archive, archive.read("xl/worksheets/sheet1.xml"), read_book(archive))
    assert found is not None
    assert found.frame.rows() == [(1, "ค่า"), (2, "12.5")]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c><v>1</v></c></row>',
        '<row><c r="A1"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>x</v></c></row>',
        '<row r="1"><c r="A1" t="d"><v>2024-01-01</v></c></row>',
        '<row r="1"><c r="A1"><!-- x --><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v>',
        '<x:row r="1"/>',
        '<row r="12345678"><c r="A12345678"><v>1</v></c></row>',
    ],
)
def test_xml_of_another_hand_is_left_to_calamine(rows: str):
    assert quick_cells(f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode(), ["ก"]) is None
