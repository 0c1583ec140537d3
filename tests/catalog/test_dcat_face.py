"""DCAT: three forms that say the same, pages of one list that name each other, and the published shapes."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from samrit.catalog.actions.datasets import set_private, withdraw_dataset
from samrit.catalog.documents.linked.statements import Node, Text
from samrit.catalog.documents.linked.writing import FORMS, written
from samrit.catalog.models import Dataset
from samrit.catalog.queries.organizations import organization_id
from samrit.catalog.queries.walks import WALKED_FOR
from samrit.catalog.views.machine import dcat
from tests.catalog.catalogued import dataset, with_table
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DCAT, DCT = "{http://www.w3.org/ns/dcat#}", "{http://purl.org/dc/terms/}"
HYDRA = "{http://www.w3.org/ns/hydra/core#}"
SHAPES = Path(__file__).parent / "vendor" / "dcat-ap-SHACL.ttl"  # DCAT-AP 3.0.1, where it is at hand
READERS = {"ttl": "turtle", "n3": "n3", "xml": "xml", "rdf": "xml", "jsonld": "json-ld"}
NASTY = 'ป้าย "คำ" \\ <b>&amp;</b>\r\nบรรทัด\tใหม่ ]]> \x0b'


@pytest.fixture
def world() -> World:
    return make_people()


def read(client: Client, address: str, expected: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == expected, response.content[:300]
    content = b"".join(response) if response.streaming else response.content
    return content.decode()


def parsed(client: Client, address: str) -> ET.Element:
    return ET.fromstring(read(client, address))  # noqa: S314 - our own answer


def titles(page: ET.Element) -> list[str]:
    return [one.findtext(f"{DCT}title") or "" for one in page.iter(f"{DCAT}Dataset")]


def next_of(page: ET.Element) -> str | None:
    found = page.find(f".//{HYDRA}nextPage")
    return None if found is None else found.get(f"{RDF}resource")


def everything(world: World) -> Dataset:
    """A dataset that says all that DCAT has a word for."""
    made = dataset(
        world,
        "waste",
        notes='ป้าย "คำ" \\ <b>&amp;</b> ]]>\nบรรทัดใหม่',
        data_language=("ไทย", "อังกฤษ"),
        update_frequency_unit="เดือน",
        update_frequency_interval="3",
    )
    with_table(world, made)
    return made


# ── the forms ───────────────────────────────────────────────────────────────
def test_every_form_says_the_same(client: Client, world: World) -> None:
    compare = pytest.importorskip("rdflib.compare", reason="rdflib is not installed")
    rdflib = pytest.importorskip("rdflib")
    everything(world)
    graphs = []
    for form, reader in READERS.items():
        text = read(client, f"/catalog.{form}")
        graphs.append(rdflib.Graph().parse(data=text, format=reader))
    first, *others = graphs
    assert len(first) > 50
    # Each page has the address of its own form: that apart, nothing differs.
    canonical = compare.to_isomorphic(_without_pages(rdflib, first))
    for other in others:
        assert compare.to_isomorphic(_without_pages(rdflib, other)) == canonical


def _without_pages(rdflib: Any, graph: Any) -> Any:
    kept = rdflib.Graph()
    for triple in graph:
        if "page=" not in str(triple[0]):
            kept.add(triple)
    return kept


def test_signs_of_every_language_are_written_as_they_are() -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    node = Node(
        'https://a.example/x y"<>{}|\\^`',
        ("dct:Location",),
        (("rdfs:label", Text(NASTY, "th")), ("rdfs:label", Text(""))),
    )
    for form, reader in READERS.items():
        graph = rdflib.Graph().parse(data="".join(written(FORMS[form], [node, node])), format=reader)
        said = {str(value) for value in graph.objects(None, rdflib.RDFS.label)}
        assert said == {NASTY.replace("\x0b", ""), ""}, form
        assert {str(one) for one in graph.subjects()} == {
            "https://a.example/x%20y%22%3C%3E%7B%7D%7C%5C%5E%60"
        }


def test_without_a_library_the_forms_can_be_read(client: Client, world: World) -> None:
    made = everything(world)
    told = json.loads(read(client, f"/dataset/{made.public_id}.jsonld"))["@graph"]
    assert [one["@type"] for one in told] == [["dcat:Dataset"]]
    assert told[0]["dct:title"] == [{"@value": "ชุดข้อมูล waste", "@language": "th"}]
    assert told[0]["dct:accrualPeriodicity"][0]["@id"].endswith("/frequency/QUARTERLY")
    found = parsed(client, f"/dataset/{made.name}.xml")
    assert titles(found) == ["ชุดข้อมูล waste"]
    file = [one for one in found.iter(f"{DCAT}Distribution") if one.find(f"{DCAT}downloadURL") is not None]
    assert len(file) == 1
    assert file[0].findtext(f"{DCAT}byteSize") == str(made.resources.get(kind="file").size)
    turtle = read(client, f"/dataset/{made.public_id}.ttl")
    assert turtle.count("a dcat:Distribution") == 2
    assert "application/rdf+xml" in client.get(f"/dataset/{made.public_id}.rdf")["Content-Type"]


def test_the_published_shapes_find_no_fault(client: Client, world: World) -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="pyshacl is not installed")
    rdflib = pytest.importorskip("rdflib")
    if not SHAPES.exists():
        pytest.skip("the shapes of DCAT-AP are not at hand")
    everything(world)
    dataset(world, "bare", links=0, license_id="อื่นๆ", license_id_other="ติดต่อหน่วยงาน")
    data = rdflib.Graph().parse(data=read(client, "/catalog.ttl"), format="turtle")
    shapes = rdflib.Graph().parse(SHAPES, format="turtle")
    conforms, _graph, report = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    assert conforms, report


def test_what_the_profile_asks_for_is_there(client: Client, world: World) -> None:
    """Every mandatory property of DCAT-AP 3.0.1, and every ranged thing typed; by hand, without the shapes."""
    everything(world)
    page = parsed(client, "/catalog.xml")
    catalogue = page.find(f"{DCAT}Catalog")
    assert catalogue is not None
    for name in ("title", "description", "publisher"):
        assert len(catalogue.findall(f"{DCT}{name}")) == 1, name
    for one in page.iter(f"{DCAT}Dataset"):
        assert one.find(f"{DCT}title") is not None
        assert one.find(f"{DCT}description") is not None
        for name in ("accrualPeriodicity", "accessRights", "language", "publisher", "spatial", "provenance"):
            for ranged in one.findall(f"{DCT}{name}"):
                assert len(ranged) == 1, name  # a thing of its class inside, and no bare address
    for one in page.iter(f"{DCAT}Distribution"):
        assert one.find(f"{DCAT}accessURL") is not None
        assert len(one.findall(f"{DCT}license")) <= 1


# ── page by page ────────────────────────────────────────────────────────────
def test_pages_of_one_list_name_each_other(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven datasets, three on a page; one of page three is withdrawn and one published while somebody walks."""
    monkeypatch.setattr(dcat, "SIZE", 3)
    for number in range(7):
        dataset(world, f"set-{number}", links=0)
    rows = list(Dataset.objects.order_by("public_id"))
    page = parsed(client, "/catalog.xml")
    seen = titles(page)
    withdraw_dataset(dataset=rows[6], reason="ยกเลิก", by=world.coordinator, now=NOW)
    dataset(world, "newcomer", links=0)
    visited = ["/catalog.xml"]
    while address := next_of(page):
        assert address.startswith("http://127.0.0.1:8000/catalog.xml?page=")
        assert address not in visited
        visited.append(address)
        page = parsed(client, address.removeprefix("http://127.0.0.1:8000"))
        seen += titles(page)
    assert len(visited) == 3
    assert seen == [row.title for row in rows[:6]]
    assert len(titles(parsed(client, "/catalog.xml?page=all"))) == 7


