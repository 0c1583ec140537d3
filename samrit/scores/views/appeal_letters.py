"""The letter of an appeal's decision, for both sides."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from samrit.people.middleware import PersonRequest
from samrit.rules.appeals import State
from samrit.scores.appeal_letter import paper, word
from samrit.scores.appeal_letter.facts import LetterFacts, address_of, facts_of, name_of
from samrit.scores.models import Appeal
from samrit.scores.views.appeal import found_appeal
from samrit.ui.paper import PaperUnavailableError


@require_safe
def appeal_letter_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    found, facts = _decided(request, pk)
    try:
        drawn = paper.draw(facts, key=found.pk, address=address_of(found))
    except PaperUnavailableError:
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return render(request, "scores/appeals/paper_unavailable.html", {"appeal": found}, status=status)
    return _file(drawn, "application/pdf", f"{name_of(found)}.pdf")


@require_safe
def appeal_letter_docx(request: PersonRequest, pk: int) -> HttpResponse:
    found, facts = _decided(request, pk)
    return _file(word.write(facts, address=address_of(found)), word.CONTENT_TYPE, f"{name_of(found)}.docx")


def _decided(request: PersonRequest, pk: int) -> tuple[Appeal, LetterFacts]:
    found = found_appeal(request, pk)
    if found.state != State.DECIDED:
        raise Http404
    return found, facts_of(found)


def _file(contents: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-cache"}
    return HttpResponse(contents, content_type=media_type, headers=headers)
