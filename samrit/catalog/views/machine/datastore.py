"""datastore_search: rows of a resource that is a table."""

import csv
import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from samrit.catalog.documents.shown import is_table
from samrit.catalog.models import Resource
from samrit.catalog.queries.public import may_be_had, public_resource
from samrit.catalog.queries.tables import NUMBER, Found, Table, kinds_of, looked_up, table_of
from samrit.catalog.views.machine.calling import Call
from samrit.rules.catalog.ckan import (
    Answer,
    Invalid,
    TableAsked,
    datastore_result,
    not_found,
    not_valid,
    read_table,
    success,
)


def datastore_search(call: Call) -> Answer:
    """Rows of a resource: resource_id, filters, q, fields, sort, limit, offset, distinct, include_total, records_format.

    A figure with decimals is a text, so that it keeps all its digits.
    """
    key = call.text("resource_id", "id")
    if not key:
        return not_valid(call.help, {"resource_id": ["Missing value"]})
    resource = public_resource(key)
    table = readable_table(resource) if resource else None
    if table is None:
        return not_found(call.help, f'Resource "{key}" was not found.')
    asked = read_table(call.given, [NUMBER, *table.names])
    if isinstance(asked, Invalid):
        return not_valid(call.help, asked.errors)
    return success(call.help, _result(call, table, asked, looked_up(table, asked)))


def readable_table(resource: Resource) -> Table | None:
    """The rows of a resource that everybody may have; None where there are none to read."""
    return table_of(resource) if is_table(resource) and may_be_had(resource) else None


def _result(call: Call, table: Table, asked: TableAsked, found: Found) -> dict[str, Any]:
    kinds = kinds_of(table)
    typed = [(name, kinds[name]) for name in found.names]
    result = datastore_result(
        resource=asked.resource,
        fields=typed,
        records=[_record(found.names, row, kinds) for row in found.rows] if asked.format == "objects" else [],
        total=found.total,
        limit=asked.limit,
        offset=asked.offset,
        address=_address(call),
    )
    if asked.format != "objects":
        result |= {"records_format": asked.format, "records": _written(found, asked.format, kinds)}
    if not asked.include_total:
        result = {name: value for name, value in result.items() if not name.startswith("total")}
        result["include_total"] = False
    return result


def _address(call: Call) -> str:
    """Of this very call without its place."""
    same = {
        name: value
        for name, value in call.given.items()
        if name not in {"limit", "offset"} and isinstance(value, str)
    }
    return f"{reverse('faces:ckan_action', args=['datastore_search'])}?{urlencode(same)}"


def _record(names: Sequence[str], row: Sequence[str], kinds: Any) -> dict[str, Any]:
    return {name: _value(text, kinds[name]) for name, text in zip(names, row, strict=True)}


def _value(text: str, kind: str) -> str | int | None:
    """What is blank is null; a whole number is one."""
    if not text.strip():
        return None
    return int(text) if kind == "int" else text


def _written(found: Found, form: str, kinds: Any) -> Any:
    if form == "lists":
        return [
            [_value(text, kinds[name]) for name, text in zip(found.names, row, strict=True)]
            for row in found.rows
        ]
    kept = io.StringIO()
    csv.writer(kept, delimiter="," if form == "csv" else "\t", lineterminator="\n").writerows(found.rows)
    return kept.getvalue()