def test_the_address_comes_from_the_site_and_not_from_the_request(client: Client, world: World) -> None:
    made = dataset(world, "waste")
    text = read(Client(headers={"host": "localhost"}), "/catalog.ttl")
    assert f"<http://127.0.0.1:8000/dataset/{made.public_id}>" in text
    assert "localhost" not in text


def test_a_walk_that_is_over_is_told_and_never_a_short_page(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dcat, "SIZE", 1)
    dataset(world, "waste")
    dataset(world, "water")
    found = re.search(r"snapshot=([0-9a-f]{64})", read(client, "/catalog.ttl"))
    assert found is not None
    address = f"/catalog.ttl?page=1&snapshot={found[1]}"
    assert "dcat:Dataset" in read(client, address)
    with time_machine.travel(now() + WALKED_FOR + timedelta(seconds=1)):
        read(client, address, 503)
    read(client, "/catalog.ttl?page=1&snapshot=nothing", 503)
    for beyond in ("3", "0", "-1", "x", "9" * 40):
        read(client, f"/catalog.ttl?page={beyond}", 404)
    read(client, "/catalog.docx", 404)


def test_since_and_queries(client: Client, world: World) -> None:
    dataset(world, "old")
    dataset(world, "new", now=NOW + timedelta(days=2))
    for query, expected in (
        ("modified_since=2024-10-11", {"ชุดข้อมูล new"}),
        ("modified_since=2024-10-12T03:00:00Z", {"ชุดข้อมูล new"}),
        ("fq=name:old", {"ชุดข้อมูล old"}),
        ("q=ไม่มีคำนี้", set()),
    ):
        assert set(titles(parsed(client, f"/catalog.xml?{query}"))) == expected, query
    read(client, "/catalog.xml?modified_since=soon", 400)
    read(client, "/catalog.xml?fq=no_field:1", 400)


def test_what_may_not_be_taken_over_is_not_in_the_catalogue_for_harvesters(
    client: Client, world: World
) -> None:
    made = dataset(world, "kept", allow_harvest="False")
    dataset(world, "given", allow_harvest="True")
    assert titles(parsed(client, "/catalog.xml")) == ["ชุดข้อมูล given"]
    assert titles(parsed(client, f"/dataset/{made.public_id}.xml")) == ["ชุดข้อมูล kept"]


def test_the_whole_file_is_made_anew_when_something_changes(client: Client, world: World) -> None:
    dataset(world, "waste")
    other = dataset(world, "water")
    assert len(titles(parsed(client, "/catalog.xml?page=all"))) == 2
    set_private(dataset=other, private=True, by=world.coordinator, now=NOW + timedelta(days=1))
    assert titles(parsed(client, "/catalog.xml?page=all")) == ["ชุดข้อมูล waste"]


def test_addresses_of_linked_data_lead_to_pages(client: Client, world: World) -> None:
    made = dataset(world, "waste")
    resource = made.resources.get()
    assert client.get(f"/dataset/{made.public_id}")["Location"] == "/catalog/waste/"
    assert client.get(f"/dataset/{made.public_id}/resource/{resource.public_id}")["Location"] == (
        f"/catalog/waste/resource/{resource.public_id}/"
    )
    key = organization_id(made.agency_id)
    assert client.get(f"/organization/{key}")["Location"] == f"/catalog/?organization=agency-{made.agency_id}"
    assert client.get("/organization/agency-0").status_code == 404
