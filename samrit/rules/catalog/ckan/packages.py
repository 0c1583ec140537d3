"""A dataset as CKAN's package dict, and back."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samrit.rules.amounts import quoted
from samrit.rules.catalog.ckan.asking import written_moment
from samrit.rules.catalog.dcat import licence_of
from samrit.rules.catalog.kinds import Dataset, Fault, Field, Kind, Record, Schema, Value, first, texts
from samrit.rules.catalog.versions import available, load
from samrit.rules.wording import say

_OWN_ADDRESS = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 9562's namespace of addresses
_MOST_DEEP = 100_000  # letters of a text that may hold a list of JSON


@dataclass(frozen=True)
class OrganizationFace:
    """An organization as the face shows it. ``id`` stays the same for ever; ``name`` stands in addresses."""

    id: str
    name: str
    title: str
    created: datetime
    description: str = ""
    image_url: str = ""


@dataclass(frozen=True)
class GroupFace:
    id: str
    name: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class ResourceFace:
    """What the room knows of a resource beside its record. ``size`` in bytes; ``hash``: sha256, "" while unknown."""

    id: str
    created: datetime
    modified: datetime | None = None
    media_type: str = ""
    size: int | None = None
    hash: str = ""
    queryable: bool = False


@dataclass(frozen=True)
class Face:
    """What the room knows of a dataset beside its record: moments are aware, resources in the record's order."""

    id: str
    organization: OrganizationFace
    created: datetime
    modified: datetime
    private: bool = False
    state: str = "active"
    groups: tuple[GroupFace, ...] = ()
    resources: tuple[ResourceFace, ...] = ()


def package_of(schema: Schema, dataset: Dataset, face: Face) -> dict[str, Any]:
    """The package dict: own fields at the top level and never in extras, several choices as a list, tags as CKAN has them.

    Nothing of it depends on who asks or when. ValueError when the face's resources are not the record's.
    """
    if len(face.resources) != len(dataset.resources):
        raise ValueError("each resource needs its face")
    record = dataset.record
    return {
        **_fields_of(schema.fields, record),
        **_texts_of(record),
        **_licence(first(record.get("license_id"))),
        **_tags_of(record),
        **_ALWAYS,
        "extras": [],
        "groups": [_group(one) for one in face.groups],
        "id": face.id,
        "metadata_created": written_moment(face.created),
        "metadata_modified": written_moment(face.modified),
        "num_resources": len(dataset.resources),
        "organization": _organization(face.organization),
        "owner_org": face.organization.id,
        "private": face.private,
        "relationships_as_object": [],
        "relationships_as_subject": [],
        "resources": [
            _resource(schema, one, its, place, face.id)
            for place, (one, its) in enumerate(zip(dataset.resources, face.resources, strict=True))
        ],
        "state": face.state,
    }


_ALWAYS: Mapping[str, str | None] = {
    "author": None,
    "author_email": None,
    "creator_user_id": None,
    "type": "dataset",
    "version": None,
}


def _texts_of(record: Record) -> dict[str, str]:
    """What CKAN always has, "" where the record says nothing."""
    codes = ("maintainer", "maintainer_email", "name", "notes", "title", "url")
    return {code: first(record.get(code)) for code in codes}


def _licence(value: str) -> dict[str, Any]:
    licence = licence_of(value)
    address = {"license_url": licence.address} if licence.address else {}
    return {"license_id": value, "license_title": value or None, "isopen": licence.is_open, **address}


def _tags_of(record: Record) -> dict[str, Any]:
    tags = sorted(texts(record.get("tag_string")))
    return {"tags": [_tag(tag) for tag in tags], "num_tags": len(tags)}


def _fields_of(fields: Mapping[str, Field], record: Record) -> dict[str, Any]:
    """Every field of the standard that says something, several values as a list."""
    known = {*fields, *(one.other for one in fields.values() if one.of)} - {"tag_string"}
    return {
        code: list(value) if isinstance(value, tuple) else value
        for code, value in record.items()
        if code in known
    }


def _organization(one: OrganizationFace) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "type": "organization",
        "description": one.description,
        "image_url": one.image_url,
        "created": written_moment(one.created),
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def _group(one: GroupFace) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "display_name": one.title,
        "description": one.description,
        "image_display_url": "",
    }


def _tag(tag: str) -> dict[str, Any]:
    """A tag has no row of its own here: its id follows from its name."""
    return {
        "display_name": tag,
        "id": str(uuid.uuid5(_OWN_ADDRESS, f"tag:{tag}")),
        "name": tag,
        "state": "active",
        "vocabulary_id": None,
    }


