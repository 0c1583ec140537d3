"""Operations of the letters room: letters that were read, and settling what was found in them."""

from datetime import datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Path, Query, Router, Schema, Status

from samrit.letters import actions
from samrit.letters.models import Finding, Intake
from samrit.letters.queries import asks_to_choose, findings_of, intakes_visible_to, with_progress
from samrit.people.api.operations import done, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import Message
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import Key, PathKey, Text
from samrit.ui.wording import in_words

router = Router(tags=["letters"])
READ, WRITE = "letters:read", "letters:write"


class LetterFacts(Schema):
    """หนังสือที่อ่านเข้ามา."""

    id: int
    area: str
    name: str
    status: str
    uploaded_at: datetime
    findings_total: int
    findings_settled: int
    edition_id: int | None

    @staticmethod
    def resolve_area(obj: Intake) -> str:
        return obj.area_id


class FindingFacts(Schema):
    """ข้อสังเกต; one of ``readings`` holds once it is settled. Where it asks to choose, noting it is not enough."""

    id: int
    code: str
    severity: str
    said: str
    line: int | None
    readings: list[str]
    asks_to_choose: bool
    chosen: str
    note: str
    resolved_at: datetime | None

    @staticmethod
    def resolve_asks_to_choose(obj: Finding) -> bool:
        return asks_to_choose(obj)

    @staticmethod
    def resolve_said(obj: Finding) -> str:
        return in_words(Message.from_data(obj.wording))


class WholeLetter(LetterFacts):
    """With its masked text and what was found in it."""

    text: str
    findings: list[FindingFacts]

    @staticmethod
    def resolve_findings(obj: Intake) -> list[Finding]:
        return findings_of(obj)


class SettledGiven(Schema):
    """Which reading holds; ``alike``: also for every open finding that asks the same."""

    chosen: Annotated[str, Text(2000)] = ""
    note: Annotated[str, Text(2000)] = ""
    alike: bool = False


class AsideGiven(Schema):
    reason: Annotated[str, Text(2000, least=1)]


class FindingPath(Schema):
    """Which finding of which letter."""

    letter_id: Key
    finding_id: Key


AtFinding = Annotated[FindingPath, Path()]


@reads(router, "/letters", scope=READ, answers=Page[LetterFacts])
def letters(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Letters of the provinces one looks after, the newest first."""
    return paged(request, with_progress(intakes_visible_to(request.duties)), at, order=("-pk",))


@reads(router, "/letters/{letter_id}", scope=READ, answers=WholeLetter)
def letter(request: PersonRequest, letter_id: PathKey) -> Intake:
    """One letter with its masked text and findings."""
    return found_letter(request, letter_id)


@writes(router, "/letters/{letter_id}/findings/{finding_id}/settle", scope=WRITE, answers=list[FindingFacts])
def settle_finding(request: PersonRequest, at: AtFinding, body: SettledGiven) -> list[Finding]:
    """Say which reading holds; what was settled."""
    finding = get_object_or_404(found_letter(request, at.letter_id).findings, pk=at.finding_id)
    return actions.settle_finding(finding=finding, **body.dict(), by=request.user, now=now())


@writes(router, "/letters/{letter_id}/findings/settle-notices", scope=WRITE, answers=WholeLetter)
def settle_notices(request: PersonRequest, letter_id: PathKey) -> Intake:
    """Take note of every finding that only tells."""
    actions.settle_notices(intake=found_letter(request, letter_id), by=request.user, now=now())
    return found_letter(request, letter_id)


@writes(router, "/letters/{letter_id}/set-aside", scope=WRITE)
def set_letter_aside(request: PersonRequest, letter_id: PathKey, body: AsideGiven) -> Status[None]:
    """Put a letter away that no framework is made from."""
    actions.set_aside(intake=found_letter(request, letter_id), reason=body.reason, by=request.user, now=now())
    return done()


@writes(router, "/letters/{letter_id}/take-up", scope=WRITE)
def take_letter_up(request: PersonRequest, letter_id: PathKey) -> Status[None]:
    """Take a letter up again that was put away."""
    actions.take_up(intake=found_letter(request, letter_id), by=request.user, now=now())
    return done()


def found_letter(request: PersonRequest, letter_id: int) -> Intake:
    return get_object_or_404(with_progress(intakes_visible_to(request.duties)), pk=letter_id)
