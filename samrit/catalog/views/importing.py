"""The official template: brought, looked at row by row, accepted, and given back with notes."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.catalog.actions.templates import (
    accept_import,
    ask_to_accept,
    give_up_import,
    receive_template,
    show_again,
)
from samrit.catalog.documents.noted import noted_book
from samrit.catalog.forms.office import TemplateForm
from samrit.catalog.models import CatalogImport, ImportRow
from samrit.catalog.permissions.datasets import refuse_deciding, writable
from samrit.catalog.queries.datasets import agencies_to_write
from samrit.catalog.queries.importing import fault_of, imports_visible_to, is_long
from samrit.catalog.views.found import crumbs_of, needs_role, workbook_response
from samrit.people.middleware import PersonRequest
from samrit.rules.catalog import Fault, Field, Kind, Schema, day_of, load
from samrit.rules.catalog.excel import template
from samrit.rules.wording import Message, Refusal, RefusedError
from samrit.ui.formats import date_short
from samrit.ui.pieces import Change, Crumb
from samrit.ui.wording import in_words

Enqueue = Callable[[int], object]  # puts the work for an import's key into the queue
PER_PAGE = 50
# A fate → the badge.
BADGES = {"new": "approved", "changed": "draft", "unchanged": "not_started", "invalid": "error"}


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: PersonRequest, work: Enqueue) -> HttpResponse:
    """Which templates were brought, and what became of each?"""
    needs_role(request)
    agencies = agencies_to_write(writable(request.duties))
    form, refusal = None, None
    if agencies:
        bound = request.method == "POST"
        form = TemplateForm(
            request.POST if bound else None, request.FILES if bound else None, agencies=agencies
        )
        if bound and form.is_valid():
            taken = _take(request, form, work)
            if isinstance(taken, CatalogImport):
                return redirect("catalog:import", taken.pk)
            refusal = taken
    elif request.method == "POST":
        raise Http404
    page = Paginator(imports_visible_to(request.duties).order_by("-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "refusal": refusal,
        "page": page,
        "crumbs": crumbs_of(Crumb(gettext("นำเข้าด้วยแม่แบบ"))),
    }
    failed = refusal or (form is not None and form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    return render(request, "catalog/office/imports.html", context, status=status)


def _take(request: PersonRequest, form: TemplateForm, work: Enqueue) -> CatalogImport | Refusal:
    file = form.cleaned_data["file"]
    try:
        return receive_template(
            file=file,
            name=file.name or "",
            agency=form.cleaned_data["agency"],
            by=request.user,
            now=now(),
            enqueue=work,
        )
    except RefusedError as refused:
        return refused.refusal


# ── one import ──────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Row:
    """One row of the file: what becomes of it, field by field."""

    it: ImportRow
    badge: str
    fate: str
    changes: list[Change]
    faults: list[Fault]
    kept: str  # fields that the row leaves empty


@require_http_methods(["GET", "HEAD", "POST"])
def one_import(request: PersonRequest, pk: int, work: Enqueue) -> HttpResponse:
    """What would this file change? Nothing is written before it is said so."""
    brought = _found(request, pk)
    if request.method == "POST":
        return _decided(request, brought, work)
    return _shown(request, brought)


def _found(request: PersonRequest, pk: int) -> CatalogImport:
    return get_object_or_404(imports_visible_to(request.duties), pk=pk)


def _decided(request: PersonRequest, brought: CatalogImport, work: Enqueue) -> HttpResponse:
    said: dict[str, Any] = {"brought": brought, "by": request.user, "now": now()}
    try:
        if "give_up" in request.POST:
            give_up_import(**said)
            messages.info(request, gettext("ไม่นำเข้าแล้ว ไม่มีอะไรเปลี่ยน"))
        else:
            _accept(request, {**said, "good_rows": request.POST.get("good_rows") == "on"}, work)
    except RefusedError as refused:
        if refused.refusal.code == "catalog_changed_since_shown":
            brought = show_again(**said)
        return _shown(request, brought, refused.refusal)
    return redirect("catalog:import", brought.pk)


def _accept(request: PersonRequest, said: dict[str, Any], work: Enqueue) -> None:
    if is_long(said["brought"]):
        ask_to_accept(**said, enqueue=work)
        return
    accept_import(**said)
    messages.success(request, gettext("นำเข้าแล้ว"))


def _shown(request: PersonRequest, brought: CatalogImport, refusal: Refusal | None = None) -> HttpResponse:
    schema = load(brought.schema_version)
    fate = request.GET.get("fate", "")
    rows = ImportRow.objects.filter(brought=brought).order_by("number")
    wanted = rows.filter(fate=fate) if fate in ImportRow.Fate.values else rows
    page = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    counts = brought.counts.get("dataset", {}), brought.counts.get("resource", {})
    totals = {key: sum(part.get(key, 0) for part in counts) for key in ImportRow.Fate.values}
    context = {
        "brought": brought,
        "state": gettext(brought.get_state_display()),
        "totals": totals,
        "counted": bool(brought.counts),
        "noted": ImportRow.objects.filter(Q(brought=brought) & ~Q(faults=[])).exists(),
        "datasets": counts[0],
        "resources": counts[1],
        "taking": totals["new"] + totals["changed"],
        "notes": [Message.from_data(note) for note in brought.notes],
        "page": page,
        "rows": [_row(schema, row) for row in page],
        "fate": fate,
        "accepting": refuse_deciding(request.duties, brought),
        "problem": Message.from_data(brought.problem) if brought.problem else None,
        "refusal": refusal,
        "crumbs": crumbs_of(
            Crumb(gettext("นำเข้าด้วยแม่แบบ"), reverse("catalog:imports")),
            Crumb(brought.name),
        ),
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "catalog/office/import.html", context, status=status)


def _row(schema: Schema, row: ImportRow) -> Row:
    fields = schema.fields if row.kind == ImportRow.Kind.DATASET else schema.resource
    faults = [fault_of(one) for one in row.faults]
    return Row(
        row,
        BADGES[row.fate],
        gettext(row.get_fate_display()),
        [
            Change(
                _label(fields, code),
                _text(schema, fields.get(code), one["before"]),
                _text(schema, fields.get(code), one["after"]),
            )
            for one in row.differences
            if (code := one["field"])
        ],
        faults,
        ", ".join(_label(fields, code) for code in row.kept),
    )


def _label(fields: Any, code: str) -> str:
    own = fields.get(code) or fields.get(code.removesuffix("_other"))
    return in_words(own.label) if own else code


def _text(schema: Schema, asked: Field | None, value: Any) -> str | None:
    """A value as a person reads it: choices by their names, days in พ.ศ."""
    told = value if isinstance(value, list) else [value] if value else []
    return ", ".join(_word(schema, asked, str(one)) for one in told) or None


def _word(schema: Schema, asked: Field | None, text: str) -> str:
    if asked is None:
        return text
    if asked.kind is Kind.DATE:
        day = day_of(text)
        return date_short(day) if day else text
    found = schema.choice(asked, text) if asked.of else None
    return in_words(found.label) if found else text


@require_safe
def noted_xlsx(request: PersonRequest, pk: int) -> HttpResponse:
    """The workbook as it was brought, with a note at each cell."""
    brought = _found(request, pk)
    rows = ImportRow.objects.filter(Q(brought=brought) & ~Q(faults=[])).order_by("number")
    with brought.file.file.open("rb") as file:
        content = noted_book(cast("IO[bytes]", file), rows, template(brought.schema_version))
    return workbook_response(content, f"{Path(brought.name).stem} - {gettext('สิ่งที่ต้องแก้')}")
