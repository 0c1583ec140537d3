"""Other catalogues take ours over: 3,000 datasets, three programs walking at once over HTTP, while datasets come and go.

The first asks what CKAN's own harvester asks and believes what it believes, the second is ckanapi, which people use, the third
walks through DCAT as a harvester of linked data does.
"""

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import timedelta
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import ckanapi
import pytest

from samrit.catalog.actions.datasets import change_dataset, withdraw_dataset
from samrit.catalog.models import Dataset, as_record
from samrit.catalog.queries.organizations import organization_id, organization_name
from tests.catalog.catalogued import dataset, many, with_table
from tests.world import NOW, World, make_people

NUMBER, PAGE = 3_000, 100
LATER = NOW + timedelta(hours=1)
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DCAT, HYDRA = "{http://www.w3.org/ns/dcat#}", "{http://www.w3.org/ns/hydra/core#}"


def got(address: str) -> str:
    asked = Request(address, headers={"User-Agent": "harvester/1"})  # noqa: S310 - our own server
    with urlopen(asked) as response:  # noqa: S310
        assert response.status == 200
        return str(response.read().decode())


def as_ckan_harvests(site: str, *terms: str) -> Iterator[list[dict[str, Any]]]:
    """Pages of 100 by id. A page whose text is that of the page before is broken paging; one that brings nothing new is the
    end, whatever the count says."""
    asked = {"rows": "100", "start": "0", "sort": "id asc"} | ({"fq": " ".join(terms)} if terms else {})
    before, known = "", set[str]()
    while True:
        text = got(f"{site}/api/3/action/package_search?{urlencode(asked)}")
        assert text != before, "the paging does not work"
        new = [one for one in json.loads(text)["result"]["results"] if one["id"] not in known]
        if not new:
            return
        yield new
        before = text
        known |= {one["id"] for one in new}
        asked["start"] = str(int(asked["start"]) + 100)


def by_ckanapi(remote: ckanapi.RemoteCKAN) -> Iterator[list[dict[str, Any]]]:
    start = 0
    while page := remote.action.package_search(rows=PAGE, start=start, sort="name asc")["results"]:
        yield page
        start += PAGE


def as_linked_data_is_harvested(site: str) -> Iterator[list[str]]:
    """From the first page along hydra's next; what it does not bring would be deleted there."""
    address, visited = f"{site}/catalog.xml", set[str]()
    while address:
        assert address not in visited, "the pages go round in a ring"
        visited.add(address)
        page = ET.fromstring(got(address))  # noqa: S314 - our own answer
        yield [one.get(f"{RDF}about", "").rpartition("/")[2] for one in page.iter(f"{DCAT}Dataset")]
        following = page.find(f".//{HYDRA}next")
        named = "" if following is None else following.get(f"{RDF}resource", "")
        address = site + named.removeprefix("http://127.0.0.1:8000") if named else ""


def meanwhile(world: World, rows: list[Dataset], step: int) -> None:
    """After the second page: the whole fifth page and one here and there are withdrawn, one is changed, one is published."""
    if step != 1:
        return
    for row in (*rows[400:500], rows[10], rows[1234], rows[-1]):
        withdraw_dataset(dataset=row, reason="ยกเลิกการจัดเก็บ", by=world.coordinator, now=LATER)
    said = {**as_record(rows[2000].record), "notes": "แก้แล้ว"}
    change_dataset(dataset=rows[2000], record=said, by=world.coordinator, now=LATER)
    dataset(world, "newcomer", links=0, now=LATER)


def the_rest_of_ckanapi(remote: ckanapi.RemoteCKAN, world: World, made: Dataset) -> None:
    """What else a client asks for, by GET and by POST alike."""
    resource = with_table(world, made)
    asked, name = remote.action, organization_name(made.agency_id)
    assert asked.package_show(id=made.name)["title"] == made.title
    assert name in asked.organization_list()
    assert asked.organization_show(id=organization_id(made.agency_id))["name"] == name
    assert asked.resource_show(id=str(resource.public_id))["name"] == "ปริมาณขยะรายตำบล"
    rows = asked.datastore_search(resource_id=str(resource.public_id), filters={"รหัส": "008"})
    assert [one["ตำบล"] for one in rows["records"]] == ["บ้านฉาง"]
    with pytest.raises(ckanapi.NotFound):
        asked.package_show(id="nothing")
    with pytest.raises(ckanapi.ValidationError):
        asked.package_search(fq="no_field:1")
    with ckanapi.RemoteCKAN(remote.address, get_only=True) as getting:
        assert getting.action.package_show(id=made.name) == asked.package_show(id=made.name)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_missed_by_three_who_walk_while_datasets_come_and_go(live_server: Any) -> None:
    world = make_people()
    rows = many(world, NUMBER)
    ids = [str(row.public_id) for row in rows]
    withdrawn = {*ids[400:500], ids[10], ids[1234], ids[-1]}
    site = live_server.url
    seen: tuple[list[Any], list[Any], list[Any]] = [], [], []
    with ckanapi.RemoteCKAN(site) as remote:
        walks = as_ckan_harvests(site), by_ckanapi(remote), as_linked_data_is_harvested(site)
        for step, pages in enumerate(zip_longest(*walks, fillvalue=[])):
            for page, found in zip(pages, seen, strict=True):
                found.extend(page)
            meanwhile(world, rows, step)
        the_rest_of_ckanapi(remote, world, rows[0])
    harvested, read, linked = seen
    stayed = set(ids) - withdrawn
    # Who reads in another order has read others of those by then.
    by_name = {str(row.public_id) for row in rows if row.name < "many-00200"} & withdrawn
    for packages, expected in ((harvested, stayed | {ids[10]}), (read, stayed | by_name)):
        met = [one["id"] for one in packages]
        assert len(met) == len(set(met))
        assert set(met) == expected
        assert next(one["notes"] for one in packages if one["id"] == ids[2000]) == "แก้แล้ว"
    assert len(linked) == len(set(linked))
    assert set(linked) == stayed | {ids[10]}
    newcomer = str(Dataset.objects.get(name="newcomer").public_id)
    since = (LATER - timedelta(minutes=1)).replace(tzinfo=None).isoformat()
    changed = [one for page in as_ckan_harvests(site, f"metadata_modified:[{since}Z TO *]") for one in page]
    assert {one["id"] for one in changed} == {ids[2000], newcomer}
