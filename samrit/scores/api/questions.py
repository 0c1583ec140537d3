"""Questions to a province about a reported result, and what its agencies answer."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime, now
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from samrit.people.api.facts import PersonFacts
from samrit.people.api.operations import done, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.reports.api.facts import Named
from samrit.reports.api.found import AtItem
from samrit.reports.queries import Item, item_visible_to
from samrit.scores import actions
from samrit.scores.forms import AnswerForm, ClosingForm, QuestionForm
from samrit.scores.models import Question
from samrit.scores.permissions import refuse_answering, refuse_closing
from samrit.scores.queries import questions_visible_to, rounds_to_evaluate, thread_of, with_answers
from samrit.scores.questions_shown import ShownAnswer, ShownFile, ShownQuestion, shown_questions
from samrit.ui.api.paging import Page, Slice, paged, without_nones
from samrit.ui.api.problems import Refused, of_form, refused
from samrit.ui.api.values import Key, PathKey, Text

router = Router(tags=["questions"])
READ, WRITE = "scores:read", "scores:write"
Long = Annotated[str, Text(10_000)]


class AnswerFileFacts(Schema):
    """A file of an answer; ``closed`` files are told of without their names. ``line``: of the KPI's checklist."""

    id: int
    file_id: int | None
    name: str
    closed: bool
    line: str


class AnswerFacts(Schema):
    """คำตอบ; without ``answered_at`` it is the draft of one's own agency, which nobody else sees."""

    agency: Named
    text: str
    answered_by: PersonFacts | None
    answered_at: datetime | None
    came_late: bool
    files: list[AnswerFileFacts]


class QuestionFacts(Schema):
    """คำถามถึงจังหวัด; ``thread`` is the first question of its exchange, ``closing`` empty while it is open."""

    id: int
    thread: int
    round_id: int
    indicator_id: int
    area: str
    standing: str
    text: str
    asked_by: PersonFacts
    asked_at: datetime
    answer_by: datetime
    closing: Literal["", "enough", "asked_on", "taken_back"]
    closed_at: datetime | None
    note: str


class WholeQuestion(QuestionFacts):
    """With the answers that were sent, the draft of one's own agency, and why answering or closing is not possible."""

    answers: list[AnswerFacts]
    draft: AnswerFacts | None
    may: dict[str, Refused | None]


class QuestionSlice(Slice):
    closed: bool = Field(default=False, description="Those that are closed too")
    round_id: Key | None = None
    indicator_id: Key | None = None


class QuestionGiven(Schema):
    """What is asked, and by when it is to be answered."""

    text: Long
    answer_by: AwareDatetime


class AnswerGiven(Schema):
    """The answer's text; a draft may be empty."""

    text: Long = ""


class ClosingGiven(Schema):
    """What was found enough; needed to take back a question that nobody has answered."""

    note: Annotated[str, Text(2000)] = ""


# ── reading ─────────────────────────────────────────────────────────────────
@reads(router, "/questions", scope=READ, answers=Page[QuestionFacts])
def questions(request: PersonRequest, at: Query[QuestionSlice]) -> dict[str, Any]:
    """Questions that concern one: all for evaluators, else of one's province or of the KPIs of one's agencies."""
    about = without_nones({"result__round": at.round_id, "result__indicator": at.indicator_id})
    rows = with_answers(questions_visible_to(request.duties).filter(**about))
    page = paged(request, rows if at.closed else rows.filter(closing=""), at, order=("answer_by", "pk"))
    moment = now()
    return {**page, "items": [_question(one, moment) for one in page["items"]]}


@reads(router, "/questions/{question_id}", scope=READ, answers=list[WholeQuestion])
def question(request: PersonRequest, question_id: PathKey) -> list[dict[str, Any]]:
    """The whole exchange that a question is part of, the oldest first, with its answers."""
    return _thread(request, found_question(request, question_id))


# ── the central office ──────────────────────────────────────────────────────
@writes(
    router,
    "/evaluation/{round_id}/items/{indicator_id}/questions",
    scope=WRITE,
    answers=QuestionFacts,
    made=True,
)
def ask_question(request: PersonRequest, at: AtItem, body: QuestionGiven) -> Status[Any]:
    """Ask the province about a reported result; its agencies and coordinator are told. The result stays as it is."""
    item = _item(request, at.round_id, at.indicator_id)
    asked = actions.ask_question(item=item, by=request.user, now=now(), **_asked(body))
    return made(_question(asked, now()))


@writes(router, "/questions/{question_id}/on", scope=WRITE, answers=QuestionFacts, made=True)
def ask_on(request: PersonRequest, question_id: PathKey, body: QuestionGiven) -> Status[Any]:
    """Ask on: the answer was not enough. It closes this question and opens the next of the exchange."""
    found = _evaluated(request, question_id)
    asked = actions.ask_on(question=found, by=request.user, now=now(), **_asked(body))
    return made(_question(asked, now()))


