"""The form of an agency: out, filled in, back; dry run, notes in the cells, applying twice, and forms that are refused."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from samrit.frameworks.models import Edition
from samrit.people.models import Agency, User
from samrit.reports.actions import submit_result
from samrit.reports.models import FilledSheet, Result
from samrit.reports.reading.columns import COLUMNS, FACTS, SHEET
from tests.conftest import Office
from tests.reports.pages import said, signed_in, text
from tests.world import NOW, World, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PLACE = {column.key: place for place, column in enumerate(COLUMNS, start=1)}


def fetched(made: World, by: User | None = None, agency: Agency | None = None) -> bytes:
    assert made.round is not None
    args = [made.round.pk, (agency or made.development).pk]
    response = signed_in(by or made.recorder).get(reverse("reports:sheet_form", args=args))
    assert response.status_code == 200
    return bytes(response.content)


def row_of(book: Workbook, code: str) -> int:
    return next(row for row in range(1, 40) if book[SHEET].cell(row, 1).value == code)


def filled(form: bytes, cells: dict[str, dict[str, Any]]) -> bytes:
    book = load_workbook(io.BytesIO(form))
    for code, fields in cells.items():
        for key, value in fields.items():
            book[SHEET].cell(row_of(book, code), PLACE[key]).value = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(made: World, contents: bytes, by: User | None = None, name: str = "แบบฟอร์ม.xlsx") -> HttpResponse:
    assert made.round is not None
    file = SimpleUploadedFile(name, contents)
    return signed_in(by or made.recorder).post(
        reverse("reports:sheets", args=[made.round.pk]), {"file": file}
    )


def value_of(made: World, number: str) -> tuple[Any, ...]:
    result = made.item(number).result
    return (None,) if result is None else (result.value, result.missing, result.narrative)


# ── there and back ──────────────────────────────────────────────────────────
def test_filled_in_sent_back_looked_at_and_taken_over_once(made: World) -> None:
    form = filled(
        fetched(made), {"1-1": {"value": 1176.285, "narrative": "ตามแผน"}, "1-2": {"answer": "ไม่มีข้อมูล"}}
    )
    response = send(made, form)
    page_url = response["Location"]
    page = text(signed_in(made.recorder).get(page_url))
    assert "1,176.285" in page
    assert Result.objects.count() == 0  # a look changes nothing
    taken = signed_in(made.recorder).post(page_url)
    assert said(taken) == ["บันทึกร่างจากแบบฟอร์มแล้ว 2 ตัวชี้วัด"]
    assert [value_of(made, number) for number in ("1-1", "1-2")] == [
        (Decimal("1176.285"), None, "ตามแผน"),
        (None, "no_data", ""),
    ]
    versions = list(Result.objects.order_by("pk").values_list("version", flat=True))
    again = signed_in(made.recorder).post(page_url)
    assert said(again) == ["ไม่มีอะไรต้องเปลี่ยน ข้อมูลในแบบฟอร์มตรงกับที่บันทึกไว้แล้ว"]
    assert list(Result.objects.order_by("pk").values_list("version", flat=True)) == versions


def test_what_was_not_touched_is_not_changed(made: World) -> None:
    save(made, "1-1", "1176.285")
    form = fetched(made)
    save(made, "1-1", "1200")  # by somebody, after the form was fetched
    page = text(signed_in(made.recorder).get(send(made, form)["Location"]))
    assert "ตรงกับที่บันทึกไว้แล้วทุกช่อง" in page


def test_both_changed_the_same_cell_and_nobody_is_overwritten(made: World) -> None:
    save(made, "1-1", "1100")
    form = filled(fetched(made), {"1-1": {"value": 1150}})
    save(made, "1-1", "1200")
    address = send(made, form)["Location"]
    assert "บันทึกค่าอื่นหลังจากออกแบบฟอร์มนี้" in text(signed_in(made.recorder).get(address))
    signed_in(made.recorder).post(address)
    assert value_of(made, "1-1")[0] == 1200


def test_thai_digits_long_numbers_and_reordered_rows(made: World) -> None:
    book = load_workbook(io.BytesIO(fetched(made)))
    sheet, first, second = book[SHEET], row_of(book, "1-1"), row_of(book, "1-2")
    sheet.cell(first, PLACE["value"]).value = "๑,๑๗๖.๒๘๕"
    for place in range(1, len(COLUMNS) + 1):
        one, other = sheet.cell(first, place).value, sheet.cell(second, place).value
        sheet.cell(first, place).value, sheet.cell(second, place).value = other, one
    signed_in(made.recorder).post(send(made, saved(book))["Location"])
    assert str(value_of(made, "1-1")[0]) == "1176.285"


# ── cells to mend ───────────────────────────────────────────────────────────
def test_wrong_cells_come_back_with_notes_and_the_good_rows_go_in(made: World) -> None:
    form = filled(fetched(made), {"1-1": {"value": "ประมาณ 1,200 ล้าน"}, "1-2": {"value": 21}})
    address = send(made, form)["Location"]
    page = text(signed_in(made.recorder).get(address))
    assert "พิมพ์เฉพาะตัวเลข" in page
    book = load_workbook(io.BytesIO(signed_in(made.recorder).get(f"{address}notes.xlsx").content))
    cell = book[SHEET].cell(row_of(book, "1-1"), PLACE["value"])
    assert cell.value == "ประมาณ 1,200 ล้าน"
    assert "พิมพ์เฉพาะตัวเลข" in cell.comment.text
    signed_in(made.recorder).post(address)
    assert [value_of(made, number)[0] for number in ("1-1", "1-2")] == [None, 21]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"answer": "ลืมกรอก"}, "ไม่อยู่ในรายการเหตุผล"),
        ({"value": 5, "answer": "ไม่มีข้อมูล"}, "พิมพ์ตัวเลขไว้ แต่เลือก"),
        ({"value": "=1+"}, "ช่องนี้เป็นสูตรที่ยังไม่มีค่า"),
    ],
)
def test_each_wrong_cell_says_how_to_mend_it(made: World, cells: dict[str, Any], sentence: str) -> None:
    address = send(made, filled(fetched(made), {"1-1": cells}))["Location"]
    assert sentence in text(signed_in(made.recorder).get(address))


def test_a_percentage_may_mean_either_and_is_asked_about(made: World) -> None:
    book = load_workbook(io.BytesIO(filled(fetched(made), {"1-1": {"value": 0.785}})))
    book[SHEET].cell(row_of(book, "1-1"), PLACE["value"]).number_format = "0.0%"
    assert "78.5% เป็น 0.785" in text(signed_in(made.recorder).get(send(made, saved(book))["Location"]))


@pytest.mark.parametrize("value", ["#DIV/0!", "#N/A", "=1/0", True, date(2024, 10, 1), "0x10"])
def test_what_is_no_number_is_said_and_saves_nothing(made: World, value: Any) -> None:
    address = send(made, filled(fetched(made), {"1-1": {"value": value}}))["Location"]
    assert "ต้องแก้ก่อน" in text(signed_in(made.recorder).get(address))
    signed_in(made.recorder).post(address)
    assert Result.objects.count() == 0


def test_what_was_submitted_meanwhile_is_said_and_stays(made: World) -> None:
    form = filled(fetched(made), {"1-1": {"value": 5}})
    save(made, "1-1", "1200")
    submit_result(item=made.item("1-1", made.recorder), by=made.recorder, now=NOW)
    address = send(made, form)["Location"]
    signed_in(made.recorder).post(address)
    assert value_of(made, "1-1")[0] == 1200


# ── forms that are refused ──────────────────────────────────────────────────
def broken(form: bytes, how: str) -> bytes:
    book = load_workbook(io.BytesIO(form))
    sheet = book[SHEET]
    head = row_of(book, "รหัส")
    if how == "column inserted":
        sheet.insert_cols(3)
    elif how == "column renamed":
        sheet.cell(head, PLACE["value"]).value = "ผล"
    elif how == "head deleted":
        sheet.delete_rows(head)
    elif how == "facts touched":
        book[FACTS]["A1"] = str(book[FACTS]["A1"].value)[:-1] + "x"
    elif how == "facts removed":
        del book[FACTS]
    elif how == "row doubled":
        sheet.cell(row_of(book, "1-2"), 1).value = "1-1"
    elif how == "row without code":
        sheet.cell(row_of(book, "1-2") + 3, PLACE["value"]).value = 5
    return saved(book)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("column inserted", "คอลัมน์ C ต้องเป็น “หน่วย” แต่พบ “ว่าง”"),
        ("column renamed", "ต้องเป็น “ผลการดำเนินงาน” แต่พบ “ผล”"),
        ("head deleted", "ไม่พบแถวหัวตาราง"),
        ("facts touched", "ไม่ได้ออกจากระบบนี้"),
        ("facts removed", "ไม่ใช่แบบฟอร์มที่ดาวน์โหลดจากระบบ"),
        ("row doubled", "รหัส 1-1 อยู่ทั้งแถว"),
        ("row without code", "มีข้อมูลแต่ไม่มีรหัสตัวชี้วัด"),
    ],
)
def test_a_form_that_was_taken_apart_is_refused_with_the_reason(made: World, how: str, sentence: str) -> None:
    response = send(made, broken(fetched(made), how))
    assert (response.status_code, FilledSheet.objects.count()) == (422, 0)
    assert sentence in text(response)


def test_files_that_are_no_forms(made: World) -> None:
    for contents, sentence in (
        (b"", "ว่างเปล่า"),
        (b"MZ\x90\x00", "ไม่ใช่ชนิดที่รับ"),
        (saved(Workbook()), "ไม่ใช่แบบฟอร์มที่ดาวน์โหลดจากระบบ"),
        (fetched(made)[:3000], ""),
    ):
        response = send(made, contents)
        assert response.status_code == 422
        assert sentence in text(response)
    assert FilledSheet.objects.count() == 0


def damaged(form: bytes, part: str, how: str) -> bytes:
    """The workbook with one part cut short, or with bytes of it changed where they lie packed."""
    whole, data = zipfile.ZipFile(io.BytesIO(form)), io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name in whole.namelist():
            made.writestr(name, whole.read(name)[: 200 if (name, how) == (part, "cut") else None])
    if how == "cut":
        return data.getvalue()
    info, spoilt = zipfile.ZipFile(data).getinfo(part), bytearray(data.getvalue())
    begins = info.header_offset + 30 + len(part)
    spoilt[begins : begins + info.compress_size] = b"\xff" * info.compress_size
    return bytes(spoilt)


def test_a_form_damaged_inside_is_refused_and_changes_nothing(made: World) -> None:
    form = fetched(made)
    for part in ("xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        for how in ("cut", "changed"):
            response = send(made, damaged(form, part, how))
            assert (response.status_code, "เปิดไฟล์นี้ไม่ได้" in text(response)) == (422, True), (part, how)
    assert FilledSheet.objects.count() == 0


def test_somebody_elses_form_is_refused_and_names_no_stranger(made: World) -> None:
    theirs = fetched(made, by=made.statistician, agency=made.statistics)
    response = send(made, theirs)
    assert "แบบฟอร์มนี้เป็นของสำนักงานสถิติจังหวัดปทุมธานี" in text(response)


def test_a_form_of_an_older_edition_is_refused(made: World) -> None:
    form = fetched(made)
    assert made.edition is not None
    newer = revised(made)
    assert newer.pk != made.edition.pk
    assert "กรอบตัวชี้วัดปรับปรุงแล้วหลังจากออกแบบฟอร์มนี้" in text(send(made, form))


def revised(made: World) -> Edition:
    """The same framework in a newer edition that is in force."""
    old = Edition.objects.get(pk=made.edition.pk if made.edition else 0)
    Edition.objects.filter(pk=old.pk).update(status=Edition.Status.SUPERSEDED)
    newer = Edition.objects.get(pk=old.pk)
    newer.pk, newer.number = None, old.number + 1
    newer.save()
    for component in old.components.all():
        component.pk, component.edition = None, newer
        component.save()
    return newer


def test_others_see_nothing_of_it(made: World) -> None:
    assert made.round is not None
    address = send(made, filled(fetched(made), {"1-1": {"value": 5}}))["Location"]
    for user in (made.statistician, made.coordinator, made.stranger, made.approver):
        assert signed_in(user).get(address).status_code == 404
        assert signed_in(user).post(address).status_code == 404
    form = reverse("reports:sheet_form", args=[made.round.pk, made.development.pk])
    people = (made.colleague, made.coordinator, made.statistician, made.stranger)
    assert [signed_in(user).get(form).status_code for user in people] == [200, 200, 404, 404]


# ── a real spreadsheet program ──────────────────────────────────────────────
def test_saved_again_by_libreoffice_it_is_the_same_form(made: World, tmp_path: Path, office: Office) -> None:
    save(made, "1-2", "21")
    source = tmp_path / "form.xlsx"
    source.write_bytes(
        filled(fetched(made), {"1-1": {"value": "=1176+0.285", "narrative": "น้ำ ซ้ำ กำลัง ที่ปรึกษา"}})
    )
    response = send(made, office(source, "xlsx:Calc MS Excel 2007 XML").read_bytes())
    assert response.status_code == 302, text(response)
    signed_in(made.recorder).post(response["Location"])
    assert value_of(made, "1-1") == (Decimal("1176.285"), None, "น้ำ ซ้ำ กำลัง ที่ปรึกษา")
    assert value_of(made, "1-2")[0] == 21
