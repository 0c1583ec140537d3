"""The office's pages: three people, the form by type, the import from file to page, the counts followed to a dataset."""

import io
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from samrit.catalog.models import CatalogImport, CatalogResult, Dataset, Holiday, PlanItem
from samrit.people.models import User
from tests.catalog.catalogued import dataset
from tests.catalog.filling import DATASETS, typed, workbook
from tests.rules.catalog_records import record
from tests.world import World, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_people()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *arguments: Any) -> str:
    return reverse(f"catalog:{name}", args=arguments)


def form_of(**changes: Any) -> dict[str, Any]:
    """A filled form; tags as a person types them."""
    said = {**record(**changes), "tag_string": "ขยะ, สิ่งแวดล้อม"}
    return {code: list(value) if isinstance(value, tuple) else value for code, value in said.items()}


def test_the_list_asks_as_often_for_three_as_for_one(world: World, django_assert_num_queries: Any) -> None:
    client, counts = browser(world.recorder), []
    for name in ("one", "two", "three"):
        dataset(world, name)
        if name != "two":
            client.get(url("own"))
            with django_assert_num_queries(30, exact=False) as seen:
                assert client.get(url("own")).status_code == 200
            counts.append(len(seen))
    assert len(set(counts)) == 1


def test_three_people_see_what_is_theirs(world: World) -> None:
    dataset(world, "waste", publish=False)
    for user, status in (
        (world.recorder, 200),
        (world.colleague, 200),
        (world.stranger, 404),
        (world.statistician, 404),
    ):
        client = browser(user)
        assert client.get(url("own_dataset", "waste")).status_code == status
        assert ("ชุดข้อมูล waste" in client.get(url("own")).content.decode()) == (status == 200)
    assert browser(world.statistician).post(url("move", "waste", "publish")).status_code == 404


def test_a_dataset_is_made_with_the_form_and_published_when_nothing_is_missing(world: World) -> None:
    client = browser(world.colleague)  # recorder and approver
    draft = client.post(url("new"), {"agency": world.development.pk, "title": "ปริมาณขยะ"})
    made = Dataset.objects.get()
    assert (draft.status_code, draft.headers["Location"]) == (302, url("own_dataset", made.name))
    refused = client.post(url("move", made.name, "publish"))
    assert refused.status_code == 409
    whole = client.post(url("edit", made.name), {**form_of(title="ปริมาณขยะ"), "seen": made.revision})
    assert whole.status_code == 302
    stands = Dataset.objects.get()
    assert (stands.filled, stands.faults, stands.record["tag_string"]) == (14, 0, ["ขยะ", "สิ่งแวดล้อม"])
    assert client.post(url("move", made.name, "publish")).status_code == 302
    assert Dataset.objects.get().state == "published"


def test_another_type_shows_its_fields_and_keeps_what_was_typed(world: World) -> None:
    said = form_of(title="ประชากร", data_type="ข้อมูลสถิติ") | {"agency": world.development.pk, "retype": "1"}
    page = browser(world.recorder).post(url("new"), said)
    assert page.status_code == 200
    assert 'name="unit_of_measure"' in page.content.decode()
    assert 'value="ประชากร"' in page.content.decode()
    assert not Dataset.objects.exists()


def test_a_fault_of_a_published_one_stands_beside_its_field(world: World) -> None:
    made = dataset(world, "waste")
    said = {**form_of(title=made.title), "maintainer_email": "ไม่มี", "seen": made.revision}
    page = browser(world.recorder).post(url("edit", "waste"), said)
    assert page.status_code == 422
    assert "maintainer_email" in page.context["form"].errors
    stale = browser(world.recorder).post(url("edit", "waste"), {**form_of(title=made.title), "seen": 99})
    assert stale.status_code == 409


def test_resources_come_and_go(world: World) -> None:
    made, client = dataset(world, "waste", links=0), browser(world.recorder)
    link = {"name": "ไฟล์", "url": "https://a.example.go.th/1.csv", "format": "CSV"}
    assert client.post(url("new_resource", "waste", "link"), link).status_code == 302
    file = SimpleUploadedFile("waste.csv", "ตำบล,ปริมาณ\nบางปรอก,1\n".encode(), "text/csv")
    assert client.post(url("new_resource", "waste", "file"), {"file": file}).status_code == 302
    kinds = list(made.resources.order_by("position").values_list("kind", flat=True))
    assert kinds == ["link", "file"]
    first = made.resources.order_by("position")[0]
    assert client.get(url("edit_resource", "waste", first.public_id)).status_code == 200
    assert client.post(url("move_resource", "waste", first.public_id, "remove")).status_code == 302
    assert client.post(url("move_resource", "waste", uuid4(), "remove")).status_code == 404
    assert client.get(url("new_resource", "waste", "observations")).status_code == 200
    assert client.get(url("new_resource", "waste", "nothing")).status_code == 404
    assert made.resources.count() == 1


