"""What the public pages tell of a dataset in words: its metadata by rows, its citation, schema.org for search engines."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from samrit.catalog.documents.shown import Shown, absolute, data_address, page_address
from samrit.rules.catalog import Field, Kind, day_of
from samrit.rules.catalog.ckan import written_moment
from samrit.rules.catalog.dcat import format_of, licence_of, place_of, years_of
from samrit.rules.catalog.kinds import first, texts
from samrit.rules.wording import Message
from samrit.ui.formats import date_long

_ELSEWHERE = frozenset({"title", "notes", "owner_org", "tag_string", "name", "allow_harvest"})  # on the page


@dataclass(frozen=True)
class Told:
    """One field: ``values`` as Messages (of a vocabulary), days or texts; ``address``: it leads somewhere."""

    label: Message
    values: tuple[Message | str | date, ...]
    is_mandatory: bool
    address: str = ""


def metadata(one: Shown) -> list[Told]:
    """Every field that says something, the mandatory rows first."""
    fields = [field for field in one.schema.fields.values() if field.code not in _ELSEWHERE]
    told = [row for field in fields if (row := _told(one, field))]
    return sorted(told, key=lambda row: not row.is_mandatory)


def _told(one: Shown, field: Field) -> Told | None:
    value = one.record.get(field.code)
    said = tuple(_said(one, field, text) for text in texts(value) if text)
    other = first(one.record.get(field.other)) if field.of else ""
    said = (*said, other) if other else said
    if not said:
        return None
    address = {Kind.URL: first(value), Kind.EMAIL: f"mailto:{first(value)}"}.get(field.kind, "")
    return Told(field.label, said, bool(field.row), address if _leads(address) else "")


def _leads(address: str) -> bool:
    """Only where a link may lead; never ``javascript:``."""
    return address.startswith(("https://", "http://", "mailto:"))


def _said(one: Shown, field: Field, text: str) -> Message | str | date:
    if field.kind is Kind.DATE:
        return day_of(text) or text
    found = one.schema.choice(field, text) if field.of else None
    return found.label if found else text


# ── citation ────────────────────────────────────────────────────────────────
def citation(one: Shown) -> str:
    """How the dataset is named by who uses it: in Thai, as it is written in papers."""
    row = one.row
    day = row.updated_on or row.modified_at.date()
    return gettext("{agency}. ({year}). {title} [ชุดข้อมูล]. ปรับปรุงเมื่อ {day}. {address}").format(
        agency=row.agency.name, year=day.year + 543, title=row.title, day=date_long(day), address=one.address
    )


# ── schema.org ──────────────────────────────────────────────────────────────
def schema_org(one: Shown) -> dict[str, Any]:
    """https://schema.org/Dataset, as search engines for data read it."""
    row, record = one.row, one.record
    told: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": absolute(f"/dataset/{row.public_id}"),
        "identifier": str(row.public_id),
        "name": row.title,
        "description": first(record.get("notes")) or row.title,
        "url": one.address,
        "inLanguage": "th",
        "keywords": list(texts(record.get("tag_string"))),
        "creator": {"@type": "GovernmentOrganization", "name": row.agency.name},
        "publisher": {"@type": "GovernmentOrganization", "name": row.agency.name},
        "dateModified": f"{written_moment(row.modified_at)}Z",
        "isAccessibleForFree": True,
        "includedInDataCatalog": {"@type": "DataCatalog", "url": absolute("/catalog/")},
        "distribution": list(_downloads(one)),
    }
    return told | _optional(one)


def _optional(one: Shown) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if one.row.published_at:
        told["datePublished"] = f"{written_moment(one.row.published_at)}Z"
    licence = licence_of(first(one.record.get("license_id")))
    if licence.address:
        told["license"] = licence.address
    begins, ends = years_of(one.record)
    if begins or ends:
        told["temporalCoverage"] = f"{begins or '..'}/{ends or '..'}"
    if place_of(one.schema, one.record, one.row.area_id).code:
        told["spatialCoverage"] = {"@type": "Place", "name": one.row.area.name}
    return told


def _downloads(one: Shown) -> Iterator[Mapping[str, Any]]:
    for resource, record in zip(one.row.resources.all(), one.stated.resources, strict=True):
        known = format_of(first(record.get("format")) or resource.media_type)
        told = {
            "@type": "DataDownload",
            "name": first(record.get("name")),
            "contentUrl": data_address(one.row, resource),
            "url": page_address(one.row, resource),
            "encodingFormat": known.media_type or first(record.get("format")),
        }
        yield {name: value for name, value in told.items() if value}


_SIGNS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_data_block(told: Mapping[str, Any]) -> SafeString:
    """A block of data for the page's head. It is no script: browsers do not run it, and the policy lets it stand."""
    text = json.dumps(told, ensure_ascii=False).translate(_SIGNS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - every sign of markup is escaped
