"""The letter of an appeal's decision, for both sides."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from samrit.letters.deciding import decision_paper, name_of_decision, sealed_decision
from samrit.letters.documents.paper import letter_pdf
from samrit.letters.documents.word import CONTENT_TYPE, letter_docx
from samrit.people.middleware import PersonRequest
from samrit.rules.appeals import State
from samrit.scores.models import Appeal
from samrit.scores.queries.appeals import appeals_visible_to
from samrit.ui.paper import PaperUnavailableError


@require_safe
def decision_pdf(request: PersonRequest, pk: int) -> HttpResponse | FileResponse:
    """As it was sealed; before, as it would be, with its mark."""
    found = _decided(request, pk)
    name = f"{name_of_decision(found)}.pdf"
    if kept := sealed_decision(found):
        return FileResponse(kept.file.open("rb"), as_attachment=True, filename=name)
    try:
        drawn = letter_pdf(decision_paper(found, now=now()))
    except PaperUnavailableError:
        return render(request, "letters/written/no_decision.html", {"appeal": found}, status=503)
    return _file(drawn, "application/pdf", name)


@require_safe
def decision_docx(request: PersonRequest, pk: int) -> HttpResponse:
    found = _decided(request, pk)
    drawn = letter_docx(decision_paper(found, now=now()))
    return _file(drawn, CONTENT_TYPE, f"{name_of_decision(found)}.docx")


def _decided(request: PersonRequest, pk: int) -> Appeal:
    return get_object_or_404(appeals_visible_to(request.duties).filter(state=State.DECIDED), pk=pk)


def _file(contents: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-cache"}
    return HttpResponse(contents, content_type=media_type, headers=headers)
