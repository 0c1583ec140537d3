"""A query means the same in the database as ``rules.catalog.ckan.matches`` says of each dataset."""

from datetime import timedelta

import pytest

from samrit.catalog.documents.shown import shown
from samrit.catalog.models import Dataset
from samrit.catalog.queries.facets import facets
from samrit.catalog.queries.finding import in_order, typed, wanted
from samrit.catalog.queries.organizations import organization_id, organization_name
from samrit.catalog.queries.public import public, with_contents
from samrit.rules.catalog.ckan import Search, matches, read_search
from samrit.rules.catalog.kinds import texts
from tests.catalog.catalogued import dataset
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_people()
    dataset(world, "waste", tag_string=("ขยะ", "Recycling"), notes="ปริมาณขยะ รายตำบล")
    dataset(
        world,
        "water",
        agency=world.statistics,
        now=NOW + timedelta(days=1),
        license_id="Creative Commons Attributions",
    )
    dataset(world, "roads", tag_string=("ถนน",), data_format=("PDF",), links=0, data_source="แขวงทางหลวง")
    dataset(world, "elders", agency=world.statistics, update_frequency_unit="เดือน", notes="Elders ผู้สูงอายุ")
    dataset(world, "draft", publish=False)
    return world


def searched(**given: object) -> Search:
    found = read_search({name.replace("__", "."): value for name, value in given.items()}, now=NOW)
    assert isinstance(found, Search), found
    return found


def document(row: Dataset) -> dict[str, tuple[str, ...]]:
    """The dataset as the meaning of a query sees it."""
    one = shown(row)
    package = one.package()
    known = {code: texts(value) for code, value in one.record.items()}
    return {
        **known,
        "id": (package["id"],),
        "title": (row.title,),
        "organization": (organization_name(row.agency_id),),
        "owner_org": (organization_id(row.agency_id),),
        "tags": texts(one.record["tag_string"]),
        "res_format": tuple(one["format"] for one in package["resources"]),
        "res_name": tuple(one["name"] for one in package["resources"]),
        "res_url": tuple(one["url"] for one in package["resources"]),
        "metadata_created": (package["metadata_created"],),
        "metadata_modified": (package["metadata_modified"],),
        "private": ("false",),
        "capacity": ("public",),
        "state": ("active",),
        "type": ("dataset",),
        "": (row.words,),
        "text": (row.words,),
    }


QUERIES = [
    "*:*",
    "name:waste",
    "name:wa*",
    "-name:waste",
    "NOT name:w*",
    "tags:ขยะ",
    "tags:recycling",
    "tags:RE*",
    "tags:[ก TO ฮ]",
    "-tags:*",
    "res_format:csv",
    "-res_format:CSV",
    "res_name:ไฟล์",
    'res_url:"https://data.example.go.th/water/0.csv"',
    "data_format:PDF",
    "data_format:(PDF OR CSV)",
    "data_source:แขวงทางหลวง",
    "-data_source:แขวงทางหลวง",
    "unit_of_measure:*",
    "-unit_of_measure:ร้อยละ",
    'license_id:"Creative Commons Attributions"',
    "update_frequency_unit:เดือน",
    "notes:elders",
    "title:waste",
    "ขยะ",
    "ขยะ AND รายตำบล",
    "ขยะ OR ผู้สูงอายุ",
    "metadata_modified:[2024-10-10T12:00:00Z TO *]",
    "metadata_modified:{* TO 2024-10-11T03:00:00Z}",
    "metadata_created:[NOW-1DAY TO NOW]",
    "private:false",
    "private:true",
    "capacity:public AND state:active",
    "type:dataset -name:waste -name:water",
    "groups:anything",
    "(name:waste OR name:water) AND tags:ขยะ",
]


def test_a_query_finds_what_it_means(world: World) -> None:
    rows = list(with_contents(public()))
    assert len(rows) == 4
    for query in QUERIES:
        tree = searched(fq=query).fq
        meant = {row.name for row in rows if matches(tree, document(row))}
        found = set(public().filter(wanted(tree)).values_list("name", flat=True))
        assert found == meant, query


def test_what_the_harvester_sends(world: World) -> None:
    name = organization_name(world.statistics.pk)
    for fq, expected in (
        (f"organization:{name}", {"water", "elders"}),
        (f"-organization:{name}", {"waste", "roads"}),
        (
            f"organization:{name} OR organization:agency-0 metadata_modified:[2024-10-10T12:00:00Z TO *]",
            {"water"},
        ),
        (f"owner_org:{organization_id(world.statistics.pk)}", {"water", "elders"}),
    ):
        assert set(public().filter(wanted(searched(fq=fq).fq)).values_list("name", flat=True)) == expected


def test_the_search_box_finds_thai_without_spaces(world: World) -> None:
    for text, expected in (
        ("ปริมาณขยะรายตำบล", {"waste"}),
        ("ผู้สูง อายุ", {"elders"}),
        ("สำนักงานสถิติ", {"water", "elders"}),
        ("RECYCLING", {"waste"}),
        ("เเขวงทางหลวง", {"roads"}),  # two เ typed for แ
        ("ไม่มีคำนี้", set()),
    ):
        assert set(public().filter(typed(text)).values_list("name", flat=True)) == expected, text


def test_what_changes_is_found_by_its_new_words(world: World) -> None:
    row = Dataset.objects.get(name="roads")
    Dataset.objects.filter(pk=row.pk).update(words="สะพานข้ามคลอง")
    assert [one.name for one in public().filter(typed("ข้ามคลอง"))] == ["roads"]
    assert not public().filter(typed("แขวงทางหลวง")).exists()


def test_order_is_the_same_every_time(world: World) -> None:
    for sort, expected in (
        ("name asc", ["elders", "roads", "waste", "water"]),
        ("name desc", ["water", "waste", "roads", "elders"]),
        ("metadata_modified desc, name asc", ["water", "elders", "roads", "waste"]),
    ):
        assert [row.name for row in in_order(public(), searched(sort=sort).sort)] == expected
    ids = [str(row.public_id) for row in in_order(public(), searched(sort="id asc").sort)]
    assert ids == sorted(ids)


def test_facets_count_what_was_found(world: World) -> None:
    counted = facets(public(), ["tags", "organization", "data_source"], 50, {})
    assert [(one.name, one.count) for one in counted["tags"]][:2] == [("ขยะ", 3), ("สิ่งแวดล้อม", 2)]
    assert {one.display_name: one.count for one in counted["organization"]} == {
        world.development.name: 2,
        world.statistics.name: 2,
    }
    assert counted["data_source"][0].count == 3
    assert len(facets(public(), ["tags"], 1, {})["tags"]) == 1
