"""XLSX as offices send it: values where they stand, formulas without one, percents, days, merged cells, hidden rows."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.worksheet.table import Table

from samrit.indicators.reading import sheets
from samrit.rules.wording import RefusedError
from tests.indicators.reading.opened import book, codes, opened, read, rows, saved

HEAD = ("อำเภอ", "ค่า")


def test_every_cell_is_the_text_that_it_shows(tmp_path: Path):
    cells = [
        "  ข้อความ ", "ก\nข_x000D_", 0.1 + 0.2, 12, 1.0, -3.5, 1e20, 1e-7, 12345678.25, True, "007", "1,234", "-",
        date(2023, 10, 1), date(2566, 10, 1), datetime(2024, 1, 1, 13, 30), time(12, 30), None, "#N/A",  # noqa: DTZ001 - as spreadsheets keep it
    ]  # fmt: skip
    workbook, _sheet = book(("ก", *(f"คอลัมน์ {place}" for place in range(len(cells)))), ("ข", *cells))
    [row] = rows(read(tmp_path, saved(tmp_path, workbook), "a.xlsx"))
    assert list(row[2:]) == [
        "ข้อความ", "ก\nข", "0.3", "12", "1", "-3.5", "100000000000000000000", "0.0000001", "12345678.25", "TRUE",
        "007", "1,234", "-", "2023-10-01", "2566-10-01", "2024-01-01 13:30:00", "12:30:00", "", "#N/A",
    ]  # fmt: skip


def test_cells_keep_their_place_in_the_sheet(tmp_path: Path):
    """Nothing stands in the first rows and columns, and rows are numbered as the person sees them."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["C4"], sheet["D4"], sheet["C5"], sheet["D5"], sheet["C8"], sheet["D8"] = (
        *HEAD,
        "เมือง",
        1,
        "บ้านบึง",
        2,
    )
    raw = read(tmp_path, saved(tmp_path, workbook), "a.xlsx")
    assert raw.columns == ("", "", *HEAD)
    assert rows(raw) == [(5, "", "", "เมือง", "1"), (8, "", "", "บ้านบึง", "2")]


def test_a_formula_without_a_value_is_told_with_its_cell(tmp_path: Path):
    workbook, sheet = book(HEAD, ("เมือง", "=A1+1"), ("บ้านบึง", 2), ("รวม", "=SUM(B2:B3)"))
    sheet["B6"] = "=1<2"
    raw = read(tmp_path, saved(tmp_path, workbook), "a.xlsx")
    assert rows(raw)[0] == (2, "เมือง", "=A1+1")
    assert rows(raw)[-1] == (6, "", "=1<2")
    assert [(one.row, one.column, one.value) for one in raw.problems] == [
        (2, 1, "=A1+1"), (4, 1, "=SUM(B2:B3)"), (6, 1, "=1<2"),
    ]  # fmt: skip
    assert "table_hollow" in codes(raw)


def test_a_formula_with_its_value_is_its_value(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_formula(1, 1, "=1+1", value=2)
        sheet.write_formula(2, 1, '="ก"&"ข"', value="กข")
        sheet.write_formula(3, 1, "=1-1")  # 0 is put there until a spreadsheet computes it
    raw = read(tmp_path, path, "a.xlsx")
    assert [row[2] for row in rows(raw)] == ["2", "กข", "=1-1"]
    assert [one.row for one in raw.problems] == [4]


def test_a_failed_formula_keeps_its_sign(tmp_path: Path):
    workbook, _sheet = book(HEAD, ("เมือง", "#REF!"), ("บ้านบึง", "#DIV/0!"))
    raw = read(tmp_path, saved(tmp_path, workbook), "a.xlsx")
    assert [row[2] for row in rows(raw)] == ["#REF!", "#DIV/0!"]
    assert [(one.row, one.message.code) for one in raw.problems] == [
        (2, "cell_formula_failed"), (3, "cell_formula_failed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "shown"), [("0%", "45.2%"), ("0.00%", "45.2%"), ('0.0"%"', "0.452"), ("0.000", "0.452")]
)
def test_a_percent_cell_is_read_as_it_is_shown(tmp_path: Path, form: str, shown: str):
    """Whole: 45.2% also where the cell shows 45%."""
    workbook, sheet = book(HEAD, ("เมือง", 0.452), ("บ้านบึง", "-"))
    sheet["B2"].number_format = sheet["B3"].number_format = form
    assert [row[2] for row in rows(read(tmp_path, saved(tmp_path, workbook), "a.xlsx"))] == [shown, "-"]


# ── merged, hidden ──────────────────────────────────────────────────────────
def test_merged_titles_in_two_rows(tmp_path: Path):
    workbook, sheet = book(
        ("ตารางที่ 1 ประชากร",),
        ("อำเภอ", 2566, None, 2567, None),
        (None, "ชาย", "หญิง", "ชาย", "หญิง"),
        ("เมือง", 1, 2, 3, 4),
    )
    for area in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
        sheet.merge_cells(area)
    raw = read(tmp_path, saved(tmp_path, workbook), "a.xlsx")
    assert raw.columns == ("อำเภอ", "2566 › ชาย", "2566 › หญิง", "2567 › ชาย", "2567 › หญิง")
    assert rows(raw) == [(4, "เมือง", "1", "2", "3", "4")]
    assert raw.above == ("ตารางที่ 1 ประชากร",)


def test_a_merged_name_is_of_every_row_and_a_merged_figure_of_none(tmp_path: Path):
    workbook, sheet = book(("อำเภอ", "ปี", "ค่า"), ("เมือง", 2566, 10), (None, 2567, None), ("บ้านบึง", 2566, 7))
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("C2:C3")
    sheet.merge_cells("C4:D4")
    raw = read(tmp_path, saved(tmp_path, workbook), "a.xlsx")
    assert rows(raw) == [(2, "เมือง", "2566", "10"), (3, "เมือง", "2567", ""), (4, "บ้านบึง", "2566", "7")]
    assert {one.message.code for one in raw.problems} == {"cell_merged_figure"}
    under = [(2, 2, "10"), (3, 2, ""), (4, 2, "7"), (4, 3, "")]  # a blank there is not what the office meant
    assert [(one.row, one.column, one.value) for one in raw.problems] == under
    assert {"table_merged", "table_merged_figures"} <= set(codes(raw))


def test_merged_keys_that_are_numbers_are_keys(tmp_path: Path):
    workbook, sheet = book(("รหัสพื้นที่", "ปี", "ค่า"), (200101, 2566, 10), (None, 2567, 11))
    sheet.merge_cells("A2:A3")
    raw = read(tmp_path, saved(tmp_path, workbook), "a.xlsx")
    assert (rows(raw)[1], raw.problems) == ((3, "200101", "2567", "11"), ())


def test_a_cell_far_from_all_others_is_told_before_memory_is_taken(tmp_path: Path):
    workbook, sheet = book(HEAD, ("เมือง", 1), ("", 2))
    sheet.merge_cells("A2:A3")  # no plain sheet, so it is read as a rectangle
    sheet["XFD1048576"] = 1
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "sheet_spread"):
        read(tmp_path, saved(tmp_path, workbook), "far.xlsx")


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path):
    workbook, sheet = book((*HEAD, "ปี"), ("เมือง", 1, 2566), ("บ้านบึง", 2, 2566))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    raw = read(tmp_path, saved(tmp_path, workbook), "a.xlsx")
    assert raw.rows == 2
    told = {note.code: note.values for note in raw.notes}
    assert told["table_hidden_rows"]["row"] == "3"
    assert told["table_hidden_columns"]["columns"] == "C"


