"""The executive page of a province: the published score for everybody, the newest one for those who may see it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from samrit.dashboards.documents.briefs import PaperUnavailableError, Reader, brief_for
from samrit.dashboards.views.publicly import public_page
from samrit.people.middleware import PersonRequest


@public_page
def public_brief(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What the public may see, checkable at the address of this edition."""
    return _answer(request, None, year, code)


@require_safe
def own_brief(request: PersonRequest, year: int, code: str) -> HttpResponse:
    """The newest score that this person may see, public or not (which it says)."""
    if not request.duties.memberships:
        raise Http404
    return _answer(request, request.duties, year, code)


def _answer(request: HttpRequest, reader: Reader, year: int, code: str) -> HttpResponse:
    try:
        found = brief_for(reader, year, code, now=now())
    except PaperUnavailableError:
        context = {"year": year, "code": code}
        return render(request, "dashboards/paper_unavailable.html", context, status=503)
    if found is None:
        raise Http404
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=found.name) or ""
    }
    return HttpResponse(found.content, content_type="application/pdf", headers=headers)
