"""The checklist: which file answers which line, and why a line stays open."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.reports.actions.moving import allowed, locked
from samrit.reports.models import EvidenceTick, Result, ResultEvidence
from samrit.reports.queries import Item
from samrit.rules.wording import RefusedError, refuse
from samrit.rules.workflow import Verb

LONGEST_REASON = 2000


@transaction.atomic
def tick_evidence(*, item: Item, link: int, code: str, by: User, now: datetime) -> None:
    """Say that an attached file answers a line of the list. Said twice, it is said once."""
    item, found, title, duties = _found(item, link, code, by=by, now=now)
    _tick, made = EvidenceTick.objects.get_or_create(link=found, code=code, defaults={"by": by, "at": now})
    if made:
        _told("tick_evidence", found.result, item, duties, now=now, after={"checklist": title})


@transaction.atomic
def untick_evidence(*, item: Item, link: int, code: str, by: User, now: datetime) -> None:
    """Take back that a file answers a line."""
    item, found, title, duties = _found(item, link, code, by=by, now=now)
    deleted, _kinds = EvidenceTick.objects.filter(link=found, code=code).delete()
    if deleted:
        _told("untick_evidence", found.result, item, duties, now=now, before={"checklist": title})


def _found(
    item: Item, link: int, code: str, *, by: User, now: datetime
) -> tuple[Item, ResultEvidence, str, Duties]:
    duties = duties_of(by, localdate(now))
    item = locked(item, duties)
    allowed(Verb.SAVE, item, duties=duties, now=now)
    found = ResultEvidence.objects.filter(pk=link, result=item.result).select_related("result").first()
    asked = next((line for line in item.kpi.required_evidence.all() if line.code == code), None)
    if found is None or asked is None:
        raise RefusedError(refuse("tick_gone", "ไฟล์หรือรายการนี้ไม่อยู่แล้ว – ดูรายการล่าสุดแล้วเลือกใหม่"))
    found.result.recorders.add(by)
    return item, found, asked.title, duties


@transaction.atomic
def explain_missing_evidence(*, item: Item, reason: str, by: User, now: datetime) -> None:
    """เหตุที่ยังไม่มีหลักฐานที่ต้องมี; without a change nothing is written."""
    duties = duties_of(by, localdate(now))
    item = locked(item, duties)
    status = allowed(Verb.SAVE, item, duties=duties, now=now)
    reason = reason.strip()[:LONGEST_REASON]
    if reason == (item.result.evidence_reason if item.result else ""):
        return
    result = item.result or Result(
        indicator_id=item.kpi.indicator_id, round=item.round, status=status, saved_by=by, saved_at=now
    )
    before, result.evidence_reason = result.evidence_reason, reason
    result.save()
    result.recorders.add(by)
    facts = {"before": {"evidence_reason": before}, "after": {"evidence_reason": reason}}
    _told("explain_evidence", result, item, duties, now=now, **facts)


def _told(
    verb: str, result: Result, item: Item, duties: Duties, *, now: datetime, **facts: dict[str, str]
) -> None:
    record(
        verb=verb,
        subject=result,
        by=duties.user,
        now=now,
        area_code=item.round.area_id,
        actor_role=duties.described(),
        before=facts.get("before"),
        after=facts.get("after"),
    )
