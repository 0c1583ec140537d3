"""A letter's way: proposed along a chain, agreed to, returned, signed and numbered, sealed, void."""

from functools import partial
from typing import Annotated, Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate, now
from ninja import Schema
from pydantic import Field

from samrit.letters import actions
from samrit.letters.api.written import NO_PAPER, READ, SIGN, WRITE, found_written, router, told
from samrit.letters.api.written_facts import SealedFacts, WrittenLetter
from samrit.letters.documents.keeping import keep_paper
from samrit.letters.models import Letter, SealedPaper
from samrit.letters.queries.writing import who_may_sign
from samrit.people.api.facts import PersonFacts
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import User
from samrit.rules.letters.signing import LONGEST_CHAIN, Part, StepTerms
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.api.problems import ProblemError
from samrit.ui.api.requests import version_seen
from samrit.ui.api.values import Key, PathKey, Text
from samrit.ui.paper import PaperUnavailableError

AT = "/written-letters/{written_id}"


class StepGiven(Schema):
    """Who looks it through (review) or signs; ``title`` and ``acting_for`` stand under the name of who signs."""

    person_id: Key
    part: Literal["review", "sign"]
    title: Annotated[str, Text(200)] = ""
    acting_for: Annotated[str, Text(300)] = ""


class ChainGiven(Schema):
    """In order; those who look it through first."""

    chain: list[StepGiven] = Field(min_length=1, max_length=LONGEST_CHAIN)


class LetterReasonGiven(Schema):
    reason: Annotated[str, Text(2000, least=1)]


@reads(router, f"{AT}/people", scope=READ, answers=list[PersonFacts])
def written_letter_people(request: PersonRequest, written_id: PathKey) -> QuerySet[User]:
    """Who may stand in the chain of this letter today."""
    return who_may_sign(found_written(request, written_id).issuer, localdate())


@writes(router, f"{AT}/propose", scope=WRITE, answers=WrittenLetter, versioned=True)
def propose_written_letter(request: PersonRequest, written_id: PathKey, body: ChainGiven) -> Letter:
    """Propose the version that was read (If-Match) for signature along these people."""
    chain = [StepTerms(one.person_id, Part(one.part), one.title, one.acting_for) for one in body.chain]
    actions.propose_letter(chain=chain, **_read(request, written_id))
    return told(request, written_id)


@writes(router, f"{AT}/take-back", scope=WRITE, answers=WrittenLetter)
def take_back_written_letter(request: PersonRequest, written_id: PathKey) -> Letter:
    """Take a letter out of the chain (the drafter); what was decided on the way stays in the history."""
    actions.take_back_letter(letter=found_written(request, written_id), by=request.user, now=now())
    return told(request, written_id)


@writes(router, f"{AT}/approve", scope=SIGN, answers=WrittenLetter, versioned=True)
def approve_written_letter(request: PersonRequest, written_id: PathKey) -> Letter:
    """Agree to the version that was read (If-Match) and hand it on to the next."""
    actions.approve_letter(**_read(request, written_id))
    return told(request, written_id)


@writes(router, f"{AT}/return", scope=SIGN, answers=WrittenLetter, versioned=True)
def return_written_letter(request: PersonRequest, written_id: PathKey, body: LetterReasonGiven) -> Letter:
    """Send the version that was read (If-Match) back to the drafter with a reason."""
    actions.return_letter(reason=body.reason, **_read(request, written_id))
    return told(request, written_id)


@writes(router, f"{AT}/sign", scope=SIGN, answers=WrittenLetter, versioned=True)
def sign_written_letter(request: PersonRequest, written_id: PathKey) -> Letter:
    """Sign the version that was read (If-Match); the last signature draws number, day and code.

    The paper is made at once after that. With an Idempotency-Key this answer has no `paper` yet.
    """
    letter = actions.sign_letter(**_read(request, written_id))
    # After the number is kept: nobody waits for a paper to be drawn (decision 0016). What fails can be done again.
    transaction.on_commit(partial(keep_paper, letter, now=now()), robust=True)
    return told(request, written_id)


@writes(router, f"{AT}/paper", scope=SIGN, answers=SealedFacts, also=(503,))
def seal_written_letter(request: PersonRequest, written_id: PathKey) -> SealedPaper:
    """Make the signed paper of a letter that has its number, where that failed before; the first one made stays."""
    try:
        paper = keep_paper(found_written(request, written_id), now=now())
    except PaperUnavailableError:
        raise ProblemError(503, NO_PAPER) from None
    if paper is None:
        raise RefusedError(refuse("letter_not_signed_yet", "หนังสือยังไม่ลงนาม จึงยังไม่มีฉบับลงนาม"))
    return paper


@writes(router, f"{AT}/void", scope=SIGN, answers=WrittenLetter)
def void_written_letter(request: PersonRequest, written_id: PathKey, body: LetterReasonGiven) -> Letter:
    """Void a letter with a reason; number and paper stay to be seen, and who received it is told."""
    actions.void_letter(
        letter=found_written(request, written_id), reason=body.reason, by=request.user, now=now()
    )
    return told(request, written_id)


def _read(request: PersonRequest, written_id: int) -> dict[str, Any]:
    """The letter in the version that this caller has read."""
    letter = found_written(request, written_id)
    return {"letter": letter, "version": version_seen(request), "by": request.user, "now": now()}
