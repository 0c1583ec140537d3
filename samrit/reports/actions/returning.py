"""Sending back: which fields must be mended, and why; kept for ever, with what stood there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from samrit.people.models import User
from samrit.reports.actions.proving import facts_of_file
from samrit.reports.models import Result, Return, ReturnPoint
from samrit.reports.queries.freezing import standing
from samrit.rules.wording import Refusal, refuse

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Point:
    """One thing to mend. ``field`` is a ``ReturnPoint.Field``; ``file`` the key of an evidence file of the result."""

    field: str
    reason: str
    file: int | None = None


def points_of(reason: str, points: Iterable[Point]) -> list[Point]:
    """The points with a reason; a reason for the whole stands first."""
    whole = [Point(ReturnPoint.Field.WHOLE.value, reason.strip())] if reason.strip() else []
    return whole + [Point(one.field, one.reason.strip(), one.file) for one in points if one.reason.strip()]


def refuse_points(result: Result | None, points: Sequence[Point]) -> Refusal | None:
    """At least one reason; each field once; only files that are attached."""
    if not points:
        return refuse("return_reason_required", "ส่งกลับแก้ไขต้องบอกเหตุผล เพื่อให้ผู้บันทึกรู้ว่าต้องแก้อะไร")
    if len({(one.field, one.file) for one in points}) < len(points):
        return refuse("return_point_twice", "ทำเครื่องหมายข้อเดียวกันไว้สองครั้ง – รวมเหตุผลไว้ด้วยกัน")
    attached = {link.file_id for link in result.evidence.all()} if result else set()
    if any(one.file is not None and one.file not in attached for one in points):
        return refuse("evidence_gone", "ไฟล์นี้ไม่ได้แนบอยู่แล้ว")
    return None


def keep_return(
    result: Result, points: Sequence[Point], *, from_status: str, by: User, now: datetime
) -> Return:
    """Keep the return with what stands there; the caller changes the state, in the same transaction."""
    number = result.returns.count() + 1
    returned = Return.objects.create(
        result=result,
        number=number,
        from_status=from_status,
        reason=in_one_text(result, points),
        standing=standing(result),
        returned_by=by,
        returned_at=now,
    )
    ReturnPoint.objects.bulk_create(
        ReturnPoint(returned=returned, field=one.field, file_id=one.file, reason=one.reason) for one in points
    )
    return returned


def in_one_text(result: Result, points: Sequence[Point]) -> str:
    """All reasons in one text; a single reason for the whole stands as it was typed."""
    if len(points) == 1 and points[0].field == ReturnPoint.Field.WHOLE:
        return points[0].reason
    names = {link.file_id: facts_of_file(link.file)["evidence"] for link in result.evidence.all()}
    return "\n".join(f"{_label(one, names)}: {one.reason}" for one in points)


def _label(point: Point, names: dict[int, str]) -> str:
    label = gettext(ReturnPoint.Field(point.field).label)
    return f"{label} “{names[point.file]}”" if point.file in names else label
