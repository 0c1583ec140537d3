"""The evidence of a province's whole round in one file."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_safe

from samrit.evidence.actions import note_opening
from samrit.people.middleware import PersonRequest
from samrit.reports.packing import name_of, pack, pieces_for
from samrit.reports.views.shown import found_round


@require_safe
def evidence_zip(request: PersonRequest, round_pk: int) -> HttpResponse | StreamingHttpResponse:
    """For the province's coordinator and the central office; what they may not open is named and stays out."""
    round_ = found_round(request, round_pk)
    pieces = pieces_for(request.duties, round_)
    if pieces is None:
        raise Http404
    moment = localtime(now())
    if request.method == "GET":
        for piece in pieces:
            if piece.file is not None:
                note_opening(file=piece.file, by=request.user, now=moment)
    response = StreamingHttpResponse(pack(round_, pieces, at=moment), content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name_of(round_)
    )
    response.headers["Content-Encoding"] = "identity"  # packed already
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
