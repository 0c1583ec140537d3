"""The library of KPIs."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Status

from samrit.frameworks import actions, queries
from samrit.frameworks.api import facts, given
from samrit.frameworks.forms import LibraryForm
from samrit.frameworks.models import LibraryKpi
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.ui.api.paging import Page, paged, without_nones
from samrit.ui.api.problems import of_form
from samrit.ui.api.requests import answers_with, version_seen
from samrit.ui.api.values import PathKey

router = Router(tags=["library"])
READ, WRITE = "frameworks:read", "frameworks:write"


@reads(router, "/library", scope=READ, answers=Page[facts.LibraryFacts])
def library(request: PersonRequest, at: Query[given.LibrarySlice]) -> dict[str, Any]:
    """Every KPI of the library."""
    wanted = without_nones({"category": at.category})
    return paged(request, queries.library_visible_to(request.duties).filter(**wanted), at)


@reads(router, "/library/{entry_id}", scope=READ, answers=facts.LibraryFacts)
def library_entry(request: PersonRequest, entry_id: PathKey) -> LibraryKpi:
    """One entry; its ETag names the version for If-Match."""
    return _versioned(request, _found(request, entry_id))


@writes(router, "/library", scope=WRITE, answers=facts.LibraryFacts, made=True)
def add_to_library(request: PersonRequest, body: given.LibraryGiven) -> Status[Any]:
    """Add an entry; the central office keeps the library."""
    entry = actions.add_to_library(values=_cleaned(body, None), by=request.user, now=now())
    return made(_versioned(request, entry))


@writes(router, "/library/{entry_id}", method="PUT", scope=WRITE, answers=facts.LibraryFacts, versioned=True)
def change_library(request: PersonRequest, entry_id: PathKey, body: given.LibraryGiven) -> LibraryKpi:
    """Change an entry as it was read (If-Match)."""
    entry, version = _found(request, entry_id), version_seen(request)
    changed = actions.change_library(
        entry=entry, values=_cleaned(body, entry), version=version, by=request.user, now=now()
    )
    return _versioned(request, changed)


def _cleaned(body: given.LibraryGiven, entry: LibraryKpi | None) -> dict[str, Any]:
    """Judged by the form of the page."""
    data = {**body.dict(), "aliases": "\n".join(body.aliases), "part_of": body.part_of or ""}
    form = LibraryForm(entry, data=data)
    if not form.is_valid():
        raise of_form(form)
    return {name: form.cleaned_data[name] for name in given.LibraryGiven.model_fields}


def _found(request: PersonRequest, entry_id: int) -> LibraryKpi:
    return get_object_or_404(queries.library_visible_to(request.duties), pk=entry_id)


def _versioned(request: PersonRequest, entry: LibraryKpi) -> LibraryKpi:
    answers_with(request, entry.version)
    return entry
