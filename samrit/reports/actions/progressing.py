"""Keeping what became of an indicator month by month."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Indicator
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.actions.moving import locked
from samrit.reports.models import Progress, ProgressValue
from samrit.reports.permissions import refuse_progress
from samrit.reports.queries import Item
from samrit.reports.queries.progress import PERIODS
from samrit.rules.thai import plain_number
from samrit.rules.wording import Refusal, RefusedError, refuse

Cells = Mapping[int, tuple[Decimal | None, str | None]]  # place (from 1) → a figure, or why there is none


@transaction.atomic
def save_progress(
    *, item: Item, span: str, accumulates: str, cells: Cells, version: int, by: User, now: datetime
) -> Progress:
    """Keep the periods as typed; what is not in ``cells`` is not known (any more). Saving the same changes nothing.

    ``version``: the one the page was opened with (0: nothing kept yet). Another ``span`` supersedes what stood there.
    """
    duties = duties_of(by, localdate(now))
    item = locked(item, duties)
    if refusal := refuse_progress(duties, item) or _refuse_outside(span, cells):
        raise RefusedError(refusal)
    held = _locked(item)
    rows = {row.place: row for row in held.values.filter(superseded_at=None)} if held else {}
    before, after = _facts(held, rows), _new_facts(span, accumulates, cells)
    if held and before == after:
        return held
    if (held.version if held else 0) != version:
        raise RefusedError(_stale(held))
    progress = held or Progress(indicator_id=item.kpi.indicator_id)
    progress.span, progress.accumulates, progress.version = span, accumulates, version + 1
    progress.saved_by, progress.saved_at = by, now
    progress.save()
    _supersede(progress, rows, span, cells, by=by, now=now)
    record(
        verb="save_progress",
        subject=progress,
        by=by,
        now=now,
        before={key: value for key, value in before.items() if after.get(key) != value},
        after={key: value for key, value in after.items() if before.get(key) != value},
        area_code=item.round.area_id,
        actor_role=duties.described(),
    )
    return progress


def _refuse_outside(span: str, cells: Cells) -> Refusal | None:
    outside = [place for place in cells if not 1 <= place <= PERIODS[span]]
    if not outside:
        return None
    return refuse("period_outside", "ไม่มีช่วงที่ {place} – รายเดือนมี 12 ช่วง รายไตรมาสมี 4 ช่วง", place=outside[0])


def _locked(item: Item) -> Progress | None:
    """What is kept, locked; the indicator too, for the page of another round may be the first to save."""
    Indicator.objects.select_for_update().get(pk=item.kpi.indicator_id)
    held = Progress.objects.select_for_update(of=("self",)).select_related("saved_by")
    return held.filter(indicator=item.kpi.indicator_id).first()


def _stale(held: Progress | None) -> Refusal:
    return refuse(
        "progress_stale",
        "{name} บันทึกผลระหว่างปีของตัวชี้วัดนี้หลังจากคุณเปิดหน้า จึงยังไม่ได้บันทึกทับ – ตัวเลขที่พิมพ์ยังอยู่ครบ เทียบกับที่บันทึกไว้แล้วกดบันทึกอีกครั้ง",
        name=held.saved_by.name if held else "–",
    )


def _supersede(
    progress: Progress,
    rows: Mapping[int, ProgressValue],
    span: str,
    cells: Cells,
    *,
    by: User,
    now: datetime,
) -> None:
    """Only what changed: an unchanged month keeps who entered it and when."""
    same = {
        place
        for place, row in rows.items()
        if row.span == span and cells.get(place) == (row.value, row.missing)
    }
    gone = [row.pk for place, row in rows.items() if place not in same]
    ProgressValue.objects.filter(pk__in=gone).update(superseded_at=now)
    ProgressValue.objects.bulk_create(
        ProgressValue(
            progress=progress,
            span=span,
            place=place,
            value=value,
            missing=missing,
            entered_by=by,
            entered_at=now,
        )
        for place, (value, missing) in sorted(cells.items())
        if place not in same
    )


def _facts(held: Progress | None, rows: Mapping[int, ProgressValue]) -> dict[str, Any]:
    if held is None:
        return {}
    return _new_facts(
        held.span, held.accumulates, {place: (row.value, row.missing) for place, row in rows.items()}
    )


def _new_facts(span: str, accumulates: str, cells: Cells) -> dict[str, Any]:
    """What the trail keeps: each period under its own name (``month_1`` is October)."""
    periods = {
        f"{span}_{place}": missing or plain_number(value or Decimal(0))
        for place, (value, missing) in cells.items()
    }
    return {"progress_span": span, "accumulates": accumulates and f"year_{accumulates}", **periods}
