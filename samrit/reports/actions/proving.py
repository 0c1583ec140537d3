"""Tying evidence to a result."""

from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.evidence.actions import keep_file
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.actions.moving import allowed, locked
from samrit.reports.models import Result, ResultEvidence
from samrit.reports.queries import Item
from samrit.rules.wording import RefusedError, refuse
from samrit.rules.workflow import Verb


@transaction.atomic
def attach_evidence(*, item: Item, file: BinaryIO, name: str, by: User, now: datetime) -> ResultEvidence:
    """Keep a file and tie it to the result (which starts as a draft when there is none)."""
    duties = duties_of(by, localdate(now))
    item = locked(item, duties)
    status = allowed(Verb.SAVE, item, duties=duties, now=now)
    result = item.result or Result.objects.create(
        indicator_id=item.kpi.indicator_id, round=item.round, status=status, saved_by=by, saved_at=now
    )
    kept = keep_file(file=file, name=name, agencies=item.owners, by=by, now=now, area_code=item.round.area_id)
    if result.evidence.filter(file__sha256=kept.sha256).exists():
        raise RefusedError(refuse("evidence_twice", "ไฟล์ “{name}” แนบกับตัวชี้วัดนี้ไว้แล้ว (เนื้อหาเดียวกัน)", name=name))
    result.recorders.add(by)
    link = ResultEvidence.objects.create(result=result, file=kept, attached_by=by, attached_at=now)
    record(
        verb="attach_evidence",
        subject=result,
        by=by,
        now=now,
        after={"evidence": kept.name, "sha256": kept.sha256},
        area_code=item.round.area_id,
        actor_role=duties.described(),
    )
    return link


@transaction.atomic
def detach_evidence(*, item: Item, link: int, by: User, now: datetime) -> None:
    """Take a file off the result while it may be edited; the file itself and the trail stay."""
    duties = duties_of(by, localdate(now))
    item = locked(item, duties)
    allowed(Verb.SAVE, item, duties=duties, now=now)
    found = ResultEvidence.objects.filter(pk=link, result=item.result).select_related("file").first()
    if found is None or item.result is None:
        raise RefusedError(refuse("evidence_gone", "ไฟล์นี้ไม่ได้แนบอยู่แล้ว"))
    found.delete()
    record(
        verb="detach_evidence",
        subject=item.result,
        by=by,
        now=now,
        before={"evidence": found.file.name, "sha256": found.file.sha256},
        area_code=item.round.area_id,
        actor_role=duties.described(),
    )
