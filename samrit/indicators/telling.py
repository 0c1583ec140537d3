"""Who is told of a step of a submission, and in which words: agency and receipt only, no figures."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.indicators.models import Submission
from samrit.notices.actions import settle, tell
from samrit.notices.queries import coordinators_of, holders
from samrit.people.models import Role, User
from samrit.rules.submitting import Verb
from samrit.rules.wording import Message, say

STEPS: dict[Verb, tuple[str, Message]] = {
    Verb.CERTIFY: (
        "approved",
        say("told_data_certified", "หัวหน้าหน่วยงานรับรองข้อมูลแล้ว: {agency} ใบรับเลขที่ {receipt}"),
    ),
    Verb.ACCEPT: ("news", say("told_data_accepted", "รับข้อมูลเข้าฐานข้อมูลจังหวัดแล้ว: {agency} ใบรับเลขที่ {receipt}")),
    Verb.RETURN: ("task", say("told_data_returned", "ส่งข้อมูลกลับให้แก้ไข: {agency} ใบรับเลขที่ {receipt}")),
    Verb.WITHDRAW: ("recalled", say("told_data_withdrawn", "หน่วยงานถอนข้อมูลแล้ว: {agency} ใบรับเลขที่ {receipt}")),
}
TO_ACCEPT = say("told_data_submitted", "มีข้อมูลรอรับเข้าฐานข้อมูลจังหวัด: {agency} ใบรับเลขที่ {receipt}")
TO_CERTIFY = say("told_data_to_certify", "หน่วยงานส่งข้อมูลให้จังหวัดแล้ว รับรองได้: {agency} ใบรับเลขที่ {receipt}")
ENDS = (Verb.ACCEPT, Verb.RETURN, Verb.WITHDRAW)  # nothing waits for the stewards any more
TO_STEWARDS = (Verb.CERTIFY, Verb.WITHDRAW)


def page_of(submission: Submission) -> str:
    """Where a person finds it."""
    return reverse("indicators:submission", args=[submission.area_id, submission.pk])


def tell_of_step(verb: Verb, submission: Submission, *, by: User, now: datetime) -> None:
    """Called in the transaction of the step."""
    if not submission.receipt:
        return  # a draft is nobody else's business
    stewards = coordinators_of(submission.area_id, day=localdate(now))
    if verb == Verb.SUBMIT:
        approvers = holders(Role.APPROVER, agencies=[submission.agency_id], day=localdate(now))
        _tell("task", TO_ACCEPT, stewards, submission, verb, by=by, now=now)
        _tell("news", TO_CERTIFY, approvers, submission, verb, by=by, now=now)
        return
    if verb in ENDS:
        settle(to=stewards, kind="task", url=page_of(submission), now=now)
    kind, sentence = STEPS[verb]
    _tell(
        kind,
        sentence,
        stewards if verb in TO_STEWARDS else _those_who_sent(submission, now),
        submission,
        verb,
        by=by,
        now=now,
    )


def _those_who_sent(submission: Submission, now: datetime) -> list[User]:
    recorders = holders(Role.RECORDER, agencies=[submission.agency_id], day=localdate(now))
    return [*recorders, submission.uploaded_by]


def _tell(
    kind: str,
    sentence: Message,
    to: list[User],
    submission: Submission,
    verb: Verb,
    *,
    by: User,
    now: datetime,
) -> None:
    tell(
        to=to,
        kind=kind,
        subject=Message(
            sentence.code, sentence.text, {"agency": submission.agency.name, "receipt": submission.receipt}
        ),
        url=page_of(submission),
        key=f"{verb.value}:{submission.pk}:{kind}",
        by=by,
        now=now,
    )
