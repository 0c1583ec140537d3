"""Ask a province about a reported result, ask on, close a question; remind of the deadline."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from samrit.audit.actions import record
from samrit.frameworks.models import Kpi
from samrit.people.models import Role, User
from samrit.people.queries import Duties, duties_of
from samrit.reports.queries import Item, item_visible_to, items_of
from samrit.rules import reminders
from samrit.rules.thai import thai_date, thai_time
from samrit.rules.wording import RefusedError, refuse
from samrit.scores.actions.verifying import locked_round
from samrit.scores.models import Question
from samrit.scores.permissions import (
    refuse_asking,
    refuse_closing,
    refuse_enough,
    refuse_question,
)
from samrit.scores.queries import count_open, open_questions, score_of, with_answers
from samrit.scores.questions_telling import tell_of_closing, tell_of_deadline, tell_of_question

TOLD = (Role.RECORDER, Role.APPROVER, Role.COORDINATOR)


@transaction.atomic
def ask_question(*, item: Item, text: str, answer_by: datetime, by: User, now: datetime) -> Question:
    """ถามจังหวัด: the agencies responsible are told at once; the filed result stays as it is."""
    duties = duties_of(by, localdate(now))
    item = _fresh(item, duties)
    return _ask(item, duties, text=text, answer_by=answer_by, first=None, now=now)


@transaction.atomic
def ask_on(*, question: Question, text: str, answer_by: datetime, by: User, now: datetime) -> Question:
    """ถามต่อ: the question is closed, and another one of the same thread is asked with its own deadline."""
    duties = duties_of(by, localdate(now))
    item, question = locked_question(question, duties)
    if refusal := refuse_closing(duties, question):
        raise RefusedError(refusal)
    _close(question, Question.Closing.ASKED_ON, "", duties=duties, now=now)
    return _ask(item, duties, text=text, answer_by=answer_by, first=question.thread, now=now)


@transaction.atomic
def close_question(*, question: Question, note: str, by: User, now: datetime) -> Question:
    """คำตอบพอแล้ว; where nobody answered it is taken back, which needs a reason."""
    duties = duties_of(by, localdate(now))
    item, question = locked_question(question, duties)
    enough = bool(question.sent_answers)
    if refusal := refuse_enough(duties, question) if enough else refuse_closing(duties, question):
        raise RefusedError(refusal)
    if not enough and not note.strip():
        raise RefusedError(
            refuse("taking_back_reason", "ถอนคำถามที่ยังไม่มีคำตอบต้องบอกเหตุผล เพื่อให้หน่วยงานรู้ว่าไม่ต้องตอบแล้ว")
        )
    closing = Question.Closing.ENOUGH if enough else Question.Closing.TAKEN_BACK
    _close(question, closing, note.strip(), duties=duties, now=now)
    _told(question, "close_question", duties, now, reason=note.strip(), closing=question.closing)
    tell_of_closing(question, item.kpi, by=by, now=now)
    return question


def _fresh(item: Item, duties: Duties) -> Item:
    """The item as it stands now, its round locked."""
    found = item_visible_to(duties, locked_round(item.round), item.kpi.indicator_id)
    if found is None:
        raise RefusedError(refuse("item_gone", "ไม่พบตัวชี้วัดนี้ในกรอบที่ใช้อยู่"))
    return found


def locked_question(question: Question, duties: Duties) -> tuple[Item, Question]:
    """The round locked, then the question as it stands now, with the item that it is about."""
    round_ = locked_round(question.result.round)
    item = item_visible_to(duties, round_, question.result.indicator_id)
    fresh = with_answers(Question.objects.filter(pk=question.pk)).get()
    if item is None:
        raise RefusedError(refuse("item_gone", "ไม่พบตัวชี้วัดนี้ในกรอบที่ใช้อยู่"))
    fresh.result.round = round_
    return item, fresh


def _ask(
    item: Item, duties: Duties, *, text: str, answer_by: datetime, first: int | None, now: datetime
) -> Question:
    round_, result = item.round, item.result
    waiting = count_open(result) if result else 0
    refusal = refuse_asking(duties, round_, result, score_of(round_), waiting=waiting)
    refusal = refusal or refuse_question(round_, text=text, answer_by=answer_by, now=now)
    if refusal or result is None:
        raise RefusedError(refusal or refuse("ask_when_filed", "ถามได้เมื่อจังหวัดส่งผลของตัวชี้วัดนี้แล้ว"))
    question = Question.objects.create(
        result=result,
        first_id=first,
        text=text.strip(),
        answer_by=answer_by,
        asked_by=duties.user,
        asked_at=now,
    )
    question.result.round = round_
    local = localtime(answer_by)
    until = f"{thai_date(local.date(), short=True)} {thai_time(local)}"
    verb = "ask_on" if first else "ask_question"
    _told(question, verb, duties, now, question=question.text, answer_by=until)
    tell_of_question(question, item.kpi, by=duties.user, now=now)
    return question


def _close(
    question: Question, closing: Question.Closing, note: str, *, duties: Duties, now: datetime
) -> None:
    question.closing, question.note = closing.value, note
    question.closed_by, question.closed_at = duties.user, now
    question.save(update_fields=["closing", "note", "closed_by", "closed_at"])


def _told(
    about: Question, verb: str, duties: Duties, now: datetime, *, reason: str = "", **after: str
) -> None:
    """In the trail of the result that it is about: what is inside the item is told there."""
    record(
        verb=verb,
        subject=about.result,
        by=duties.user,
        now=now,
        after=after,
        reason=reason,
        area_code=about.result.round.area_id,
        actor_role=duties.described(),
    )


# ── the deadline ────────────────────────────────────────────────────────────
@transaction.atomic
def remind_of_questions(*, now: datetime) -> int:
    """Tell of questions that nobody answered, on the days that ``reminders.toml`` names; how many people were told.

    Idempotent: the same day tells nobody twice.
    """
    day, told = localdate(now), 0
    waiting = open_questions().filter(result__round__settled_at=None)
    for question in waiting.select_related("result__round__area", "result__round__fiscal_year"):
        due = [role for role in TOLD if _is_due(question, role, day)]
        kpi = _kpi(question) if due else None
        if kpi is None:
            continue
        told += sum(tell_of_deadline(question, kpi, role, now=now) for role in due)
    return told


def _is_due(question: Question, role: str, day: date) -> bool:
    """The days of a window, but the first: that day they were told of the question itself."""
    if day == localdate(question.asked_at):
        return False
    found = reminders.occasions(
        reminders.for_year(question.result.round.fiscal_year_id),
        opens_on=localdate(question.asked_at),
        closes_on=localdate(question.answer_by),
        today=day,
        roles={role},
    )
    answers = role in {Role.RECORDER, Role.APPROVER}
    return any(one.code == "escalation" or (answers and one.code in {"closing", "late"}) for one in found)


def _kpi(question: Question) -> Kpi | None:
    items = items_of(question.result.round)
    return next((item.kpi for item in items if item.kpi.indicator_id == question.result.indicator_id), None)
