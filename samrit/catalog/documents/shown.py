"""A dataset as everybody is shown it: record, resources with their addresses, and who keeps it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from samrit.catalog.models import Dataset, Resource
from samrit.catalog.queries.datasets import address_of, stated_of
from samrit.catalog.queries.organizations import organization_id, organization_name
from samrit.catalog.queries.public import may_be_had
from samrit.people.models import Agency
from samrit.rules.catalog import Dataset as Stated
from samrit.rules.catalog import Record, Schema, load
from samrit.rules.catalog.ckan import Face, OrganizationFace, ResourceFace, package_of

UNKNOWN_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)  # since when an agency is known is kept nowhere
OBSERVATION_FORMS = {"csv": "CSV", "parquet": "Parquet", "jsonl": "JSON Lines"}
TABLES = frozenset(
    {"csv", "tsv", "txt", "xlsx", "parquet", "jsonl", "ndjson"}
)  # endings that may hold a table


@dataclass(frozen=True)
class Shown:
    """``stated`` and ``face`` go to ``package_of``; the ``row`` was read ``with_contents``."""

    row: Dataset
    schema: Schema
    stated: Stated
    face: Face

    @property
    def record(self) -> Record:
        return self.stated.record

    @property
    def address(self) -> str:
        return absolute(reverse("catalog:dataset", args=[self.row.name]))

    def package(self) -> dict[str, Any]:
        """CKAN's package dict."""
        return package_of(self.schema, self.stated, self.face)


def shown(row: Dataset) -> Shown:
    resources = list(row.resources.all())
    told = stated_of(row, resources)
    record = {**told.record, "name": row.name, "title": row.title, "owner_org": row.agency.name}
    with_forms = tuple(map(_with_format, told.resources, resources))
    stated = Stated(row.schema_version, record, with_forms)
    face = Face(
        id=str(row.public_id),
        organization=organization(row.agency),
        created=row.created_at,
        modified=row.modified_at,
        private=row.private,
        resources=tuple(_resource_face(one) for one in resources),
    )
    return Shown(row, load(row.schema_version), stated, face)


def organization(agency: Agency) -> OrganizationFace:
    return OrganizationFace(
        organization_id(agency.pk),
        organization_name(agency.pk),
        agency.name,
        UNKNOWN_MOMENT,
    )


def absolute(path: str) -> str:
    """With the configured site, whatever name the request came by."""
    return urljoin(settings.SITE_URL, path)


# ── resources ───────────────────────────────────────────────────────────────
def _with_format(record: Record, resource: Resource) -> Record:
    """A file that does not say its format has that of its ending."""
    form = form_of(resource)
    return record if record.get("format") or not form else {**record, "format": form.upper()}


def _resource_face(resource: Resource) -> ResourceFace:
    return ResourceFace(
        id=str(resource.public_id),
        created=resource.created_at,
        modified=resource.modified_at,
        media_type=resource.media_type,
        size=resource.size,
        hash=resource.sha256,
        queryable=is_table(resource) and may_be_had(resource),
    )


def form_of(resource: Resource) -> str:
    """The ending of its file; csv of observations; "" of an address."""
    if resource.kind == Resource.Kind.OBSERVATIONS:
        return "csv"
    return PurePath(resource.file.name).suffix.lower().lstrip(".") if resource.file else ""


def is_table(resource: Resource) -> bool:
    """Whether its rows may be asked for here: not of an address, where they lie elsewhere."""
    return resource.kind != Resource.Kind.LINK and form_of(resource) in TABLES


def page_address(row: Dataset, resource: Resource) -> str:
    """The page that tells of the resource."""
    return absolute(reverse("catalog:resource", args=[row.name, resource.public_id]))


def data_address(row: Dataset, resource: Resource, form: str = "") -> str:
    """Where its data are had; ``form``: of the observations, another than CSV."""
    address = address_of(row, resource)
    return f"{address}?format={form}" if form and resource.kind == Resource.Kind.OBSERVATIONS else address


def read_in_python(row: Dataset, resource: Resource) -> str:
    """How polars reads it from its address, codes such as 007 unharmed; "" where it reads no such file from the web."""
    address = data_address(row, resource)
    return {
        "csv": f'pl.read_csv("{address}", infer_schema=False)',
        "tsv": f'pl.read_csv("{address}", infer_schema=False, separator="\\t")',
        "txt": f'pl.read_csv("{address}", infer_schema=False)',
        "parquet": f'pl.read_parquet("{address}")',
        "jsonl": f'pl.read_ndjson("{address}")',
        "ndjson": f'pl.read_ndjson("{address}")',
    }.get(form_of(resource), "")
