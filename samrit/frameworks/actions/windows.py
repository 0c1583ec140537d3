"""Reporting windows."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.actions.rounds import as_ruled, edges, year_round
from samrit.frameworks.models import Round
from samrit.frameworks.permissions import refuse_window
from samrit.people.models import Area, User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def set_window(
    *,
    area: Area,
    year: int,
    months: int,
    opens_at: datetime,
    closes_at: datetime,
    by: User,
    now: datetime,
    reason: str,
) -> Round:
    """Set the reporting window of a round, or (central office, with a reason) move it."""
    duties = duties_of(by, localdate(now))
    Area.objects.select_for_update().get(pk=area.pk)  # a first window has no row of its own to lock yet
    existing = Round.objects.filter(area=area, fiscal_year=year, months=months).first()
    if refusal := refuse_window(duties, area, existing):
        raise RefusedError(refusal)
    if closes_at <= opens_at:
        raise RefusedError(refuse("window_reversed", "เวลาปิดต้องอยู่หลังเวลาเปิด – ตรวจวันและเวลาอีกครั้ง"))
    if existing and not reason.strip():
        raise RefusedError(refuse("reason_required", "โปรดระบุเหตุผล"))
    ruled, before = year_round(year, months), edges(existing) if existing else {}
    round_ = existing or Round(area=area, fiscal_year_id=year, months=months, **as_ruled(ruled))
    round_.opens_at, round_.closes_at = opens_at, closes_at
    round_.save()
    record(
        verb="set_window",
        subject=round_,
        by=by,
        now=now,
        before=before,
        after=edges(round_),
        reason=reason,
        area_code=area.pk,
        actor_role=duties.described(),
    )
    return round_
