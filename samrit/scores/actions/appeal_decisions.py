"""คำวินิจฉัยอุทธรณ์: what the panel decided, the verification and the version of the score that come of it; the end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.models import Result
from samrit.rules import rulesets
from samrit.rules.appeals import Outcome, Verb, refuse_decision
from samrit.rules.rubric import Picked, kept
from samrit.rules.scoring import result_for
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError, refuse
from samrit.scores.actions.appealing import allowed, locked_appeal, told
from samrit.scores.actions.scoring import apply_appeals, finalise_score
from samrit.scores.actions.verifying import locked_round, settle
from samrit.scores.appeal_telling import tell_of_decision, tell_of_final
from samrit.scores.models import Appeal, AppealDecision, ProvinceScore, Verification
from samrit.scores.permissions.appealing import refuse_deciding_score
from samrit.scores.queries import score_of, verification_of
from samrit.scores.queries.appeals import (
    appeals_end_at,
    panel_of,
    rubric_of_appeal,
    scores_to_finalise,
    terms_of_appeals,
    undecided_of,
)


@dataclass(frozen=True)
class Ruling:
    """What a panel decided; ``votes`` member → outcome. After it, unless it dismisses, one of four holds.

    ``value`` or ``missing``; ``level``, the code of a milestone's level (``rules.rubric``); ``score`` (0–100), where no result
    can be found out any more: the result that makes it is put in force.
    """

    outcome: str
    value: Decimal | None
    missing: str | None
    reason: str
    votes: Mapping[int, str]
    letter_number: str = ""
    level: str = ""
    score: Decimal | None = None


@transaction.atomic
def decide_appeal(*, appeal: Appeal, ruling: Ruling, by: User, now: datetime) -> AppealDecision:
    """One of the panel records what all of it decided.

    Upheld, the verification and the score change at once, appeal by appeal: at every moment the current version is
    what its verifications give, whatever else of the round is still contested.
    """
    duties = duties_of(by, localdate(now))
    appeal = locked_appeal(appeal)
    state = allowed(Verb.DECIDE, appeal, duties, now)
    before, result = _standing_score(appeal), _locked_result(appeal)
    panel = {member.user_id: member.user for member in panel_of(appeal)}
    ruling, rubric = _resolved(ruling, appeal, result)
    _check(ruling, result, panel)
    decision = _kept(appeal, ruling, result, before, rubric=rubric, by=by, now=now)
    was, appeal.state = appeal.state, state.value
    appeal.save(update_fields=["state"])
    told(
        Verb.DECIDE, appeal, duties, now,
        before={"appeal_state": f"appeal_{was}", "total": before.total_published},
        after={"appeal_state": f"appeal_{state}", "total": decision.score_after.total_published, **_facts(decision)},
        reason=decision.reason,
    )  # fmt: skip
    changed = decision.verification_id is not None
    tell_of_decision(appeal, panel.values(), changed=changed, by=by, now=now)
    return decision


def _standing_score(appeal: Appeal) -> ProvinceScore:
    score = score_of(appeal.round)
    if refusal := refuse_deciding_score(score):
        raise RefusedError(refusal)
    if score is None:
        raise ValueError("a score that may be contested is there")
    return score


def _resolved(ruling: Ruling, appeal: Appeal, result: Result) -> tuple[Ruling, dict[str, Any]]:
    """With the result that a level or a score stands for; and the level as it is kept, empty without one."""
    if ruling.outcome == Outcome.DISMISSED:
        return replace(ruling, value=None, missing=None, level="", score=None), {}
    said = [ruling.value is not None, bool(ruling.missing), bool(ruling.level), ruling.score is not None]
    if sum(said) > 1:
        raise RefusedError(
            refuse("ruling_says_one", "หลังคำวินิจฉัยให้กรอกอย่างเดียว: ผล ระดับที่ทำได้ คะแนน หรือเหตุที่ไม่มีตัวเลข")
        )
    if not ruling.level and ruling.score is None:
        return ruling, {}
    return _by_level(ruling, appeal) if ruling.level else (_by_score(ruling, appeal, result), {})


def _by_level(ruling: Ruling, appeal: Appeal) -> tuple[Ruling, dict[str, Any]]:
    """The panel's reason stands for every criterion."""
    rubric = rubric_of_appeal(appeal)
    if rubric is None:
        raise RefusedError(refuse("no_rubric", "ตัวชี้วัดนี้ไม่ได้ให้คะแนนตามระดับความสำเร็จ – กรอกผลหรือคะแนนแทน"))
    picked = Picked(ruling.level, (ruling.reason,) * len(rubric.criteria))
    if rubric.value_of(ruling.level) is None:
        raise RefusedError(refuse("rubric_level_unknown", "เลือกระดับที่จังหวัดทำได้ตามเกณฑ์ก่อนบันทึก"))
    return replace(ruling, value=rubric.value_of(ruling.level)), kept(rubric, picked)


