"""Submitting the province's report."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Round
from samrit.indicators.actions.freezing import freeze
from samrit.indicators.queries.observations import generation_of
from samrit.people.models import Area, User
from samrit.people.queries import Duties, duties_of
from samrit.reports.actions.moving import allowed, facts_of, recorded_event
from samrit.reports.models import Filing, SealKey
from samrit.reports.permissions import goes_in, may_be_filed, refuse_filing
from samrit.reports.queries import Item, items_of
from samrit.reports.queries.filings import filing_of
from samrit.reports.queries.freezing import Filed, frozen, secret_files
from samrit.reports.telling import tell_of_filing
from samrit.rules.sealing import CODE_LENGTH, CODE_LETTERS, NOTHING_BEFORE, canonical, sealed
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.rules.workflow import Verb

NAMED_MISSING = 15  # a refusal is a sentence, not a list


@transaction.atomic
def file_report(*, round_: Round, by: User, now: datetime, reason: str = "") -> Filing:
    """ส่งรายงานจังหวัด: all approved results at once, with those that were filed before and still stand.

    Without the missing ones, and a second time, only with a reason. What was filed before is superseded and stays.
    """
    duties, reason = duties_of(by, localdate(now)), reason.strip()
    rounds = Round.objects.select_for_update(of=("self",)).select_related("area", "fiscal_year")
    round_ = rounds.get(pk=round_.pk)
    items, earlier = [item for item in items_of(round_) if not item.cancellation], filing_of(round_)
    if refusal := refuse_filing(duties, round_, items, filed=earlier is not None, now=now):
        raise RefusedError(refusal)
    ready = [item for item in items if may_be_filed(item, duties=duties, now=now)]
    inside = [item for item in items if item in ready or goes_in(item)]
    outside = [item for item in items if item not in inside]
    if refusal := _refuse_without_reason(outside, earlier) if not reason else None:
        raise RefusedError(refusal)
    for item in ready:
        _file(item, duties, now)
    filing = _freeze(round_, inside, outside, earlier, reason=reason, duties=duties, now=now)
    _record(filing, outside, duties, now)
    _freeze_data(filing, by=by, now=now)
    tell_of_filing(round_, number=filing.number, by=by, now=now)
    return filing


def _refuse_without_reason(outside: Sequence[Item], earlier: Filing | None) -> Refusal | None:
    if outside:
        return _refuse_incomplete(outside)
    if earlier:
        return refuse(
            "filing_again_reason_required",
            "ส่งใหม่แทนฉบับที่ {number} ต้องบอกเหตุผล เพื่อให้ผู้ตรวจรู้ว่าเปลี่ยนเพราะอะไร",
            number=earlier.number,
        )
    return None


def _refuse_incomplete(missing: Sequence[Item]) -> Refusal:
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


def _freeze(
    round_: Round,
    inside: Sequence[Item],
    outside: Sequence[Item],
    earlier: Filing | None,
    *,
    reason: str,
    duties: Duties,
    now: datetime,
) -> Filing:
    """Seal what is filed and chain it to the province's last filing."""
    Area.objects.select_for_update(no_key=True).get(
        pk=round_.area_id
    )  # two rounds of a province may file at once
    last = Filing.objects.filter(area=round_.area_id).order_by("-place").first()
    number, place = earlier.number + 1 if earlier else 1, last.place + 1 if last else 1
    previous = last.sha256 if last else NOTHING_BEFORE
    keys = _seal_keys(secret_files(inside))
    filed = Filed(round_, inside, outside, number, place, _new_code(), previous, reason, keys)
    snapshot = canonical(frozen(filed, duties=duties, now=now))
    return Filing.objects.create(
        round=round_,
        number=filed.number,
        area=round_.area,
        place=filed.place,
        filed_by=duties.user,
        filed_at=now,
        results=len(inside),
        left_out=len(outside),
        reason=reason,
        code=filed.code,
        snapshot=snapshot,
        sha256=sealed(snapshot),
        previous_sha256=filed.previous,
    )


def _freeze_data(filing: Filing, *, by: User, now: datetime) -> None:
    """The province's observations as they stand now, where it has any: what the filed figures were computed from."""
    round_ = filing.round
    if generation_of(round_.area_id) is None:
        return
    freeze(
        area=round_.area,
        round_ref=f"{round_.fiscal_year_id}-{round_.months}",
        reason=f"ส่งรายงานจังหวัด ครั้งที่ {filing.number}",
        by=by,
        now=now,
    )


def _seal_keys(files: Collection[int]) -> dict[int, str]:
    """Secret file → its key; made for those that are sealed for the first time."""
    known = set(SealKey.objects.filter(file__in=files).values_list("file", flat=True))
    # Conflicts: a file shared by two provinces, and the other one files at this moment.
    SealKey.objects.bulk_create(
        [SealKey(file_id=file, key=secrets.token_hex(32)) for file in sorted(set(files) - known)],
        ignore_conflicts=True,
    )
    return dict(SealKey.objects.filter(file__in=files).values_list("file", "key"))


def _new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _record(filing: Filing, outside: Sequence[Item], duties: Duties, now: datetime) -> None:
    record(
        verb="file_report",
        subject=filing,
        by=duties.user,
        now=now,
        after={
            "filing": filing.number,
            "results": filing.results,
            "left_out": [item.kpi.full_number for item in outside],
            "place": filing.place,
            "sha256": filing.sha256,
        },
        reason=filing.reason,
        area_code=filing.area_id,
        actor_role=duties.described(),
    )
