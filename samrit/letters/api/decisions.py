"""The letter of an appeal's decision, for both sides."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from ninja import Router

from samrit.letters.deciding import decision_paper, name_of_decision, sealed_decision
from samrit.letters.documents.paper import letter_pdf
from samrit.letters.documents.word import CONTENT_TYPE, letter_docx
from samrit.people.api.operations import reads
from samrit.people.middleware import PersonRequest
from samrit.rules.appeals import State
from samrit.scores.models import Appeal
from samrit.scores.queries.appeals import appeals_visible_to
from samrit.ui.api.problems import ProblemError
from samrit.ui.api.values import PathKey
from samrit.ui.paper import PaperUnavailableError

router = Router(tags=["appeals"])
READ = "scores:read"
PDF = "application/pdf"


@reads(router, "/appeals/{appeal_id}/letter.pdf", scope=READ, answers=None, media=PDF, also=(503,))
def appeal_letter_pdf(request: PersonRequest, appeal_id: PathKey) -> HttpResponse | FileResponse:
    """The letter of the decision as PDF, for both sides: as it was signed, or with a mark that it is not signed yet."""
    found = _decided(request, appeal_id)
    name = f"{name_of_decision(found)}.pdf"
    if kept := sealed_decision(found):
        return FileResponse(kept.file.open("rb"), as_attachment=True, filename=name, content_type=PDF)
    try:
        drawn = letter_pdf(decision_paper(found, now=now()))
    except PaperUnavailableError:
        raise ProblemError(503) from None
    return _attached(drawn, PDF, name)


@reads(router, "/appeals/{appeal_id}/letter.docx", scope=READ, answers=None, media=CONTENT_TYPE)
def appeal_letter_docx(request: PersonRequest, appeal_id: PathKey) -> HttpResponse:
    """The letter of the decision as a Word file, for both sides."""
    found = _decided(request, appeal_id)
    drawn = letter_docx(decision_paper(found, now=now()))
    return _attached(drawn, CONTENT_TYPE, f"{name_of_decision(found)}.docx")


def _decided(request: PersonRequest, key: int) -> Appeal:
    return get_object_or_404(appeals_visible_to(request.duties).filter(state=State.DECIDED), pk=key)


def _attached(contents: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(contents, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