@writes(router, "/questions/{question_id}/close", scope=WRITE, answers=QuestionFacts)
def close_question(request: PersonRequest, question_id: PathKey, body: ClosingGiven) -> dict[str, Any]:
    """The answer is enough; or, where nobody has answered, the question is taken back with a reason."""
    found = _evaluated(request, question_id)
    form = ClosingForm(body.dict(), takes_back=not found.sent_answers)
    if not form.is_valid():
        raise of_form(form)
    closed = actions.close_question(question=found, by=request.user, now=now(), **form.cleaned_data)
    return _question(closed, now())


# ── the agencies ────────────────────────────────────────────────────────────
@writes(router, "/questions/{question_id}/answer", scope="reports:write", method="PUT")
def save_answer(request: PersonRequest, question_id: PathKey, body: AnswerGiven) -> Status[None]:
    """Keep the draft of one's agency; evaluators do not see it until it is sent."""
    actions.save_answer(
        question=found_question(request, question_id), text=_answer(body), by=request.user, now=now()
    )
    return done()


@writes(router, "/questions/{question_id}/answer/send", scope="reports:sign", answers=AnswerFacts)
def send_answer(request: PersonRequest, question_id: PathKey, body: AnswerGiven) -> dict[str, Any]:
    """Send the answer with the files of its draft; it does not change after that. A late one says so."""
    found = found_question(request, question_id)
    sent = actions.send_answer(question=found, text=_answer(body), by=request.user, now=now())
    last = shown_of(request, [with_answers(Question.objects.filter(pk=found.pk)).get()])[0]
    return next(_told(one) for one in last.answers if one.answer.pk == sent.pk)


def _answer(body: AnswerGiven) -> str:
    form = AnswerForm(body.dict())
    if not form.is_valid():
        raise of_form(form)
    return str(form.cleaned_data["text"])


def _asked(body: QuestionGiven) -> dict[str, Any]:
    """As the page's form judges it: the day and time of Bangkok."""
    try:
        typed = localtime(body.answer_by).strftime("%Y-%m-%dT%H:%M")
    except OverflowError:  # the last and the first day that there is
        typed = ""
    form = QuestionForm({"text": body.text, "answer_by": typed})
    if not form.is_valid():
        raise of_form(form)
    return form.cleaned_data


# ── finding ─────────────────────────────────────────────────────────────────
def found_question(request: PersonRequest, key: Key) -> Question:
    return get_object_or_404(with_answers(questions_visible_to(request.duties)), pk=key)


def _evaluated(request: PersonRequest, key: Key) -> Question:
    if not request.duties.evaluates:
        raise Http404
    return found_question(request, key)


def _item(request: PersonRequest, round_id: Key, indicator_id: Key) -> Item:
    if not request.duties.evaluates:
        raise Http404
    round_ = get_object_or_404(rounds_to_evaluate(request.duties), pk=round_id)
    item = item_visible_to(request.duties, round_, indicator_id)
    if item is None or item.result is None:
        raise Http404
    return item


# ── in the shape of facts ───────────────────────────────────────────────────
def _question(one: Question, moment: datetime) -> dict[str, Any]:
    names = ("id", "thread", "text", "asked_by", "asked_at", "answer_by", "closing", "closed_at", "note")
    return {
        **{name: getattr(one, name) for name in names},
        "round_id": one.result.round_id,
        "indicator_id": one.result.indicator_id,
        "area": one.result.round.area_id,
        "standing": str(one.standing(moment)),
    }


def _thread(request: PersonRequest, found: Question) -> list[dict[str, Any]]:
    moment, result = now(), found.result
    item = item_visible_to(request.duties, result.round, result.indicator_id)
    kpi = item.kpi if item else None
    return [
        {
            **_question(one.question, moment),
            "answers": [_told(answer) for answer in one.answers],
            "draft": _told(one.draft) if one.draft else None,
            "may": {
                "answer": refused(refuse_answering(request.duties, one.question, kpi)),
                "close": refused(refuse_closing(request.duties, one.question)),
            },
        }
        for one in shown_of(request, thread_of(found))
    ]


def shown_of(request: PersonRequest, thread: list[Question]) -> list[ShownQuestion]:
    result = thread[-1].result
    item = item_visible_to(request.duties, result.round, result.indicator_id)
    lines = {line.code: line.title for line in item.kpi.required_evidence.all()} if item else {}
    return shown_questions(request.duties, thread, lines, now())


def _told(shown: ShownAnswer) -> dict[str, Any]:
    names = ("agency", "text", "answered_by", "answered_at", "came_late")
    return {
        **{name: getattr(shown.answer, name) for name in names},
        "files": [file_told(one) for one in shown.files],
    }


def file_told(one: ShownFile) -> dict[str, Any]:
    """A file of an answer; of a closed one not even the name."""
    closed = one.seen.closed is not None
    return {
        "id": one.link,
        "file_id": None if closed else one.seen.file.pk,
        "name": "" if closed else one.seen.name,
        "closed": closed,
        "line": one.line,
    }
