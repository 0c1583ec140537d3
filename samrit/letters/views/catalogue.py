"""The letters that were read."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samrit.letters.queries import intakes_visible_to, with_progress
from samrit.people.middleware import PersonRequest
from samrit.people.queries import areas_managed_by

LETTERS_PER_PAGE = 50


@require_safe
def catalogue(request: PersonRequest) -> HttpResponse:
    if not areas_managed_by(request.duties).exists():
        raise Http404
    found = with_progress(intakes_visible_to(request.duties)).defer("text", "reading")
    page = Paginator(found, LETTERS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "letters/list.html", {"page": page})
