"""Real files of official figures: saved by LibreOffice, CSV in three encodings, 10,000 rows, broken ones."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from samrit.frameworks.models import FiscalYear
from samrit.people.models import Area
from samrit.rules.official import data_owner
from samrit.rules.wording import RefusedError
from samrit.scores.documents import figures_form
from samrit.scores.models import OfficialFigure
from samrit.scores.official_rows import judged_rows
from samrit.scores.queries.official import measured_in
from samrit.scores.reading.figures import read_figures
from tests.effort import no_end_in
from tests.scores.official import HEAD, apply, dust, take, workbook
from tests.world import World

pytestmark = pytest.mark.django_db
TABLE = "ข้อมูลคุณภาพอากาศ\n\nจังหวัด;ตัวชี้วัด;ตัวเลขทางการ\nปทุมธานี;PM2.5;๒๑.๔\n"


def refusal(data: bytes, *, is_workbook: bool) -> str:
    with pytest.raises(RefusedError) as why:
        read_figures(data, is_workbook=is_workbook)
    return why.value.refusal.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "tis-620", "cp874"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_in_any_of_the_offices_encodings(encoding: str, delimiter: str) -> None:
    [row] = read_figures(TABLE.replace(";", delimiter).encode(encoding), is_workbook=False)
    assert (row.row, row.province, row.kpi, row.value) == (4, "ปทุมธานี", "PM2.5", "๒๑.๔")


def test_the_head_is_found_below_titles_and_among_other_columns() -> None:
    text = "ตาราง 1\n\n\nลำดับ,จังหวัด,หมายเหตุ,ตัวชี้วัด,ค่า\n1,ปทุมธานี,ก,PM2.5,21\n"
    [row] = read_figures(text.encode(), is_workbook=False)
    assert (row.row, row.province, row.kpi, row.value) == (5, "ปทุมธานี", "PM2.5", "21")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("จังหวัด,ตัวชี้วัด\nปทุมธานี,PM2.5\n", "figures_without_head"),
        ("\n" * 20 + "จังหวัด,ตัวชี้วัด,ค่า\n", "figures_without_head"),
        ("จังหวัด,ตัวชี้วัด,ค่า,ตัวเลขทางการ\n", "figures_column_twice"),
        ("", "figures_without_head"),
        ("\x00จังหวัด", "figures_unreadable"),
        ("จังหวัด,ตัวชี้วัด,ค่า\n" + "ปทุมธานี,PM2.5,1\n" * 20_021, "figures_too_many"),
        ("," * 61, "figures_too_many"),
        ('"' + "ก" * 200_000, "figures_unreadable"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(text: str, code: str) -> None:
    assert refusal(text.encode(), is_workbook=False) == code


@pytest.mark.parametrize(
    "junk", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 500, b"\xd0\xcf\x11\xe0" * 100]
)
def test_what_is_no_workbook_is_refused(junk: bytes) -> None:
    assert refusal(junk, is_workbook=True) == "figures_unreadable"


@pytest.mark.parametrize(
    "part", ["xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
)
def test_a_workbook_damaged_inside_is_refused(part: str) -> None:
    whole = zipfile.ZipFile(io.BytesIO(workbook([("ปทุมธานี", "PM2.5", 21, "")])))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as damaged:
        for name in whole.namelist():
            damaged.writestr(name, whole.read(name)[: 200 if name == part else None])
    assert refusal(data.getvalue(), is_workbook=True) == "figures_unreadable"


def test_a_workbook_that_pretends_to_be_endless_is_refused_at_once() -> None:
    book, data = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEAD))
    sheet["XFD1048576"] = 1
    book.save(data)
    with no_end_in(60):
        assert refusal(data.getvalue(), is_workbook=True) == "figures_too_many"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_file_that_libreoffice_saved_again_is_the_same(filed: World, tmp_path: Path) -> None:
    """Its formulas have values now; the columns' widths and formats are its own."""
    source = tmp_path / "in.xlsx"
    source.write_bytes(workbook([("ปทุมธานี", "PM2.5", "=20+1.4", "สิ้นสุด"), ("13", "PM2.5", "๒๑.๔", "")]))
    assert [row.state for row in judged_rows(take(filed, source.read_bytes()))] == ["wrong", "new"]
    out = tmp_path / "out"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx", "--outdir",
         str(out), str(source)], check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    rows = judged_rows(take(filed, (out / "in.xlsx").read_bytes()))
    assert [(row.state, row.read.value) for row in rows] == [("new", "21.4"), ("skipped", "๒๑.๔")]


def test_the_form_comes_back_as_it_went_out(filed: World) -> None:
    """Filled in for one row; the figure in force stands in the next form."""

    def form() -> bytes:
        rows = [one for of_area in measured_in(2567, 12, "pcd").values() for one in of_area]
        return figures_form(rows, year=2567, owner=data_owner("pcd"))

    [blank] = judged_rows(take(filed, form()))
    assert (blank.state, blank.read.code, blank.read.kpi_code) == ("skipped", "13", "J-04")
    dust(filed, "21.40", "เบื้องต้น")
    again = judged_rows(take(filed, form()))
    assert [(row.state, row.provisional) for row in again] == [("unchanged", True)]


def test_a_figure_longer_than_a_spreadsheets_number_goes_out_as_text(filed: World, tmp_path: Path) -> None:
    apply(filed, workbook([("ปทุมธานี", "PM2.5", "21.123456789012345678", "")]))
    rows = [one for of_area in measured_in(2567, 12, "pcd").values() for one in of_area]
    path = tmp_path / "form.xlsx"
    path.write_bytes(figures_form(rows, year=2567, owner=data_owner("pcd")))
    sheet = load_workbook(path).active
    assert sheet is not None
    assert sheet["G5"].value == "21.123456789012345678"


def test_ten_thousand_rows_take_the_same_queries_as_one(
    filed: World, django_assert_num_queries: object
) -> None:
    names = [area.name for area in Area.objects.all()]
    one = take(filed, workbook([("ปทุมธานี", "PM2.5", 21, "")]), name="one.xlsx")
    many = take(
        filed,
        workbook([(names[turn % len(names)], "PM2.5", 21, "") for turn in range(10_000)]),
        name="many.xlsx",
    )
    for file, count in ((one, 1), (many, 10_000)):
        with django_assert_num_queries(5):  # type: ignore[operator]
            assert len(judged_rows(file)) == count
    states = [row.state for row in judged_rows(many)]
    assert (states.count("new"), states.count("skipped"), states.count("wrong")) == (1, 9_999, 0)
    assert OfficialFigure.objects.count() == 0
    assert FiscalYear.objects.count() == 1
