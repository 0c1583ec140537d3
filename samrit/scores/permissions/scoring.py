"""Who may compute, confirm, re-open and finalise a score."""

from datetime import datetime

from samrit.frameworks.models import Round
from samrit.people.queries import Duties
from samrit.rules.confirming import refuse_same_person
from samrit.rules.wording import Refusal, refuse
from samrit.scores.models import ProvinceScore, Publication, ScoreState
from samrit.scores.permissions.evaluating import refuse_evaluating, refuse_unscored
from samrit.scores.queries import disputes_in, not_filed_again


def refuse_scoring(duties: Duties, round_: Round, *, filed: bool, unverified: int) -> Refusal | None:
    if refusal := refuse_evaluating(duties, round_) or refuse_unscored(round_):
        return refusal
    if not filed:
        return refuse("not_filed", "จังหวัดยังไม่ส่งรายงานรอบนี้ จึงยังคิดคะแนนไม่ได้")
    if unverified and (disputes := disputes_in(round_).count()):
        return refuse(
            "disputes_open",
            "ผู้ตรวจสองคนเห็นต่างกัน {disputes} ตัวชี้วัด ยังไม่ได้ชี้ขาด – ให้ผู้ชี้ขาดตัดสินก่อนคิดคะแนน",
            disputes=disputes,
        )
    if unverified:
        return refuse(
            "not_all_verified", "ยังตรวจไม่ครบ เหลืออีก {count} ตัวชี้วัด – ตรวจให้ครบก่อนคิดคะแนน", count=unverified
        )
    if count := not_filed_again(round_):
        return refuse(
            "not_filed_again",
            "เปิดให้แก้ไขไว้ {count} ตัวชี้วัดและจังหวัดยังไม่ส่งกลับ – รอจังหวัดส่ง หรือใช้ผลเดิมที่ส่งไว้",
            count=count,
        )
    return None


def refuse_confirming(
    duties: Duties, score: ProvinceScore | None, round_: Round, *, current: bool
) -> Refusal | None:
    """``current``: the stored inputs still are the verified results."""
    if refusal := refuse_evaluating(duties, round_) or refuse_unscored(round_):
        return refusal
    if score is None:
        return refuse("no_score", "ยังไม่ได้คิดคะแนน – คิดคะแนนก่อน")
    if score.state != ScoreState.PROVISIONAL:
        return refuse("confirmed_score_already", "ยืนยันคะแนนรอบนี้แล้ว")
    if not current:
        return refuse("score_outdated", "ผลตรวจเปลี่ยนหลังคิดคะแนน – คิดคะแนนใหม่ก่อนยืนยัน")
    if score.outcome.get("provisional"):
        return refuse(
            "score_provisional", "คะแนนนี้ยังไม่ครบ เพราะมีผลที่ยังไม่เผยแพร่ – เมื่อได้ผลแล้วให้ตรวจและคิดคะแนนใหม่ก่อนยืนยัน"
        )
    return refuse_same_person(
        round_.fiscal_year_id, computed_by=score.computed_by_id, confirms=duties.user.pk
    )


def refuse_reopening(
    duties: Duties,
    score: ProvinceScore | None,
    round_: Round,
    *,
    public: Publication | None,
    reason: str,
) -> Refusal | None:
    """``public``: the edition that is public or will be."""
    if refusal := refuse_evaluating(duties, round_):
        return refusal
    if score is None or score.state == ScoreState.PROVISIONAL:
        return refuse("not_confirmed_yet", "คะแนนยังไม่ยืนยัน แก้ผลตรวจและคิดคะแนนใหม่ได้เลย")
    if public:
        return refuse("withdraw_first", "ประกาศผลไว้แล้ว – ถอนประกาศพร้อมเหตุผลก่อน จึงเปิดคะแนนใหม่ได้")
    if not reason.strip():
        return refuse("reopen_reason_required", "บอกเหตุผลที่เปิดคะแนนใหม่ เพื่อให้จังหวัดและผู้ตรวจสอบรู้ว่าเพราะอะไร")
    return None


def refuse_finalising(
    duties: Duties | None,
    score: ProvinceScore | None,
    round_: Round,
    *,
    open_appeals: int,
    appeals_end_at: datetime,
    now: datetime,
) -> Refusal | None:
    """``duties`` None: nobody asks, it comes by itself when the time for appeals is over."""
    if duties and (refusal := refuse_evaluating(duties, round_)):
        return refusal
    if score is None or score.state not in {ScoreState.CONFIRMED, ScoreState.APPEALED}:
        return refuse("not_to_finalise", "คะแนนรอบนี้ยังไม่ยืนยัน หรือสิ้นสุดแล้ว")
    if open_appeals:
        return refuse("appeals_open", "ยังมีอุทธรณ์ที่ไม่ได้ตัดสิน {count} เรื่อง", count=open_appeals)
    if now < appeals_end_at:
        return refuse("appeals_may_come", "ยังอยู่ในเวลายื่นอุทธรณ์ คะแนนจึงยังไม่สิ้นสุด")
    return None
