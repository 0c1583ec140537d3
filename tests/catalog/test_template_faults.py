"""Templates as offices really fill them in, by other programs than ours; and long ones, in the background."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from samrit.catalog.actions import templates
from samrit.catalog.actions.templates import accept_import, ask_to_accept, give_up_import, receive_template
from samrit.catalog.documents.noted import noted_book
from samrit.catalog.importing import work_asked
from samrit.catalog.models import CatalogImport, Dataset, ImportRow
from samrit.catalog.queries import importing
from samrit.catalog.reading.workbook import read_filled
from samrit.rules.catalog.excel import template
from samrit.rules.wording import RefusedError
from tests.catalog.catalogued import dataset
from tests.catalog.filling import DATASETS, typed, workbook
from tests.rules.catalog_records import sheet
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
COLUMNS = sheet().columns


@pytest.fixture
def world() -> World:
    return make_people()


def written(world: World, *rows: dict[str, Any], heading: int = 4) -> Workbook:
    """A template of another program: the codes as headings in this row, a row that is no data, then these rows."""
    book = Workbook()
    book.create_sheet(DATASETS)
    own = book[DATASETS]
    for place, code in enumerate(COLUMNS, 1):
        own.cell(heading, place, code)
        own.cell(heading + 1, place, f"คำอธิบาย {code}")
    for number, cells in enumerate(rows, heading + 2):
        said = dict(zip(COLUMNS, typed(world, f"row-{number}"), strict=True)) | cells
        for place, code in enumerate(COLUMNS, 1):
            own.cell(number, place, said[code] or None)
    return book


def bring(world: World, book: Workbook, name: str = "แม่แบบ.xlsx", **more: Any) -> CatalogImport:
    file = io.BytesIO()
    book.save(file)
    return receive_template(
        file=file, name=name, agency=world.development, by=world.recorder, now=NOW, **more
    )


def found(one: CatalogImport) -> list[tuple[int, str, list[str]]]:
    rows = ImportRow.objects.filter(brought=one).order_by("number")
    return [(row.row, row.fate, [fault["message"]["code"] for fault in row.faults]) for row in rows]


@pytest.mark.parametrize("heading", [3, 5])
def test_headings_that_stand_elsewhere_are_found_and_told(world: World, heading: int) -> None:
    one = bring(world, written(world, {}, {}, heading=heading))
    assert found(one) == [(heading + 2, "new", []), (heading + 3, "new", [])]
    assert [note["code"] for note in one.notes] == ["catalog_heading_elsewhere", "catalog_sheets_aside"]


def test_a_column_too_many_or_too_few_is_told_and_nothing_is_taken(world: World) -> None:
    for change in ("insert_cols", "delete_cols"):
        book = written(world, {})
        getattr(book[DATASETS], change)(COLUMNS.index("data_format") + 1)
        ((_row, fate, codes),) = found(bring(world, book))
        assert (fate, codes[0]) == ("invalid", "catalog_heading_strange")


def test_what_other_programs_leave_in_cells(world: World) -> None:
    """Lists as JSON, dashes for nothing, formulas that nobody reckoned: nothing is blanked in silence."""
    dataset(world, "waste", links=0, publish=False, data_source="เดิม", url="https://a.example.go.th")
    book = written(
        world,
        {"name": "listed", "data_format": '["CSV", "PDF"]', "accessible_condition": "-"},
        {"name": "waste", "url": "=CONCATENATE(A1,B1)", "title": "ชุดข้อมูล waste"},
        {"name": "reckoned", "notes": '="รายละเอียด"'},
    )
    one = bring(world, book)
    assert found(one) == [
        (6, "new", ["catalog_read_nothing"]),
        (7, "invalid", ["catalog_formula_blank", "catalog_url"]),
        (8, "invalid", ["catalog_formula_blank", "catalog_says_nothing"]),
    ]
    accept_import(brought=one, good_rows=True, by=world.recorder, now=NOW)
    assert Dataset.objects.get(name="listed").record["data_format"] == ["CSV", "PDF"]
    assert Dataset.objects.get(name="waste").record["url"] == "https://a.example.go.th"


def test_notes_reach_merged_cells_and_leave_the_rest_alone(world: World) -> None:
    book = written(world, {}, {"geo_coverage": "ทั้งหมด"})
    own, other = book[DATASETS], book["Sheet"]
    own.merge_cells("C6:C7")  # the second row has no title of its own
    own.column_dimensions["D"].width, own.freeze_panes = 44.5, "C6"
    own["E6"].font, other["B2"] = Font(bold=True), "=1+1"
    one = bring(world, book)
    with one.file.file.open("rb") as file:
        noted = load_workbook(io.BytesIO(noted_book(file, one.rows.exclude(faults=[]), template())))
    back = noted[DATASETS]
    assert "ชื่อชุดข้อมูล" in back["C6"].comment.text
    assert "ทั้งหมด" in back["L7"].comment.text
    assert (back.column_dimensions["D"].width, back.freeze_panes, back["E6"].font.bold) == (44.5, "C6", True)
    assert (noted.sheetnames, noted["Sheet"]["B2"].value) == (book.sheetnames, "=1+1")
    assert [str(one) for one in back.merged_cells.ranges] == ["C6:C7"]


@pytest.mark.parametrize("name", ["แม่แบบ.xls", "แม่แบบ.ods", "แม่แบบ.csv"])
def test_another_kind_of_file_is_told_how_to_be_saved(world: World, name: str) -> None:
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_not_xlsx"):
        bring(world, written(world, {}), name)


def saved_by_a_spreadsheet(book: Workbook, *failed: str) -> io.BytesIO:
    """With these cells as a spreadsheet leaves a formula that failed: the sign is its value."""
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            for cell in failed if part.startswith("xl/worksheets/") else ():
                shown = f'<c r="{cell}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'.encode()
                text = re.sub(rb'<c r="%s"[^>]*>.*?</c>' % cell.encode(), shown, text)
            new.writestr(part, text)
    return out


def test_a_failed_formula_is_no_empty_cell(world: World) -> None:
    """Of a cell that may be empty, too: it would be taken as saying nothing."""
    wanted, optional = COLUMNS.index("notes") + 1, COLUMNS.index("url") + 1
    book = written(world, {}, {})
    cells = [book[DATASETS].cell(6, wanted), book[DATASETS].cell(7, optional)]
    for cell in cells:
        cell.value = "x"
    file = saved_by_a_spreadsheet(book, *(cell.coordinate for cell in cells))
    one = receive_template(file=file, name="ก.xlsx", agency=world.development, by=world.recorder, now=NOW)
    rows = ImportRow.objects.filter(brought=one).order_by("row")
    assert [(row.fate, row.faults[0]["field"], row.faults[0]["message"]["code"]) for row in rows] == [
        ("invalid", "notes", "catalog_formula_failed"),
        ("invalid", "url", "catalog_formula_failed"),
    ]


def test_what_is_hidden_is_read_and_told(world: World) -> None:
    book = written(world, {}, {}, {})
    book[DATASETS].row_dimensions[7].hidden = True
    one = bring(world, book)
    assert [row for row, _, _ in found(one)] == [6, 7, 8]
    assert [(note["code"], note["values"]["rows"]) for note in one.notes if "hidden" in note["code"]] == [
        ("catalog_rows_hidden", "7")
    ]
    book.active = book["Sheet"]
    book[DATASETS].sheet_state = "hidden"
    again = bring(world, book, "ซ่อน.xlsx")
    assert "catalog_sheet_hidden" in [note["code"] for note in again.notes]


def test_a_type_taken_from_the_sheet_and_a_day_with_its_hour_are_told(world: World) -> None:
    one = bring(world, written(world, {"d_type": "", "last_updated_date": datetime(2024, 1, 31, 13, 5)}))  # noqa: DTZ001 - as spreadsheets keep it
    ((_, fate, codes),) = found(one)
    assert (fate, codes) == ("new", ["catalog_type_of_sheet", "catalog_read_as"])
    accept_import(brought=one, by=world.recorder, now=NOW)
    record = Dataset.objects.get().record
    assert (record["last_updated_date"], record["data_type"]) == ("2024-01-31", "ข้อมูลระเบียน")


def test_a_file_damaged_inside_its_archive_is_refused() -> None:
    whole = zipfile.ZipFile(io.BytesIO(workbook({})))
    sheet_, data = whole.getinfo("xl/worksheets/sheet1.xml"), bytearray(workbook({}))
    begin = sheet_.header_offset + 30 + len(sheet_.filename)
    data[begin : begin + 60] = b"\xff" * 60
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "table_unreadable"):
        read_filled(io.BytesIO(bytes(data)), name="a.xlsx", known=template())


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD6000"])
def test_a_cell_far_from_all_others_is_told_before_memory_is_taken(world: World, place: str) -> None:
    book = written(world, {})
    book[DATASETS][place] = "x"
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "sheet_spread"):
        bring(world, book)
    assert not CatalogImport.objects.exists()


def test_a_long_one_is_read_and_taken_in_the_background(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    monkeypatch.setattr(templates, "AT_ONCE", 2)
    queue: list[int] = []
    content = workbook({DATASETS: [typed(world, f"row-{n}") for n in range(3)]})
    said: dict[str, Any] = {"agency": world.development, "by": world.recorder, "now": NOW}
    one = receive_template(file=io.BytesIO(content), name="ยาว.xlsx", enqueue=queue.append, **said)
    assert (one.under_way, one.counts, queue) == ("reading", {}, [one.pk])
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_import_reading"):
        give_up_import(brought=one, by=world.recorder, now=NOW)
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_import_reading"):
        ask_to_accept(brought=one, good_rows=False, by=world.recorder, now=NOW, enqueue=queue.append)
    assert work_asked(one.pk, clock=lambda: NOW) == "shown"
    one.refresh_from_db()
    assert (one.under_way, one.counts["dataset"]["new"]) == ("", 3)

    dataset(world, "between", title="ชุดข้อมูล row-1")  # what was shown is not true any more
    ask_to_accept(brought=one, good_rows=False, by=world.recorder, now=NOW, enqueue=queue.append)
    assert work_asked(one.pk, clock=lambda: NOW) == "shown"
    one.refresh_from_db()
    assert (one.under_way, (one.problem or {}).get("code")) == ("", "catalog_changed_since_shown")
    assert one.counts["dataset"] == {"new": 2, "changed": 0, "unchanged": 0, "invalid": 1}

    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_rows_to_mend"):
        ask_to_accept(brought=one, good_rows=False, by=world.recorder, now=NOW, enqueue=queue.append)
    ask_to_accept(brought=one, good_rows=True, by=world.recorder, now=NOW, enqueue=queue.append)
    assert work_asked(one.pk, clock=lambda: NOW) == "accepted"
    assert work_asked(one.pk, clock=lambda: NOW) == "accepted"  # a task that is done twice
    assert Dataset.objects.filter(name__startswith="row-").count() == 2
    assert queue == [one.pk] * 3
