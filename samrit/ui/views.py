"""The gallery of pieces, each in every state, for those who build pages. Only while developing."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.csrf import csrf_failure

from samrit.ui import gallery as samples


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    form = samples.SampleForm(request.POST or None, request.FILES or None)
    return render(
        request,
        "ui/gallery.html",
        {
            **samples.pieces(timezone.now()),
            "form": form,
            "filter_form": samples.FilterForm(request.GET),
            "unit_form": samples.FilterForm(prefix="unit"),
            "page_of_many": Paginator(range(10_000), 25).get_page(request.GET.get("page", 7)),
            "navigation": samples.NAVIGATION,
        },
    )


@login_not_required
def problem(request: HttpRequest, code: int) -> HttpResponse:
    """Each page for "this could not be shown", as Django shows it."""
    if code == 400:  # noqa: PLR2004 - HTTP's own number
        raise BadRequest
    if code == 403:  # noqa: PLR2004 - HTTP's own number
        raise PermissionDenied
    if code == 419:  # noqa: PLR2004 - the number others use for an expired form
        return csrf_failure(request)
    if code == 500:  # noqa: PLR2004 - HTTP's own number
        return render(None, "500.html", status=500)
    raise Http404
