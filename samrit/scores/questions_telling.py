"""Who is told of a question to the province, of its answers and of its deadline: titles only, never what was typed."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.frameworks.models import Kpi
from samrit.notices.actions import settle, tell
from samrit.notices.queries import coordinators_of, holders
from samrit.people.models import Role, User
from samrit.rules.wording import Message, say
from samrit.scores.models import Answer, Question


def _url(question: Question) -> str:
    return reverse("scores:question", args=[question.thread])


def _about(sentence: Message, question: Question, kpi: Kpi, **more: object) -> Message:
    values = {"number": kpi.full_number, "name": kpi.name, "area": question.result.round.area.name, **more}
    return say(sentence.code, sentence.text, **values)


def answerers(kpi: Kpi, now: datetime) -> list[User]:
    """Who may answer: recorders and approvers of the agencies responsible."""
    agencies, day = [one.agency_id for one in kpi.ownerships.all()], localdate(now)
    people = [
        *holders(Role.RECORDER, agencies=agencies, day=day),
        *holders(Role.APPROVER, agencies=agencies, day=day),
    ]
    return list({person.pk: person for person in people}.values())


def tell_of_question(question: Question, kpi: Kpi, *, by: User, now: datetime) -> None:
    """Those who answer must do something; the province's coordinators should know."""
    people, area = answerers(kpi, now), question.result.round.area_id
    tell(
        to=people,
        kind="asked",
        subject=_about(
            say("told_asked", "ผู้ประเมินถามเกี่ยวกับตัวชี้วัด {number} {name} – โปรดตอบในเวลา"), question, kpi
        ),
        url=_url(question),
        key=f"asked:{question.pk}",
        closes_at=question.answer_by,
        by=by,
        now=now,
    )
    tell(
        to=[one for one in coordinators_of(area, day=localdate(now)) if one not in people],
        kind="news",
        subject=_about(
            say("told_asked_agency", "ผู้ประเมินถามหน่วยงานเกี่ยวกับตัวชี้วัด {number} {name}"), question, kpi
        ),
        url=_url(question),
        key=f"asked:{question.pk}",
        by=by,
        now=now,
    )


def tell_of_answer(answer: Answer, kpi: Kpi, *, by: User, now: datetime) -> None:
    """Who asked hears of it; it waits for nobody of the agencies any more."""
    question = answer.question
    settle(to=answerers(kpi, now), kind="asked", url=_url(question), now=now)
    tell(
        to=[question.asked_by],
        kind="news",
        subject=_about(
            say("told_answered", "จังหวัด{area}ตอบคำถามเกี่ยวกับตัวชี้วัด {number} {name} แล้ว"), question, kpi
        ),
        url=_url(question),
        key=f"answered:{answer.pk}",
        by=by,
        now=now,
    )


def tell_of_closing(question: Question, kpi: Kpi, *, by: User, now: datetime) -> None:
    """Those who answered, or still had to."""
    people = answerers(kpi, now)
    settle(to=people, kind="asked", url=_url(question), now=now)
    tell(
        to=people,
        kind="news",
        subject=_about(
            say("told_question_closed", "ผู้ประเมินปิดคำถามเกี่ยวกับตัวชี้วัด {number} {name} แล้ว"), question, kpi
        ),
        url=_url(question),
        key=f"question-closed:{question.pk}",
        by=by,
        now=now,
    )


def tell_of_deadline(question: Question, kpi: Kpi, role: str, *, now: datetime) -> int:
    """One reminder for the people of one role, on a day that ``reminders.toml`` names."""
    day, agencies = localdate(now), [one.agency_id for one in kpi.ownerships.all()]
    people = (
        coordinators_of(question.result.round.area_id, day=day)
        if role == Role.COORDINATOR
        else holders(role, agencies=agencies, day=day)
    )
    sentence = (
        say("told_answer_soon", "คำถามเกี่ยวกับตัวชี้วัด {number} {name} ต้องตอบภายใน {days} วัน")
        if localdate(question.answer_by) >= day
        else say("told_answer_late", "คำถามเกี่ยวกับตัวชี้วัด {number} {name} เลยกำหนดตอบแล้ว {days} วัน")
    )
    return tell(
        to=people,
        kind="task",
        subject=_about(sentence, question, kpi, days=abs((localdate(question.answer_by) - day).days)),
        url=_url(question),
        key=f"question:{question.pk}:{day.isoformat()}",
        by=None,
        now=now,
    )
