"""The catalogue for everybody: looking for datasets, one dataset, one resource, its data.

Only what is published and not private exists here; for everything else there is no page (404).
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count, Max, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samrit.catalog.documents import told
from samrit.catalog.documents.shown import (
    OBSERVATION_FORMS,
    Shown,
    absolute,
    data_address,
    form_of,
    is_table,
    read_in_python,
    shown,
)
from samrit.catalog.forms.searching import NARROWED_BY, SORTS, CatalogSearch
from samrit.catalog.models import Dataset, Resource
from samrit.catalog.queries.datasets import currency_of, holidays
from samrit.catalog.queries.facets import facets
from samrit.catalog.queries.finding import in_order, typed, wanted
from samrit.catalog.queries.public import may_be_had, public, public_named, with_contents
from samrit.catalog.queries.tables import Table, first_rows, table_of, write_observations
from samrit.catalog.views.publicly import catalogue_crumb, public_page
from samrit.indicators.queries.observations import scratch
from samrit.indicators.store.port import Form
from samrit.rules.catalog import Schema, meter, newest
from samrit.rules.catalog.ckan import FacetItem, Order, Query, Term
from samrit.rules.catalog.ckan.query import words
from samrit.rules.searching import excerpt, terms
from samrit.rules.wording import Message, RefusedError
from samrit.ui.pieces import Crumb

PER_PAGE = 20
MOST_FACETS = 12
FIRST_ROWS = 10
KEPT_FOR = 600  # seconds
_ORDERS = {
    "relevance": (Order("score", True), Order("metadata_modified", True)),  # noqa: FBT003 - a field and its direction
    "newest": (Order("metadata_modified", True),),  # noqa: FBT003
    "title": (Order("title", False),),  # noqa: FBT003
}
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/x-ndjson",
}
_FORMS = {"csv": Form.CSV, "parquet": Form.PARQUET, "jsonl": Form.JSON_LINES}


# ── looking for datasets ────────────────────────────────────────────────────
@dataclass(frozen=True)
class Narrowing:
    """A value that fewer can be seen by: its word, where that is (or, chosen, where all are again), how many have it."""

    label: Message | str
    address: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    field: str
    label: Message | str
    values: tuple[Narrowing, ...]
    chosen: str


@dataclass(frozen=True)
class Hit:
    """``pieces``: the description around what was looked for, marked."""

    one: Shown
    pieces: tuple[Any, ...]


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Which data are there about this, and who has them?"""
    form = CatalogSearch(request.GET)
    asked = form.asked()
    found = _found(asked)
    rows = with_contents(in_order(found, _ORDERS[asked["sort"]], _looked_for(asked["q"])))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "asked": asked,
        "query": asked["q"],
        "page": page,
        "hits": [_hit(shown(row), asked["q"]) for row in page.object_list],
        "facets": _facets(request, found, asked),
        "sorts": [
            (value, word, value == asked["sort"])
            for value, word in SORTS.items()
            if value != "relevance" or asked["q"]
        ],
        "narrowed": any(asked.get(field) for field in NARROWED_BY),
        "canonical": absolute(reverse("catalog:search")),
        "crumbs": [Crumb(_("บัญชีข้อมูล"))],
    }
    return render(request, "catalog/search.html", context)


def _found(asked: dict[str, str]) -> QuerySet[Dataset]:
    found = public()
    if terms(asked["q"]):
        found = found.filter(typed(asked["q"]))
    for field in NARROWED_BY:
        if value := asked.get(field):
            found = found.filter(wanted(Term(field, value)))
    return found


def _looked_for(text: str) -> Query:
    return words(text)


def _hit(one: Shown, query: str) -> Hit:
    return Hit(one, excerpt(str(one.record.get("notes", "")), terms(query), around=100))


def _facets(request: HttpRequest, found: QuerySet[Dataset], asked: dict[str, str]) -> list[Facet]:
    counted = _counted(found, asked)
    schema = newest()
    return [
        Facet(field, _name_of(schema, field), _values(request, schema, field, items), asked.get(field, ""))
        for field, items in counted.items()
        if items
    ]


def _counted(found: QuerySet[Dataset], asked: dict[str, str]) -> Mapping[str, list[FacetItem]]:
    """Of all datasets they are counted once for each state of the catalogue: that is the page most often asked for."""
    if terms(asked["q"]) or any(asked.get(field) for field in NARROWED_BY):
        return facets(found, NARROWED_BY, MOST_FACETS, {})
    told = public().aggregate(n=Count("pk"), at=Max("modified_at"))
    key = f"catalog-facets-{told['n']}-{told['at'].isoformat() if told['at'] else ''}"
    kept: Mapping[str, list[FacetItem]] | None = cache.get(key)
    if kept is None:
        kept = facets(found, NARROWED_BY, MOST_FACETS, {})
        cache.set(key, kept, KEPT_FOR)
    return kept