def test_a_template_is_brought_looked_at_and_accepted(world: World) -> None:
    client = browser(world.recorder)
    content = workbook({DATASETS: [typed(world, "waste"), typed(world, "wrong", geo_coverage="ทั้งหมด")]})
    file = SimpleUploadedFile("แม่แบบ.xlsx", content, "application/octet-stream")
    response = client.post(url("imports"), {"agency": world.development.pk, "file": file})
    brought = CatalogImport.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, url("import", brought.pk))
    page = client.get(url("import", brought.pk)).content.decode()
    assert "ทั้งหมด" in page
    noted = load_workbook(io.BytesIO(client.get(url("import_noted", brought.pk)).content))
    assert any(cell.comment for row in noted[DATASETS].iter_rows() for cell in row)
    assert client.post(url("import", brought.pk)).status_code == 409
    assert client.post(url("import", brought.pk), {"good_rows": "on"}).status_code == 302
    assert Dataset.objects.get().name == "waste"
    assert client.get(url("imports")).status_code == 200
    for user in (world.stranger, world.statistician):
        assert browser(user).get(url("import", brought.pk)).status_code == 404
    assert browser(world.evaluator).post(url("imports")).status_code == 404


def test_the_workbooks_open(world: World) -> None:
    dataset(world, "waste")
    client = browser(world.recorder)
    for name in ("own_xlsx", "template_xlsx"):
        book = load_workbook(io.BytesIO(client.get(url(name)).content))
        assert DATASETS in book.sheetnames


def test_the_counts_lead_to_the_dataset_that_fails(world: World) -> None:
    made, client = dataset(world, "waste"), browser(world.recorder)
    year = client.get(url("kpi_now")).headers["Location"].rstrip("/").rpartition("/")[2]
    assert world.development.name in client.get(url("kpi", year)).content.decode()
    page = client.get(url("agency_kpi", year, world.development.pk)).content.decode()
    assert url("own_dataset", made.name) in page
    assert client.post(url("agency_kpi", year, world.development.pk)).status_code == 302
    assert CatalogResult.objects.get().agency == world.development
    assert client.get(url("kpi", 2400)).status_code == 404
    assert browser(world.stranger).get(url("agency_kpi", year, world.development.pk)).status_code == 404


def test_the_plan_is_added_to_and_cut(world: World) -> None:
    client = browser(world.recorder)
    year = client.get(url("plan_now")).headers["Location"].rstrip("/").rpartition("/")[2]
    said = {"agency": world.development.pk, "title": "ชุดข้อมูลใหม่"}
    assert client.post(url("plan", year), said).status_code == 302
    assert client.post(url("plan", year), {"agency": world.development.pk}).status_code == 422
    item = PlanItem.objects.get()
    assert browser(world.stranger).post(url("plan_item", year, item.pk)).status_code == 404
    assert client.post(url("plan_item", year, item.pk), {"reason": "เลื่อน"}).status_code == 302
    assert PlanItem.objects.get().dropped_at is not None


def test_holidays_are_the_central_offices(world: World) -> None:
    central, recorder = browser(world.evaluator), browser(world.recorder)
    assert central.post(url("holidays"), {"day": "5/12/2567", "name": "วันพ่อแห่งชาติ"}).status_code == 302
    assert Holiday.objects.get().day.isoformat() == "2024-12-05"
    assert "วันพ่อแห่งชาติ" in recorder.get(url("holidays")).content.decode()
    assert recorder.post(url("holidays"), {"day": "6/12/2567", "name": "อื่น"}).status_code == 404
    assert central.post(url("holidays"), {"day": "ไม่ใช่วัน", "name": "อื่น"}).status_code == 422
    assert central.post(url("holidays"), {"drop": Holiday.objects.get().pk}).status_code == 302
    assert not Holiday.objects.exists()
