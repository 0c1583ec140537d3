"""The catalogue's pages for everybody: found, read, downloaded; and nothing of what is not public."""

import io
import json
import re
from datetime import timedelta

import polars as pl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samrit.catalog.actions.resources import attach_upload
from samrit.catalog.models import Dataset, Resource
from samrit.catalog.queries.organizations import organization_name
from samrit.catalog.views import sitemaps
from samrit.evidence.models import EvidenceFile, Scan
from tests.catalog.catalogued import TABLE, dataset, with_table
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_people()


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def found(client: Client, query: str = "") -> list[str]:
    return re.findall(r'<h3 lang="th"><a href="/catalog/([^"/]+)/"', page(client, f"/catalog/{query}"))


def test_an_empty_catalogue_teaches(client: Client, world: World) -> None:
    assert "ยังไม่มีชุดข้อมูลที่เผยแพร่" in page(client, "/catalog/")
    assert "ไม่พบชุดข้อมูลที่ตรงกับที่เลือก" in page(client, "/catalog/?q=ขยะ")


def test_found_by_words_and_narrowed_by_facets(client: Client, world: World) -> None:
    dataset(world, "waste", notes="ปริมาณขยะ รายตำบล")
    dataset(world, "water", agency=world.statistics, now=NOW + timedelta(days=1), tag_string=("น้ำ",))
    dataset(world, "draft", publish=False)
    assert found(client) == ["water", "waste"]
    assert found(client, "?sort=title") == ["waste", "water"]
    assert found(client, "?q=ปริมาณขยะรายตำบล") == ["waste"]
    assert found(client, "?tags=น้ำ") == ["water"]
    assert found(client, f"?organization={organization_name(world.development.pk)}") == ["waste"]
    assert found(client, "?tags=ไม่มี") == []
    assert found(client, "?sort=nothing&page=99") == ["water", "waste"]
    text = page(client, "/catalog/?q=ขยะ")
    assert "<mark>ขยะ</mark>" in text
    assert 'name="robots" content="noindex"' in text


def test_a_dataset_page_tells_people_and_search_engines(client: Client, world: World) -> None:
    made = dataset(world, "waste", notes="</script><b>ขยะ</b>")
    text = page(client, "/catalog/waste/")
    assert "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี" in text
    assert "ครบ 14 รายการ" in text
    assert "<b>ขยะ</b>" not in text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert block is not None
    told = json.loads(block[1])
    assert (told["@type"], told["name"], told["description"]) == (
        "Dataset",
        made.title,
        "</script><b>ขยะ</b>",
    )
    assert told["distribution"][0]["contentUrl"] == "https://data.example.go.th/waste/0.csv"
    assert f"/api/3/action/package_show?id={made.public_id}" in text


def test_a_resource_page_shows_rows_and_what_columns_hold(client: Client, world: World) -> None:
    resource = with_table(world, dataset(world, "waste"))
    address = f"/catalog/waste/resource/{resource.public_id}/"
    text = page(client, address)
    assert "<td>007</td><td>บางปรอก</td><td>12.50</td><td>2567-01-31</td>" in text
    assert "ทั้งหมด 3 แถว 4 คอลัมน์" in text
    assert "12.50 – 1200" in text
    assert f"datastore_search?resource_id={resource.public_id}" in text
    file = client.get(f"{address}download/")
    assert b"".join(file).decode("utf-8-sig") == TABLE
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in file["Content-Disposition"]


def test_a_parquet_file_shows_its_rows_and_how_it_is_read(client: Client, world: World) -> None:
    file = io.BytesIO()
    pl.DataFrame({"ปี": [2566, 2567], "จำนวน": [1410999, None]}).write_parquet(file)
    resource = attach_upload(
        dataset=dataset(world, "visitors"),
        file=file,
        name="visitors.parquet",
        record={},
        by=world.coordinator,
        now=NOW,
    )
    address = f"/catalog/visitors/resource/{resource.public_id}/"
    text = page(client, address)
    assert "<td>2566</td><td>1410999</td>" in text
    assert "ทั้งหมด 2 แถว 2 คอลัมน์" in text
    assert f"pl.read_parquet(&quot;http://127.0.0.1:8000{address}download/&quot;)" in text
    assert b"".join(client.get(f"{address}download/")) == file.getvalue()


