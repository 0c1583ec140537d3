"""The versions of a score: compute, confirm, open again, make final."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.frameworks.queries import edition_of
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.models import Filing
from samrit.rules import rulesets, scoring
from samrit.rules.questions import warn_open
from samrit.rules.rulesets import RuleSet
from samrit.rules.sealing import canonical, sealed
from samrit.rules.wording import Message, Refusal, RefusedError, refuse, say
from samrit.scores.actions.verifying import locked_round
from samrit.scores.models import KpiScore, ProvinceScore, RulesKept, ScoreState
from samrit.scores.permissions import (
    refuse_changing,
    refuse_confirming,
    refuse_finalising,
    refuse_reopening,
    refuse_scoring,
)
from samrit.scores.permissions.appealing import refuse_reopening_contested
from samrit.scores.queries import (
    in_force,
    is_current,
    open_questions,
    score_of,
    scoring_document,
    standing_publication,
    unverified,
)
from samrit.scores.queries.appeals import undecided_of
from samrit.scores.telling import tell_of_confirmation


@dataclass(frozen=True)
class Step:
    """What one version of a score is made for."""

    verb: str
    state: ScoreState
    reason: str = ""


@transaction.atomic
def compute_score(
    *, round_: Round, by: User, now: datetime, despite_questions: bool = False
) -> ProvinceScore:
    """Score the province from its verified results: another provisional version.

    While questions to the province wait for an answer it has to be said on purpose (``despite_questions``).
    """
    duties = duties_of(by, localdate(now))
    round_ = locked_round(round_)
    filed = Filing.objects.filter(round=round_).exists()
    existing = score_of(round_)
    _refuse(refuse_scoring(duties, round_, filed=filed, unverified=unverified(round_).count()))
    _refuse(refuse_changing(existing))
    edition = edition_of(round_)
    if edition is None:
        raise RefusedError(refuse("no_edition", "จังหวัดนี้ยังไม่มีกรอบที่ประกาศใช้ในปีนี้"))
    waiting = open_questions(round_).count()
    if waiting and not despite_questions:
        raise RefusedError(warn_open(waiting))
    reason = say("scored_despite_questions", "คิดคะแนนขณะมีคำถามที่จังหวัดยังไม่ตอบ {count} ข้อ", count=waiting)
    step = Step("compute_score", ScoreState.PROVISIONAL, reason.thai() if waiting else "")
    return _new_version(step, round_, existing, edition, scoring_document(round_, edition), by=by, now=now)


@transaction.atomic
def confirm_score(*, round_: Round, by: User, now: datetime) -> ProvinceScore:
    """ยืนยันคะแนน: the province is told, verifications are closed, the time for appeals begins."""
    duties = duties_of(by, localdate(now))
    round_ = locked_round(round_)
    existing = score_of(round_)
    current = existing is not None and is_current(existing, round_)
    score = _allowed(existing, refuse_confirming(duties, existing, round_, current=current))
    confirmed = _continued(Step("confirm_score", ScoreState.CONFIRMED), round_, score, by=by, now=now)
    Round.objects.filter(pk=round_.pk).update(settled_at=now)
    tell_of_confirmation(round_, by=by, now=now)
    return confirmed


@transaction.atomic
def reopen_score(*, round_: Round, reason: str, by: User, now: datetime) -> ProvinceScore:
    """เปิดคะแนนใหม่: back to provisional because something was wrong; not while it is public."""
    duties = duties_of(by, localdate(now))
    round_ = locked_round(round_)
    existing = score_of(round_)
    refusal = refuse_reopening(duties, existing, round_, public=standing_publication(round_), reason=reason)
    score = _allowed(existing, refusal or refuse_reopening_contested(undecided_of(round_)))
    step = Step("reopen_score", ScoreState.PROVISIONAL, reason.strip())
    reopened = _continued(step, round_, score, by=by, now=now)
    Round.objects.filter(pk=round_.pk).update(settled_at=None)
    return reopened


@transaction.atomic
def apply_appeals(*, round_: Round, reason: str, by: User, now: datetime) -> ProvinceScore:
    """คะแนนหลังพิจารณาอุทธรณ์: scored again from the verifications as they stand. Who may, has been asked."""
    round_ = locked_round(round_)
    existing = score_of(round_)
    score = _allowed(existing, None)
    step = Step("apply_appeals", ScoreState.APPEALED, reason.strip())
    inputs = scoring_document(round_, score.edition)
    return _new_version(step, round_, score, score.edition, inputs, by=by, now=now)


@transaction.atomic
def finalise_score(
    *, round_: Round, open_appeals: int, appeals_end_at: datetime, by: User | None, now: datetime
) -> ProvinceScore:
    """คะแนนสิ้นสุด: no appeal is open and none can come any more. ``by`` None: it comes by itself."""
    duties = duties_of(by, localdate(now)) if by else None
    round_ = locked_round(round_)
    existing = score_of(round_)
    refusal = refuse_finalising(
        duties, existing, round_, open_appeals=open_appeals, appeals_end_at=appeals_end_at, now=now
    )
    score = _allowed(existing, refusal)
    return _continued(Step("finalise_score", ScoreState.FINAL), round_, score, by=by, now=now)


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise RefusedError(refusal)


def _allowed(score: ProvinceScore | None, refusal: Refusal | None) -> ProvinceScore:
    _refuse(refusal)
    if score is None:
        raise RefusedError(refuse("no_score", "ยังไม่ได้คิดคะแนน – คิดคะแนนก่อน"))
    return score


def _continued(
    step: Step, round_: Round, score: ProvinceScore, *, by: User | None, now: datetime
) -> ProvinceScore:
    """The same inputs and the same rules, one step further."""
    rules = rules_of(score)
    return _new_version(step, round_, score, score.edition, score.inputs, by=by, now=now, rules=rules)


def _new_version(
    step: Step,
    round_: Round,
    earlier: ProvinceScore | None,
    edition: Edition,
    inputs: dict[str, Any],
    *,
    by: User | None,
    now: datetime,
    rules: RuleSet | None = None,
) -> ProvinceScore:
    outcome = outcome_of(inputs, rules)
    if earlier:
        ProvinceScore.objects.filter(pk=earlier.pk).update(superseded_at=now)
    total, rating = outcome["total"], outcome["rating"]
    score = ProvinceScore.objects.create(
        round=round_,
        version=earlier.version + 1 if earlier else 1,
        state=step.state,
        reason=step.reason,
        edition=edition,
        rule_set=outcome["rules"],
        rule_version=_kept(outcome, now),
        inputs=inputs,
        outcome=outcome,
        digest=digest_of(inputs, outcome),
        total=None if total is None else Decimal(total),
        total_published=outcome["total_published"] or "",
        rating=rating["text"] if rating else "",
        computed_by=by,
        computed_at=now,
    )
    KpiScore.objects.bulk_create(_kpi_scores(score, edition, outcome))
    _told(step, score, by, now)
    return score


def _told(step: Step, score: ProvinceScore, by: User | None, now: datetime) -> None:
    record(
        verb=step.verb,
        subject=score,
        by=by,
        now=now,
        after={
            "version": score.version, "state": str(score.state), "total": score.total_published, "rating": score.rating,
            "rule_version": score.rule_version, "digest": score.digest,
        },
        reason=step.reason,
        area_code=score.round.area_id,
        actor_role=duties_of(by, localdate(now)).described() if by else "",
    )  # fmt: skip


def digest_of(inputs: dict[str, Any], outcome: dict[str, Any]) -> str:
    """The seal of a version: another one when any letter of its inputs or of its outcome is another."""
    return sealed(canonical({"inputs": inputs, "outcome": outcome}))


def _kept(outcome: dict[str, Any], now: datetime) -> str:
    """The version of the rules, whose text is kept from now on."""
    version, name = str(outcome["rules_version"]), str(outcome["rules"])
    facts = {"name": name, "text": rulesets.text_of(name), "kept_at": now}
    if not RulesKept.objects.filter(version=version).exists():
        RulesKept.objects.create(version=version, **facts)
    return version


def rules_of(score: ProvinceScore) -> RuleSet:
    """The rules that a version was computed with, as they were then."""
    current = rulesets.load(score.rule_set)
    if current.version == score.rule_version:
        return current
    kept = RulesKept.objects.filter(version=score.rule_version).first()
    return rulesets.read(score.rule_set, kept.text) if kept else current


def outcome_of(inputs: dict[str, Any], rules: RuleSet | None = None) -> dict[str, Any]:
    """The answer to a scoring document, its sentences kept as Messages; the same inputs give the same digits.

    ``rules``: those of the time, where the document's own have changed since.
    """
    request = scoring.from_json(inputs, rules=rules)
    score = scoring.score_framework(request.rules, request.components, reweight=request.reweight)
    return scoring.to_json(score, Message.to_data)


def _kpi_scores(score: ProvinceScore, edition: Edition, outcome: dict[str, Any]) -> Iterator[KpiScore]:
    """One row per KPI and part; a part is told from its parent by its own number (``6.1``)."""
    kpis = {
        (str(kpi.component.number), kpi.number): kpi
        for kpi in Kpi.objects.filter(component__edition=edition).select_related("component")
    }
    verified = dict(in_force(score.round).values_list("result__indicator", "pk"))
    for row in outcome["kpis"]:
        for one in (row, *row["parts"]):
            kpi = kpis[row["component"], one["number"]]
            yield KpiScore(
                province_score=score,
                kpi=kpi,
                verification_id=verified.get(kpi.indicator_id),
                score=one["score"],
                points=one["points"],
                steps=one["steps"],
            )
