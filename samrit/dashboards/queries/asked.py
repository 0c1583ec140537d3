"""Questions to provinces on the desks of those who answer, of those who asked, and of those who should know."""

from datetime import datetime

from samrit.dashboards.queries.tasks import Kind, Part, Task
from samrit.people.queries import Duties
from samrit.rules.questions import Standing
from samrit.rules.windows import Window
from samrit.scores.permissions import answers_for
from samrit.scores.queries import Asked, open_for


def tasks_of_questions(duties: Duties, *, now: datetime) -> list[Task]:
    """Each with its own deadline; three queries, however many."""
    return [_task(duties, one) for one in open_for(duties, now)]


def _task(duties: Duties, one: Asked) -> Task:
    part, kind = _whose(duties, one)
    question = one.question
    area = question.result.round.area
    return Task(
        part,
        kind,
        f"{one.kpi.name} – {area}" if duties.evaluates else one.kpi.name,
        key=question.thread,
        number=one.kpi.full_number,
        state=f"question_{one.standing}",
        window=Window(question.asked_at, question.answer_by) if one.standing != Standing.ANSWERED else None,
    )


def _whose(duties: Duties, one: Asked) -> tuple[Part, Kind]:
    """Mine to answer until somebody has; then the evaluator's to find it enough or to ask on."""
    if duties.evaluates:
        return ("todo", "read_answer") if one.standing == Standing.ANSWERED else ("waiting", "await_answer")
    if one.standing == Standing.ANSWERED:
        return "waiting", "await_reading"
    if answers_for(duties, one.kpi) is None:
        return "waiting", "await_answer"
    return ("late" if one.standing == Standing.OVERDUE else "todo"), "answer_question"
