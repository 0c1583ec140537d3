"""A dataset and the catalogue as DCAT-AP 3.0.1 has them (semiceu.github.io/DCAT-AP/releases/3.0.1)."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext, override

from samrit.catalog.documents.linked.statements import Node, Text
from samrit.catalog.documents.shown import Shown, absolute, data_address, page_address
from samrit.catalog.models import Resource
from samrit.catalog.queries.organizations import organization_id
from samrit.people.models import Agency
from samrit.rules.catalog import Record
from samrit.rules.catalog.ckan import written_moment
from samrit.rules.catalog.dcat import (
    Page,
    access_of,
    bounds_of,
    format_of,
    frequency_of,
    languages_of,
    licence_of,
    place_of,
    years_of,
)
from samrit.rules.catalog.kinds import first, texts

Row = tuple[str, Text | Node]
THAI = "th"  # what people typed: the standard has one language


def dataset_address(public_id: object) -> str:
    return absolute(f"/dataset/{public_id}")


def dataset_node(one: Shown) -> Node:
    return Node(dataset_address(one.row.public_id), ("dcat:Dataset",), tuple(_dataset_rows(one)))


def _dataset_rows(one: Shown) -> Iterator[Row]:
    record, row = one.record, one.row
    yield "dct:identifier", Text(str(row.public_id))
    yield "dct:title", Text(row.title, THAI)
    yield "dct:description", Text(first(record.get("notes")) or row.title, THAI)
    yield from (("dcat:keyword", Text(tag, THAI)) for tag in texts(record.get("tag_string")))
    yield "dct:issued", _moment(row.published_at or row.created_at)
    yield "dct:modified", _moment(row.modified_at)
    yield "dct:publisher", _agent(row.agency)
    yield "dcat:landingPage", Node(one.address, ("foaf:Document",))
    yield from _contact(record)
    yield from _from_lists(one)
    yield from _where_and_when(one)
    if source := first(record.get("data_source")):
        yield "dct:provenance", Node("", ("dct:ProvenanceStatement",), (("rdfs:label", Text(source, THAI)),))
    resources = zip(row.resources.all(), one.stated.resources, strict=True)
    yield from (("dcat:distribution", _distribution(one, resource, told)) for resource, told in resources)


def _agent(agency: Agency) -> Node:
    address = absolute(f"/organization/{organization_id(agency.pk)}")
    return Node(address, ("foaf:Agent",), (("foaf:name", Text(agency.name, THAI)),))


def _contact(record: Record) -> Iterator[Row]:
    name, mail = first(record.get("maintainer")), first(record.get("maintainer_email"))
    rows: list[Row] = [("vcard:fn", Text(name, THAI))] if name else []
    rows += [("vcard:hasEmail", Node(f"mailto:{mail}"))] if mail else []
    if rows:
        yield "dcat:contactPoint", Node("", ("vcard:Kind", "vcard:Organization"), tuple(rows))


def _from_lists(one: Shown) -> Iterator[Row]:
    """What authorities give addresses for."""
    schema, record = one.schema, one.record
    if frequency := frequency_of(schema, record):
        yield "dct:accrualPeriodicity", Node(frequency, ("dct:Frequency",))
    if access := access_of(schema, record):
        yield "dct:accessRights", Node(access, ("dct:RightsStatement",))
    for language in languages_of(schema, record):
        yield "dct:language", Node(language, ("dct:LinguisticSystem",))


def _where_and_when(one: Shown) -> Iterator[Row]:
    place = place_of(one.schema, one.record, one.row.area_id)
    rows: list[Row] = []
    if place.code and not place.address:
        rows += [("dct:identifier", Text(place.code)), ("rdfs:label", Text(one.row.area.name, THAI))]
    if bounds := bounds_of(one.record):
        rows.append(("dcat:bbox", Text(bounds, kind="geo:wktLiteral")))
    if place.address or rows:
        yield "dct:spatial", Node(place.address, ("dct:Location",), tuple(rows))
    first_year, last_year = years_of(one.record)
    years = [("dcat:startDate", first_year), ("dcat:endDate", last_year)]
    said = tuple((name, Text(f"{year:04}", kind="xsd:gYear")) for name, year in years if year)
    if said:
        yield "dct:temporal", Node("", ("dct:PeriodOfTime",), said)


def _distribution(one: Shown, resource: Resource, told: Record) -> Node:
    address = f"{dataset_address(one.row.public_id)}/resource/{resource.public_id}"
    return Node(address, ("dcat:Distribution",), tuple(_distribution_rows(one, resource, told)))


def _distribution_rows(one: Shown, resource: Resource, told: Record) -> Iterator[Row]:
    page = page_address(one.row, resource)
    if title := first(told.get("name")):
        yield "dct:title", Text(title, THAI)
    if about := first(told.get("description")):
        yield "dct:description", Text(about, THAI)
    if resource.kind == Resource.Kind.LINK:
        yield "dcat:accessURL", Node(first(told.get("url")) or page)
    else:
        yield "dcat:accessURL", Node(page)
        yield "dcat:downloadURL", Node(data_address(one.row, resource))
    yield "dct:issued", _moment(resource.created_at)
    yield "dct:modified", _moment(resource.modified_at)
    yield from _format(resource, told)
    yield from _licence(first(one.record.get("license_id")))
    if resource.size is not None:
        yield "dcat:byteSize", Text(str(resource.size), kind="xsd:nonNegativeInteger")
    if resource.sha256:
        yield "spdx:checksum", _checksum(resource.sha256)


def _format(resource: Resource, told: Record) -> Iterator[Row]:
    known = format_of(first(told.get("format")) or resource.media_type)
    if known.file_type:
        yield "dct:format", Node(known.file_type, ("dct:MediaTypeOrExtent",))
    if known.media_type_address:
        yield "dcat:mediaType", Node(known.media_type_address, ("dct:MediaType",))


def _licence(value: str) -> Iterator[Row]:
    if not value:
        return
    known = licence_of(value)
    rows: tuple[Row, ...] = () if known.address else (("rdfs:label", Text(value)),)
    yield "dct:license", Node(known.address, ("dct:LicenseDocument",), rows)


def _checksum(digest: str) -> Node:
    algorithm = Node("http://spdx.org/rdf/terms#checksumAlgorithm_sha256", ("spdx:ChecksumAlgorithm",))
    value = Text(digest, kind="xsd:hexBinary")
    return Node("", ("spdx:Checksum",), (("spdx:algorithm", algorithm), ("spdx:checksumValue", value)))


def _moment(moment: datetime) -> Text:
    return Text(f"{written_moment(moment)}Z", kind="xsd:dateTime")


# ── the catalogue ───────────────────────────────────────────────────────────
def catalogue_address() -> str:
    return absolute("/catalog")


def catalogue_node(datasets: list[str]) -> Node:
    """``datasets``: addresses of those that follow in the same document."""
    with override(THAI):
        title, about = gettext("บัญชีข้อมูลภาครัฐ"), gettext("บัญชีข้อมูลภาครัฐของหน่วยงานในจังหวัด")
        name = gettext("สัมฤทธิ์")
    publisher = Node(settings.SITE_URL, ("foaf:Agent",), (("foaf:name", Text(name, THAI)),))
    rows: list[Row] = [
        ("dct:title", Text(title, THAI)),
        ("dct:description", Text(about, THAI)),
        ("dct:publisher", publisher),
        ("foaf:homepage", Node(absolute("/catalog/"), ("foaf:Document",))),
    ]
    rows += [("dcat:dataset", Node(one)) for one in datasets]
    return Node(catalogue_address(), ("dcat:Catalog",), tuple(rows))


def page_node(page: Page, total: int, size: int, addresses: dict[int, str]) -> Node:
    """Where the other pages are, in hydra's older and newer words. ``addresses``: number of a page → where it is."""
    rows: list[Row] = [
        ("hydra:totalItems", Text(str(total), kind="xsd:integer")),
        ("hydra:itemsPerPage", Text(str(size), kind="xsd:integer")),
    ]
    for older, newer, number in (
        ("firstPage", "first", 1),
        ("previousPage", "previous", page.previous),
        ("nextPage", "next", page.next),
        ("lastPage", "last", page.last),
    ):
        if number is not None:
            rows += [(f"hydra:{word}", Node(addresses[number])) for word in (older, newer)]
    return Node(addresses[page.number], ("hydra:PagedCollection", "hydra:PartialCollectionView"), tuple(rows))
