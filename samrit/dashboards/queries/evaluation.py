"""What one evaluator was given to look at or to decide; what nobody was given is everybody's."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Min

from samrit.dashboards.queries.tasks import Task
from samrit.frameworks.models import Round
from samrit.people.queries import Duties
from samrit.scores.queries import disputes_of, filed_and_given, in_hand_of


def tasks_in_hand(duties: Duties, *, today: date) -> list[Task]:
    """One line for each province, the nearest day first; and each dispute that this person is to decide. Three queries."""
    if not duties.evaluates:
        return []
    found = in_hand_of(duties.user).exclude(slot="third").order_by()
    counts = {
        round_: (count, due_on)
        for round_, count, due_on in found.values("round")
        .annotate(count=Count("pk"), due=Min("due_on"))
        .values_list("round", "count", "due")
    }
    rounds = Round.objects.filter(pk__in=counts).select_related("area", "fiscal_year")
    return [*_disputes(duties), *sorted(_given(rounds, counts, today), key=_day)]


def _given(rounds: Iterable[Round], counts: dict[int, tuple[int, date | None]], today: date) -> list[Task]:
    return [
        Task(
            "late" if (due_on or date.max) < today else "todo",
            "verify_mine",
            "",
            one,
            state="filed",
            count=count,
            due_on=due_on,
        )
        for one in rounds
        for count, due_on in [counts[one.pk]]
    ]


def _day(task: Task) -> tuple[date, int]:
    return (task.due_on or date.max, task.round.pk if task.round else 0)


def _disputes(duties: Duties) -> list[Task]:
    return [
        Task("todo", "decide_dispute", one.name, one.round, key=one.key, number=one.number, state="disputed")
        for one in disputes_of(duties)
    ]


def given_in(duties: Duties) -> dict[int, int]:
    """Round → how many filed results somebody was given; one query, and that only for evaluators."""
    return filed_and_given() if duties.evaluates else {}
