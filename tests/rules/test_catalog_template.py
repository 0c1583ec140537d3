"""The official template: cells to records and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.catalog.excel import (
    column_shift,
    headings,
    read_resource,
    read_row,
    remarks,
    rows_above,
    written,
)
from samrit.rules.catalog.excel.cells import cell_of, read_cell
from samrit.rules.catalog.kinds import Dataset, Kind, Value, texts
from samrit.rules.catalog.texts import trouble_with
from samrit.rules.catalog.validating import faults_of
from tests.rules.catalog_records import STANDARD, TEMPLATE, read, record, row, sheet


# ── positions ───────────────────────────────────────────────────────────────
def test_the_columns_of_each_sheet() -> None:
    """Counted in the template: 17 columns to the conditions of access, then what each type has."""
    assert [(one.metadata, len(one.columns), len(one.resource_columns)) for one in TEMPLATE.sheets] == [
        ("Temp2_Meta_Record", 17 + 8, 9),
        ("Temp2_Meta_Stat", 17 + 12, 14),
        ("Temp2_Meta_GIS", 17 + 13, 12),
        ("Temp2_Meta_Multi", 17 + 8, 9),
        ("Temp2_Meta_Other", 17 + 8, 9),
    ]
    assert (TEMPLATE.header_row, TEMPLATE.first_row) == (4, 6)
    assert [one.column_of("license_id") for one in TEMPLATE.sheets] == [15] * 5
    assert sheet("statistics").columns[-4:] == ("standard", "url", "data_language", "official_statistics")
    assert sheet("geospatial").resource_columns[7:9] == (
        "resource_equivalent_scale",
        "resource_geographic_data_set",
    )
    assert sheet("other").columns[1] == "data_type_other"


def test_the_header_and_the_row_that_is_no_data() -> None:
    for one in TEMPLATE.sheets:
        for columns in (one.columns, one.resource_columns):
            heads, below = headings(TEMPLATE, columns), remarks(TEMPLATE, columns)
            assert len(heads) == len(below) == len(columns)
            assert all(heads)
    heads, below = headings(TEMPLATE, sheet().columns), remarks(TEMPLATE, sheet().columns)
    assert (heads[1], below[1].thai()) == ("ประเภทชุดข้อมูล", "ต้องกรอก")
    assert (heads[13], below[13].thai()) == ("รูปแบบการเก็บข้อมูล", "ต้องกรอก หลายค่าคั่นด้วยจุลภาค")
    assert (heads[17], below[17].thai()) == ("วันที่เริ่มต้นสร้าง", "ปี พ.ศ.-เดือน-วัน เช่น 2567-01-31")
    assert headings(TEMPLATE, sheet().resource_columns)[1:4] == (
        "ชื่อทรัพยากร",
        "ที่อยู่ของทรัพยากร",
        "รายละเอียดของทรัพยากร",
    )


def test_a_sheet_is_found_by_either_name() -> None:
    assert TEMPLATE.called(" temp3_resource_gis ") is sheet("geospatial")
    assert TEMPLATE.called("Sheet1") is None


def test_the_column_of_a_field_to_write_a_note_at() -> None:
    assert sheet().column_of("data_format_other") == sheet().column_of("data_format") == 13
    assert sheet().resource_column_of("url") == 2
    assert sheet().column_of("allow_harvest") is None


def test_a_sheet_that_slid_is_noticed() -> None:
    rows = [row(), row(), row()]
    assert column_shift(sheet(), rows) == 0
    assert column_shift(sheet(), [["", *cells] for cells in rows]) == 1
    assert column_shift(sheet(), [cells[2:] for cells in rows]) == -2
    assert column_shift(sheet(), [["x"]]) == 0


def test_a_dataset_above_the_first_row_is_noticed() -> None:
    assert rows_above(sheet(), TEMPLATE, {4: ["หัวตาราง"], 5: row(), 6: row()}) == (5,)


# ── a row ───────────────────────────────────────────────────────────────────
def test_a_row_as_an_office_writes_it() -> None:
    found = read(row())
    assert found.record == {
        **record(),
        "created_date": "2017-10-01",
        "last_updated_date": "2024-01-31",
        "url": "https://a.example/waste",
        "data_support": "ไม่มี",
        "data_collect": "บุคคล",
        "data_language": ("ไทย", "อังกฤษ"),
        "high_value_dataset": "False",
        "reference_data": "True",
    }
    assert found.notes == ()
    assert faults_of(STANDARD, Dataset("2.1.0", found.record)) == ()


def test_an_empty_row_is_none() -> None:
    assert read_row(TEMPLATE, sheet(), 6, [None, "", "  "]) is None
    assert read_resource(TEMPLATE, sheet(), 6, []) is None


def test_a_row_on_the_sheet_of_another_type_is_refused() -> None:
    wrong = read(row(d_type="ข้อมูลสถิติ"))
    assert [(note.field, note.refuses) for note in wrong.notes] == [("data_type", True)]
    strange = read(row(d_type="ระเบียนราษฎร์"))
    assert [(note.field, note.refuses) for note in strange.notes] == [("data_type", False)]


def test_what_stands_beyond_the_last_column_is_told() -> None:
    assert [note.message.code for note in read([*row(), "", "เกิน"]).notes] == ["catalog_beyond"]


def test_the_sheet_of_other_types_says_what_it_is() -> None:
    cells = ["x-1", "ภาพถ่าย", *row()[2:]]
    found = read(cells, kind="other")
    assert (found.record["data_type"], found.record["data_type_other"]) == ("ข้อมูลประเภทอื่นๆ", "ภาพถ่าย")
    assert written(TEMPLATE, sheet("other"), found.record).cells[1] == "ภาพถ่าย"


# ── cells of several values ─────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("CSV,PDF", ("CSV", "PDF")),
        ("CSV\nPDF\n", ("CSV", "PDF")),
        ("CSV; PDF | JSON", ("CSV", "PDF", "JSON")),
        ("CSV，PDF、JSON", ("CSV", "PDF", "JSON")),
        ("CSV และ PDF", ("CSV", "PDF")),
        ("CSV/PDF", ("CSV", "PDF")),
        ("CSV PDF", ("CSV", "PDF")),
        ("1. CSV\n2) PDF", ("CSV", "PDF")),
        ("- CSV\n- PDF", ("CSV", "PDF")),
        ("• CSV • PDF", ("CSV", "PDF")),
        ("DOC/DOCX", ("DOC/DOCX",)),
        ("DOC/DOCX, XLS/XLSX", ("DOC/DOCX", "XLS")),
        ("Arc/Info Coverage, GeoTiff", ("Arc/Info Coverage", "GeoTiff")),
        ("CSV, csv", ("CSV",)),
        ("CSV,,PDF,", ("CSV", "PDF")),
        # what is not in the list stays as it was written, beside what is
        ("CSV, DWG", ("CSV", "DWG")),
        ("CSV DWG", ("CSV DWG",)),
        ("ไฟล์ภาพและเสียง", ("ไฟล์ภาพและเสียง",)),
    ],
)
def test_formats_in_one_cell(cell: str, expected: tuple[str, ...]) -> None:
    assert read(row(data_format=cell)).record["data_format"] == expected


def test_objectives_with_signs_of_their_own_in_them() -> None:
    cell = "แผนระดับที่ 3 (มติครม. 4 ธ.ค. 2560), นโยบายรัฐบาล/ข้อสั่งการนายกรัฐมนตรี\nดัชนี/ตัวชี้วัดระดับนานาชาติ"
    assert read(row(objective=cell)).record["objective"] == (
        "แผนระดับที่ 3 (มติครม. 4 ธ.ค. 2560)",
        "นโยบายรัฐบาล/ข้อสั่งการนายกรัฐมนตรี",
        "ดัชนี/ตัวชี้วัดระดับนานาชาติ",
    )


@pytest.mark.parametrize(
    ("cell", "value", "other"),
    [
        ("CSV, อื่นๆ: แบบ ก, แบบ ข", ("CSV", "อื่นๆ"), "แบบ ก, แบบ ข"),
        ("อื่นๆ (DWG)", ("อื่นๆ",), "DWG"),
        ("อื่น ๆ ระบุ DWG", ("อื่นๆ",), "DWG"),
        ("CSV\nอื่นๆ: DWG\nDXF", ("CSV", "อื่นๆ"), "DWG\nDXF"),
        ("อื่นๆ", ("อื่นๆ",), None),
    ],
)
def test_other_and_what_it_is(cell: str, value: tuple[str, ...], other: str | None) -> None:
    found = read(row(data_format=cell)).record
    assert (found["data_format"], found.get("data_format_other")) == (value, other)


def test_a_word_of_no_list_never_becomes_other() -> None:
    for code in (
        "objective",
        "update_frequency_unit",
        "geo_coverage",
        "data_format",
        "license_id",
        "data_support",
    ):
        found = read(row(**{code: "ไม่มีในรายการใด"}))
        assert texts(found.record[code]) == ("ไม่มีในรายการใด",)
        faults = faults_of(STANDARD, Dataset("2.1.0", found.record))
        assert [(fault.field, fault.value) for fault in faults] == [(code, "ไม่มีในรายการใด")]


def test_a_keyword_that_begins_with_a_figure_is_no_numbered_line() -> None:
    assert read(row(tag_string="2.5 ไมครอน, PM 10")).record["tag_string"] == ("2.5 ไมครอน", "PM 10")
    assert read(row(tag_string="1. ขยะ\n2. น้ำ")).record["tag_string"] == ("ขยะ", "น้ำ")


# ── cells that cannot be read stay ──────────────────────────────────────────
@pytest.mark.parametrize(
    ("code", "cell", "stored", "right"),
    [
        ("created_date", "31 ม.ค. 2560", "2017-01-31", True),
        ("created_date", "2560-02-30", "2560-02-30", False),
        ("created_date", "ต้นปี 2560", "ต้นปี 2560", False),
        ("created_date", "43000", "43000", False),
        ("update_frequency_interval", "๑", "1", True),
        ("update_frequency_interval", "1.0", "1", True),
        ("update_frequency_interval", "ทุกปี", "ทุกปี", False),
        ("url", "www.province.go.th/a", "https://www.province.go.th/a", True),
        ("url", "ดูที่เว็บ", "ดูที่เว็บ", False),
        ("maintainer_email", " a@b.example ", "a@b.example", True),
        ("maintainer_email", "mailto:a@b.example", "a@b.example", True),
        ("maintainer_email", "a@b", "a@b", False),
        ("name", "Waste 2567", "waste-2567", True),
        ("name", "ขยะ 2567", "ขยะ 2567", False),
        ("license_id", "CC BY", "Creative Commons Attributions", True),
    ],
)
def test_what_can_be_read_is_and_the_rest_stays_to_be_told(
    code: str,
    cell: str,
    stored: str,
    right: bool,  # noqa: FBT001 - a column of the table
) -> None:
    found = read(row(**{code: cell})).record
    assert found[code] == stored
    faults = [fault.field for fault in faults_of(STANDARD, Dataset("2.1.0", found)) if fault.refuses]
    assert faults == ([] if right else [code])


def test_what_is_read_otherwise_than_written_is_noted() -> None:
    notes = read(row(data_format="Excel", update_frequency_interval="๒", data_support="-")).notes
    assert [note.message.thai() for note in notes] == [
        "อ่าน “Excel” เป็น “XLS/XLSX”",
        "อ่าน “-” เป็นช่องว่าง",
    ]
    assert not any(note.refuses for note in notes)


def test_a_dash_in_a_mandatory_cell_or_a_text_stays() -> None:
    assert read(row(license_id="-")).record["license_id"] == "-"
    assert "accessible_condition" not in read(row(accessible_condition="-")).record
    assert read(row(accessible_condition="ไม่ระบุ")).record["accessible_condition"] == "ไม่ระบุ"
    assert "data_support" not in read(row(data_support="-")).record


def test_a_cell_of_any_length_is_read_at_once() -> None:
    for cell in ("CSV" + "\n" * 32_000 + "x", "," * 32_000 + "x", "อื่น," * 6_000, " " * 30_000 + "-"):
        assert read(row(data_format=cell)).record["data_format"]


# ── and back ────────────────────────────────────────────────────────────────
def test_a_row_written_is_the_row_read() -> None:
    found = written(TEMPLATE, sheet(), read(row()).record)
    assert found.cells == tuple(row())
    assert found.left_out == ()


def test_what_has_no_column_is_told() -> None:
    found = written(TEMPLATE, sheet(), record(allow_harvest="True", first_year_of_data="2560"))
    assert [fault.field for fault in found.left_out] == ["allow_harvest", "first_year_of_data"]


def _right(code: str, field_text: str) -> bool:
    return trouble_with(STANDARD, STANDARD.fields[code], field_text) is None


LETTERS = "กขคงะาิีเ่้ AB12.,:;()/-\nๆ"


def _texts(code: str, letters: str) -> st.SearchStrategy[str]:
    """Texts in which nothing is wrong."""
    drawn = st.text(st.sampled_from(letters), min_size=1, max_size=25).map(str.strip)
    return drawn.filter(lambda text: bool(text) and _right(code, text))


def _words(code: str) -> list[str]:
    return [one.value for one in STANDARD.choices(STANDARD.fields[code])]


def _some_words(code: str) -> st.SearchStrategy[Value]:
    picked = st.sets(st.sampled_from(_words(code)), min_size=1)
    return picked.map(lambda some: tuple(word for word in _words(code) if word in some))


def _values(code: str) -> st.SearchStrategy[Value]:
    degrees = st.decimals(-90, 90, places=4).map(str).filter(lambda text: _right(code, text))
    kinds = {
        Kind.CHOICE: lambda: st.sampled_from(_words(code)),
        Kind.CHOICES: lambda: _some_words(code),
        Kind.TAGS: lambda: st.lists(_texts(code, "กขคะา AB12.-_"), min_size=1, unique=True).map(tuple),
        Kind.DATE: lambda: st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(lambda day: day.isoformat()),
        Kind.YEAR: lambda: st.integers(2400, 2743).map(str),
        Kind.WHOLE: lambda: st.integers(1, 9999).map(str),
        Kind.LONGITUDE: lambda: degrees,
        Kind.LATITUDE: lambda: degrees,
        Kind.EMAIL: lambda: st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.go\.th", fullmatch=True),
        Kind.URL: lambda: st.from_regex(r"https://[a-z]{1,8}\.go\.th/[a-z0-9,;|]{0,8}", fullmatch=True),
        Kind.SLUG: lambda: st.from_regex(r"[a-z0-9_-]{2,70}", fullmatch=True),
    }
    return kinds.get(STANDARD.fields[code].kind, lambda: _texts(code, LETTERS))()


@given(st.data())
def test_every_record_that_is_right_comes_back_from_its_row(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([one.type for one in TEMPLATE.sheets]))
    own = sheet(kind)
    type_word = STANDARD.keyed(STANDARD.fields["data_type"], kind)
    assert type_word is not None
    wanted: dict[str, Value] = {"data_type": type_word.value}
    if kind == "other":
        wanted["data_type_other"] = "ภาพถ่าย"
    for code in own.columns:
        if code in STANDARD.fields and data.draw(st.booleans()):
            wanted[code] = data.draw(_values(code))
            if any(
                one.other and one.value in texts(wanted[code])
                for one in STANDARD.choices(STANDARD.fields[code])
            ):
                wanted[f"{code}_other"] = data.draw(
                    st.text(st.sampled_from("กขะ ,:;()/AB\n"), min_size=1).map(str.strip).filter(bool)
                )
    found = read_row(TEMPLATE, own, 6, written(TEMPLATE, own, wanted).cells)
    assert found is not None
    assert found.record == wanted
    assert found.notes == ()


@given(st.sampled_from([code for code in STANDARD.fields if code != "data_type"]), st.text(max_size=30))
def test_no_cell_is_lost(code: str, text: str) -> None:
    """Whatever stands in a cell is stored, or noted as read for nothing; and what was stored is read the same again."""
    asked = STANDARD.fields[code]
    found = read_cell(STANDARD, asked, text)
    if any(letter.isalnum() for letter in text):
        assert found.value is not None or found.notes
    if found.value is not None:
        again = read_cell(STANDARD, asked, cell_of(STANDARD, asked, found.value, found.other))
        if all(trouble_with(STANDARD, asked, one) is None for one in texts(found.value)):
            assert (again.value, again.other) == (found.value, found.other)
