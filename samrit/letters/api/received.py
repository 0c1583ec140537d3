"""หนังสือเข้า: what one's agencies have received, the paper itself."""

from typing import Annotated, Any, Literal

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Schema

from samrit.audit.queries import history_of
from samrit.letters.actions import receiving as actions
from samrit.letters.api.delivered_facts import ReceivedFacts, ReceivedStanding
from samrit.letters.models import Delivery, SealedPaper
from samrit.letters.permissions.delivery import is_void, refuse_acknowledging
from samrit.letters.queries.delivery import deliveries_received_by, waiting
from samrit.people.api.happened import HappenedFacts, happened
from samrit.people.api.operations import FILE, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.letters.delivering import refuse_reading_void
from samrit.rules.wording import RefusedError
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import refused
from samrit.ui.api.values import PathKey, Text

router = Router(tags=["delivered"])
READ, WRITE = "letters:read", "letters:write"


class ReceivedSlice(Slice):
    """``waiting``: only what somebody has still to acknowledge."""

    show: Literal["all", "waiting"] = "all"


class AcknowledgedGiven(Schema):
    note: Annotated[str, Text(500)] = ""


@reads(router, "/received-letters", scope=READ, answers=Page[ReceivedFacts])
def received_letters(request: PersonRequest, at: Query[ReceivedSlice]) -> dict[str, Any]:
    """Letters that one's agencies have received, the newest first. To list them is not to open them."""
    found = deliveries_received_by(request.duties)
    return paged(request, waiting(found) if at.show == "waiting" else found, at, order=("-pk",))


@reads(router, "/received-letters/{delivery_id}", scope=READ, answers=ReceivedFacts)
def received_letter(request: PersonRequest, delivery_id: PathKey) -> Delivery:
    """One received letter; what it says stands in its file."""
    return found_received(request, delivery_id)


@reads(router, "/received-letters/{delivery_id}/standing", scope=READ, answers=ReceivedStanding)
def received_letter_standing(request: PersonRequest, delivery_id: PathKey) -> dict[str, Any]:
    """What may be done with a received letter now."""
    delivery = found_received(request, delivery_id)
    return {
        "read": refused(refuse_reading_void(void=is_void(delivery.letter))),
        "acknowledge": refused(refuse_acknowledging(request.duties, delivery)),
    }


@reads(router, "/received-letters/{delivery_id}/file", scope=READ, answers=None, media=FILE, also=(409,))
def received_letter_file(request: PersonRequest, delivery_id: PathKey) -> FileResponse:
    """The signed paper. Whoever fetches it has opened the letter: its sender sees by whom and when, the first time."""
    delivery = found_received(request, delivery_id)
    if refusal := refuse_reading_void(void=is_void(delivery.letter)):
        raise RefusedError(refusal)
    paper = get_object_or_404(SealedPaper, letter=delivery.letter)
    if request.META["REQUEST_METHOD"] == "GET":  # the gate answers HEAD as GET; a HEAD is nobody reading
        actions.open_delivery(delivery=delivery, by=request.user, now=now())
    return FileResponse(paper.file.open("rb"), content_type="application/pdf")


@writes(router, "/received-letters/{delivery_id}/acknowledge", scope=WRITE, answers=ReceivedFacts)
def acknowledge_letter(request: PersonRequest, delivery_id: PathKey, body: AcknowledgedGiven) -> Delivery:
    """Acknowledge a received letter for one's agency; its sender sees by whom and when."""
    actions.acknowledge(
        delivery=found_received(request, delivery_id), note=body.note, by=request.user, now=now()
    )
    return found_received(request, delivery_id)


@reads(router, "/received-letters/{delivery_id}/history", scope=READ, answers=Page[HappenedFacts])
def received_letter_history(request: PersonRequest, delivery_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """Who opened, acknowledged or passed on a received letter, the newest first."""
    return happened(request, history_of(found_received(request, delivery_id)), at)


def found_received(request: PersonRequest, delivery_id: int) -> Delivery:
    return get_object_or_404(deliveries_received_by(request.duties), pk=delivery_id)
