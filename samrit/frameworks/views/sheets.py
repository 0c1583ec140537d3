"""A KPI's details, or a whole edition's, as a PDF and as a Word file."""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from samrit.frameworks import contents
from samrit.frameworks.details import Sheet, sheet_of
from samrit.frameworks.documents import paper, word
from samrit.frameworks.models import Edition, Kpi
from samrit.frameworks.queries import (
    editions_visible_to,
    kpis_of,
    kpis_visible_to,
    parents_of_all,
    with_contents,
)
from samrit.people.middleware import PersonRequest
from samrit.ui.paper import PaperUnavailableError


@require_safe
def as_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    kpi = get_object_or_404(kpis_visible_to(request.duties), pk=pk)
    return _pdf(
        request, kpi.component.edition, _thai_sheets(request, [kpi]), f"รายละเอียดตัวชี้วัด-{kpi.full_number}"
    )


@require_safe
def as_word(request: PersonRequest, pk: int) -> HttpResponse:
    kpi = get_object_or_404(kpis_visible_to(request.duties), pk=pk)
    edition, sheets = kpi.component.edition, _thai_sheets(request, [kpi])
    written = word.write(edition, sheets, address=_address("details", pk), cover=False)
    return _file(written, word.CONTENT_TYPE, f"รายละเอียดตัวชี้วัด-{kpi.full_number}.docx")


@require_safe
def all_as_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    """A whole edition, a list in front; as many KPIs as a page of the edition has (``?page=2`` …)."""
    edition, sheets = _of_edition(request, pk)
    return _pdf(request, edition, sheets, _name_of(edition), cover=True)


@require_safe
def all_as_word(request: PersonRequest, pk: int) -> HttpResponse:
    edition, sheets = _of_edition(request, pk)
    written = word.write(edition, sheets, address=_address("edition", pk), cover=True)
    return _file(written, word.CONTENT_TYPE, f"{_name_of(edition)}.docx")


def _of_edition(request: PersonRequest, pk: int) -> tuple[Edition, list[Sheet]]:
    edition = get_object_or_404(with_contents(editions_visible_to(request.duties)), pk=pk)
    page = contents.page_of(edition, request.GET.get("page"))
    keys = {one.pk for kpi in page.object_list for one in (kpi, *kpi.parts.all())}
    return edition, _thai_sheets(request, list(kpis_of(edition).filter(pk__in=keys)))


def _thai_sheets(request: PersonRequest, kpis: Sequence[Kpi]) -> list[Sheet]:
    with translation.override("th"):
        links = parents_of_all(request.duties, [kpi.indicator_id for kpi in kpis])
        return [sheet_of(kpi, links[kpi.indicator_id]) for kpi in kpis]


def _pdf(
    request: PersonRequest, edition: Edition, sheets: Sequence[Sheet], name: str, *, cover: bool = False
) -> HttpResponse:
    address = _address("edition", edition.pk) if cover else _address("details", sheets[0].kpi.pk)
    try:
        drawn = paper.draw(edition, sheets, address=address, cover=cover)
    except PaperUnavailableError:
        context = {"back": address}
        return render(
            request, "frameworks/paper_unavailable.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    return _file(drawn, "application/pdf", f"{name}.pdf", shown=True)


def _name_of(edition: Edition) -> str:
    return f"รายละเอียดตัวชี้วัด-{edition.framework.area.name}-{edition.framework.fiscal_year_id}-{edition.number}"


def _address(name: str, pk: int) -> str:
    return urljoin(settings.SITE_URL, reverse(f"frameworks:{name}", args=[pk]))


def _file(content: bytes, kind: str, name: str, *, shown: bool = False) -> HttpResponse:
    """A file to keep, or (``shown``) one that the browser may open."""
    headers = {
        "Content-Disposition": content_disposition_header(not shown, name) or "",
        "Cache-Control": "private, no-cache",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
