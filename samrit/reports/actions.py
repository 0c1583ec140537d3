"""Every write on the way from a typed number to the province's submitted report."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.evidence.actions import keep_file
from samrit.frameworks.models import Round
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.reports.models import Filing, Result, ResultEvidence
from samrit.reports.permissions import is_filed, may, not_ready, refuse_filing
from samrit.reports.queries import Item, item_visible_to, items_of
from samrit.rules.thai import plain_number
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.rules.workflow import Status, Verb

TEXTS = ("narrative", "supporting_factors", "obstacles")
NAMED_MISSING = 15  # a refusal is a sentence, not a list


def _locked(item: Item, duties: Duties) -> Item:
    """The item as it stands now, its round and result locked for the rest of the transaction."""
    rounds = Round.objects.select_for_update(of=("self",)).select_related("area", "fiscal_year")
    round_ = rounds.get(pk=item.round.pk)
    list(Result.objects.select_for_update().filter(indicator=item.kpi.indicator_id, round=round_))
    fresh = item_visible_to(duties, round_, item.kpi.indicator_id)
    if fresh is None:
        raise RefusedError(refuse("item_gone", "ตัวชี้วัดนี้ไม่อยู่ในกรอบที่ใช้อยู่แล้ว – กลับไปที่รายการแล้วเปิดใหม่"))
    return fresh


def _allowed(verb: Verb, item: Item, *, duties: Duties, now: datetime) -> Status:
    decision = may(verb, item, duties=duties, now=now)
    if isinstance(decision, Refusal):
        raise RefusedError(decision)
    return decision


def facts_of(result: Result | None) -> dict[str, Any]:
    """What the trail keeps of a result."""
    if result is None:
        return {"status": Status.NOT_STARTED.value}
    value = None if result.value is None else plain_number(result.value)
    texts = {name: getattr(result, name) for name in TEXTS}
    return {"status": result.status, "value": value, "missing": result.missing, **texts}


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    changed = [name for name in after if (before.get(name) or None) != (after[name] or None)]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}


def _record(
    verb: Verb, item: Item, before: dict[str, Any], *, duties: Duties, now: datetime, reason: str = ""
) -> None:
    result = item.result
    if result is None:
        raise ValueError("an item is recorded after its result is saved")
    old, new = _changes(before, facts_of(result))
    record(
        verb=verb,
        subject=result,
        by=duties.user,
        now=now,
        before=old,
        after=new,
        reason=reason,
        area_code=item.round.area_id,
        actor_role=duties.described(),
    )


@transaction.atomic
def save_result(
    *,
    item: Item,
    value: Decimal | None,
    missing: str | None,
    narrative: str,
    supporting_factors: str,
    obstacles: str,
    version: int,
    by: User,
    now: datetime,
) -> Result:
    """Keep what the recorder typed. ``version`` is the one the page was opened with (0: nothing saved yet).

    Saving once more what already stands (a double click) changes nothing and leaves no trace.
    """
    duties = duties_of(by, localdate(now))
    item = _locked(item, duties)
    status = _allowed(Verb.SAVE, item, duties=duties, now=now)
    result = item.result or Result(indicator_id=item.kpi.indicator_id, round=item.round)
    before, saved_version = facts_of(item.result), result.version
    result.status, result.value, result.missing = status, value, missing
    result.narrative, result.supporting_factors, result.obstacles = narrative, supporting_factors, obstacles
    if item.result is not None and facts_of(result) == before:
        return result
    if saved_version != version:
        raise RefusedError(_stale(result))
    result.version, result.saved_by, result.saved_at = version + 1, by, now
    result.save()
    result.recorders.add(by)
    _record(Verb.SAVE, Item(item.kpi, item.round, result), before, duties=duties, now=now)
    return result


def _stale(result: Result) -> Refusal:
    return refuse(
        "stale_version",
        "{name} บันทึกรายการนี้หลังจากคุณเปิดหน้า จึงยังไม่ได้บันทึกทับ – ข้อความที่คุณพิมพ์ยังอยู่ครบ เทียบกับฉบับล่าสุดแล้วบันทึกอีกครั้ง",
        name=result.saved_by.name if result.saved_by else "–",
    )


@transaction.atomic
def submit_result(*, item: Item, by: User, now: datetime) -> Result:
    """ส่งให้ผู้อนุมัติ."""
    return _move(Verb.SUBMIT, item, by=by, now=now, submitted_by=by, submitted_at=now)


@transaction.atomic
def recall_result(*, item: Item, by: User, now: datetime) -> Result:
    """ดึงกลับมาแก้ไข while nobody has decided."""
    return _move(Verb.RECALL, item, by=by, now=now)


@transaction.atomic
def approve_result(*, item: Item, by: User, now: datetime, version: int | None = None) -> Result:
    """อนุมัติ; never by one who typed any of it. ``version`` is the one that was looked at, when that is known."""
    return _move(
        Verb.APPROVE, item, by=by, now=now, version=version, approved_by=by, approved_at=now, return_reason=""
    )


@transaction.atomic
def return_result(*, item: Item, reason: str, by: User, now: datetime, version: int | None = None) -> Result:
    """ส่งกลับแก้ไข with a reason; an approval given before is cleared. ``version`` as in ``approve_result``."""
    if not reason.strip():
        raise RefusedError(refuse("return_reason_required", "ส่งกลับแก้ไขต้องบอกเหตุผล เพื่อให้ผู้บันทึกรู้ว่าต้องแก้อะไร"))
    return _move(
        Verb.RETURN,
        item,
        by=by,
        now=now,
        version=version,
        reason=reason.strip(),
        returned_by=by,
        returned_at=now,
        return_reason=reason.strip(),
        approved_by=None,
        approved_at=None,
    )


def _move(
    verb: Verb,
    item: Item,
    *,
    by: User,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    **fields: Any,
) -> Result:
    duties = duties_of(by, localdate(now))
    item = _locked(item, duties)
    status = _allowed(verb, item, duties=duties, now=now)
    if item.result is None:
        raise ValueError(f"no state but NOT_STARTED is without a result, and nothing leads from it by {verb}")
    if version is not None and version != item.result.version:
        raise RefusedError(
            refuse(
                "changed_since_opened",
                "รายการนี้เปลี่ยนไปหลังจากคุณเปิดหน้า จึงยังไม่ได้ทำตามที่สั่ง – ตรวจฉบับล่าสุดด้านล่างแล้วทำอีกครั้ง",
            )
        )
    before = facts_of(item.result)
    item.result.status = status
    for name, value in fields.items():
        setattr(item.result, name, value)
    item.result.version += 1
    item.result.save()
    _record(verb, item, before, duties=duties, now=now, reason=reason)
    return item.result


@transaction.atomic
def attach_evidence(*, item: Item, file: BinaryIO, name: str, by: User, now: datetime) -> ResultEvidence:
    """Keep a file and tie it to the result (which starts as a draft when there is none)."""
    duties = duties_of(by, localdate(now))
    item = _locked(item, duties)
    status = _allowed(Verb.SAVE, item, duties=duties, now=now)
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
    item = _locked(item, duties)
    _allowed(Verb.SAVE, item, duties=duties, now=now)
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
    status = _allowed(Verb.FILE, item, duties=duties, now=now)
    if item.result is None:
        raise ValueError("an approved item has a result")
    before = facts_of(item.result)
    item.result.status = status
    item.result.version += 1
    item.result.save()
    _record(Verb.FILE, item, before, duties=duties, now=now)
