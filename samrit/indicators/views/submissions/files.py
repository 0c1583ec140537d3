"""The file as it was submitted, and the receipt of its submission."""

import mimetypes

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.indicators.permissions.submissions import refuse_opening
from samrit.indicators.queries.observations import path_of
from samrit.indicators.views.submissions.shown import crumbs, found, name_of
from samrit.people.middleware import PersonRequest
from samrit.rules.sealing import in_groups
from samrit.ui.pieces import Crumb

DIGEST_GROUP = 8
NOTHING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@require_safe
def submitted_file(request: PersonRequest, area: str, pk: int) -> HttpResponse | FileResponse:
    """As it came, to the bit, under its own name; never as a page of ours."""
    one = found(request, area, pk)
    if refusal := refuse_opening(request.duties, one.submission):
        context = {"submission": one.submission, "name": name_of(one.submission), "refusal": refusal}
        context |= {"crumbs": crumbs(one), "back": one.url()}
        return render(request, "indicators/submissions/closed.html", context, status=403)
    try:
        file = path_of(one.submission.file).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        file,
        as_attachment=True,
        filename=one.submission.name,
        content_type=mimetypes.guess_type(one.submission.name)[0] or "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = NOTHING
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Encoding"] = "identity"  # what is packed already is not packed again
    return response


@require_safe
def receipt(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """That it was received: number, digest, time; to be printed or kept."""
    one = found(request, area, pk)
    if not one.submission.receipt:
        raise Http404
    context = {
        "submission": one.submission,
        "area": one.area,
        "counts": one.submission.counts,
        "digest": in_groups(one.submission.sha256, DIGEST_GROUP),
        "back": one.url(),
        "crumbs": crumbs(one, Crumb(_("ใบรับ"))),
    }
    return render(request, "indicators/submissions/receipt.html", context)
