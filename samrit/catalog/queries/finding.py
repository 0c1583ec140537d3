"""What a query of the CKAN face comes to in the database. ``rules.catalog.ckan.matches`` is the meaning."""

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy, RawSQL
from django.db.models.fields.json import KT
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from samrit.catalog.indexing import FORMATS, TAGS
from samrit.catalog.models import Dataset, DatasetWord, Resource
from samrit.catalog.queries.organizations import matching_agencies
from samrit.rules.catalog import Kind, load
from samrit.rules.catalog.ckan import All, Everything, Not, Order, Query, Range, Some, Term
from samrit.rules.catalog.versions import available
from samrit.rules.searching import searchable, terms

TRIGRAM = 3  # letters: what is shorter stands in no index
TRIGRAMS = "catalog_dataset_trigrams"  # SQLite's index, made by a migration; PostgreSQL has one on the column
ALL, NONE = Q(pk__isnull=False), Q(pk__isnull=True)
_STATES = {"active": "published", "draft": "draft", "deleted": "withdrawn"}


def wanted(query: Query) -> Q:
    """The datasets that a query wants."""
    match query:
        case Everything():
            return ALL
        case Not(of=inner):  # through keys: what has no value is not NULL here but unlike
            return ~Q(pk__in=Dataset.objects.filter(wanted(inner)).order_by().values("pk"))
        case All(of=parts):
            return _joined(parts, all_of=True)
        case Some(of=parts):
            return _joined(parts, all_of=False)
        case Range():
            return _within(query)
        case Term():
            return _is(query)


def _joined(parts: Sequence[Query], *, all_of: bool) -> Q:
    found = ALL if all_of else NONE
    for part in parts:
        found = found & wanted(part) if all_of else found | wanted(part)
    return found


# ── one term ────────────────────────────────────────────────────────────────
def _is(term: Term) -> Q:
    if reader := _READERS.get(term.field):
        return reader(term)
    return _of_state(term) if term.field in _ABOUT_STATE else _of_record(term)


def _anywhere(term: Term) -> Q:
    return holding([searchable(term.text).text])


def _of_organization(term: Term) -> Q:
    return Q(agency__in=matching_agencies(term))


def _in_text(term: Term) -> Q:
    return Q(**{f"record__{term.field}__icontains": term.text})


def _titled(term: Term) -> Q:
    plain = searchable(term.text).text
    return Q(title_key__contains=plain) if plain else ALL


def _named(term: Term) -> Q:
    return Q(**{f"name__{'istartswith' if term.prefix else 'iexact'}": term.text})


_ABOUT_STATE = frozenset({"private", "capacity", "state", "type", "groups"})


def _of_state(term: Term) -> Q:
    """What is the same for every dataset that is shown, or is told by its state."""
    said = {
        "private": {"true": Q(private=True), "false": Q(private=False)},
        "capacity": {"private": Q(private=True), "public": Q(private=False)},
        "state": {word: Q(state=state) for word, state in _STATES.items()},
        "type": {"dataset": ALL},
        "groups": {},
    }[term.field]
    asked = term.text.casefold()
    found = NONE
    for word, means in said.items():
        if word == asked or (term.prefix and word.startswith(asked)):
            found |= means
    return found


def _ids(term: Term) -> Q:
    """A whole id, or its beginning."""
    digits = term.text.replace("-", "").casefold()
    if len(digits) > 32 or not set(digits) <= set("0123456789abcdef"):  # noqa: PLR2004 - digits of a UUID
        return NONE
    if term.prefix:
        return Q(public_id__range=(uuid.UUID(digits.ljust(32, "0")), uuid.UUID(digits.ljust(32, "f"))))
    return Q(public_id=uuid.UUID(digits)) if len(digits) == 32 else NONE  # noqa: PLR2004


def _of_resources(term: Term) -> Q:
    field = term.field.removeprefix("res_")
    how = "icontains" if term.inside else "istartswith" if term.prefix else "iexact"
    found = Resource.objects.filter(dataset=OuterRef("pk"), **{f"record__{field}__{how}": term.text})
    return Q(Exists(found))


def _moment(term: Term) -> Q:
    column = _MOMENTS[term.field]
    return ALL if term.prefix else Q(**{column: _aware(term.text)})


_MOMENTS = {"metadata_created": "created_at", "metadata_modified": "modified_at"}
_READERS: dict[str, Callable[[Term], Q]] = {
    "": _anywhere,
    "text": _anywhere,
    "id": _ids,
    "name": _named,
    "title": _titled,
    "notes": _in_text,
    "maintainer": _in_text,
    "organization": _of_organization,
    "owner_org": _of_organization,
    "res_name": _of_resources,
    "res_url": _of_resources,
    "metadata_created": _moment,
    "metadata_modified": _moment,
}


