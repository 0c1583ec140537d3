"""A KPI's details, or a whole edition's, as a PDF and as a Word file."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from samrit.frameworks.documents import files
from samrit.frameworks.models import Edition, Kpi
from samrit.frameworks.queries import editions_visible_to, kpis_visible_to, with_contents
from samrit.people.middleware import PersonRequest
from samrit.ui.paper import PaperUnavailableError


@require_safe
def as_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    kpi = _kpi(request, pk)
    return _drawn(request, files.page_address("details", pk), lambda: files.kpi_pdf(request.duties, kpi))


@require_safe
def as_word(request: PersonRequest, pk: int) -> HttpResponse:
    return _file(files.kpi_word(request.duties, _kpi(request, pk)))


@require_safe
def all_as_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    """A whole edition, a list in front; as many KPIs as a page of the edition has (``?page=2`` …)."""
    edition, page = _edition(request, pk), request.GET.get("page")
    return _drawn(
        request,
        files.page_address("edition", pk),
        lambda: files.edition_pdf(request.duties, edition, page),
    )


@require_safe
def all_as_word(request: PersonRequest, pk: int) -> HttpResponse:
    return _file(files.edition_word(request.duties, _edition(request, pk), request.GET.get("page")))


def _kpi(request: PersonRequest, pk: int) -> Kpi:
    return get_object_or_404(kpis_visible_to(request.duties), pk=pk)


def _edition(request: PersonRequest, pk: int) -> Edition:
    return get_object_or_404(with_contents(editions_visible_to(request.duties)), pk=pk)


def _drawn(request: PersonRequest, address: str, draw: Callable[[], files.Handed]) -> HttpResponse:
    try:
        return _file(draw())
    except PaperUnavailableError:
        context = {"back": address}
        return render(
            request, "frameworks/paper_unavailable.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
        )


def _file(made: files.Handed) -> HttpResponse:
    return HttpResponse(made.content, content_type=made.kind, headers=made.headers())
