"""Questions to a province with their answers, as each person may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.rules.questions import Standing
from samrit.scores.models import Answer, AnswerEvidence, Question


def questions_visible_to(duties: Duties) -> QuerySet[Question]:
    """The central office's evaluators, the province's coordinator, the agencies responsible; never another province."""
    questions = Question.objects.all()
    if duties.evaluates:
        return questions
    return questions.filter(Q(result__round__area__in=duties.coordinated_areas()) | Exists(_own_kpis(duties)))


def _own_kpis(duties: Duties) -> QuerySet[Kpi]:
    in_force = Q(component__edition__status=Edition.Status.PUBLISHED) | Q(
        component__edition=OuterRef("result__round__ruled_by")
    )
    return Kpi.objects.filter(
        in_force, indicator=OuterRef("result__indicator"), ownerships__agency__in=duties.agencies()
    )


def with_answers(questions: QuerySet[Question]) -> QuerySet[Question]:
    """With answers, files and people; six queries, however many."""
    files = AnswerEvidence.objects.select_related("file", "attached_by")
    answers = Answer.objects.select_related("agency", "answered_by", "started_by").prefetch_related(
        Prefetch("evidence", files)
    )
    return questions.select_related(
        "asked_by", "closed_by", "result__round__area", "result__round__fiscal_year", "result__indicator"
    ).prefetch_related(Prefetch("answers", answers))


def thread_of(question: Question) -> list[Question]:
    """The whole exchange, oldest first; three queries."""
    key = question.thread
    return list(with_answers(Question.objects.filter(Q(pk=key) | Q(first=key))).order_by("pk"))


def questions_of(result: Result) -> list[Question]:
    """All about one result, oldest first."""
    return list(with_answers(Question.objects.filter(result=result)).order_by("pk"))


def count_open(result: Result) -> int:
    """How many questions about a result are not closed."""
    return Question.objects.filter(result=result, closing="").count()


def open_questions(round_: Round | None = None) -> QuerySet[Question]:
    """Those that are neither answered nor closed: of a round, or all."""
    sent = Answer.objects.filter(question=OuterRef("pk"), answered_at__isnull=False)
    waiting = Question.objects.filter(closing="").filter(~Exists(sent))
    return waiting if round_ is None else waiting.filter(result__round=round_)


# ── what awaits whom ────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Asked:
    """One open question as a list of work shows it."""

    question: Question
    standing: Standing
    kpi: Kpi


def open_for(duties: Duties, now: datetime) -> list[Asked]:
    """The open questions that concern this person, nearest deadline first; three queries, however many."""
    questions = questions_visible_to(duties).filter(closing="", result__round__settled_at=None)
    if duties.evaluates:  # whoever asked reads the answer; the list of questions shows everybody's
        questions = questions.filter(asked_by=duties.user)
    found = list(with_answers(questions).order_by("answer_by", "pk"))
    kpis = answering_kpis(found)
    return [
        Asked(one, one.standing(now), kpis[one.result.indicator_id])
        for one in found
        if one.result.indicator_id in kpis
    ]


def answering_kpis(questions: Iterable[Question]) -> dict[int, Kpi]:
    """Indicator → its KPI in force, with its agencies."""
    wanted = {question.result.indicator_id for question in questions}
    if not wanted:
        return {}
    kpis = Kpi.objects.filter(indicator__in=wanted, component__edition__status=Edition.Status.PUBLISHED)
    return {
        kpi.indicator_id: kpi
        for kpi in kpis.select_related("component", "parent").prefetch_related("ownerships__agency")
    }