def _aware(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def is_indexed(field: str) -> bool:
    """Whether a field's values stand in the index; the others are asked of the record itself."""
    return field in {TAGS, FORMATS} or _kind(field) in {Kind.CHOICE, Kind.CHOICES}


def _kind(field: str) -> Kind | None:
    schemas = [load(version) for version in available()]
    return next((one.fields[field].kind for one in schemas if field in one.fields), None)


def _of_record(term: Term) -> Q:
    field = TAGS if term.field == "tag_string" else term.field
    if is_indexed(field):
        value = term.text.casefold()
        chosen = {"value__startswith": value} if term.prefix else {"value": value}
        return Q(Exists(DatasetWord.objects.filter(dataset=OuterRef("pk"), field=field, **chosen)))
    return Q(**{f"record__{field}__{'istartswith' if term.prefix else 'iexact'}": term.text})


# ── from one value to another ───────────────────────────────────────────────
def _within(asked: Range) -> Q:
    match asked.field:
        case "organization" | "owner_org":
            return Q(agency__in=matching_agencies(asked))
        case "metadata_created" | "metadata_modified":
            return _between(_MOMENTS[asked.field], asked)
    ends = [
        (asked.low, GreaterThanOrEqual if asked.with_low else GreaterThan),
        (asked.high, LessThanOrEqual if asked.with_high else LessThan),
    ]
    field = TAGS if asked.field == "tag_string" else asked.field
    if is_indexed(field):
        words = DatasetWord.objects.filter(dataset=OuterRef("pk"), field=field)
        for end, compare in ends:
            words = words.filter(compare(F("shown"), Value(end))) if end is not None else words
        return Q(Exists(words))
    column = F(_COLUMNS[field]) if field in _COLUMNS else KT(f"record__{field}")
    found = ALL if field in _COLUMNS else Q(**{f"record__{field}__isnull": False})
    for end, compare in ends:
        found = found & Q(compare(column, Value(end))) if end is not None else found
    return found


_COLUMNS = {"name": "name", "title": "title"}


def _between(column: str, asked: Range) -> Q:
    found = ALL
    if asked.low is not None:
        found &= Q(**{f"{column}__{'gte' if asked.with_low else 'gt'}": _aware(asked.low)})
    if asked.high is not None:
        found &= Q(**{f"{column}__{'lte' if asked.with_high else 'lt'}": _aware(asked.high)})
    return found


# ── words anywhere ──────────────────────────────────────────────────────────
def holding(plain: Sequence[str]) -> Q:
    """Datasets in whose words every one of these (as ``searchable`` has them) stands. The index only narrows."""
    found = ALL
    for word in plain:
        found &= Q(words__contains=word) if word else ALL
    long = [word for word in plain if len(word) >= TRIGRAM]
    if long and connection.vendor == "sqlite":
        phrases = " AND ".join('"' + word.replace('"', '""') + '"' for word in long)
        keys = RawSQL(f"SELECT rowid FROM {TRIGRAMS} WHERE {TRIGRAMS} MATCH %s", [phrases])  # noqa: S608, S611 - our own name
        found &= Q(pk__in=keys)
    return found


def typed(text: str) -> Q:
    """What a person typed into the search box; everything when it is too short to mean anything."""
    return holding(terms(text))


# ── order ───────────────────────────────────────────────────────────────────
_SORTED = {
    "id": "public_id",
    "name": "name",
    "title": "title",
    "organization": "agency_id",
    "metadata_created": "created_at",
    "metadata_modified": "modified_at",
}


def in_order(
    found: QuerySet[Dataset], sort: Sequence[Order], looked_for: Query | None = None
) -> QuerySet[Dataset]:
    """Sorted as asked, at the end by id, so that no two ever stand in either order."""
    order: list[OrderBy | Case | str] = []
    for one in sort:
        if one.field in _SORTED:
            column = F(_SORTED[one.field])
            order.append(column.desc() if one.descending else column.asc())
        elif one.field == "score" and (title := _by_title(looked_for)) is not None:
            order.append(title)
    return found.order_by(*order, "public_id")


def _by_title(query: Query | None) -> Case | None:
    """0 where every word that is looked for stands in the title, else 1."""
    words = [searchable(text).text for text in _free(query)]
    if not words:
        return None
    named = ALL
    for word in words:
        named &= Q(title_key__contains=word)
    return Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())


def _free(query: Query | None) -> list[str]:
    match query:
        case Term(field="", text=text):
            return [text]
        case All(of=parts):
            return [text for part in parts for text in _free(part)]
    return []
