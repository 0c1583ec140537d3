"""Opening one KPI again for one agency: asked for, decided, ended before its time."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Reopening, ReopeningRequest, Round
from samrit.people.models import Agency, User
from samrit.people.queries import Duties, duties_of
from samrit.reports.actions.moving import allowed, facts_of, locked, recorded_event
from samrit.reports.actions.returning import keep_return, points_of
from samrit.reports.models import Result
from samrit.reports.permissions import (
    refuse_asking,
    refuse_deciding,
    refuse_ending,
    refuse_reopening,
    refuse_standing_by,
)
from samrit.reports.queries import Item, item_visible_to
from samrit.reports.reopening_telling import settle_request, tell_of_ending, tell_of_refusal, tell_of_request
from samrit.reports.telling import tell_of_reopening
from samrit.rules.wording import RefusedError, refuse
from samrit.rules.workflow import Status, Verb

GIVEN_BACK = {Status.FILED, Status.VERIFIED}
ITS_OWN = {"id", "indicator_id", "round_id", "status", "version"}  # columns that are not what a result says


@transaction.atomic
def reopen_kpi(
    *, item: Item, agency: Agency, until: datetime, reason: str, by: User, now: datetime
) -> Reopening:
    """เปิดให้แก้ไขเฉพาะตัวชี้วัด until a moment. A filed result goes back to its recorder; another one can go on."""
    duties = duties_of(by, localdate(now))
    item = locked(item, duties)
    return _reopened(item, agency, until, reason, duties=duties, now=now)


def _reopened(
    item: Item, agency: Agency, until: datetime, reason: str, *, duties: Duties, now: datetime
) -> Reopening:
    if refusal := refuse_reopening(duties, item, agency=agency, until=until, now=now):
        raise RefusedError(refusal)
    reason = _said(reason)
    given_back = _as_filed(item.result) if item.result and item.status in GIVEN_BACK else None
    reopening = Reopening.objects.create(
        given_back=given_back,
        round=item.round,
        indicator_id=item.kpi.indicator_id,
        agency=agency,
        until=until,
        reason=reason,
        reopened_by=duties.user,
        reopened_at=now,
    )
    if given_back:
        _give_back(item, reason, duties, now)
    _told(Verb.REOPEN, reopening, duties, now, after=_facts(reopening), reason=reason)
    tell_of_reopening(item, reopening, by=duties.user, now=now)
    return reopening


def _give_back(item: Item, reason: str, duties: Duties, now: datetime) -> None:
    """The filed result goes back like a returned one: what it said stays, its approval does not."""
    status, result = allowed(Verb.REOPEN, item, duties=duties, now=now), item.result
    if result is None:
        raise ValueError("a filed item has a result")
    before = facts_of(result)
    keep_return(result, points_of(reason, ()), from_status=result.status, by=duties.user, now=now)
    result.status = status
    result.returned_by, result.returned_at, result.returned_as = duties.user, now, ""
    result.return_reason = reason
    result.approved_by, result.approved_at, result.approved_as = None, None, ""
    result.version += 1
    result.save()
    recorded_event(Verb.REOPEN, item, before, duties=duties, now=now, reason=reason)


def _as_filed(result: Result) -> dict[str, Any]:
    """Everything that the result says and who signed it, by column."""
    return {field.attname: field.value_from_object(result) for field in _kept_columns()}


def _kept_columns() -> list[Any]:
    return [field for field in Result._meta.concrete_fields if field.attname not in ITS_OWN]  # noqa: SLF001


@transaction.atomic
def stand_by_filed(*, item: Item, reason: str, by: User, now: datetime) -> Result:
    """ใช้ผลเดิมที่ส่งไว้: nothing came back in the time that was given, so what had been filed counts again."""
    duties = duties_of(by, localdate(now))
    item = locked(item, duties)
    if refusal := refuse_standing_by(duties, item, now=now):
        raise RefusedError(refusal)
    result, reason = item.result, _said(reason)
    kept = next(one.given_back for one in reversed(item.reopenings) if one.given_back)
    if result is None or kept is None:
        raise ValueError("what was given back has a result")
    before = facts_of(result)
    for field in _kept_columns():
        setattr(result, field.attname, field.to_python(kept[field.attname]))
    result.status = Status.FILED
    result.version += 1
    result.save()
    recorded_event("stand_by_filed", item, before, duties=duties, now=now, reason=reason)
    return result


@transaction.atomic
def end_reopening(*, reopening: Reopening, reason: str, by: User, now: datetime) -> Reopening:
    """Close it before its time. What was saved meanwhile stays."""
    duties = duties_of(by, localdate(now))
    _lock_round(reopening.round_id)
    reopening = Reopening.objects.select_related("round__area", "agency").get(pk=reopening.pk)
    if refusal := refuse_ending(duties, reopening, now=now):
        raise RefusedError(refusal)
    reopening.ended_by, reopening.ended_at, reopening.end_reason = duties.user, now, _said(reason)
    reopening.save(update_fields=["ended_by", "ended_at", "end_reason"])
    before = {"until": reopening.until.isoformat()}
    after = {"until": now.isoformat()}
    _told("end_reopening", reopening, duties, now, before=before, after=after, reason=reopening.end_reason)
    tell_of_ending(reopening, by=by, now=now)
    return reopening


# ── asking and deciding ─────────────────────────────────────────────────────
@transaction.atomic
def ask_to_reopen(
    *, item: Item, agency: Agency, until: datetime, reason: str, by: User, now: datetime
) -> ReopeningRequest:
    """The coordinator asks the central office, with a reason; nothing opens yet."""
    duties = duties_of(by, localdate(now))
    item = locked(item, duties)
    if refusal := refuse_asking(duties, item, agency=agency, until=until, now=now):
        raise RefusedError(refusal)
    request = ReopeningRequest.objects.create(
        round=item.round,
        indicator_id=item.kpi.indicator_id,
        agency=agency,
        until=until,
        reason=_said(reason),
        asked_by=by,
        asked_at=now,
    )
    _told("ask_to_reopen", request, duties, now, after=_facts(request), reason=request.reason)
    tell_of_request(request, by=by, now=now)
    return request


@transaction.atomic
def grant_reopening(
    *, request: ReopeningRequest, until: datetime, by: User, now: datetime, reason: str = ""
) -> Reopening:
    """What was asked for, until the moment that the central office sets; the reason is the coordinator's own."""
    duties = duties_of(by, localdate(now))
    request = _locked_request(request, duties)
    item = item_visible_to(duties, request.round, request.indicator_id)
    if item is None:
        raise RefusedError(refuse("item_gone", "ตัวชี้วัดนี้ไม่อยู่ในกรอบที่ใช้อยู่แล้ว – กลับไปที่รายการแล้วเปิดใหม่"))
    reopening = _reopened(item, request.agency, until, request.reason, duties=duties, now=now)
    _decide(request, ReopeningRequest.Decision.GRANTED, reason.strip(), duties, now, reopening=reopening)
    return reopening


