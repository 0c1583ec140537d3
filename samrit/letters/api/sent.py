"""หนังสือที่ส่ง: who has not opened it, who has not acknowledged; the lists that letters are sent by."""

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Query, Router, Schema
from pydantic import Field

from samrit.letters.actions import delivering as actions
from samrit.letters.api.delivered_facts import DistributionListFacts, RecipientFacts, SentFacts, recipient
from samrit.letters.models import DistributionList, Letter
from samrit.letters.queries.chasing import chase_rows
from samrit.letters.queries.delivery import (
    letters_sent_by,
    lists_for,
    lists_visible_to,
    recipients_for,
    with_counts,
)
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.letters.delivering import MOST_RECIPIENTS
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import Key, PathKey, Text

router = Router(tags=["delivered"])
READ, WRITE = "letters:read", "letters:write"


class RecipientsAsked(Schema):
    """Which recipients; ``overdue``: the letter's day has passed and they have not acknowledged it."""

    show: Literal["all", "unopened", "unacknowledged", "overdue"] = "all"


class RecipientGiven(Schema):
    """``wording``: how the letter addresses it; empty: the agency's name."""

    agency_id: Key
    wording: Annotated[str, Text(200)] = ""


class SendingGiven(Schema):
    """A list, agencies, or both; and by which ways besides the house's own. Whoever has the letter is left out."""

    list_id: Key | None = None
    agencies: list[RecipientGiven] = Field([], max_length=MOST_RECIPIENTS)
    by_mail: bool = False
    on_paper: bool = False


class RemindingGiven(Schema):
    """Only these recipients (``id`` of each); empty: everybody who has not acknowledged it."""

    recipients: list[Key] = Field([], max_length=MOST_RECIPIENTS)


class RemindedFacts(Schema):
    reminded: int


@reads(router, "/sent-letters", scope=READ, answers=Page[SentFacts])
def sent_letters(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Signed letters of one's own offices, sent or not yet, with how far they have come; the newest first."""
    return paged(request, with_counts(letters_sent_by(request.duties)), at, order=("-signed_at", "-pk"))


@reads(router, "/sent-letters/{written_id}", scope=READ, answers=SentFacts)
def sent_letter(request: PersonRequest, written_id: PathKey) -> Letter:
    """One signed letter with how far it has come."""
    return get_object_or_404(with_counts(letters_sent_by(request.duties)), pk=written_id)


@reads(router, "/sent-letters/{written_id}/recipients", scope=READ, answers=list[RecipientFacts])
def sent_letter_recipients(
    request: PersonRequest, written_id: PathKey, at: Query[RecipientsAsked]
) -> list[dict[str, object]]:
    """Every recipient with when it was opened and acknowledged and by whom, in the letter's order."""
    letter = found_sent(request, written_id)
    return [recipient(row) for row in chase_rows(letter, today=localdate(), show=at.show)]


@writes(router, "/sent-letters/{written_id}/recipients", scope=WRITE, answers=list[RecipientFacts])
def send_written_letter(
    request: PersonRequest, written_id: PathKey, body: SendingGiven
) -> list[dict[str, object]]:
    """Send a signed letter by a list, to agencies, or both; the recipients that are new. To send twice sends once."""
    letter = found_sent(request, written_id)
    kept = get_object_or_404(lists_for(letter, request.duties), pk=body.list_id) if body.list_id else None
    made = actions.send_letter(
        letter=letter,
        recipients=_recipients(letter, kept, body.agencies),
        ways=actions.Ways(body.by_mail, body.on_paper, kept.name if kept else ""),
        by=request.user,
        now=now(),
    )
    new = {one.pk for one in made}
    return [recipient(row) for row in chase_rows(letter, today=localdate()) if row.delivery.pk in new]


@writes(router, "/sent-letters/{written_id}/remind", scope=WRITE, answers=RemindedFacts)
def remind_recipients(request: PersonRequest, written_id: PathKey, body: RemindingGiven) -> dict[str, int]:
    """Remind whoever has not acknowledged a letter, once a day each."""
    letter = found_sent(request, written_id)
    count = actions.remind_recipients(letter=letter, only=body.recipients, by=request.user, now=now())
    return {"reminded": count}


def _recipients(
    letter: Letter, kept: DistributionList | None, agencies: list[RecipientGiven]
) -> list[actions.Recipient]:
    """The list's in its order and words, then the others, each by its wording or name."""
    known = recipients_for(letter.issuer.agency.area_id).filter(pk__in=[one.agency_id for one in agencies])
    names = dict(known.values_list("pk", "name"))
    listed = [actions.Recipient(one.agency_id, one.wording) for one in kept.members.all()] if kept else []
    further = [
        actions.Recipient(one.agency_id, one.wording or names.get(one.agency_id, "-")) for one in agencies
    ]
    return [*listed, *further]


@reads(router, "/distribution-lists", scope=READ, answers=list[DistributionListFacts])
def distribution_lists(request: PersonRequest) -> QuerySet[DistributionList]:
    """The lists that letters of one's provinces are sent by."""
    return lists_visible_to(request.duties).order_by("pk")


def found_sent(request: PersonRequest, written_id: int) -> Letter:
    return get_object_or_404(letters_sent_by(request.duties), pk=written_id)