def test_a_file_that_became_secret_or_infected_is_not_given(client: Client, world: World) -> None:
    resource = with_table(world, dataset(world, "waste"))
    address = f"/catalog/waste/resource/{resource.public_id}/"
    for change in ({"secrecy": "secret"}, {"secrecy": "ordinary", "scan": Scan.WAITING}):
        EvidenceFile.objects.filter(pk=resource.file_id).update(**change)
        assert client.get(f"{address}download/").status_code == 404
        text = page(client, address)
        assert "บางปรอก" not in text
        assert "ข้อมูลนี้เปิดให้ทุกคนไม่ได้" in text


def test_of_personal_data_it_is_told_that_they_are_there(client: Client, world: World) -> None:
    """Their description is for everybody, what is in them is not."""
    made = dataset(world, "patients", data_category="ข้อมูลส่วนบุคคล")
    address = f"/catalog/patients/resource/{with_table(world, made).public_id}/"
    text = page(client, address)
    assert "ข้อมูลนี้เปิดให้ทุกคนไม่ได้" in text
    assert "บางปรอก" not in text
    assert client.get(f"{address}download/").status_code == 404
    key = str(Resource.objects.get(file__isnull=False).public_id)
    assert client.get("/api/3/action/datastore_search", {"resource_id": key}).status_code == 404
    assert (
        client.get("/api/3/action/resource_show", {"id": key}).json()["result"]["datastore_active"] is False
    )


def test_a_link_is_not_downloaded_here(client: Client, world: World) -> None:
    link = dataset(world, "waste").resources.get()
    assert client.get(f"/catalog/waste/resource/{link.public_id}/download/").status_code == 404
    assert 'href="https://data.example.go.th/waste/0.csv"' in page(
        client, f"/catalog/waste/resource/{link.public_id}/"
    )


def test_a_resource_belongs_to_its_dataset(client: Client, world: World) -> None:
    dataset(world, "waste")
    other: Resource = dataset(world, "water").resources.get()
    assert client.get(f"/catalog/waste/resource/{other.public_id}/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/catalog/", "/api/3/action/package_search?rows=100&sort=id+asc", "/catalog.ttl"]
)
def test_more_datasets_ask_no_more_queries(client: Client, world: World, address: str) -> None:
    dataset(world, "first", links=2)
    one = _queries(client, address)
    for number in range(3):
        dataset(world, f"more-{number}", agency=world.statistics, links=3)
    assert Dataset.objects.count() == 4
    assert _queries(client, address) == one


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_english_pages_speak_english_around_thai_data(client: Client, world: World) -> None:
    dataset(world, "waste")
    response = client.get("/catalog/waste/", headers={"Accept-Language": "en"})
    assert response.status_code == 200
    assert 'lang="th"' in response.content.decode()


def test_search_engines_are_told_every_public_dataset(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "SIZE", 2)
    for name in ("waste", "water", "roads"):
        dataset(world, name, links=0)
    dataset(world, "draft", publish=False)
    site = "http://127.0.0.1:8000"
    assert f"Sitemap: {site}/catalog/sitemap.xml" in client.get("/robots.txt").content.decode()
    lists = re.findall("<loc>(.*?)</loc>", page(client, "/catalog/sitemap.xml"))
    assert lists == [f"{site}/catalog/sitemap-1.xml", f"{site}/catalog/sitemap-2.xml"]
    named = [re.findall("<loc>(.*?)</loc>", page(client, one.removeprefix(site))) for one in lists]
    assert named == [[f"{site}/catalog/waste/", f"{site}/catalog/water/"], [f"{site}/catalog/roads/"]]
    for beyond in (0, 3, 10**17):
        assert client.get(f"/catalog/sitemap-{beyond}.xml").status_code == 404


def test_nothing_sets_a_cookie(client: Client, world: World) -> None:
    dataset(world, "waste")
    for address in ("/catalog/", "/catalog/waste/", "/catalog.ttl", "/api/3/action/site_read"):
        response = client.get(address)
        assert not response.cookies, address
