"""Handing a submission over, certifying, returning, withdrawing it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.indicators.actions.examining import stop_examination
from samrit.indicators.actions.locking import locked
from samrit.indicators.actions.remembering import remember_mapping
from samrit.indicators.models import Submission
from samrit.indicators.permissions.submissions import decision
from samrit.indicators.telling import tell_of_step
from samrit.people.models import Role, User
from samrit.people.queries import Duties, duties_of
from samrit.rules.submitting import State, Verb, refuse_without_reason
from samrit.rules.thai import BUDDHIST_ERA
from samrit.rules.wording import Refusal, RefusedError, say


@transaction.atomic
def submit(
    *,
    submission: Submission,
    by: User,
    now: datetime,
    only_good: bool = False,
    source: str = "",
    method: str = "",
    contact: str = "",
) -> Submission:
    """ส่งข้อมูล: hand it over as it was examined, and give a receipt.

    Refused while cells are rejected, unless the person says that the good ones go in without them (``only_good``).
    """
    duties = duties_of(by, localdate(now))
    found = locked(submission)
    state = _allowed(Verb.SUBMIT, duties, found, only_good=only_good)
    found.receipt = _next_receipt(found, now)
    found.submitted_by, found.submitted_at, found.state = by, now, state
    found.source, found.method, found.contact = source.strip(), method.strip(), contact.strip()
    if found.counts.get("cells_rejected"):
        found.taken_partly_by = by
    found.save()
    remember_mapping(submission=found, by=by, now=now)
    facts = {"receipt": found.receipt, "sha256": found.sha256, "cells": found.counts["cells_accepted"]}
    if found.taken_partly_by:
        facts["left_out_cells"] = found.counts["cells_rejected"]
    _recorded(Verb.SUBMIT, found, duties, now, after=facts)
    tell_of_step(Verb.SUBMIT, found, by=by, now=now)
    return found


def _next_receipt(submission: Submission, now: datetime) -> str:
    """``13-2567-00042``: province, year, running. The province is locked; receipts never go away."""
    prefix = f"{submission.area_id}-{localdate(now).year + BUDDHIST_ERA}-"
    given = Submission.objects.filter(area=submission.area_id, receipt__startswith=prefix).count()
    return f"{prefix}{given + 1:05}"


@transaction.atomic
def certify(*, submission: Submission, by: User, now: datetime) -> Submission:
    """รับรองข้อมูล: the head of the agency stands by it."""
    duties = duties_of(by, localdate(now))
    found = locked(submission)
    found.state = _allowed(Verb.CERTIFY, duties, found)
    found.certified_by, found.certified_at = by, now
    found.certified_as = duties.in_place_of(Role.APPROVER, [found.agency_id])[:300]
    found.save()
    _recorded(Verb.CERTIFY, found, duties, now, after={"receipt": found.receipt, "sha256": found.sha256})
    tell_of_step(Verb.CERTIFY, found, by=by, now=now)
    return found


@transaction.atomic
def return_(*, submission: Submission, reason: str, by: User, now: datetime) -> Submission:
    """ส่งกลับแก้ไข, with the reason. What was sent stays; the agency sends another one in its place."""
    return _ended(Verb.RETURN, submission, reason, by=by, now=now)


@transaction.atomic
def withdraw(*, submission: Submission, by: User, now: datetime, reason: str = "") -> Submission:
    """ถอนข้อมูล: its own agency takes it back before it was accepted."""
    found = _ended(Verb.WITHDRAW, submission, reason, by=by, now=now)
    stop_examination(submission=found, problem=say("data_was_withdrawn", "ถอนข้อมูลนี้แล้ว จึงหยุดตรวจ"), now=now)
    return found


def _ended(verb: Verb, submission: Submission, reason: str, *, by: User, now: datetime) -> Submission:
    duties, reason = duties_of(by, localdate(now)), reason.strip()
    found = locked(submission)
    state = _allowed(verb, duties, found)
    if refusal := refuse_without_reason(verb, reason):
        raise RefusedError(refusal)
    found.state, found.decided_by, found.decided_at, found.reason = state, by, now, reason
    found.save()
    after = {"receipt": found.receipt or "", "name": found.name}
    _recorded(verb, found, duties, now, after=after, reason=reason)
    tell_of_step(verb, found, by=by, now=now)
    return found


def _allowed(verb: Verb, duties: Duties, submission: Submission, *, only_good: bool = False) -> State:
    found = decision(verb, duties, submission, only_good=only_good)
    if isinstance(found, Refusal):
        raise RefusedError(found)
    return found


def _recorded(
    verb: Verb,
    submission: Submission,
    duties: Duties,
    now: datetime,
    *,
    after: Mapping[str, object],
    reason: str = "",
) -> None:
    record(
        verb=verb.value,
        subject=submission,
        by=duties.user,
        now=now,
        after=after,
        reason=reason,
        area_code=submission.area_id,
        actor_role=duties.described(),
    )
