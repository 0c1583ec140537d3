"""Verify: what is found true of a reported result."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Unpack

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Round
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.reports.models import Result
from samrit.reports.permissions import may
from samrit.reports.queries import Item, item_visible_to
from samrit.rules.thai import plain_number
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.rules.workflow import Status, Verb
from samrit.scores.actions.finding import Said, check_correction, found
from samrit.scores.models import Verification
from samrit.scores.permissions import refuse_changing, refuse_evaluating, refuse_verifying
from samrit.scores.queries import (
    judges_of,
    official_of,
    rubric_for,
    score_of,
    scorer_of,
    verification_of,
)


@transaction.atomic
def verify_result(*, item: Item, by: User, now: datetime, **said: Unpack[Said]) -> Verification:
    """ยืนยันตามที่รายงาน (``value`` and ``missing`` are then the reported ones), or แก้ไขผล with a reason.

    Where two score it, ``give_opinion``.
    """
    duties = duties_of(by, localdate(now))
    fresh, result = locked_item(item, duties, now)
    scorer = scorer_of(by, fresh.round.fiscal_year_id)
    if refusal := refuse_verifying(duties, fresh, judges_of(fresh, by), scorer):
        raise RefusedError(refusal)
    return settle(result=result, **vars(found(result, rubric_for(fresh), **said)), by=by, now=now)


@transaction.atomic
def settle(
    *,
    result: Result,
    decision: str,
    value: Decimal | None,
    missing: str | None,
    reason: str,
    by: User,
    now: datetime,
    rubric: dict[str, Any] | None = None,
) -> Verification:
    """Put a verification in force, superseding the one before. Who may, has been asked; ``result`` is locked."""
    if decision == Verification.Decision.ACCEPT:
        value, missing = result.value, result.missing
    check_correction(decision, value, missing, reason)
    earlier = verification_of(result)
    before = {**_facts(earlier), "status": result.status}
    if earlier:
        Verification.objects.filter(pk=earlier.pk).update(superseded_at=now)
    verification = Verification.objects.create(
        result=result, decision=decision, value=value, missing=missing, reason=reason.strip(),
        rubric=rubric or {}, official=official_of(result), verified_by=by, verified_at=now,
    )  # fmt: skip
    result.status = Status.VERIFIED
    result.version += 1
    result.save(update_fields=["status", "version"])
    record(
        verb=Verb.VERIFY,
        subject=result,
        by=by,
        now=now,
        before=before,
        after={"status": result.status, **_facts(verification)},
        reason=reason.strip(),
        area_code=result.round.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
    )
    return verification


def locked_round(round_: Round) -> Round:
    """The round as it stands now, with its year; locked before anything of it."""
    return (
        Round.objects.select_for_update(of=("self",)).select_related("area", "fiscal_year").get(pk=round_.pk)
    )


def locked_item(item: Item, duties: Duties, now: datetime) -> tuple[Item, Result]:
    """The item and its result as they stand now, locked; refused when no evaluator may verify it."""
    round_ = locked_round(item.round)
    if refusal := refuse_evaluating(duties, round_):
        raise RefusedError(refusal)
    if refusal := refuse_changing(score_of(round_)):
        raise RefusedError(refusal)
    fresh = item_visible_to(duties, round_, item.kpi.indicator_id)
    if fresh is None or fresh.result is None:
        raise RefusedError(refuse("item_not_filed", "จังหวัดยังไม่ได้ส่งผลของตัวชี้วัดนี้"))
    target = may(Verb.VERIFY, fresh, duties=duties, now=now)
    if isinstance(target, Refusal):
        raise RefusedError(target)
    return fresh, fresh.result


def _facts(verification: Verification | None) -> dict[str, Any]:
    if verification is None:
        return {}
    official = verification.official
    return {
        "decision": verification.decision,
        "verified_value": _plain(verification.value),
        "verified_missing": verification.missing,
        **({"official": _plain(official.value), "official_missing": official.missing} if official else {}),
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else plain_number(value)
