"""Pages of items: the list, one item, its form, and the whole book by spreadsheet."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from samrit.indicators.models import BookSheet, ItemRevision, Keeper, ListedArea
from samrit.indicators.queries.items import area_book
from samrit.people.models import User
from samrit.rules.items.stating import row_of
from tests.sweep.booked import as_form
from tests.world import World, make_people

pytestmark = pytest.mark.django_db
AREA = "13"


@pytest.fixture
def world() -> World:
    return make_people()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *arguments: Any) -> str:
    return reverse(f"indicators:{name}", args=[AREA, *arguments])


def test_the_list_asks_as_often_for_one_item_as_for_all(world: World, django_assert_num_queries: Any) -> None:
    client = browser(world.recorder)
    client.get(url("items"))
    counts = []
    for query in ("?q=OTOP", "?q=อ้อย", ""):
        with django_assert_num_queries(14, exact=False) as seen:
            response = client.get(url("items") + query)
        assert response.status_code == 200
        counts.append(len(seen))
    assert len(set(counts)) == 1


def test_filters_leave_what_fits(world: World) -> None:
    page = browser(world.recorder).get(url("items"), {"q": "otop_sales", "status": "used"}).content.decode()
    assert "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน" in page
    assert "ฝุ่นละออง" not in page


def test_the_coordinator_states_an_item_and_what_does_not_fit_is_told_beside_its_field(world: World) -> None:
    client, found = browser(world.coordinator), area_book(world.area)
    entry = found.entries["otop_sales"]
    form = as_form(row_of(entry.item)) | {"seen": "0"}
    wrong = client.post(url("edit_item", entry.key), form | {"least": "๙", "most": "1"})
    assert wrong.status_code == 422
    assert "ค่าต่ำสุด 9 มากกว่าค่าสูงสุด 1" in wrong.content.decode()
    done = client.post(url("edit_item", entry.key), form | {"expects_due_days": "๔๕"})
    assert done["Location"] == url("item", entry.key)
    page = client.get(done["Location"]).content.decode()
    assert "ตามมติคณะทำงาน" in page
    stale = client.post(url("edit_item", entry.key), form | {"expects_due_days": "50"})
    assert stale.status_code == 409
    revision = ItemRevision.objects.get()
    assert (revision.own, revision.definition["expects_due_days"]) == (["expects_due_days"], 45)


def test_agencies_are_proposed_by_name_and_said_by_the_coordinator(world: World) -> None:
    client = browser(world.coordinator)
    page = client.get(url("keepers")).content.decode()
    assert page.count("เสนอจากชื่อ") == 3  # the provincial office, community development, statistics
    client.post(url("keepers"), {"owner-community_development": str(world.development.pk)})
    assert Keeper.objects.get().agency == world.development
    item = area_book(world.area).entries["otop_sales"].key
    assert world.development.name in browser(world.recorder).get(url("item", item)).content.decode()
    assert client.post(url("keepers"), {"owner-statistics": str(world.elsewhere.pk)}).status_code == 422


def test_only_listed_areas_owe_what_is_listed(world: World) -> None:
    entry = area_book(world.area).entries["pm25_days_over"]
    client = browser(world.coordinator)
    assert "ไม่มีพื้นที่ใดต้องส่ง" in client.get(url("item", entry.key)).content.decode()
    client.post(url("listed_areas", entry.key), {"areas": [AREA]})
    assert ListedArea.objects.get().code == AREA
    assert "ไม่มีพื้นที่ใดต้องส่ง" not in client.get(url("item", entry.key)).content.decode()


def test_the_national_book_is_kept_by_the_central_office(world: World) -> None:
    entry = area_book(None).entries["otop_sales"]
    address = reverse("indicators:edit_item", args=["national", entry.key])
    form = as_form(row_of(entry.item)) | {"seen": "0", "name": "ยอดขาย OTOP"}
    assert browser(world.coordinator).post(address, form).status_code == 404
    assert browser(world.evaluator).post(address, form).status_code == 302
    page = browser(world.recorder).get(url("item", entry.key)).content.decode()
    assert "ยอดขาย OTOP" in page
    assert "รายการกลาง · ครั้งที่ 1" in page


# ── by spreadsheet ──────────────────────────────────────────────────────────
def workbook(client: Client) -> Any:
    return load_workbook(io.BytesIO(client.get(url("items_xlsx")).content))


def sent(client: Client, book: Any, name: str = "รายการ.xlsx") -> BookSheet:
    file = io.BytesIO()
    book.save(file)
    response = client.post(url("item_sheets"), {"file": SimpleUploadedFile(name, file.getvalue())})
    assert response.status_code == 302, response.content.decode()
    return BookSheet.objects.get(pk=int(response["Location"].rstrip("/").rpartition("/")[2]))


def test_the_book_comes_back_as_it_went_out(world: World) -> None:
    client = browser(world.coordinator)
    sheet = sent(client, workbook(client))
    assert len(sheet.rows) == len(area_book(world.area).entries)
    page = client.get(url("book_sheet", sheet.pk)).content.decode()
    assert "ตรงกับที่บันทึกไว้แล้วทุกแถว" in page
    client.post(url("book_sheet", sheet.pk), {"reason": "ก"})
    assert not ItemRevision.objects.exists()


def test_a_changed_book_is_looked_at_and_taken_over_once(world: World) -> None:
    client = browser(world.coordinator)
    book = workbook(client)
    cells = book["รายการข้อมูล"]
    columns = {cell.value: cell.column for cell in cells[1]}
    rows = {row[0].value: row[0].row for row in cells.iter_rows(min_row=2)}

    def put(code: str, title: str, value: Any) -> None:
        cells.cell(rows[code], columns[title]).value = value

    put("otop_sales", "ส่งภายในกี่วันหลังสิ้นช่วงเวลา", "๔๕")
    put("otop_sales", "นิยาม", None)  # an empty cell says nothing
    put("gpp", "อ้างอิง", "-")
    put("hotspots", "หน่วยวัด", "ปีแสง")
    put("waste_generated", "ค่าต่ำสุดที่ยอมรับ", "=1/0")
    sheet = sent(client, book)
    page = client.get(url("book_sheet", sheet.pk)).content.decode()
    assert "“ปีแสง” ไม่มีในรายการให้เลือก" in page
    refused = client.post(url("book_sheet", sheet.pk), {"reason": "ตามมติ"})
    assert refused.status_code == 409
    assert not ItemRevision.objects.exists()
    client.post(url("book_sheet", sheet.pk), {"reason": "ตามมติ", "good_rows": "on"})
    stated = {one.item.code: one.own for one in ItemRevision.objects.select_related("item")}
    assert stated["otop_sales"] == ["expects_due_days"]
    assert "hotspots" not in stated
    assert "waste_generated" not in stated
    client.post(url("book_sheet", sheet.pk), {"reason": "ตามมติ", "good_rows": "on"})
    assert ItemRevision.objects.count() == len(stated)


def test_a_table_without_a_code_is_refused_with_what_to_do(world: World) -> None:
    client = browser(world.coordinator)
    response = client.post(url("item_sheets"), {"pasted": "ชื่อรายการ\tนิยาม\nก\tข\nค\tง"})
    assert response.status_code == 422
    assert "ไม่พบคอลัมน์ “รหัสรายการ”" in response.content.decode()
