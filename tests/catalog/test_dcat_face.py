"""DCAT: three forms that say the same, pages of one list that name each other, and the published shapes."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from pathlib import Path

import pyshacl
import pytest
import rdflib
import time_machine
from django.test import Client
from django.utils.timezone import now
from rdflib.compare import to_isomorphic

from samrit.catalog.actions.datasets import set_private, withdraw_dataset
from samrit.catalog.documents.linked.statements import Node, Text
from samrit.catalog.documents.linked.writing import FORMS, written
from samrit.catalog.models import Dataset
from samrit.catalog.queries.organizations import organization_id
from samrit.catalog.queries.walks import WALKED_FOR
from samrit.catalog.views.machine import dcat
from samrit.rules.catalog.kinds import Kind, Value
from tests.catalog.catalogued import dataset, with_table
from tests.rules.catalog_records import STANDARD
from tests.world import NOW, World, make_people

pytestmark = [
    pytest.mark.django_db,
    # rdflib's own readers of Turtle and JSON-LD use names that rdflib no longer likes.
    pytest.mark.filterwarnings("ignore:.*default_context is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DCAT, DCT = "{http://www.w3.org/ns/dcat#}", "{http://purl.org/dc/terms/}"
HYDRA = "{http://www.w3.org/ns/hydra/core#}"
SHAPES = Path(__file__).parent / "vendor" / "dcat-ap-SHACL.ttl"  # DCAT-AP 3.0.1
READERS = {"ttl": "turtle", "n3": "n3", "xml": "xml", "rdf": "xml", "jsonld": "json-ld"}
TYPED: dict[Kind, Value] = {
    Kind.TAGS: ("ขยะ", "สิ่งแวดล้อม"),
    Kind.EMAIL: "data@province.example.go.th",
    Kind.URL: "https://data.example.go.th/a?b=c",
    Kind.DATE: "2024-02-01",
    Kind.YEAR: "2567",
    Kind.WHOLE: "3",
    Kind.LONGITUDE: "100.5",
    Kind.LATITUDE: "14.0",
}
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
    everything(world)
    graphs = []
    for form, reader in READERS.items():
        text = read(client, f"/catalog.{form}")
        graphs.append(rdflib.Graph().parse(data=text, format=reader))
    first, *others = graphs
    assert len(first) > 50
    # Each page has the address of its own form: that apart, nothing differs.
    canonical = to_isomorphic(_without_pages(first))
    for other in others:
        assert to_isomorphic(_without_pages(other)) == canonical


def _without_pages(graph: rdflib.Graph) -> rdflib.Graph:
    kept = rdflib.Graph()
    for triple in graph:
        if "page=" not in str(triple[0]):
            kept.add(triple)
    return kept


def test_signs_of_every_language_are_written_as_they_are() -> None:
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


def every_type(world: World) -> None:
    """A dataset of each of the five types with an answer in every field of its type, and with every kind of resource."""
    for one in STANDARD.vocabularies["data_type"]:
        said = {**_answers(one.key), "data_type": one.value}
        made = dataset(world, f"all-of-{one.key}", **said)
        with_table(world, made)
    dataset(world, "bare", links=0, license_id="อื่นๆ", license_id_other="ติดต่อหน่วยงาน")


def _answers(kind: str) -> dict[str, Value]:
    """Every word of each vocabulary where several may be given, and the last one otherwise."""
    found: dict[str, Value] = {}
    for code, asked in STANDARD.fields.items():
        if (
            code in {"name", "title", "owner_org", "allow_harvest"}
            or not asked.belongs(kind)
            or asked.portals
        ):
            continue
        values = [one.value for one in STANDARD.choices(asked)]
        if values:
            found[code] = tuple(values) if asked.kind.holds_several else values[-1]
            found |= (
                {asked.other: "ตามหนังสือสั่งการ"} if any(one.other for one in STANDARD.choices(asked)) else {}
            )
        else:
            found[code] = TYPED.get(asked.kind, 'คำอธิบาย "อื่น" <&> \\')
    return {
        **found,
        "data_category": "ข้อมูลสาธารณะ",  # of the last ones not even the description is shown
        **(
            {"east_bound_longitude": "100.9", "north_bound_longitude": "14.3"} if kind == "geospatial" else {}
        ),
    }


@pytest.mark.parametrize("form", READERS)
def test_the_published_shapes_find_no_fault(client: Client, world: World, form: str) -> None:
    every_type(world)
    shapes = rdflib.Graph().parse(SHAPES, format="turtle")
    for address in (f"/catalog.{form}", f"/dataset/all-of-statistics.{form}"):
        data = rdflib.Graph().parse(data=read(client, address), format=READERS[form])
        conforms, _graph, report = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
        assert conforms, report
    data.remove((None, rdflib.DCTERMS.title, None))
    assert not pyshacl.validate(data, shacl_graph=shapes, advanced=True)[0]  # they do look


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
    dataset(world, "older")
    dataset(world, "newer", now=NOW + timedelta(days=2))
    for query, expected in (
        ("modified_since=2024-10-11", {"ชุดข้อมูล newer"}),
        ("modified_since=2024-10-12T03:00:00Z", {"ชุดข้อมูล newer"}),
        ("fq=name:older", {"ชุดข้อมูล older"}),
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
