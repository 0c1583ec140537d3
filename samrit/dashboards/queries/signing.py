"""Letters that wait for one's decision or came back to their drafter, and what meetings gave one's agencies to do."""

from datetime import date

from django.db.models import OuterRef, Subquery

from samrit.dashboards.queries.tasks import Kind, Task
from samrit.letters.models import Letter, LetterStep, Resolution
from samrit.letters.queries.meetings import tasks_of
from samrit.letters.queries.writing import awaiting, returned_to
from samrit.letters.telling import listed_subject
from samrit.people.queries import Duties
from samrit.rules.secrecy import is_secret


def tasks_of_signing(duties: Duties) -> list[Task]:
    """Two queries, however many. Of a secret letter not even the subject: lists of work are mailed."""
    if not duties.memberships:
        return []
    returns = LetterStep.objects.filter(letter=OuterRef("pk"), verdict="returned").order_by("-run")
    returned = returned_to(duties).annotate(returned_because=Subquery(returns.values("reason")[:1]))
    return [
        *(_letter(one, "decide_letter") for one in awaiting(duties).order_by("drafted_at", "pk")),
        *(
            _letter(one, "revise_letter", reason=one.returned_because or "")
            for one in returned.order_by("drafted_at", "pk")
        ),
    ]


def tasks_of_meetings(duties: Duties, *, today: date) -> list[Task]:
    """The nearest day first; one query."""
    return [_resolution(one, today) for one in tasks_of(duties)] if duties.memberships else []


def _letter(one: Letter, kind: Kind, *, reason: str = "") -> Task:
    return Task(
        "todo",
        kind,
        listed_subject(one),
        key=one.pk,
        state=f"letter_{one.status}",
        reason="" if is_secret(one.secrecy) else reason,
    )


def _resolution(one: Resolution, today: date) -> Task:
    late = one.due_on is not None and one.due_on < today
    return Task(
        "todo", "do_resolution", one.text, key=one.pk, state="late" if late else "", due_on=one.due_on
    )
