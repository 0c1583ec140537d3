"""What an answer would score, before anybody has verified it: for the person who types and the one who approves."""

from dataclasses import dataclass
from decimal import Decimal

from samrit.frameworks.models import Kpi
from samrit.rules.amounts import exact, settled
from samrit.rules.rulesets import FULL_SCORE, RuleSet
from samrit.rules.scoring import score_result
from samrit.rules.scoring.steps import of_missing, of_points
from samrit.rules.wording import Message, RefusedError, say

NO_TARGETS = say("no_targets", "ยังไม่กำหนดค่าเป้าหมายของตัวชี้วัดนี้ จึงยังคิดคะแนนไม่ได้ – บันทึกผลไว้ก่อนได้")
NO_ANSWER = say("no_answer_yet", "พิมพ์ผลแล้วจะเห็นคะแนนที่นี่")


@dataclass(frozen=True)
class Preview:
    """``score`` 0–100 and ``points`` (weight × score ÷ 100; None without a weight), exact, with their ``steps``.

    ``note`` says why there is no score.
    """

    score: Decimal | None = None
    points: Decimal | None = None
    steps: tuple[Message, ...] = ()
    note: Message | None = None


def preview_of(
    kpi: Kpi, rules: RuleSet, *, value: Decimal | None, missing: str | None, weight: Decimal | None = None
) -> Preview:
    """The score of a number, or what a missing one does; a number or targets that the rules refuse are a note.

    ``weight`` where it is not the KPI's own: a result that a revision kept is weighted by the edition in force.
    """
    weight = kpi.weight if weight is None else weight
    if missing:
        return Preview(note=of_missing(rules.missing_reason(missing)))
    if kpi.levels is None:
        return Preview(note=NO_TARGETS)
    if value is None:
        return Preview(note=NO_ANSWER)
    try:
        scored = score_result(
            rules, direction=kpi.direction, levels=kpi.levels, result=value, interpolate=kpi.interpolate
        )
    except RefusedError as refused:
        return Preview(note=refused.refusal.message)
    if weight is None:
        return Preview(scored.score, None, scored.steps)
    with exact():
        points = settled(weight * scored.score / FULL_SCORE)
    return Preview(scored.score, points, (*scored.steps, of_points(rules, scored.score, weight, points)))
