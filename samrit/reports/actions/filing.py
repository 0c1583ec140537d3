"""Submitting the province's report."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Round
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.reports.actions.moving import allowed, facts_of, recorded_event
from samrit.reports.models import Filing
from samrit.reports.permissions import is_filed, not_ready, refuse_filing
from samrit.reports.queries import Item, items_of
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.rules.workflow import Status, Verb

NAMED_MISSING = 15  # a refusal is a sentence, not a list


@transaction.atomic
def file_report(*, round_: Round, by: User, now: datetime, reason: str = "") -> Filing:
    """ส่งรายงานจังหวัด: all approved results at once. Without the missing ones only with a reason."""
    duties = duties_of(by, localdate(now))
    rounds = Round.objects.select_for_update(of=("self",)).select_related("area", "fiscal_year")
    round_ = rounds.get(pk=round_.pk)
    items = items_of(round_)
    if refusal := refuse_filing(duties, round_, items, filed=is_filed(round_), now=now):
        raise RefusedError(refusal)
    missing = not_ready(items)
    if missing and not reason.strip():
        raise RefusedError(_refuse_incomplete(missing))
    ready = [item for item in items if item.status == Status.APPROVED]
    filing = Filing.objects.create(
        round=round_,
        filed_by=by,
        filed_at=now,
        results=len(ready),
        left_out=len(missing),
        reason=reason.strip(),
    )
    for item in ready:
        _file(item, duties, now)
    record(
        verb="file_report",
        subject=filing,
        by=by,
        now=now,
        after={"results": len(ready), "left_out": [item.kpi.full_number for item in missing]},
        reason=reason.strip(),
        area_code=round_.area_id,
        actor_role=duties.described(),
    )
    return filing


def _refuse_incomplete(missing: list[Item]) -> Refusal:
    numbers = [item.kpi.full_number for item in missing]
    return refuse(
        "report_incomplete",
        "ยังขาดผลที่อนุมัติแล้วอีก {count} ตัวชี้วัด: {numbers} – ติดตามหน่วยงาน หรือระบุเหตุผลที่ต้องส่งโดยไม่รอ",
        count=len(numbers),
        numbers=", ".join(numbers[:NAMED_MISSING]) + (" …" if len(numbers) > NAMED_MISSING else ""),
    )


def _file(item: Item, duties: Duties, now: datetime) -> None:
    status = allowed(Verb.FILE, item, duties=duties, now=now)
    if item.result is None:
        raise ValueError("an approved item has a result")
    before = facts_of(item.result)
    item.result.status = status
    item.result.version += 1
    item.result.save()
    recorded_event(Verb.FILE, item, before, duties=duties, now=now)
