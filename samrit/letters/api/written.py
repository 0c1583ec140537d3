"""Letters that an office writes: the list, one with all it says, its paper."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from samrit.audit.queries import history_of
from samrit.letters.api.written_facts import (
    KindCode,
    StatusCode,
    WrittenFacts,
    WrittenLetter,
    WrittenStanding,
)
from samrit.letters.documents.paper import letter_pdf
from samrit.letters.documents.word import CONTENT_TYPE, letter_docx
from samrit.letters.models import Letter, SealedPaper
from samrit.letters.papers import paper_of
from samrit.letters.permissions.writing import refuse_move
from samrit.letters.queries.writing import awaiting, letters_visible_to, with_number
from samrit.people.api.happened import HappenedFacts, happened
from samrit.people.api.operations import FILE, reads
from samrit.people.middleware import PersonRequest
from samrit.rules.letters.paper import refusals
from samrit.rules.letters.signing import Status, Verb
from samrit.rules.wording import say
from samrit.ui.api.paging import Page, Slice, paged, without_nones
from samrit.ui.api.problems import ProblemError, refused
from samrit.ui.api.requests import answers_with
from samrit.ui.api.values import PathKey
from samrit.ui.paper import PaperUnavailableError

router = Router(tags=["written"])
READ, WRITE, SIGN = "letters:read", "letters:write", "letters:sign"
NO_PAPER = say("letter_no_paper", "เครื่องนี้ยังจัดทำ PDF ไม่ได้ – แจ้งผู้ดูแลระบบ หรือขอเป็น Word แทน")
MOVES = {
    "edit": Verb.EDIT, "propose": Verb.PROPOSE, "take_back": Verb.TAKE_BACK, "approve": Verb.APPROVE,
    "send_back": Verb.RETURN, "sign": Verb.SIGN, "void": Verb.VOID,
}  # fmt: skip


class WrittenSlice(Slice):
    """``q``: a word of the subject; ``mine``: only what waits for the owner of the token."""

    status: StatusCode | None = None
    kind: KindCode | None = None
    area: str | None = Field(None, pattern=r"^\d{2}$", description="TIS 1099 code of a province")
    q: str | None = Field(None, max_length=200, pattern=r"^[^\x00]*$")
    mine: bool = False


@reads(router, "/written-letters", scope=READ, answers=Page[WrittenFacts])
def written_letters(request: PersonRequest, at: Query[WrittenSlice]) -> dict[str, Any]:
    """Letters of one's own offices and those in whose chain one stands, the newest first."""
    found = awaiting(request.duties) if at.mine else letters_visible_to(request.duties)
    wanted = without_nones(
        {"status": at.status, "kind": at.kind, "area": at.area, "subject__icontains": at.q or None}
    )
    return paged(request, with_number(found.filter(**wanted)), at, order=("-pk",))


@reads(router, "/written-letters/{written_id}", scope=READ, answers=WrittenLetter)
def written_letter(request: PersonRequest, written_id: PathKey) -> Letter:
    """One letter with all it says, its chain and its paper; the ETag names its version for If-Match."""
    return told(request, written_id)


@reads(router, "/written-letters/{written_id}/standing", scope=READ, answers=WrittenStanding)
def written_letter_standing(request: PersonRequest, written_id: PathKey) -> dict[str, Any]:
    """What may be done with a letter now and what its paper still wants."""
    letter = found_written(request, written_id)
    return {
        "moves": {name: refused(refuse_move(verb, letter, request.duties)) for name, verb in MOVES.items()},
        "wanting": [refused(one) for one in refusals(paper_of(letter))],
    }


@reads(router, "/written-letters/{written_id}/history", scope=READ, answers=Page[HappenedFacts])
def written_letter_history(request: PersonRequest, written_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """Who wrote, proposed, signed or voided a letter, the newest first."""
    return happened(request, history_of(found_written(request, written_id)), at)


@reads(router, "/written-letters/{written_id}/pdf", scope=READ, answers=None, media=FILE, also=(503,))
def written_letter_pdf(request: PersonRequest, written_id: PathKey) -> HttpResponse | FileResponse:
    """The paper as it was sealed; of a draft or a void letter as it would be, with its mark."""
    letter = found_written(request, written_id)
    kept = SealedPaper.objects.filter(letter=letter).first()
    if kept is not None and letter.status == Status.SIGNED:
        return FileResponse(kept.file.open("rb"), content_type="application/pdf")
    try:
        return HttpResponse(letter_pdf(paper_of(letter)), content_type="application/pdf")
    except PaperUnavailableError:
        raise ProblemError(503, NO_PAPER) from None


@reads(router, "/written-letters/{written_id}/docx", scope=READ, answers=None, media=FILE)
def written_letter_docx(request: PersonRequest, written_id: PathKey) -> HttpResponse:
    """The letter for Word, as it stands now."""
    return HttpResponse(letter_docx(paper_of(found_written(request, written_id))), content_type=CONTENT_TYPE)


def found_written(request: PersonRequest, written_id: int) -> Letter:
    return get_object_or_404(with_number(letters_visible_to(request.duties)), pk=written_id)


def told(request: PersonRequest, written_id: int) -> Letter:
    """As it stands now, its version in the ETag."""
    letter = found_written(request, written_id)
    answers_with(request, letter.version)
    return letter