def _by_score(ruling: Ruling, appeal: Appeal, result: Result) -> Ruling:
    terms = result.judged_by or appeal.kpi_score.kpi
    if ruling.score is None or terms.levels is None:
        raise RefusedError(refuse("no_targets", "ตัวชี้วัดนี้ยังไม่มีค่าเป้าหมายครบ จึงกำหนดคะแนนไม่ได้"))
    value = result_for(
        rulesets.load(appeal.round.fiscal_year.rule_set),
        direction=terms.direction,
        levels=terms.levels,
        score=ruling.score,
        interpolate=terms.interpolate,
    )
    return replace(ruling, value=value)


def _check(ruling: Ruling, result: Result, panel: Mapping[int, User]) -> None:
    changes = _changes(result, ruling.value, ruling.missing)
    refusal = refuse_decision(
        ruling.outcome, votes=ruling.votes, panel=panel.keys(), changes=changes, reason=ruling.reason
    )
    if refusal:
        raise RefusedError(refusal)


def _kept(
    appeal: Appeal,
    ruling: Ruling,
    result: Result,
    before: ProvinceScore,
    *,
    rubric: dict[str, Any],
    by: User,
    now: datetime,
) -> AppealDecision:
    """The decision; unless it dismisses, with the verification and the version of the score that it makes."""
    verification, after = None, before
    if ruling.outcome != Outcome.DISMISSED:
        verification = _settled(appeal, ruling, result, rubric=rubric, by=by, now=now)
        after = apply_appeals(round_=appeal.round, reason=_because(appeal, ruling), by=by, now=now)
    return AppealDecision.objects.create(
        appeal=appeal,
        outcome=ruling.outcome,
        value=ruling.value if verification else None,
        missing=ruling.missing if verification else None,
        given_score=ruling.score if verification else None,
        reason=ruling.reason.strip(),
        votes={str(key): vote for key, vote in ruling.votes.items()},
        verification=verification,
        score_before=before,
        score_after=after,
        remedy=terms_of_appeals(appeal.round).remedy,
        letter_number=ruling.letter_number.strip(),
        decided_by=by,
        decided_at=now,
    )


def _locked_result(appeal: Appeal) -> Result:
    contested = appeal.kpi_score.verification
    if contested is None:
        raise ValueError("what is contested was verified")
    return Result.objects.select_for_update(of=("self",)).select_related("round").get(pk=contested.result_id)


def _changes(result: Result, value: Decimal | None, missing: str | None) -> bool:
    """Whether a value or a reason is given, one of both, and not what is in force."""
    if (value is None) == (missing is None):
        return False
    found = verification_of(result)
    return found is None or (found.value, found.missing or None) != (value, missing)


def _settled(
    appeal: Appeal, ruling: Ruling, result: Result, *, rubric: dict[str, Any], by: User, now: datetime
) -> Verification:
    """What was reported is accepted again; anything else is a correction."""
    reported = (result.value, result.missing or None) == (ruling.value, ruling.missing)
    return settle(
        result=result,
        decision=Verification.Decision.ACCEPT if reported else Verification.Decision.CORRECT,
        value=ruling.value,
        missing=ruling.missing,
        reason=_because(appeal, ruling),
        rubric=rubric,
        by=by,
        now=now,
    )


def _because(appeal: Appeal, ruling: Ruling) -> str:
    """Kept in the language of the office: it stands in the score's versions and in the trail."""
    number = appeal.kpi_score.kpi.full_number
    given = "" if ruling.score is None else f" กำหนดคะแนน {plain_number(ruling.score)}"
    return f"คำวินิจฉัยอุทธรณ์เรื่องที่ {appeal.number} ตัวชี้วัด {number}{given}: {ruling.reason.strip()}"


def _facts(decision: AppealDecision) -> dict[str, Any]:
    facts: dict[str, Any] = {"appeal_outcome": f"appeal_{decision.outcome}"}
    if decision.value is not None:
        facts["verified_value"] = plain_number(decision.value)
    if decision.given_score is not None:
        facts["given_score"] = plain_number(decision.given_score)
    if decision.missing:
        facts["verified_missing"] = decision.missing
    if decision.letter_number:
        facts["letter_number"] = decision.letter_number
    return facts


def finalise_due(*, now: datetime) -> list[ProvinceScore]:
    """คะแนนสิ้นสุด for every score whose time for appeals is over with none undecided; by nobody in particular."""
    return [final for score in scores_to_finalise(now) if (final := _finalised(score, now))]


@transaction.atomic
def _finalised(score: ProvinceScore, now: datetime) -> ProvinceScore | None:
    """None when somebody was quicker."""
    round_ = locked_round(score.round)
    ends = appeals_end_at(round_)
    try:
        final = finalise_score(
            round_=round_, open_appeals=undecided_of(round_), appeals_end_at=ends, by=None, now=now
        )
    except RefusedError:
        return None
    tell_of_final(round_, by=None, now=now)
    return final
