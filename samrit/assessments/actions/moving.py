"""The way of an assessment: handed in, signed, sent back, closed, opened again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.assessments.actions.scoring import keep_score
from samrit.assessments.models import Assessment
from samrit.assessments.permissions.assessing import decision, lacking
from samrit.assessments.queries.assessments import Read, assessment_of
from samrit.assessments.telling import tell_of_step
from samrit.audit.actions import record
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.assessing import State, Verb, refuse_without_reason
from samrit.rules.wording import Refusal, RefusedError


def locked(assessment: Assessment) -> Assessment:
    """The assessment as it stands now, not to be changed by anybody else before the transaction ends."""
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    return assessment_of(assessment.pk)


@transaction.atomic
def submit_assessment(*, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """ส่งให้หัวหน้าหน่วยงาน: complete answers; what they score now is kept. RefusedError."""
    found = locked(assessment)
    read = Read(found)
    _moved(Verb.SUBMIT, found, by=by, now=now, left=len(lacking(read, read.own)))
    found.submitted_by, found.submitted_at = by, now
    row = read.row(read.own)
    assert row is not None  # noqa: S101 - something was answered, or it would lack answers
    kept = keep_score(row=row, read=read, stage=read.own, by=by, now=now)
    return _saved(
        Verb.SUBMIT, found, ["submitted_by", "submitted_at"], by, now, after={"score": kept.published}
    )


@transaction.atomic
def sign_assessment(*, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """ลงนามรับรอง: the head stands by what was handed in. RefusedError."""
    found = locked(assessment)
    _moved(Verb.SIGN, found, by=by, now=now)
    found.signed_by, found.signed_at = by, now
    capacity = duties_of(by, localdate(now)).in_place_of("approver", [found.agency_id])
    return _saved(Verb.SIGN, found, ["signed_by", "signed_at"], by, now, after={"acting": capacity})


@transaction.atomic
def return_assessment(*, assessment: Assessment, reason: str, by: User, now: datetime) -> Assessment:
    """ส่งกลับให้แก้ไข, with a reason; every answer stays. RefusedError."""
    if refusal := refuse_without_reason(reason):
        raise RefusedError(refusal)
    found = locked(assessment)
    _moved(Verb.RETURN, found, by=by, now=now)
    found.reason = reason.strip()
    found.signed_by = found.signed_at = None
    return _saved(Verb.RETURN, found, ["reason", "signed_by", "signed_at"], by, now, reason=found.reason)


@transaction.atomic
def close_assessment(*, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """ปิดการประเมิน: nothing changes any more. RefusedError."""
    found = locked(assessment)
    _moved(Verb.CLOSE, found, by=by, now=now)
    found.closed_by, found.closed_at = by, now
    return _saved(Verb.CLOSE, found, ["closed_by", "closed_at"], by, now)


@transaction.atomic
def reopen_assessment(*, assessment: Assessment, reason: str, by: User, now: datetime) -> Assessment:
    """เปิดการประเมินอีกครั้ง, with a reason. RefusedError."""
    if refusal := refuse_without_reason(reason):
        raise RefusedError(refusal)
    found = locked(assessment)
    _moved(Verb.REOPEN, found, by=by, now=now)
    found.reason = reason.strip()
    found.closed_by = found.closed_at = None
    return _saved(Verb.REOPEN, found, ["reason", "closed_by", "closed_at"], by, now, reason=found.reason)


# ── what all of them do ─────────────────────────────────────────────────────
def _moved(verb: Verb, found: Assessment, *, by: User, now: datetime, left: int = 0) -> None:
    """The next state, or RefusedError."""
    decided = decision(verb, duties_of(by, localdate(now)), found, now=now, left=left)
    if isinstance(decided, Refusal):
        raise RefusedError(decided)
    found.state = State(decided).value


def _saved(
    verb: Verb,
    found: Assessment,
    fields: Sequence[str],
    by: User,
    now: datetime,
    *,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> Assessment:
    found.save(update_fields=["state", *fields])
    record(
        verb=verb.value,
        subject=found,
        by=by,
        now=now,
        after=after,
        reason=reason,
        area_code=found.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
    )
    tell_of_step(verb, found, by=by, now=now)
    return found
