"""Who may evaluate a province, and what is settled."""

from samrit.frameworks.models import Round, RoundState
from samrit.frameworks.queries import why_stopped
from samrit.people.queries import Duties
from samrit.rules.assigning import Scorer, counts_from, refuse_conflict
from samrit.rules.wording import Refusal, refuse
from samrit.scores.models import ProvinceScore, ScoreState


def refuse_evaluating(duties: Duties, round_: Round) -> Refusal | None:
    """Only the central office's evaluators, and never one who works in that province or did since the year began."""
    if not duties.evaluates:
        return refuse("not_evaluator", "ทำได้เฉพาะผู้ประเมินของสำนักงาน ก.พ.ร.")
    if round_.area_id in duties.areas():
        return refuse("own_province", "คุณมีบทบาทในจังหวัดนี้ จึงประเมินจังหวัดนี้ไม่ได้ – ให้ผู้ประเมินคนอื่นดำเนินการ")
    return refuse_conflict(interest_of(duties, round_), area=round_.area_id, agencies=frozenset())


def interest_of(duties: Duties, round_: Round) -> Scorer:
    """The provinces that this person may not evaluate in the round's year; read once for all of a page's questions."""
    return Scorer(duties.user.pk, frozenset(duties.areas_since(counts_from(round_.fiscal_year_id))))


def refuse_changing(score: ProvinceScore | None) -> Refusal | None:
    """What is confirmed changes no more: neither a verification nor the score; an appeal has its own way."""
    if score is None or score.state == ScoreState.PROVISIONAL:
        return None
    return refuse(
        "settled_score", "ยืนยันคะแนนรอบนี้แล้ว เปลี่ยนผลตรวจและคะแนนไม่ได้ – หากพบข้อผิดพลาดให้เปิดคะแนนใหม่พร้อมเหตุผล"
    )


def refuse_unscored(round_: Round) -> Refusal | None:
    """Nothing is scored in a year that was voided, nor in a round that is waived or only reported."""
    if stopped := why_stopped(round_):
        return stopped
    if round_.state == RoundState.UNSCORED:
        return refuse(
            "round_unscored",
            "รอบนี้รายงานแต่ไม่คิดคะแนน ตาม{resolution} เพราะ{reason}",
            resolution=round_.state_resolution,
            reason=round_.state_reason,
        )
    return None