def _values(
    request: HttpRequest, schema: Schema, field: str, items: Sequence[FacetItem]
) -> tuple[Narrowing, ...]:
    chosen = request.GET.get(field, "")
    return tuple(
        Narrowing(
            _word_of(schema, field, item.display_name),
            _with(request, field, "" if item.name == chosen else item.name),
            item.count,
            item.name == chosen,
        )
        for item in items
    )


def _with(request: HttpRequest, field: str, value: str) -> str:
    """The same page with another value of one field, from its first page on."""
    query = request.GET.copy()
    for name in ("page", "lang", field):
        query.pop(name, None)
    if value:
        query[field] = value
    return f"?{query.urlencode()}"


def _name_of(schema: Schema, field: str) -> Message | str:
    own = {"organization": _("หน่วยงาน"), "tags": _("คำสำคัญ"), "res_format": _("รูปแบบไฟล์")}
    return own.get(field) or schema.fields[field].label


def _word_of(schema: Schema, field: str, value: str) -> Message | str:
    found = schema.choice(schema.fields[field], value) if field in schema.fields else None
    return found.label if found else value


# ── one dataset ─────────────────────────────────────────────────────────────
@public_page
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """What do these data say, how current are they, and how do I get them?"""
    one = _shown(name)
    today, row = localdate(), one.row
    context = {
        "one": one,
        "dataset": row,
        "resources": list(zip(row.resources.all(), one.stated.resources, strict=True)),
        "metadata": told.metadata(one),
        "currency": currency_of(row, on=today, free=holidays(), answered=_answered(row)),
        "meter": meter(one.schema, one.record),
        "citation": told.citation(one),
        "json_ld": told.as_data_block(told.schema_org(one)),
        "package_address": _api("package_show", id=str(row.public_id)),
        "organization": one.face.organization,
        "canonical": one.address,
        "crumbs": [catalogue_crumb(), Crumb(row.title)],
    }
    return render(request, "catalog/dataset.html", context)


def _shown(name: str) -> Shown:
    found = public_named(name)
    if found is None:
        raise Http404
    return shown(found)


def _answered(row: Dataset) -> Any:
    return max((one.answered_on for one in row.resources.all() if one.answered_on), default=None)


def _api(action: str, **given: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in given.items())
    return f"{absolute(reverse('faces:ckan_action', args=[action]))}?{query}"


# ── one resource ────────────────────────────────────────────────────────────
@public_page
def resource(request: HttpRequest, name: str, resource: UUID) -> HttpResponse:
    """What stands in this file, and how does a program read it?"""
    one = _shown(name)
    found, record = _resource(one, resource)
    table = _table(found)
    context = {
        "one": one,
        "dataset": one.row,
        "resource": found,
        "record": record,
        "may_be_had": may_be_had(found),
        "data_address": data_address(one.row, found),
        "forms": [
            (data_address(one.row, found, form), word)
            for form, word in OBSERVATION_FORMS.items()
            if found.kind == Resource.Kind.OBSERVATIONS
        ],
        "table": table,
        "rows": first_rows(table, FIRST_ROWS) if table else None,
        "is_table": is_table(found),
        "python": read_in_python(one.row, found),
        "api_address": _api("datastore_search", resource_id=str(found.public_id), limit="5"),
        "crumbs": [
            catalogue_crumb(),
            Crumb(one.row.title, reverse("catalog:dataset", args=[one.row.name])),
            Crumb(str(record.get("name") or _("ทรัพยากร"))),
        ],
    }
    return render(request, "catalog/resource.html", context)


def _resource(one: Shown, key: UUID) -> tuple[Resource, Any]:
    pairs = zip(one.row.resources.all(), one.stated.resources, strict=True)
    found = next((pair for pair in pairs if pair[0].public_id == key), None)
    if found is None:
        raise Http404
    return found


def _table(found: Resource) -> Table | None:
    return table_of(found) if is_table(found) and may_be_had(found) else None


@public_page
def download(request: HttpRequest, name: str, resource: UUID) -> HttpResponseBase:
    """The file as the agency brought it, or the observations as they are now (``?format=``)."""
    one = _shown(name)
    found, _record = _resource(one, resource)
    if found.kind == Resource.Kind.LINK or not may_be_had(found):
        raise Http404
    response = _observations(request, one, found) if found.file is None else _file(found)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _file(found: Resource) -> FileResponse:
    file = found.file
    if file is None:
        raise Http404
    return FileResponse(
        file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
    )


def _observations(request: HttpRequest, one: Shown, found: Resource) -> FileResponse:
    form = request.GET.get("format") or form_of(found)
    if form not in _FORMS:
        raise Http404
    kept = tempfile.TemporaryFile(dir=scratch())  # noqa: SIM115 - closed by the response
    with tempfile.TemporaryDirectory(dir=scratch(), prefix="catalog-") as folder:
        made = Path(folder, f"observations.{form}")
        try:
            write_observations(found, made, _FORMS[form])
        except RefusedError:
            kept.close()
            raise Http404 from None
        with made.open("rb") as whole:
            shutil.copyfileobj(whole, kept)
    kept.seek(0)
    return FileResponse(
        kept, as_attachment=True, filename=f"{one.row.name}.{form}", content_type=_TYPES[form]
    )
