"""The CKAN face: its shapes to the letter, a harvester's walk while datasets come and go, and the client that people use."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from samrit.catalog.actions.datasets import change_dataset, publish_dataset, set_private, withdraw_dataset
from samrit.catalog.actions.walking import forget_walks
from samrit.catalog.models import CatalogSnapshot, Dataset, as_record
from samrit.catalog.queries.organizations import organization_name
from samrit.catalog.queries.walks import WALKED_FOR
from samrit.catalog.views.machine import searching
from tests.catalog.catalogued import dataset, with_table
from tests.world import NOW, World, make_people

API = "/api/3/action/"


@pytest.fixture
def world() -> World:
    return make_people()


def call(client: Client, action: str, /, expected: int = 200, **given: object) -> Any:
    response = client.get(f"{API}{action}", {name.replace("__", "."): value for name, value in given.items()})
    assert response.status_code == expected, response.content[:500]
    assert response["Content-Type"] == "application/json;charset=utf-8"
    return json.loads(response.content)


def walk(
    client: Client, rows: int, between: Callable[[int], None] | None = None
) -> Iterator[list[dict[str, Any]]]:
    """As the harvester walks: page after page, until one brings nothing that is new. ``between``: after each page."""
    known: set[str] = set()
    start = 0
    while True:
        page = call(client, "package_search", rows=rows, start=start, sort="id asc")["result"]["results"]
        new = {one["id"] for one in page} - known
        if not new:
            return
        yield page
        known |= new
        start += rows
        if between:
            between(start)


# ── the shapes ──────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_the_envelope_and_a_package(client: Client, world: World) -> None:
    made = dataset(world, "waste")
    told = call(client, "package_show", id="waste")
    assert told["success"] is True
    assert told["help"] == "http://127.0.0.1:8000/api/3/action/help_show?name=package_show"
    package = told["result"]
    assert (package["id"], package["name"], package["state"], package["private"]) == (
        str(made.public_id), "waste", "active", False,
    )  # fmt: skip
    assert package["organization"]["title"] == world.development.name
    assert package["resources"][0]["url"] == "https://data.example.go.th/waste/0.csv"
    assert package["metadata_modified"] == "2024-10-10T03:00:00.000000"
    assert call(client, "package_show", id=str(made.public_id))["result"] == package
    assert (
        call(client, "resource_show", id=package["resources"][0]["id"])["result"] == package["resources"][0]
    )
    assert call(client, "package_search", q="waste")["result"]["results"] == [package]


@pytest.mark.django_db
def test_refusals_to_the_letter(client: Client, world: World) -> None:
    assert call(client, "no_such_thing", 400) == "Bad request - Action name not known: no_such_thing"
    missing = call(client, "package_show", 404, id="nothing")
    assert missing["success"] is False
    assert missing["error"] == {"__type": "Not Found Error", "message": "Not found: Dataset"}
    wrong = call(client, "package_search", 409, fq="no_field:1", rows="many")["error"]
    assert wrong["__type"] == "Validation Error"
    assert set(wrong) == {"__type", "fq", "rows"}
    assert call(client, "package_show", 409)["error"]["name_or_id"] == ["Missing value"]
    body = client.post(f"{API}package_show", "{", content_type="application/json")
    assert (body.status_code, json.loads(body.content)) == (
        400,
        "Bad request - JSON Error: Error decoding JSON data.",
    )


@pytest.mark.django_db
def test_get_and_post_and_both_addresses_say_the_same(client: Client, world: World) -> None:
    dataset(world, "waste")
    by_get = call(client, "package_search", rows=5)["result"]
    for address in (f"{API}package_search", "/api/action/package_search"):
        by_post = client.post(address, json.dumps({"rows": 5}), content_type="application/json")
        assert json.loads(by_post.content)["result"] == by_get
    form = client.post(f"{API}package_search", {"rows": "5"})
    assert json.loads(form.content)["result"] == by_get


@pytest.mark.django_db
def test_the_lists(client: Client, world: World) -> None:
    dataset(world, "waste")
    dataset(world, "water", agency=world.statistics, tag_string=("น้ำ",))
    dataset(world, "draft", publish=False)
    assert call(client, "package_list")["result"] == ["waste", "water"]
    assert call(client, "package_list", limit=1, offset=1)["result"] == ["water"]
    assert call(client, "tag_list")["result"] == sorted(["ขยะ", "น้ำ", "สิ่งแวดล้อม"])
    names = {organization_name(one.pk) for one in (world.development, world.statistics)}
    assert set(call(client, "organization_list")["result"]) == names
    whole = call(client, "organization_list", all_fields="true")["result"]
    assert [one["package_count"] for one in whole] == [1, 1]
    name = organization_name(world.statistics.pk)
    assert call(client, "organization_show", id=name)["result"]["title"] == world.statistics.name
    assert (
        call(client, "organization_show", 404, id=organization_name(world.elsewhere.pk))["success"] is False
    )
    assert call(client, "group_list")["result"] == []
    assert call(client, "status_show")["result"]["thaigdc_catalog_type"] == "area_based"
    assert call(client, "site_read")["result"] is True
    assert "dataset" in call(client, "help_show", name="package_show")["result"]


@pytest.mark.django_db
def test_what_is_not_public_is_nowhere(client: Client, world: World) -> None:
    """A draft, a private and a withdrawn dataset, by any address, and their files."""
    hidden = [dataset(world, "draft", publish=False), dataset(world, "private"), dataset(world, "withdrawn")]
    set_private(dataset=hidden[1], private=True, by=world.coordinator, now=NOW)
    withdraw_dataset(dataset=hidden[2], reason="ยกเลิกการจัดเก็บ", by=world.coordinator, now=NOW)
    for one in hidden:
        resource = one.resources.get()
        call(client, "package_show", 404, id=str(one.public_id))
        call(client, "package_show", 404, id=one.name)
        call(client, "resource_show", 404, id=str(resource.public_id))
        for address in (
            f"/catalog/{one.name}/",
            f"/catalog/{one.name}/resource/{resource.public_id}/",
            f"/dataset/{one.public_id}.ttl",
            f"/dataset/{one.public_id}",
        ):
            assert client.get(address).status_code == 404, address
    assert call(client, "package_search", include_private="true", rows=100)["result"]["count"] == 0
    assert call(client, "package_list")["result"] == call(client, "tag_list")["result"] == []


@pytest.mark.django_db
def test_rows_of_a_file(client: Client, world: World) -> None:
    made = dataset(world, "waste")
    resource = with_table(world, made)
    told = call(client, "datastore_search", resource_id=str(resource.public_id), limit=2, sort="ปริมาณ desc")[
        "result"
    ]
    assert [(one["id"], one["type"]) for one in told["fields"]] == [
        ("_id", "int"), ("รหัส", "text"), ("ตำบล", "text"), ("ปริมาณ", "numeric"), ("วันที่", "date"),
    ]  # fmt: skip
    assert (told["total"], told["limit"]) == (3, 2)
    only = call(
        client,
        "datastore_search",
        resource_id=str(resource.public_id),
        filters='{"รหัส": ["007", "008"]}',
        q="ฉาง",
        fields="ตำบล,ปริมาณ",
    )["result"]
    assert only["records"] == [{"ตำบล": "บ้านฉาง", "ปริมาณ": None}]
    wrong = call(client, "datastore_search", 409, resource_id=str(resource.public_id), fields="ไม่มี")
    assert wrong["error"]["fields"] == ['field "ไม่มี" not in table']
    link = made.resources.first()
    assert link is not None
    call(client, "datastore_search", 404, resource_id=str(link.public_id))


# ── walking through all of it ───────────────────────────────────────────────
@pytest.mark.django_db
def test_a_harvester_misses_nothing_while_datasets_come_and_go(client: Client, world: World) -> None:
    """25 datasets, ten on a page. After the first page: one that was read is withdrawn, so is one of the third page; one
    is changed, a new one is published. Every dataset that stays is seen once, and no page but the last is short."""
    for number in range(25):
        dataset(world, f"set-{number:02}", links=0)
    ids = [str(one) for one in Dataset.objects.order_by("public_id").values_list("public_id", flat=True)]
    later = NOW + timedelta(hours=1)

    def meanwhile(start: int) -> None:
        if start != 10:
            return
        for key in (ids[3], ids[22]):
            one = Dataset.objects.get(public_id=key)
            withdraw_dataset(dataset=one, reason="ยกเลิก", by=world.coordinator, now=later)
        changed = Dataset.objects.get(public_id=ids[15])
        said = {**as_record(changed.record), "notes": "แก้แล้ว"}
        change_dataset(dataset=changed, record=said, by=world.coordinator, now=later)
        dataset(world, "newcomer", links=0, now=later)

    pages = list(walk(client, 10, meanwhile))
    seen = {one["id"]: one for page in pages for one in page}
    assert [len(page) for page in pages] == [10, 10, 4]
    assert set(seen) == set(ids) - {ids[22]}
    assert seen[ids[15]]["notes"] == "แก้แล้ว"
    assert seen[ids[15]]["metadata_modified"] == "2024-10-10T04:00:00.000000"
    again = {one["id"] for page in walk(client, 10) for one in page}
    assert again == {
        str(one) for one in Dataset.objects.filter(state="published").values_list("public_id", flat=True)
    }


@pytest.mark.django_db
def test_a_page_is_filled_in_place_of_what_was_taken_back(client: Client, world: World) -> None:
    for number in range(6):
        dataset(world, f"set-{number}", links=0)
    ids = list(Dataset.objects.order_by("public_id"))
    first, second = [], []
    for place, page in enumerate(
        walk(client, 2, lambda start: _withdraw(world, ids[2]) if start == 2 else None)
    ):
        (first if place == 0 else second).append([one["id"] for one in page])
    assert first == [[str(ids[0].public_id), str(ids[1].public_id)]]
    assert second == [
        [str(ids[3].public_id), str(ids[4].public_id)],
        [str(ids[5].public_id)],
    ]


@pytest.mark.django_db
def test_pages_that_were_taken_back_whole_do_not_end_the_walk(client: Client, world: World) -> None:
    """Ten datasets, two on a page; after the first page the third to the sixth are withdrawn, and a page is asked for again."""
    for number in range(10):
        dataset(world, f"set-{number}", links=0)
    ids = [str(one.public_id) for one in Dataset.objects.order_by("public_id")]

    def page(start: int) -> list[str]:
        found = call(client, "package_search", rows=2, start=start, sort="id asc")["result"]["results"]
        return [one["id"] for one in found]

    assert page(0) == ids[:2]
    for one in Dataset.objects.filter(public_id__in=ids[2:6]):
        _withdraw(world, one)
    assert [page(2), page(2), page(4), page(6)] == [ids[6:8], ids[6:8], ids[8:], []]
    assert page(0) == ids[:2]
    assert [page(2), page(4), page(6)] == [ids[6:8], ids[8:], []]


def _withdraw(world: World, one: Dataset) -> None:
    withdraw_dataset(dataset=one, reason="ยกเลิก", by=world.coordinator, now=NOW)


@pytest.mark.django_db
def test_two_who_walk_at_once_have_lists_of_their_own(world: World) -> None:
    for number in range(4):
        dataset(world, f"set-{number}", links=0)
    one, other = Client(headers={"User-Agent": "one"}), Client(headers={"User-Agent": "other"})
    ids = list(Dataset.objects.order_by("public_id"))
    call(one, "package_search", rows=2, start=0, sort="id asc")
    _withdraw(world, ids[0])
    call(other, "package_search", rows=2, start=0, sort="id asc")
    ones = call(one, "package_search", rows=2, start=2, sort="id asc")["result"]
    others = call(other, "package_search", rows=2, start=2, sort="id asc")["result"]
    assert [row["id"] for row in ones["results"]] == [str(ids[2].public_id), str(ids[3].public_id)]
    assert [row["id"] for row in others["results"]] == [str(ids[3].public_id)]
    assert (ones["count"], others["count"]) == (4, 3)
    assert CatalogSnapshot.objects.count() == 2
    used = CatalogSnapshot.objects.latest("used_at").used_at
    assert forget_walks(now=used + WALKED_FOR) == 2


@pytest.mark.django_db
def test_who_reads_many_rows_walks_in_any_order(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Newest first, and the last of the list is changed after the first page: it stays in its place and is seen."""
    monkeypatch.setattr(searching, "MANY", 2)
    for number in range(6):
        dataset(world, f"set-{number}", links=0, now=NOW + timedelta(minutes=number))
    seen: list[str] = []
    for start in (0, 2, 4):
        page = call(client, "package_search", rows=2, start=start)["result"]["results"]
        seen += [one["name"] for one in page]
        if start == 0:
            oldest = Dataset.objects.get(name="set-0")
            said = {**as_record(oldest.record), "notes": "แก้แล้ว"}
            change_dataset(dataset=oldest, record=said, by=world.coordinator, now=NOW + timedelta(hours=1))
    assert seen == [f"set-{number}" for number in (5, 4, 3, 2, 1, 0)]


@pytest.mark.django_db
def test_only_what_changed_since(client: Client, world: World) -> None:
    dataset(world, "older")
    dataset(world, "newer", now=NOW + timedelta(days=2))
    fq = "metadata_modified:[2024-10-11T00:00:00.000000Z TO *]"
    found = call(client, "package_search", fq=fq, rows=100, start=0, sort="id asc")["result"]
    assert [one["name"] for one in found["results"]] == ["newer"]


@pytest.mark.django_db
def test_a_page_that_fails_is_no_short_page(client: Client, world: World) -> None:
    """A record that no version knows: 500 in JSON, and nothing of a page."""
    one = dataset(world, "waste")
    Dataset.objects.filter(pk=one.pk).update(schema_version="no version")
    told = call(client, "package_search", 500, rows=100, start=0, sort="id asc")
    assert told["success"] is False
    assert told["error"]["__type"] == "Internal Server Error"


@pytest.mark.django_db
def test_publishing_again_is_seen_again(client: Client, world: World) -> None:
    one = dataset(world, "draft", publish=False)
    assert call(client, "package_search")["result"]["count"] == 0
    publish_dataset(dataset=one, by=world.coordinator, now=NOW)
    assert call(client, "package_search")["result"]["count"] == 1
