"""The result that a score stands for: where a panel decides the score itself, the framework is still scored from results."""

from collections.abc import Sequence
from decimal import Decimal

from samrit.rules.amounts import checked, exact
from samrit.rules.rulesets import FULL_SCORE, RuleSet
from samrit.rules.scoring.result import check_levels, raw_score
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError, refuse


def result_for(
    rules: RuleSet,
    *,
    direction: str,
    levels: Sequence[Decimal],
    score: Decimal,
    interpolate: str | None = None,
) -> Decimal:
    """The least far result that scores exactly ``score`` (0–100) against these targets.

    RefusedError where none does: outside 0–100, between the steps of a KPI that is scored by steps, below ขั้นต้น where the
    rules give 0, or a fraction without an end.
    """
    if not 0 <= score <= FULL_SCORE:
        raise RefusedError(refuse("score_out_of_range", "คะแนนต้องอยู่ระหว่าง 0 ถึง 100"))
    targets = check_levels(rules, direction, levels)
    with exact():
        result = _candidate(rules, direction, targets, score)
        if result is not None and _scores(rules, direction, targets, result, interpolate) == score:
            return checked(result, rules.limits)
    raise RefusedError(
        refuse(
            "score_of_no_result",
            "ไม่มีผลใดที่ได้คะแนน {score} พอดีตามเป้าหมายและวิธีคิดคะแนนของตัวชี้วัดนี้ – กรอกผลหลังคำวินิจฉัยแทน",
            score=plain_number(score),
        )
    )


def _candidate(
    rules: RuleSet, direction: str, targets: tuple[Decimal, ...], score: Decimal
) -> Decimal | None:
    scores = [level.score for level in rules.levels]
    if score < scores[0]:
        return _below(direction, targets[0], score / scores[0])
    for place, (worth, target) in enumerate(zip(scores, targets, strict=True)):
        if score == worth:
            return target
        if place + 1 < len(scores) and worth < score < scores[place + 1]:
            span = targets[place + 1] - target
            return target + span * (score - worth) / (scores[place + 1] - worth)
    return None


def _below(direction: str, basic: Decimal, share: Decimal) -> Decimal | None:
    """In proportion to the first target, as ``below_basic`` may have it."""
    if direction == "up":
        return basic * share
    return basic / share if share else None


def _scores(
    rules: RuleSet, direction: str, targets: tuple[Decimal, ...], result: Decimal, interpolate: str | None
) -> Decimal | None:
    try:
        usable = checked(result, rules.limits)
    except RefusedError:  # a fraction without an end
        return None
    scored = raw_score(
        rules, direction=direction, levels=targets, result=usable, interpolate=interpolate, below_basic=None
    )
    return scored.score
