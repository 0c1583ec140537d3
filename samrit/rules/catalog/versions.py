"""The versions of the standard there are, read from ``schemas/``."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from samrit.rules.catalog.kinds import Choice, Condition, Field, Group, Kind, Row, Schema, When
from samrit.rules.wording import RefusedError, refuse


def documents(version: str) -> dict[str, str]:
    """The files that state a version (name → text), as they were written; of one that changes another, only its own."""
    files = [file for file in (_folder() / version).iterdir() if file.name.endswith(".toml")]
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(files, key=lambda file: file.name)}


@cache
def available() -> tuple[str, ...]:
    """The versions, the oldest first."""
    read = {folder.name: documents(folder.name) for folder in _folder().iterdir() if _is_version(folder)}
    return tuple(sorted(read, key=lambda name: _merged(read[name])["since"]))


@cache
def load(version: str) -> Schema:
    """The schema of a version. An unknown one is refused with the list of those there are; ValueError when a file contradicts itself."""
    if version not in available():
        raise RefusedError(
            refuse(
                "unknown_schema",
                "ไม่มีมาตรฐานคำอธิบายข้อมูลรุ่น “{version}” – มีรุ่น {known}",
                version=version,
                known=", ".join(available()),
            )
        )
    return read([documents(name) for name in _ancestry(version)])


def newest() -> Schema:
    """The newest version that is confirmed by an authority: what new datasets are written in."""
    return next(schema for name in reversed(available()) if (schema := load(name)).confirmed)


def read(stated: Sequence[Mapping[str, str]]) -> Schema:
    """The schema that files (name → text) state; the first of several documents is the version that the others change.

    ValueError, KeyError or TypeError when they do not state one.
    """
    data: dict[str, Any] = {}
    for document in stated:
        data = _changed(data, _merged(document))
    fields, rows = _fields(data["fields"]), tuple(_row(row, data["fields"]) for row in data["rows"])
    schema = Schema(
        version=data["version"],
        name=data["name"],
        english=data["english"],
        since=data["since"],
        confirmed=data["confirmed"],
        rows=rows,
        fields=_with_rows(fields, rows),
        resource=_fields(data["resource"]),
        vocabularies={key: tuple(map(_choice, words)) for key, words in data["vocabularies"].items()},
        conditions=tuple(map(_condition, data["conditions"])),
        groups=tuple(Group(**row) for row in data["groups"]),
        digest=_digest(stated),
    )
    if problems := list(_problems(schema)):
        raise ValueError(f"schema {schema.version}: {'; '.join(problems)}")
    return schema


# ── files ───────────────────────────────────────────────────────────────────
def _folder() -> Traversable:
    return resources.files(__package__) / "schemas"


def _is_version(folder: Traversable) -> bool:
    return folder.is_dir() and any(file.name.endswith(".toml") for file in folder.iterdir())


def _ancestry(version: str) -> list[str]:
    """The version and those that it changes, the oldest first."""
    found = [version]
    while parent := _merged(documents(found[0])).get("extends"):
        found.insert(0, parent)
    return found


def _merged(document: Mapping[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, text in document.items():
        for key, value in tomllib.loads(text).items():
            if key in data:
                raise ValueError(f"{name}: {key} is stated twice")
            data[key] = value
    return data


def _changed(before: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Fields take the place of those with their name or come after the one they name; vocabularies are replaced whole."""
    after = before | {key: value for key, value in changes.items() if key not in _ADDED}
    after["vocabularies"] = before.get("vocabularies", {}) | changes.get("vocabularies", {})
    for key, name in (("fields", "field"), ("resource", "field"), ("conditions", "code"), ("groups", "code")):
        after[key] = _placed(before.get(key, []), changes.get(key, []), name)
    return after


_ADDED = frozenset({"fields", "resource", "conditions", "groups", "vocabularies"})


