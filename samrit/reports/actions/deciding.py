"""Submitting, taking back, approving, returning."""

from datetime import datetime

from django.db import transaction

from samrit.people.models import User
from samrit.reports.actions.drafting import forget_draft
from samrit.reports.actions.moving import move
from samrit.reports.models import Result
from samrit.reports.queries import Item
from samrit.rules.wording import RefusedError, refuse
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
def return_result(*, item: Item, reason: str, by: User, now: datetime, version: int | None = None) -> Result:
    """ส่งกลับแก้ไข with a reason; an approval given before is cleared. ``version`` as in ``approve_result``."""
    if not reason.strip():
        raise RefusedError(refuse("return_reason_required", "ส่งกลับแก้ไขต้องบอกเหตุผล เพื่อให้ผู้บันทึกรู้ว่าต้องแก้อะไร"))
    return move(
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
