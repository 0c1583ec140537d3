"""The parameters of package_search, read and bounded; what is wrong with them, by parameter."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.catalog.ckan.parameters import (
    FLAGS,
    Invalid,
    Parameters,
    WrongError,
    flag_in,
    flag_in_or_true,
    text_in,
    texts_in,
    whole_in,
)
from samrit.rules.catalog.ckan.query import (
    All,
    Everything,
    Not,
    Query,
    QueryError,
    Range,
    Some,
    Term,
    parsed,
    words,
)
from samrit.rules.catalog.versions import available, load

_FIELD_IN_Q = re.compile(r"(?:^|[\s(+!-])([A-Za-z_][\w.-]*|\*):\S")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?")
_NOW = re.compile(r"NOW(?:/DAY)?(?:-(\d{1,4})(DAY|MONTH|YEAR)S?)?(?:/DAY)?")
_IGNORED = frozenset({"include_drafts", "include_deleted", "use_default_schema", "qf", "mm", "tie", "defType", "bf", "boost", "df", "wt", "ext_bbox", "callback", "extras"})  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A field that may be asked: ``of`` what, ``kind`` word, text, moment or flag; whether it sorts, or does nothing else."""

    of: str
    kind: str
    sorts: bool = False
    only_sorts: bool = False


@dataclass(frozen=True)
class Limits:
    rows: int
    most_rows: int
    facet_limit: int
    default_sort: str


@dataclass(frozen=True)
class Order:
    """``field`` is what is sorted by (``Asked.of``)."""

    field: str
    descending: bool


@dataclass(frozen=True)
class Search:
    """What package_search is asked: both queries are wanted. ``sort_text`` as the answer repeats it."""

    q: Query
    fq: Query
    sort: tuple[Order, ...]
    sort_text: str
    rows: int
    start: int
    facets: tuple[str, ...]
    facet_limit: int
    fields: tuple[str, ...]
    include_private: bool


@cache
def fields() -> Mapping[str, Asked]:
    """Everything that a query may ask, by the name that it has there."""
    own = {code: Asked(code, "word") for version in available() for code in load(version).fields}
    return own | {name: Asked(**row) for name, row in _data()["fields"].items()}


@cache
def limits() -> Limits:
    data = _data()
    return Limits(data["rows"], data["most_rows"], data["facet_limit"], data["default_sort"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "search.toml").read_text(encoding="utf-8"))


def read_search(given: Mapping[str, object], *, now: datetime) -> Search | Invalid:
    """The search that parameters ask for. ``given``: from the address (texts) or from JSON. ``now``: aware, for NOW-7DAYS.

    More rows than may be had are taken for as many as may, as CKAN does. Parameters of CKAN that change nothing here are
    let be; an unknown one is told.
    """
    told = Parameters(given)
    nothing: Query = Everything()
    filters = [told.read("fq", lambda text: _query(text, now), nothing)]
    filters += told.read("fq_list", lambda text: [_query(one, now) for one in texts_in(text)], [])
    sort_text, sort = told.read("sort", _sort, _UNSORTED)
    with_facets = told.read("facet", flag_in_or_true, otherwise=True)
    search = Search(
        q=told.read("q", lambda text: _free(text, now), nothing),
        fq=filters[0] if len(filters) == 1 else All(tuple(filters)),
        sort=sort,
        sort_text=sort_text,
        rows=min(told.read("rows", lambda text: whole_in(text, limits().rows), 0), limits().most_rows),
        start=told.read("start", lambda text: whole_in(text, 0), 0),
        facets=told.read("facet.field", _facets, ()) if with_facets else (),
        facet_limit=told.read("facet.limit", _facet_limit, 0),
        fields=told.read("fl", texts_in, ()),
        include_private=told.read("include_private", flag_in, otherwise=False),
    )
    for name in sorted({*given} - _KNOWN - _IGNORED):
        told.errors[name] = ("Unknown parameter",)
    return Invalid(told.errors) if told.errors else search


