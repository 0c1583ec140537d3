"""หนังสือที่ส่ง: who has not opened it, who has not acknowledged; the lists that letters are sent by."""

from typing import Any, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from ninja import Query, Router, Schema

from samrit.letters.api.delivered_facts import DistributionListFacts, RecipientFacts, SentFacts, recipient
from samrit.letters.models import DistributionList, Letter
from samrit.letters.queries.chasing import chase_rows
from samrit.letters.queries.delivery import letters_sent_by, lists_visible_to, with_counts
from samrit.people.api.operations import reads
from samrit.people.middleware import PersonRequest
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import PathKey

router = Router(tags=["delivered"])
READ, WRITE = "letters:read", "letters:write"


class RecipientsAsked(Schema):
    """Which recipients; ``overdue``: the letter's day has passed and they have not acknowledged it."""

    show: Literal["all", "unopened", "unacknowledged", "overdue"] = "all"


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


@reads(router, "/distribution-lists", scope=READ, answers=list[DistributionListFacts])
def distribution_lists(request: PersonRequest) -> QuerySet[DistributionList]:
    """The lists that letters of one's provinces are sent by."""
    return lists_visible_to(request.duties).order_by("pk")


def found_sent(request: PersonRequest, written_id: int) -> Letter:
    return get_object_or_404(letters_sent_by(request.duties), pk=written_id)
