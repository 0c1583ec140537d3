"""Letters on the desks of those who received them, who were asked to act on them, and who wait for others."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.db.models import F, Model, QuerySet
from django.utils.translation import ngettext

from samrit.dashboards.queries.tasks import Kind, Part, Task
from samrit.letters.models import Arrival, Delivery, Forward, Letter, Routing
from samrit.letters.queries.arrivals import passed_on_by, waiting_for
from samrit.letters.queries.delivery import (
    deliveries_received_by,
    forwards_to,
    still_waited_for,
    waiting,
)
from samrit.letters.telling import listed_subject
from samrit.people.queries import Duties
from samrit.ui.formats import number

MANY = 100  # lines of one kind: more is not a list of work any more

Row = TypeVar("Row", bound=Model)


def tasks_of_letters(duties: Duties, *, today: date) -> list[Task]:
    """What one was asked to do first, then what the agency has to acknowledge; five queries, however many.

    Of each kind the most pressing ``MANY``; then one line says how many more there are, and leads to the page that shows them all.
    Of a secret letter not even the subject: lists of work are mailed.
    """
    if not duties.memberships:
        return []
    received = _bare(waiting(deliveries_received_by(duties)), "letter").order_by("sent_at", "pk")
    routed = waiting_for(duties).order_by(F("due_on").asc(nulls_last=True), "pk")
    sent = _bare(still_waited_for(duties)).order_by(F("due_on").asc(nulls_last=True), "pk")
    passed_on = _bare(passed_on_by(duties)).order_by(F("first_due").asc(nulls_last=True), "pk")
    return [
        *_first(forwards_to(duties), "todo", "more_received", lambda one: _asked(one, today)),
        *_first(routed, "todo", "more_arrivals", lambda one: _routed(one, today)),
        *_first(received, "todo", "more_received", lambda one: _received(one, today)),
        *_first(sent, "waiting", "more_sent", lambda one: _sent(one, today)),
        *_first(passed_on, "waiting", "more_arrivals", lambda one: _waits(one, today)),
    ]


def _first(rows: QuerySet[Row], part: Part, rest: Kind, line: Callable[[Row], Task]) -> list[Task]:
    found = list(rows[: MANY + 1])
    tasks = [line(one) for one in found[:MANY]]
    if len(found) > MANY:
        left = rows.count() - MANY
        told = ngettext("อีก {n} ฉบับ", "อีก {n} ฉบับ", left).format(n=number(left))
        tasks.append(Task(part, rest, told, count=left))
    return tasks


def _bare(rows: QuerySet[Row], beside: str = "") -> QuerySet[Row]:
    """With what a line of work needs alone: thousands may wait, and a letter's body is read from JSON each time."""
    words = ("subject", "secrecy", "due_on")
    rows = rows.select_related(None).prefetch_related(None)
    if not beside:
        return rows.only(*words)
    own = ("first_opened_at", "acknowledged_at", "sent_at")
    return rows.select_related(beside).only(*own, *(f"{beside}__{word}" for word in words))


def _asked(one: Forward, today: date) -> Task:
    name = listed_subject(one.delivery.letter)
    return Task(
        "todo", "act_on_letter", name, key=one.delivery_id, state=_state(one.due_on, today), due_on=one.due_on
    )


def _routed(one: Routing, today: date) -> Task:
    return Task(
        "todo",
        "act_on_arrival",
        listed_subject(one.arrival),
        key=one.arrival_id,
        state=_state(one.due_on, today),
        due_on=one.due_on,
    )


def _waits(arrival: Arrival, today: date) -> Task:
    """Who passed it on chases when the first day of those that are not done has passed."""
    due_on: date | None = arrival.first_due  # type: ignore[attr-defined]  # annotated by passed_on_by
    late = due_on is not None and due_on < today
    kind: Kind = "chase_routing" if late else "await_routing"
    return Task(
        "todo" if late else "waiting",
        kind,
        listed_subject(arrival),
        key=arrival.pk,
        state=_state(due_on, today) or "arrival_open",
        due_on=due_on,
    )


def _received(one: Delivery, today: date) -> Task:
    letter = one.letter
    return Task(
        "todo",
        "acknowledge_letter",
        listed_subject(letter),
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
        listed_subject(letter),
        key=letter.pk,
        state=_state(letter.due_on, today) or "letter_awaited",
        reason="",
        due_on=letter.due_on,
    )


def _state(due_on: date | None, today: date) -> str:
    return "late" if due_on is not None and due_on < today else ""