_UNSORTED: tuple[str, tuple[Order, ...]] = ("", ())
_KNOWN = frozenset({"q", "fq", "fq_list", "sort", "rows", "start", "facet", "facet.field", "facet.limit", "facet.mincount", "fl", "include_private"})  # fmt: skip


# ── one parameter each ──────────────────────────────────────────────────────
def _facets(given: object) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(texts_in(given)))
    for name in names:
        if name not in fields() or fields()[name].kind == "text" or fields()[name].only_sorts:
            raise WrongError(f"Cannot make a facet of {name!r}")
    return names


def _facet_limit(given: object) -> int:
    """-1 is as many as there are."""
    return -1 if str(given).strip() == "-1" else whole_in(given, limits().facet_limit)


def _sort(given: object) -> tuple[str, tuple[Order, ...]]:
    text = text_in(given) or limits().default_sort
    return text, tuple(_order(part.strip()) for part in text.split(","))


def _order(part: str) -> Order:
    words_of = part.split()
    name = words_of[0] if words_of else ""
    direction = words_of[1].casefold() if len(words_of) > 1 else "asc"
    if len(words_of) > 2 or direction not in {"asc", "desc"}:  # noqa: PLR2004 - a field and its direction
        raise WrongError(f"Cannot sort by {part!r}: a field, then asc or desc")
    if name not in fields() or not fields()[name].sorts:
        raise WrongError(f"Cannot sort by {name!r}")
    return Order(fields()[name].of, direction == "desc")


# ── queries ─────────────────────────────────────────────────────────────────
def _query(given: object, now: datetime) -> Query:
    return _settled(parsed(text_in(given), _askable()), now)


def _free(given: object, now: datetime) -> Query:
    """What stands in q: the language of queries where it names a field that there is, else words as a person types them."""
    text = text_in(given)
    named = {match[1] for match in _FIELD_IN_Q.finditer(text)}
    return _query(text, now) if named & {*_askable(), "*"} else words(text)


def _askable() -> Mapping[str, Asked]:
    return {name: asked for name, asked in fields().items() if not asked.only_sorts}


def _settled(query: Query, now: datetime) -> Query:
    """Fields by what they are asked of, moments as they are compared, flags as true and false."""
    match query:
        case All(of=parts):
            return All(tuple(_settled(part, now) for part in parts))
        case Some(of=parts):
            return Some(tuple(_settled(part, now) for part in parts))
        case Not(of=inner):
            return Not(_settled(inner, now))
        case Term(field=field, text=text) if field:
            asked = fields()[field]
            inside = asked.kind == "text" and bool(text)
            return replace(query, field=asked.of, text=_value(field, text, now), inside=inside)
        case Range(field=field):
            ends = [None if end is None else _value(field, end, now) for end in (query.low, query.high)]
            return Range(fields()[field].of, ends[0], ends[1], query.with_low, query.with_high)
    return query


def _value(field: str, text: str, now: datetime) -> str:
    kind = fields()[field].kind
    if kind == "moment" and text:
        return written_moment(_moment(field, text, now))
    if kind == "flag":
        if text.casefold() not in FLAGS:
            raise QueryError(f"{field} is true or false, not {text!r}")
        return "true" if FLAGS[text.casefold()] else "false"
    return text


def _moment(field: str, text: str, now: datetime) -> datetime:
    if relative := _NOW.fullmatch(text):
        return _before(now, int(relative[1] or 0), relative[2] or "DAY", whole_day="/DAY" in text)
    try:
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise QueryError(f"{field}: {text!r} is no moment such as 2024-01-31T00:00:00Z")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _before(now: datetime, count: int, unit: str, *, whole_day: bool) -> datetime:
    days = {"DAY": 1, "MONTH": 30, "YEAR": 365}[unit] * count
    try:
        found = now.astimezone(UTC) - timedelta(days=days)
    except OverflowError:
        raise QueryError(f"NOW-{count}{unit}S is before all days") from None
    return datetime.combine(found.date(), time(), UTC) if whole_day else found


def written_moment(moment: datetime) -> str:
    """As CKAN writes it: UTC without a zone, always with its millionths, so that texts compare as moments do.

    ValueError for a moment without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