# ── several sheets, other books ─────────────────────────────────────────────
def test_a_sheet_is_chosen_and_the_others_are_named(tmp_path: Path):
    workbook, _sheet = book(HEAD, ("เมือง", 1))
    workbook.worksheets[0].title = "ซ่อน"
    workbook.worksheets[0].sheet_state = "hidden"
    for title, value in (("ว่าง", None), ("ปี 2566", 2), ("ปี 2567", 3)):
        sheet = workbook.create_sheet(title)
        if value:
            sheet.append(HEAD)
            sheet.append(("เมือง", value))
    path = saved(tmp_path, workbook)
    assert sheets(path, "a.xlsx") == ("ว่าง", "ปี 2566", "ปี 2567")
    first = read(tmp_path, path, "a.xlsx")
    assert (first.sheet, rows(first), codes(first)) == ("ปี 2566", [(2, "เมือง", "2")], ["table_sheet_taken"])
    assert rows(read(tmp_path, path, "a.xlsx", sheet="ปี 2567")) == [(2, "เมือง", "3")]
    assert rows(read(tmp_path, path, "a.xlsx", sheet="ซ่อน")) == [(2, "เมือง", "1")]
    with pytest.raises(RefusedError, match="ปี 2566"):
        read(tmp_path, path, "a.xlsx", sheet="ปี 2568")


def test_a_text_file_has_no_sheets(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("ก,ข\n1,2\n", encoding="utf-8")
    assert sheets(path, "a.csv") == ()


def test_remarks_and_totals_at_the_end(tmp_path: Path):
    workbook, _sheet = book(HEAD, ("เมือง", 1), ("รวม", 1), (), ("หมายเหตุ: เบื้องต้น",), ("ที่มา", "จังหวัด"))
    raw = read(tmp_path, saved(tmp_path, workbook), "a.xlsx")
    assert rows(raw) == [(2, "เมือง", "1"), (3, "รวม", "1")]
    assert codes(raw) == ["table_total_row", "table_foot"]


def test_a_table_with_filters_is_a_table(tmp_path: Path):
    workbook, sheet = book(HEAD, ("เมือง", 1))
    sheet.add_table(Table(displayName="Data", ref="A1:B2"))
    assert rows(read(tmp_path, saved(tmp_path, workbook), "a.xlsx")) == [(2, "เมือง", "1")]


def packed(**parts: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed(a_txt="x"), "table_other_archive"),
        (packed(xl__workbook_xml="<workbook"), "table_unreadable"),
        (packed(xl__workbook_xml='<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'), "table_unreadable"),
        (packed(xl__workbook_xml="<workbook/>", xl__vbaProject_bin="x"), "evidence_macros"),
    ],
)
def test_other_archives_are_refused_in_words(tmp_path: Path, content: bytes, code: str):
    with pytest.raises(RefusedError) as refused:
        opened(tmp_path, content, "a.xlsx")
    assert refused.value.refusal.code == code


def test_a_sheet_without_rows_is_refused(tmp_path: Path):
    for table, code in (((), "table_empty"), ((HEAD,), "table_only_titles")):
        workbook, _sheet = book(*table)
        with pytest.raises(RefusedError) as refused:
            read(tmp_path, saved(tmp_path, workbook), "a.xlsx")
        assert refused.value.refusal.code == code
