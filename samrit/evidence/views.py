"""Opening a file: only for those whose evidence it is, and never as a page of ours."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from samrit.evidence.contents import SHOWN_INLINE
from samrit.evidence.queries import visible_to
from samrit.people.middleware import PersonRequest

# What a file may do in the browser: nothing. In a sandbox the PDF readers of older browsers show nothing either,
# so PDFs, which run in a reader of their own and not in our pages, go without.
NOTHING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
SANDBOX = f"{NOTHING}; sandbox"


@require_safe
def download(request: PersonRequest, pk: int) -> FileResponse:
    """The file as it was uploaded, under its own name; ``?show=1`` opens pictures and PDFs in the browser."""
    file = get_object_or_404(visible_to(request.duties), pk=pk)
    inline = request.GET.get("show") == "1" and file.media_type in SHOWN_INLINE
    response = FileResponse(
        file.file.open("rb"), as_attachment=not inline, filename=file.name, content_type=file.media_type
    )
    is_pdf = inline and file.media_type == "application/pdf"
    response.headers["Content-Security-Policy"] = NOTHING if is_pdf else SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
