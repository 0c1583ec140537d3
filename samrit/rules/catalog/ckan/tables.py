"""The parameters of datastore_search and of the lists, read and bounded [repo: ckan/ckan @2dbe2c1]."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from samrit.rules.catalog.ckan.asking import Order
from samrit.rules.catalog.ckan.parameters import (
    Invalid,
    Parameters,
    WrongError,
    flag_in,
    flag_in_or_true,
    text_in,
    texts_in,
    whole_in,
)

USUAL_ROWS, MOST_ROWS = 100, 32_000
FORMATS = ("objects", "lists", "csv", "tsv")
_DIRECTIONS = {"asc": False, "desc": True}
_OF_TABLE = frozenset({"resource_id", "id", "filters", "q", "distinct", "plain", "language", "limit", "offset", "fields", "sort", "include_total", "total_estimation_threshold", "records_format"})  # fmt: skip
_OF_LIST = frozenset({"limit", "offset", "all_fields", "query", "q", "sort", "order_by", "type", "include_dataset_count", "include_extras", "include_groups", "include_tags", "include_users"})  # fmt: skip


@dataclass(frozen=True)
class TableAsked:
    """What datastore_search is asked. ``filters``: column → the values of which one is wanted; ``q``: words anywhere.

    ``columns`` in the order wanted, () for all. ``format``: objects, lists, csv or tsv.
    """

    resource: str
    filters: Mapping[str, tuple[str, ...]]
    q: str
    columns: tuple[str, ...]
    sort: tuple[Order, ...]
    limit: int
    offset: int
    distinct: bool
    include_total: bool
    format: str


@dataclass(frozen=True)
class ListAsked:
    """What package_list, organization_list, group_list and tag_list are asked; ``limit`` None for all."""

    limit: int | None
    offset: int
    all_fields: bool
    query: str


def read_table(given: Mapping[str, object], columns: Sequence[str]) -> TableAsked | Invalid:
    """What is asked of a table with these columns. A column that it does not have is told, as CKAN does."""
    told = Parameters(given)
    asked = TableAsked(
        resource=told.read("resource_id" if "resource_id" in given else "id", _named, ""),
        filters=told.read("filters", _filters(columns), {}),
        q=told.read("q", text_in, ""),
        columns=told.read("fields", _columns(columns), ()),
        sort=told.read("sort", _sort(columns), ()),
        limit=min(told.read("limit", lambda text: whole_in(text, USUAL_ROWS), 0), MOST_ROWS),
        offset=told.read("offset", lambda text: whole_in(text, 0), 0),
        distinct=told.read("distinct", flag_in, otherwise=False),
        include_total=told.read("include_total", flag_in_or_true, otherwise=True),
        format=told.read("records_format", _format, FORMATS[0]),
    )
    _unknown(told, _OF_TABLE)
    return Invalid(told.errors) if told.errors else asked


def read_list(given: Mapping[str, object]) -> ListAsked | Invalid:
    """What is asked of a list of names."""
    told = Parameters(given)
    limit = told.read("limit", lambda text: None if text is None or text == "" else whole_in(text, 0), None)
    asked = ListAsked(
        limit=limit,
        offset=told.read("offset", lambda text: whole_in(text, 0), 0),
        all_fields=told.read("all_fields", flag_in, otherwise=False),
        query=told.read("query" if "query" in given else "q", text_in, ""),
    )
    _unknown(told, _OF_LIST)
    return Invalid(told.errors) if told.errors else asked


def _unknown(told: Parameters, known: frozenset[str]) -> None:
    for name in sorted({*told.given} - known):
        told.errors[name] = ("Unknown parameter",)


def _named(given: object) -> str:
    if not text_in(given):
        raise WrongError("Missing value")
    return text_in(given)


def _format(given: object) -> str:
    text = text_in(given) or FORMATS[0]
    if text not in FORMATS:
        raise WrongError(f"Value must be one of {', '.join(FORMATS)}")
    return text


def _has(columns: Sequence[str], name: str) -> str:
    if name not in columns:
        raise WrongError(f'field "{name}" not in table')
    return name


def _columns(columns: Sequence[str]) -> Callable[[object], tuple[str, ...]]:
    return lambda given: tuple(_has(columns, name) for name in dict.fromkeys(texts_in(given)))


def _sort(columns: Sequence[str]) -> Callable[[object], tuple[Order, ...]]:
    return lambda given: tuple(_order(columns, part) for part in texts_in(given))


def _order(columns: Sequence[str], part: str) -> Order:
    """A column may have spaces in its name, and quotes around it."""
    name, _, last = part.strip().rpartition(" ")
    descending = _DIRECTIONS.get(last.casefold())
    name = part.strip() if descending is None or not name else name.strip()
    return Order(_has(columns, name.strip('"')), bool(descending))


def _filters(columns: Sequence[str]) -> Callable[[object], dict[str, tuple[str, ...]]]:
    return lambda given: {_has(columns, name): _wanted(value) for name, value in _object(given).items()}


def _object(given: object) -> Mapping[str, object]:
    if isinstance(given, str) and given.strip():
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            raise WrongError("Cannot parse JSON") from None
    if given is None or given == "":
        return {}
    if not isinstance(given, dict):
        raise WrongError("Must be an object of columns and values")
    return given


def _wanted(value: object) -> tuple[str, ...]:
    """One value or several; numbers and flags as texts, as they are stored."""
    several = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str | int) for one in several):
        raise WrongError("A filter is a value or a list of values")
    return tuple(str(one) for one in several)