def _resource(schema: Schema, record: Record, face: ResourceFace, place: int, package: str) -> dict[str, Any]:
    return {
        **_fields_of(schema.resource, record),
        "cache_last_updated": None,
        "cache_url": None,
        "created": written_moment(face.created),
        "datastore_active": face.queryable,
        "description": first(record.get("description")),
        "format": first(record.get("format")),
        "hash": face.hash,
        "id": face.id,
        "last_modified": written_moment(face.modified) if face.modified else None,
        "metadata_modified": written_moment(face.modified or face.created),
        "mimetype": face.media_type or None,
        "mimetype_inner": None,
        "name": first(record.get("name")),
        "package_id": package,
        "position": place,
        "resource_type": None,
        "size": face.size,
        "state": "active",
        "url": first(record.get("url")),
        "url_type": None,
    }


# ── and back ────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Taken:
    """The dataset that a package dict states, and what of it the standard has no place for."""

    dataset: Dataset
    notes: tuple[Fault, ...] = ()


def taken(package: Mapping[str, Any]) -> Taken:
    """The dataset of a package that another catalogue sends, in the version that its fields speak of.

    Values stay as they are, whether they are in the vocabulary or not: who validates tells. Own fields may stand in extras
    as well; a list that is sent as a text of JSON is read.
    """
    given = {**_extras(package.get("extras")), **package}
    schema = _version(given)
    notes: list[Fault] = []
    record = dict(_record(schema.fields, given, notes, None))
    record |= _tags_sent(given.get("tags"), record)
    if owner := _owner(given):
        record["owner_org"] = owner
    resources = package.get("resources")
    rows = [row for row in resources if isinstance(row, Mapping)] if isinstance(resources, Sequence) else []
    read = tuple(dict(_record(schema.resource, row, notes, place)) for place, row in enumerate(rows))
    return Taken(Dataset(schema.version, record, read), tuple(notes))


def _version(given: Mapping[str, Any]) -> Schema:
    """The oldest version that has every field that was sent; the newest where none has."""
    every = {code for version in available() for code in load(version).fields}
    sent = {code for code in given if code in every and given[code]}
    schemas = [load(version) for version in available()]
    return next((schema for schema in schemas if sent <= {*schema.fields}), schemas[-1])


def _extras(given: Any) -> dict[str, Any]:
    rows = given if isinstance(given, list) else []
    return {str(row["key"]): row.get("value") for row in rows if isinstance(row, Mapping) and "key" in row}


def _record(
    fields: Mapping[str, Field], given: Mapping[str, Any], notes: list[Fault], place: int | None
) -> Iterator[tuple[str, Value]]:
    for asked in fields.values():
        value = _value(asked, given.get(asked.code))
        if value is not None:
            yield asked.code, value
        elif given.get(asked.code) not in (None, "", [], {}):
            notes.append(_strange(asked, given[asked.code], place))
        other = given.get(asked.other) if asked.of else None
        if isinstance(other, str) and other.strip():
            yield asked.other, other.strip()


def _value(asked: Field, given: Any) -> Value | None:
    if isinstance(given, bool | int):
        given = str(given)
    if asked.kind.holds_several and isinstance(given, str):
        given = _list_in(given)
    if isinstance(given, list) and all(isinstance(one, str) for one in given):
        several = tuple(one.strip() for one in given if one.strip())
        if asked.kind.holds_several:
            return several or None
        given = several[0] if len(several) == 1 else None
    if not isinstance(given, str) or not given.strip():
        return None
    return _day(given.strip()) if asked.kind is Kind.DATE else given.strip()


def _list_in(text: str) -> Any:
    if text.startswith("[") and len(text) <= _MOST_DEEP:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass
    return [text]


def _day(text: str) -> str:
    """CKAN may send a day as a moment at midnight."""
    return text.split("T00:00:00", 1)[0]


def _tags_sent(given: Any, record: Record) -> dict[str, Value]:
    rows = given if isinstance(given, list) else []
    names = [row.get("display_name") or row.get("name") for row in rows if isinstance(row, Mapping)]
    tags = tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name))
    if tags:
        return {"tag_string": tags}
    written = [part.strip() for one in texts(record.get("tag_string")) for part in one.split(",")]
    return {"tag_string": tuple(filter(None, written))} if any(written) else {}


def _owner(given: Mapping[str, Any]) -> str:
    """The organization's title where it comes along; its id otherwise."""
    organization = given.get("organization")
    title = organization.get("title") if isinstance(organization, Mapping) else None
    return title if isinstance(title, str) and title else str(given.get("owner_org") or "")


def _strange(asked: Field, given: Any, place: int | None) -> Fault:
    text = json.dumps(given, ensure_ascii=False, default=str)
    return Fault(
        asked.code,
        text,
        say("catalog_package_strange", "อ่านค่าของ{field}ไม่ได้: {given}", field=asked.label, given=quoted(text)),
        say("catalog_package_strange_mend", "กรอก{field}ใหม่", field=asked.label),
        refuses=False,
        resource=place,
    )
