"""Opening a file: only for those who may, and never as a page of ours."""

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from samrit.evidence.actions import note_opening
from samrit.evidence.contents import SHOWN_INLINE
from samrit.evidence.drawing import drawn_page
from samrit.evidence.models import EvidenceFile
from samrit.evidence.permissions import refuse_opening
from samrit.evidence.queries import visible_to, with_people
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import Refusal

# What a file may do in the browser: nothing. In a sandbox the PDF readers of older browsers show nothing either,
# so PDFs, which run in a reader of their own and not in our pages, go without.
NOTHING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
SANDBOX = f"{NOTHING}; sandbox"


@require_safe
def download(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The file as it was uploaded, under its own name; ``?show=1`` opens pictures and PDFs in the browser."""
    file = get_object_or_404(with_people(visible_to(request.duties)), pk=pk)
    if refusal := refuse_opening(request.duties, file):
        return _closed(request, file, refusal)
    if request.method == "GET":
        note_opening(file=file, by=request.user, now=now())
    inline = request.GET.get("show") == "1" and file.media_type in SHOWN_INLINE
    response = FileResponse(
        file.file.open("rb"), as_attachment=not inline, filename=file.name, content_type=file.media_type
    )
    is_pdf = inline and file.media_type == "application/pdf"
    return _guarded(response, NOTHING if is_pdf else SANDBOX)


@require_safe
def page(request: PersonRequest, pk: int, number: int) -> HttpResponseBase:
    """One page of a PDF as a picture, for the preview; nothing of the PDF itself reaches the browser."""
    file = get_object_or_404(with_people(visible_to(request.duties)), pk=pk)
    if refusal := refuse_opening(request.duties, file):
        return _closed(request, file, refusal)
    drawn = drawn_page(file.file.path, number) if file.media_type == "application/pdf" else None
    if drawn is None:
        raise Http404
    if request.method == "GET" and number == 1:
        note_opening(file=file, by=request.user, now=now())
    return _guarded(HttpResponse(drawn, content_type="image/png"), SANDBOX)


def _guarded(response: HttpResponseBase, policy: str) -> HttpResponseBase:
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Encoding"] = "identity"  # what is packed already is not packed again
    return response


def _closed(request: PersonRequest, file: EvidenceFile, refusal: Refusal) -> HttpResponse:
    """It is there, but not for this person: why, and the redacted copy when there is one."""
    copy = next(iter(file.redacted_copies.all()), None)
    context = {"file": file, "refusal": refusal, "copy": copy}
    return render(request, "evidence/closed.html", context, status=403)
