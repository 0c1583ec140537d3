"""Letters on the desks of those who received them, who were asked to act on them, and who wait for recipients."""

from datetime import date

from samrit.dashboards.queries.tasks import Kind, Task
from samrit.letters.models import Delivery, Forward, Letter
from samrit.letters.queries.delivery import (
    deliveries_received_by,
    forwards_to,
    still_waited_for,
    waiting,
)
from samrit.people.queries import Duties


def tasks_of_letters(duties: Duties, *, today: date) -> list[Task]:
    """What one was asked to do first, then what the agency has to acknowledge; three queries, however many."""
    if not duties.memberships:
        return []
    received = waiting(deliveries_received_by(duties)).prefetch_related(None)
    asked = [_asked(one, today) for one in forwards_to(duties)]
    to_acknowledge = [_received(one, today) for one in received.order_by("sent_at", "pk")]
    return [*asked, *to_acknowledge, *(_sent(one, today) for one in still_waited_for(duties))]


def _asked(one: Forward, today: date) -> Task:
    name = one.delivery.letter.subject
    return Task(
        "todo", "act_on_letter", name, key=one.delivery_id, state=_state(one.due_on, today), due_on=one.due_on
    )


def _received(one: Delivery, today: date) -> Task:
    letter = one.letter
    return Task(
        "todo",
        "acknowledge_letter",
        letter.subject,
        key=one.pk,
        state=_state(letter.due_on, today) or f"letter_{one.standing}",
        due_on=letter.due_on,
    )


def _sent(letter: Letter, today: date) -> Task:
    """The sender's to chase when the letter's day has passed, till then the recipients'."""
    late = letter.due_on is not None and letter.due_on < today
    kind: Kind = "chase_letter" if late else "await_acknowledgement"
    return Task(
        "todo" if late else "waiting",
        kind,
        letter.subject,
        key=letter.pk,
        state=_state(letter.due_on, today) or "letter_awaited",
        reason="",
        due_on=letter.due_on,
    )


def _state(due_on: date | None, today: date) -> str:
    return "late" if due_on is not None and due_on < today else ""
