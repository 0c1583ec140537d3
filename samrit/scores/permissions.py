"""Who may verify, score and publish."""

from samrit.frameworks.models import Round
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse
from samrit.scores.models import ProvinceScore


def refuse_evaluating(duties: Duties, round_: Round) -> Refusal | None:
    """Only the central office's evaluators, and never one who works in that province."""
    if not duties.evaluates:
        return refuse("not_evaluator", "ทำได้เฉพาะผู้ประเมินของสำนักงาน ก.พ.ร.")
    if round_.area_id in duties.areas():
        return refuse("own_province", "คุณมีบทบาทในจังหวัดนี้ จึงประเมินจังหวัดนี้ไม่ได้ – ให้ผู้ประเมินคนอื่นดำเนินการ")
    return None


def refuse_changing(score: ProvinceScore | None) -> Refusal | None:
    """What is published changes no more: neither a verification nor the score."""
    if score is None or score.published_at is None:
        return None
    return refuse("published_score", "ประกาศผลรอบนี้แล้ว เปลี่ยนผลตรวจและคะแนนไม่ได้อีก")


def refuse_scoring(duties: Duties, round_: Round, *, filed: bool, unverified: int) -> Refusal | None:
    if refusal := refuse_evaluating(duties, round_):
        return refusal
    if not filed:
        return refuse("not_filed", "จังหวัดยังไม่ส่งรายงานรอบนี้ จึงยังคิดคะแนนไม่ได้")
    if unverified:
        return refuse(
            "not_all_verified", "ยังตรวจไม่ครบ เหลืออีก {count} ตัวชี้วัด – ตรวจให้ครบก่อนคิดคะแนน", count=unverified
        )
    return None


def refuse_publishing(
    duties: Duties, score: ProvinceScore | None, round_: Round, *, current: bool
) -> Refusal | None:
    """``current``: the stored inputs still are the verified results."""
    if refusal := refuse_evaluating(duties, round_):
        return refusal
    if score is None:
        return refuse("no_score", "ยังไม่ได้คิดคะแนน – คิดคะแนนก่อนประกาศผล")
    if score.published_at:
        return refuse("published_already", "ประกาศผลแล้ว")
    if not current:
        return refuse("score_outdated", "ผลตรวจเปลี่ยนหลังคิดคะแนน – คิดคะแนนใหม่ก่อนประกาศผล")
    if score.outcome.get("provisional"):
        return refuse(
            "score_provisional", "คะแนนนี้ยังไม่ครบ เพราะมีผลที่ยังไม่เผยแพร่ – เมื่อได้ผลแล้วให้ตรวจและคิดคะแนนใหม่ก่อนประกาศ"
        )
    return None
