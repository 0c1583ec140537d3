"""Verify, score, publish."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.frameworks.queries import edition_of
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.reports.models import Filing, Result
from samrit.reports.permissions import may
from samrit.reports.queries import Item, item_visible_to
from samrit.rules import scoring
from samrit.rules.thai import plain_number
from samrit.rules.wording import Message, Refusal, RefusedError, refuse
from samrit.rules.workflow import Status, Verb
from samrit.scores.models import KpiScore, ProvinceScore, Verification
from samrit.scores.permissions import refuse_changing, refuse_evaluating, refuse_publishing, refuse_scoring
from samrit.scores.queries import is_current, scoring_document, unverified
from samrit.scores.telling import tell_of_publication


@transaction.atomic
def verify_result(
    *,
    item: Item,
    decision: str,
    value: Decimal | None,
    missing: str | None,
    reason: str,
    by: User,
    now: datetime,
) -> Verification:
    """ยืนยันตามที่รายงาน (``value`` and ``missing`` are then the reported ones), or แก้ไขผล with a reason."""
    duties = duties_of(by, localdate(now))
    result = _locked(item, duties, now)
    if decision == Verification.Decision.ACCEPT:
        value, missing = result.value, result.missing
    _check_correction(decision, value, missing, reason)
    before = _facts(Verification.objects.filter(result=result).first())
    before["status"] = result.status
    kept = {"decision": decision, "value": value, "missing": missing, "reason": reason.strip()}
    verification, _ = Verification.objects.update_or_create(
        result=result, defaults={**kept, "verified_by": by, "verified_at": now}
    )
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
        area_code=item.round.area_id,
        actor_role=duties.described(),
    )
    return verification


def _locked_round(round_: Round) -> Round:
    """The round as it stands now, with its year; locked before anything of it."""
    return (
        Round.objects.select_for_update(of=("self",)).select_related("area", "fiscal_year").get(pk=round_.pk)
    )


def _locked(item: Item, duties: Duties, now: datetime) -> Result:
    """The result as it stands now, locked; refused when this person may not verify it."""
    round_ = _locked_round(item.round)
    if refusal := refuse_evaluating(duties, round_):
        raise RefusedError(refusal)
    if refusal := refuse_changing(ProvinceScore.objects.filter(round=round_).first()):
        raise RefusedError(refusal)
    fresh = item_visible_to(duties, round_, item.kpi.indicator_id)
    if fresh is None or fresh.result is None:
        raise RefusedError(refuse("item_not_filed", "จังหวัดยังไม่ได้ส่งผลของตัวชี้วัดนี้"))
    target = may(Verb.VERIFY, fresh, duties=duties, now=now)
    if isinstance(target, Refusal):
        raise RefusedError(target)
    return fresh.result


def _check_correction(decision: str, value: Decimal | None, missing: str | None, reason: str) -> None:
    if decision == Verification.Decision.ACCEPT:
        return
    if (value is None) == (missing is None):
        raise RefusedError(
            refuse("correction_incomplete", "แก้ไขผลต้องกรอกตัวเลข หรือเลือกเหตุที่ไม่มีตัวเลข อย่างใดอย่างหนึ่ง")
        )
    if not reason.strip():
        raise RefusedError(refuse("correction_reason_required", "แก้ไขผลต้องบอกเหตุผล เพื่อให้จังหวัดรู้ว่าแก้เพราะอะไร"))


def _facts(verification: Verification | None) -> dict[str, Any]:
    if verification is None:
        return {}
    value = None if verification.value is None else plain_number(verification.value)
    return {
        "decision": verification.decision,
        "verified_value": value,
        "verified_missing": verification.missing,
    }


@transaction.atomic
def compute_score(*, round_: Round, by: User, now: datetime) -> ProvinceScore:
    """Score the province from its verified results; kept with inputs, rule version and steps."""
    duties = duties_of(by, localdate(now))
    round_ = _locked_round(round_)
    filed = Filing.objects.filter(round=round_).exists()
    if refusal := refuse_scoring(duties, round_, filed=filed, unverified=unverified(round_).count()):
        raise RefusedError(refusal)
    existing = ProvinceScore.objects.filter(round=round_).first()
    if refusal := refuse_changing(existing):
        raise RefusedError(refusal)
    score = _store(existing or ProvinceScore(round=round_), round_, by, now)
    record(
        verb="compute_score",
        subject=score,
        by=by,
        now=now,
        after={"total": score.total_published, "rating": score.rating, "rule_version": score.rule_version},
        area_code=round_.area_id,
        actor_role=duties.described(),
    )
    return score


def _store(score: ProvinceScore, round_: Round, by: User, now: datetime) -> ProvinceScore:
    edition = edition_of(round_)
    if edition is None:
        raise RefusedError(refuse("no_edition", "จังหวัดนี้ยังไม่มีกรอบที่ประกาศใช้ในปีนี้"))
    inputs = scoring_document(round_, edition)
    outcome = outcome_of(inputs)
    score.edition, score.inputs, score.outcome = edition, inputs, outcome
    score.rule_set, score.rule_version = outcome["rules"], outcome["rules_version"]
    score.total = None if outcome["total"] is None else Decimal(outcome["total"])
    score.total_published = outcome["total_published"] or ""
    score.rating = outcome["rating"]["text"] if outcome["rating"] else ""
    score.computed_by, score.computed_at = by, now
    score.save()
    score.kpi_scores.all().delete()
    KpiScore.objects.bulk_create(_kpi_scores(score, edition, outcome))
    return score


def outcome_of(inputs: dict[str, Any]) -> dict[str, Any]:
    """The answer to a scoring document, its sentences kept as Messages; the same inputs give the same digits."""
    request = scoring.from_json(inputs)
    score = scoring.score_framework(request.rules, request.components, reweight=request.reweight)
    return scoring.to_json(score, Message.to_data)


def _kpi_scores(score: ProvinceScore, edition: Edition, outcome: dict[str, Any]) -> Iterator[KpiScore]:
    """One row per KPI and part; a part is told from its parent by its own number (``6.1``)."""
    kpis = {
        (str(kpi.component.number), kpi.number): kpi
        for kpi in Kpi.objects.filter(component__edition=edition).select_related("component")
    }
    for row in outcome["kpis"]:
        for one in (row, *row["parts"]):
            yield KpiScore(
                province_score=score,
                kpi=kpis[row["component"], one["number"]],
                score=one["score"],
                points=one["points"],
                steps=one["steps"],
            )


def reproduces(score: ProvinceScore) -> bool:
    """Whether computing again from the stored inputs gives the stored digits."""
    return bool(outcome_of(score.inputs) == score.outcome)


@transaction.atomic
def publish_score(*, round_: Round, by: User, now: datetime) -> ProvinceScore:
    """ประกาศผล: from now on the public page, the PDF and the Excel exist."""
    duties = duties_of(by, localdate(now))
    round_ = _locked_round(round_)
    score = ProvinceScore.objects.select_for_update().select_related("edition").filter(round=round_).first()
    current = score is not None and is_current(score, round_)
    if (refusal := refuse_publishing(duties, score, round_, current=current)) or score is None:
        raise RefusedError(refusal or refuse("no_score", "ยังไม่ได้คิดคะแนน – คิดคะแนนก่อนประกาศผล"))
    score.published_by, score.published_at = by, now
    score.save(update_fields=["published_by", "published_at"])
    round_.published_at = now
    round_.save(update_fields=["published_at"])
    record(
        verb="publish_score",
        subject=score,
        by=by,
        now=now,
        after={"total": score.total_published, "rating": score.rating},
        area_code=round_.area_id,
        actor_role=duties.described(),
    )
    tell_of_publication(round_, by=by, now=now)
    return score
