"""Who is told of a step of an assessment, and in which words: agency, questionnaire and year only, no figures."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.assessments.models import Assessment
from samrit.assessments.queries.plans import DueFollowUp
from samrit.notices.actions import settle, tell
from samrit.notices.queries import coordinators_of, holders
from samrit.people.models import Role, User
from samrit.rules.assessing import REMINDED, Verb
from samrit.rules.instruments import Words
from samrit.rules.wording import Message, say

INVITED = say("told_assessment_invited", "เชิญประเมิน {name} ปี {year}: {agency}")
FOLLOW_UP_SOON = say(
    "told_follow_up_soon", "อีก {days} วันถึงกำหนดติดตามแผนพัฒนาครบ {months} เดือน {count} งาน ปี {year}: {agency}"
)
FOLLOW_UP_DUE = say(
    "told_follow_up_due", "ถึงกำหนดติดตามแผนพัฒนาครบ {months} เดือนแล้ว {count} งาน ปี {year}: {agency}"
)
FOLLOW_UP_LATE = say(
    "told_follow_up_late", "เลยกำหนดติดตามแผนพัฒนาครบ {months} เดือน {days} วันแล้ว {count} งาน ปี {year}: {agency}"
)
STEPS: dict[Verb, Message] = {
    Verb.SUBMIT: say("told_assessment_submitted", "มีแบบประเมินรอลงนาม {name} ปี {year}: {agency}"),
    Verb.RETURN: say("told_assessment_returned", "ส่งแบบประเมินกลับให้แก้ไข {name} ปี {year}: {agency}"),
    Verb.SIGN: say("told_assessment_signed", "หัวหน้าหน่วยงานลงนามแบบประเมินแล้ว {name} ปี {year}: {agency}"),
    Verb.CLOSE: say("told_assessment_closed", "ปิดการประเมินแล้ว {name} ปี {year}: {agency}"),
    Verb.REOPEN: say("told_assessment_reopened", "เปิดการประเมินอีกครั้ง {name} ปี {year}: {agency}"),
}


def page_of(assessment: Assessment) -> str:
    """Where a person finds it."""
    return reverse("assessments:assessment", args=[assessment.pk])


def tell_invited(assessment: Assessment, *, by: User, now: datetime) -> None:
    """Called in the transaction of the invitation."""
    recorders = holders(Role.RECORDER, agencies=[assessment.agency_id], day=localdate(now))
    _tell("task", INVITED, recorders, assessment, "invited", by=by, now=now, closes_at=assessment.closes_at)


def tell_of_step(verb: Verb, assessment: Assessment, *, by: User, now: datetime) -> None:
    """Called in the transaction of the step."""
    day, agencies = localdate(now), [assessment.agency_id]
    approvers = holders(Role.APPROVER, agencies=agencies, day=day)
    recorders = holders(Role.RECORDER, agencies=agencies, day=day)
    if verb is Verb.SUBMIT:
        settle(to=recorders, kind="task", url=page_of(assessment), now=now)
        _tell("task", STEPS[verb], approvers, assessment, verb, by=by, now=now)
        return
    if verb in {Verb.SIGN, Verb.RETURN}:
        settle(to=approvers, kind="task", url=page_of(assessment), now=now)
    if verb is Verb.RETURN:
        _tell("task", STEPS[verb], recorders, assessment, verb, by=by, now=now)
        return
    others = coordinators_of(assessment.area_id, day=day) if verb is Verb.SIGN else approvers
    _tell("news", STEPS[verb], [*recorders, *others], assessment, verb, by=by, now=now)


def tell_of_follow_up(one: DueFollowUp, *, now: datetime) -> int:
    """A follow-up that nobody has written; how many people had not heard of this occasion yet."""
    day, assessment = localdate(now), one.assessment
    people = {
        "recorder": lambda: holders(Role.RECORDER, agencies=[assessment.agency_id], day=day),
        "approver": lambda: holders(Role.APPROVER, agencies=[assessment.agency_id], day=day),
        "coordinator": lambda: coordinators_of(assessment.area_id, day=day),
    }
    left = (one.due - day).days
    sentence = FOLLOW_UP_SOON if left > 0 else FOLLOW_UP_LATE if one.occasion > 0 else FOLLOW_UP_DUE
    values = {
        "count": one.count,
        "months": one.months,
        "days": abs(left),
        "year": assessment.fiscal_year,
        "agency": assessment.agency.name,
    }
    return tell(
        to=[person for role in REMINDED[one.occasion] for person in people[role]()],
        kind="task",
        subject=Message(sentence.code, sentence.text, values),
        url=reverse("assessments:plan", args=[assessment.pk]),
        key=f"follow_up:{assessment.pk}:{one.months}:{one.due.isoformat()}:{one.occasion}",
        by=None,
        now=now,
    )


def _tell(
    kind: str,
    sentence: Message,
    to: Iterable[User],
    assessment: Assessment,
    step: str,
    *,
    by: User,
    now: datetime,
    closes_at: datetime | None = None,
) -> None:
    release = assessment.release
    values = {
        "name": Words(release.name, release.name_en).message(),
        "year": assessment.fiscal_year,
        "agency": assessment.agency.name,
    }
    tell(
        to=to,
        kind=kind,
        subject=Message(sentence.code, sentence.text, values),
        url=page_of(assessment),
        key=f"assessment:{assessment.pk}:{step}:{now.isoformat()}",
        by=by,
        now=now,
        closes_at=closes_at,
    )