@transaction.atomic
def refuse_reopening_request(
    *, request: ReopeningRequest, reason: str, by: User, now: datetime
) -> ReopeningRequest:
    """No, and why; the province may ask again with another reason."""
    duties = duties_of(by, localdate(now))
    request = _locked_request(request, duties)
    return _decide(request, ReopeningRequest.Decision.REFUSED, _said(reason), duties, now)


def _locked_request(request: ReopeningRequest, duties: Duties) -> ReopeningRequest:
    _lock_round(request.round_id)
    fresh = ReopeningRequest.objects.select_related("round__area", "round__fiscal_year", "agency").get(
        pk=request.pk
    )
    if refusal := refuse_deciding(duties, fresh):
        raise RefusedError(refusal)
    return fresh


def _decide(
    request: ReopeningRequest,
    decision: str,
    reason: str,
    duties: Duties,
    now: datetime,
    *,
    reopening: Reopening | None = None,
) -> ReopeningRequest:
    request.decision, request.decision_reason, request.reopening = decision, reason, reopening
    request.decided_by, request.decided_at = duties.user, now
    request.save()
    verb = "grant_reopening" if reopening else "refuse_reopening"
    _told(verb, request, duties, now, after={"reopening_decision": decision}, reason=reason)
    settle_request(request, now=now)
    if reopening is None:
        tell_of_refusal(request, by=duties.user, now=now)
    return request


def _lock_round(pk: int) -> None:
    Round.objects.select_for_update().get(pk=pk)


def _said(reason: str) -> str:
    if not reason.strip():
        raise RefusedError(refuse("reason_required", "โปรดระบุเหตุผล"))
    return reason.strip()


def _facts(asked: Reopening | ReopeningRequest) -> dict[str, Any]:
    return {"agency": asked.agency.name, "until": asked.until.isoformat()}


def _told(
    verb: str,
    subject: Reopening | ReopeningRequest,
    duties: Duties,
    now: datetime,
    *,
    after: dict[str, Any],
    reason: str,
    before: dict[str, Any] | None = None,
) -> None:
    record(
        verb=verb,
        subject=subject,
        by=duties.user,
        now=now,
        before=before,
        after=after,
        reason=reason,
        area_code=subject.round.area_id,
        actor_role=duties.described(),
    )