def _placed(before: list[dict[str, Any]], changes: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    rows = list(before)
    for row in changes:
        places = {one[name]: place for place, one in enumerate(rows)}
        plain = {key: value for key, value in row.items() if key != "after"}
        if row[name] in places:
            rows[places[row[name]]] = plain
        else:
            rows.insert(places[row["after"]] + 1 if "after" in row else len(rows), plain)
    return rows


def _digest(stated: Sequence[Mapping[str, str]]) -> str:
    told = "\0".join(f"{name}\0{text}" for document in stated for name, text in sorted(document.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


# ── rows into what they state ───────────────────────────────────────────────
def _fields(rows: list[dict[str, Any]]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for row in rows:
        if row["field"] in found:
            raise ValueError(f"field {row['field']} is stated twice")
        found[row["field"]] = _field(row)
    return found


def _field(row: Mapping[str, Any]) -> Field:
    guide = row.get("help", {})
    return Field(
        code=row["field"],
        name=row["name"],
        english=row["english"],
        kind=Kind(row["kind"]),
        of=row.get("of", ""),
        types=tuple(row.get("types", ())),
        required=row.get("needed", row.get("required", False)),
        needless=_when(row["needless"]) if "needless" in row else None,
        portals=tuple(row.get("portals", ())),
        help=guide.get("name", ""),
        help_english=guide.get("english", ""),
    )


def _row(row: Mapping[str, Any], fields: list[dict[str, Any]]) -> Row:
    own = next(one for one in fields if one["field"] == row["fields"][0])
    return Row(
        number=row["number"],
        fields=tuple(row["fields"]),
        name=row.get("name", own["name"]),
        english=row.get("english", own["english"]),
        optional=tuple(row.get("optional", ())),
    )


def _with_rows(fields: Mapping[str, Field], rows: tuple[Row, ...]) -> dict[str, Field]:
    """The fields, each knowing its row and that the row needs it."""
    found = dict(fields)
    for row in rows:
        for code in row.fields:
            found[code] = _in_row(found[code], row)
    return found


def _in_row(asked: Field, row: Row) -> Field:
    return Field(**{**vars(asked), "row": row.number, "required": asked.code not in row.optional})


def _choice(row: Mapping[str, Any]) -> Choice:
    return Choice(**{"name": row["value"], **row, "same": tuple(row.get("same", ()))})


def _when(row: Mapping[str, Any]) -> When:
    return When(row["field"], tuple(row["is"]))


def _condition(row: Mapping[str, Any]) -> Condition:
    why = row["why"]
    return Condition(
        row["code"], _when(row["when"]), _when(row["then"]), row["refuses"], why["name"], why["english"]
    )


# ── a changed file that contradicts itself ──────────────────────────────────
def _problems(schema: Schema) -> Iterator[str]:
    yield from _numbering(schema)
    for fields in (schema.fields, schema.resource):
        for one in fields.values():
            yield from _field_problems(schema, one)
    for name, words in schema.vocabularies.items():
        for part in ("key", "value"):
            told = [getattr(word, part) for word in words]
            if len(set(told)) != len(told):
                yield f"two words of {name} have the same {part}"
    for condition in schema.conditions:
        for when in (condition.when, condition.then):
            yield from _when_problems(schema, when, condition.code)


def _numbering(schema: Schema) -> Iterator[str]:
    if [row.number for row in schema.rows] != list(range(1, len(schema.rows) + 1)):
        yield "the mandatory rows are not numbered one after the other"
    if "data_type" not in schema.fields or schema.fields["data_type"].of not in schema.vocabularies:
        yield "there is no data_type"


def _field_problems(schema: Schema, one: Field) -> Iterator[str]:
    chosen = one.kind in {Kind.CHOICE, Kind.CHOICES}
    if chosen != bool(one.of) or (one.of and one.of not in schema.vocabularies):
        yield f"{one.code} names no vocabulary that there is"
    known = {word.key for word in schema.vocabularies["data_type"]}
    if not set(one.types) <= known:
        yield f"{one.code} names unknown dataset types"
    if one.needless:
        yield from _when_problems(schema, one.needless, one.code)


def _when_problems(schema: Schema, when: When, where: str) -> Iterator[str]:
    asked = schema.fields.get(when.field)
    if asked is None or not {word.key for word in schema.choices(asked)} >= set(when.keys):
        yield f"{where} asks for what {when.field} does not have"
