"""Answering what was found in a figure."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.indicators.actions.locking import lock_area
from samrit.indicators.models import Finding
from samrit.indicators.permissions.quality import decision
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.quality.answering import State, Verb, refuse_answer
from samrit.rules.wording import Refusal, RefusedError


def explain_finding(*, finding: Finding, answer: str, by: User, now: datetime) -> Finding:
    """ชี้แจง: the agency says why the figure is as it is. It holds until the figure changes. RefusedError."""
    return _answered(Verb.EXPLAIN, finding, answer, by=by, now=now)


def settle_finding(*, finding: Finding, answer: str, by: User, now: datetime) -> Finding:
    """ให้ใช้ค่านี้ได้: the steward lets the figure stand, with a reason. RefusedError."""
    return _answered(Verb.SETTLE, finding, answer, by=by, now=now)


@transaction.atomic
def _answered(verb: Verb, finding: Finding, answer: str, *, by: User, now: datetime) -> Finding:
    duties = duties_of(by, localdate(now))
    lock_area(finding.area_id)
    found = Finding.objects.select_for_update().get(pk=finding.pk)
    decided = decision(verb, duties, found)
    if isinstance(decided, Refusal):
        raise RefusedError(decided)
    if refusal := refuse_answer(answer):
        raise RefusedError(refusal)
    found.state, found.answer, found.answered_by, found.answered_at = decided, answer.strip(), by, now
    found.settled = verb is Verb.SETTLE
    found.resolved_at = now if decided is State.RESOLVED else None
    found.save(update_fields=["state", "answer", "answered_by", "answered_at", "settled", "resolved_at"])
    record(
        verb=verb.value,
        subject=found,
        by=by,
        now=now,
        reason=found.answer,
        area_code=found.area_id,
        actor_role=duties.described(),
    )
    return found
