"""Submitting, taking back, approving, returning."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.actions.drafting import forget_draft
from samrit.reports.actions.moving import locked, move, step
from samrit.reports.actions.returning import Point, in_one_text, keep_return, points_of, refuse_points
from samrit.reports.models import Result
from samrit.reports.queries import Item
from samrit.rules.wording import RefusedError
from samrit.rules.workflow import Verb


@transaction.atomic
def submit_result(*, item: Item, by: User, now: datetime, draft: int | None = None) -> Result:
    """ส่งให้ผู้อนุมัติ. ``draft``: the revision of the person's own draft that is sent with it, and so done with."""
    result = move(Verb.SUBMIT, item, by=by, now=now, submitted_by=by, submitted_at=now)
    forget_draft(item, by, draft)
    return result


@transaction.atomic
def recall_result(*, item: Item, by: User, now: datetime) -> Result:
    """ดึงกลับมาแก้ไข while nobody has decided."""
    return move(Verb.RECALL, item, by=by, now=now)


@transaction.atomic
def approve_result(*, item: Item, by: User, now: datetime, version: int | None = None) -> Result:
    """อนุมัติ; never by one who typed any of it. ``version`` is the one that was looked at, when that is known."""
    return move(
        Verb.APPROVE, item, by=by, now=now, version=version, approved_by=by, approved_at=now, return_reason=""
    )


@transaction.atomic
def return_result(
    *,
    item: Item,
    reason: str = "",
    points: Sequence[Point] = (),
    by: User,
    now: datetime,
    version: int | None = None,
) -> Result:
    """ส่งกลับแก้ไข: which fields must be mended and why; ``reason`` is about the whole. ``version`` as above.

    An approval given before is cleared, of this item only: what others signed stands.
    """
    duties = duties_of(by, localdate(now))
    item, marked = locked(item, duties), points_of(reason, points)
    if refusal := refuse_points(item.result, marked):
        raise RefusedError(refusal)
    from_status, text = item.status, in_one_text(item.result, marked) if item.result else ""
    result = step(
        Verb.RETURN,
        item,
        duties=duties,
        now=now,
        version=version,
        reason=text,
        returned_by=by,
        returned_at=now,
        return_reason=text,
        approved_by=None,
        approved_at=None,
        approved_as="",
    )
    keep_return(result, marked, from_status=from_status, by=by, now=now)
    return result
