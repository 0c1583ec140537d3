"""The official template by program: out, in with a look first, accepted, back with notes."""

from collections.abc import Callable
from typing import IO, Any, BinaryIO, cast

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from samrit.catalog.actions.templates import (
    accept_import,
    ask_to_accept,
    give_up_import,
    receive_template,
    show_again,
)
from samrit.catalog.api import facts
from samrit.catalog.api.datasets import READ, WRITE
from samrit.catalog.api.telling import import_facts, import_row_facts
from samrit.catalog.documents.noted import noted_book
from samrit.catalog.documents.template import CONTENT_TYPE, template_book
from samrit.catalog.models import CatalogImport, Dataset, ImportRow
from samrit.catalog.queries.datasets import agencies_looked_after, visible_to, with_resources
from samrit.catalog.queries.importing import imports_visible_to, is_long
from samrit.people.api.operations import FILE, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.catalog.excel import template
from samrit.ui.api.paging import Page, paged
from samrit.ui.api.values import PathKey

router = Router(tags=["catalog"])
FORM = "multipart/form-data"
ONE = "/catalog/imports/{import_id}"
Work = Callable[[int], object]
MOST = 5_000  # datasets of a workbook


def _found(request: PersonRequest, key: int) -> CatalogImport:
    return get_object_or_404(imports_visible_to(request.duties), pk=key)


def _told(request: PersonRequest, key: int) -> dict[str, Any]:
    return import_facts(_found(request, key))


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@reads(router, "/catalog/template", scope=READ, answers=None, media=FILE, missing=True)
def catalog_template(request: PersonRequest, at: Query[facts.TemplateAsked]) -> HttpResponse:
    """The official template, with an agency's datasets or empty."""
    if at.agency is None:
        return _workbook(template_book(), "template.xlsx")
    agency = get_object_or_404(agencies_looked_after(request.duties), pk=at.agency)
    rows = visible_to(request.duties).filter(agency=agency).exclude(state=Dataset.State.WITHDRAWN)
    return _workbook(template_book(with_resources(rows.order_by("title", "pk"))[:MOST]), "datasets.xlsx")


@reads(router, ONE, scope=READ, answers=facts.ImportFacts)
def catalog_import(request: PersonRequest, import_id: PathKey) -> dict[str, Any]:
    """One filled template: how many rows are new, changed, unchanged, to be mended."""
    return _told(request, import_id)


@reads(router, f"{ONE}/rows", scope=READ, answers=Page[facts.ImportRowFacts])
def catalog_import_rows(
    request: PersonRequest, import_id: PathKey, at: Query[facts.ImportRowSlice]
) -> dict[str, Any]:
    """Each row of the file with its differences and faults."""
    rows = ImportRow.objects.filter(brought=_found(request, import_id))
    if at.fate:
        rows = rows.filter(fate=at.fate)
    page = paged(request, rows, at, order=("number",))
    return {**page, "items": [import_row_facts(one) for one in page["items"]]}


@reads(router, f"{ONE}/noted", scope=READ, answers=None, media=FILE)
def catalog_import_noted(request: PersonRequest, import_id: PathKey) -> HttpResponse:
    """The workbook as it was brought, with a note at each cell that has to be mended."""
    brought = _found(request, import_id)
    rows = ImportRow.objects.filter(Q(brought=brought) & ~Q(faults=[])).order_by("number")
    with brought.file.file.open("rb") as file:
        content = noted_book(cast("IO[bytes]", file), rows, template(brought.schema_version))
    return _workbook(content, f"import-{brought.pk}-noted.xlsx")


@writes(router, f"{ONE}/compare", scope=WRITE, answers=facts.ImportFacts)
def compare_catalog_import(request: PersonRequest, import_id: PathKey) -> dict[str, Any]:
    """Compare the same file anew with the catalogue as it stands now."""
    show_again(brought=_found(request, import_id), by=request.user, now=now())
    return _told(request, import_id)


@writes(router, f"{ONE}/give-up", scope=WRITE, answers=facts.ImportFacts)
def give_up_catalog_import(request: PersonRequest, import_id: PathKey) -> dict[str, Any]:
    """Take nothing of it."""
    give_up_import(brought=_found(request, import_id), by=request.user, now=now())
    return _told(request, import_id)


def in_background(work: Work) -> Router:
    """What may take its time, and what stands at the same address; ``work`` puts it into the queue for an import's key.

    Called once.
    """
    router = Router(tags=["catalog"])
    _bringing(router, work)
    _accepting(router, work)
    return router


def _bringing(router: Router, work: Work) -> None:
    @reads(router, "/catalog/imports", scope=READ, answers=Page[facts.ImportFacts])
    def catalog_imports(request: PersonRequest, at: Query[facts.ImportSlice]) -> dict[str, Any]:
        """Filled templates that were brought, the newest first."""
        rows = imports_visible_to(request.duties)
        for name in ("agency", "state"):
            if value := getattr(at, name):
                rows = rows.filter(**{name: value})
        page = paged(request, rows, at, order=("-pk",))
        return {**page, "items": [import_facts(one) for one in page["items"]]}

    @writes(
        router,
        "/catalog/imports",
        scope=WRITE,
        answers=facts.ImportFacts,
        made=True,
        takes=FORM,
        missing=True,
    )
    def bring_catalog_template(
        request: PersonRequest, file: File[UploadedFile], whose: Form[facts.CatalogTemplateForm]
    ) -> Status[Any]:
        """Bring a filled template. Nothing is written; its rows tell what would be, a long one's when it is read."""
        agency = get_object_or_404(agencies_looked_after(request.duties), pk=whose.agency_id)
        brought = receive_template(
            file=cast("BinaryIO", file),
            name=file.name or "",
            agency=agency,
            by=request.user,
            now=now(),
            enqueue=work,
        )
        return made(_told(request, brought.pk))


def _accepting(router: Router, work: Work) -> None:
    @writes(router, f"{ONE}/accept", scope=WRITE, answers=facts.ImportFacts)
    def accept_catalog_import(
        request: PersonRequest, import_id: PathKey, body: facts.AcceptImportGiven
    ) -> dict[str, Any]:
        """Write what was shown, all or nothing; refused when the catalogue is other than it was then. A long one is under way."""
        brought = _found(request, import_id)
        said: dict[str, Any] = {
            "brought": brought,
            "good_rows": body.good_rows,
            "by": request.user,
            "now": now(),
        }
        if is_long(brought):
            ask_to_accept(**said, enqueue=work)
        else:
            accept_import(**said)
        return _told(request, import_id)
