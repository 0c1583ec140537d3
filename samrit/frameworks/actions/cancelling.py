"""Cancelling a KPI from a round on, and taking that back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Cancellation, Framework, Kpi, Round
from samrit.frameworks.permissions import refuse_cancelling, refuse_undoing
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def cancel_kpi(
    *,
    kpi: Kpi,
    from_months: int,
    reweight: str,
    resolution: str,
    reason: str,
    by: User,
    now: datetime,
) -> Cancellation:
    """ยกเลิกตัวชี้วัดตั้งแต่รอบ: it is not asked for any more; what was entered stays, its weight leaves by ``reweight``."""
    duties = duties_of(by, localdate(now))
    kpi = Kpi.objects.select_related("component__edition__framework", "parent").get(pk=kpi.pk)
    rounds = _locked_rounds(kpi.component.edition.framework, from_months)
    if refusal := refuse_cancelling(duties, kpi, from_months=from_months, rounds=rounds):
        raise RefusedError(refusal)
    cancellation = Cancellation.objects.create(
        indicator_id=kpi.indicator_id,
        from_months=from_months,
        reweight=reweight,
        resolution=_said(resolution, "resolution_required"),
        reason=_said(reason, "reason_required"),
        cancelled_by=by,
        cancelled_at=now,
    )
    _told("cancel_kpi", cancellation, kpi, duties, now, after=_facts(cancellation), reason=reason.strip())
    return cancellation


@transaction.atomic
def undo_cancellation(*, cancellation: Cancellation, reason: str, by: User, now: datetime) -> Cancellation:
    """It is asked for again, as if it had never been cancelled; only while no round of it is published."""
    duties = duties_of(by, localdate(now))
    rounds = _locked_rounds(cancellation.indicator.framework, cancellation.from_months)
    cancellation = Cancellation.objects.select_for_update(of=("self",)).get(pk=cancellation.pk)
    if refusal := refuse_undoing(duties, cancellation, rounds=rounds):
        raise RefusedError(refusal)
    cancellation.undo_reason = _said(reason, "reason_required")
    cancellation.undone_by, cancellation.undone_at = by, now
    cancellation.save(update_fields=["undo_reason", "undone_by", "undone_at"])
    kpi = Kpi.objects.filter(indicator=cancellation.indicator_id).select_related("component").last()
    _told(
        "undo_cancellation",
        cancellation,
        kpi,
        duties,
        now,
        before=_facts(cancellation),
        reason=cancellation.undo_reason,
    )
    return cancellation


def _locked_rounds(framework: Framework, from_months: int) -> list[Round]:
    """The framework first: two decisions about one framework wait for each other, also before it has a round."""
    Framework.objects.select_for_update().get(pk=framework.pk)
    return list(
        Round.objects.select_for_update(of=("self",))
        .select_related("fiscal_year")
        .filter(area=framework.area_id, fiscal_year=framework.fiscal_year_id, months__gte=from_months)
    )


def _said(text: str, code: str) -> str:
    if text.strip():
        return text.strip()
    if code == "resolution_required":
        raise RefusedError(refuse(code, "โปรดระบุมติหรือเลขที่หนังสือที่ให้ทำเช่นนี้"))
    raise RefusedError(refuse(code, "โปรดระบุเหตุผล"))


def _facts(cancellation: Cancellation) -> dict[str, Any]:
    return {
        "from_months": cancellation.from_months,
        "reweight": cancellation.reweight,
        "resolution": cancellation.resolution,
    }


def _told(
    verb: str,
    cancellation: Cancellation,
    kpi: Kpi | None,
    duties: Duties,
    now: datetime,
    *,
    reason: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    name = {"name": f"{kpi.full_number} {kpi.name}"} if kpi else {}
    record(
        verb=verb,
        subject=cancellation,
        by=duties.user,
        now=now,
        before=before,
        after={**name, **(after or {})},
        reason=reason,
        area_code=cancellation.indicator.framework.area_id,
        actor_role=duties.described(),
    )
