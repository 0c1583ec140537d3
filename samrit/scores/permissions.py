"""Who may verify, score, confirm and publish."""

from datetime import datetime

from samrit.frameworks.models import Round, RoundState
from samrit.frameworks.queries import why_stopped
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse
from samrit.scores.models import ProvinceScore, Publication, ScoreState
from samrit.scores.queries import not_filed_again


def refuse_evaluating(duties: Duties, round_: Round) -> Refusal | None:
    """Only the central office's evaluators, and never one who works in that province."""
    if not duties.evaluates:
        return refuse("not_evaluator", "ทำได้เฉพาะผู้ประเมินของสำนักงาน ก.พ.ร.")
    if round_.area_id in duties.areas():
        return refuse("own_province", "คุณมีบทบาทในจังหวัดนี้ จึงประเมินจังหวัดนี้ไม่ได้ – ให้ผู้ประเมินคนอื่นดำเนินการ")
    return None


def refuse_changing(score: ProvinceScore | None) -> Refusal | None:
    """What is confirmed changes no more: neither a verification nor the score; an appeal has its own way."""
    if score is None or score.state == ScoreState.PROVISIONAL:
        return None
    return refuse(
        "settled_score", "ยืนยันคะแนนรอบนี้แล้ว เปลี่ยนผลตรวจและคะแนนไม่ได้ – หากพบข้อผิดพลาดให้เปิดคะแนนใหม่พร้อมเหตุผล"
    )


def refuse_scoring(duties: Duties, round_: Round, *, filed: bool, unverified: int) -> Refusal | None:
    if refusal := refuse_evaluating(duties, round_) or refuse_unscored(round_):
        return refusal
    if not filed:
        return refuse("not_filed", "จังหวัดยังไม่ส่งรายงานรอบนี้ จึงยังคิดคะแนนไม่ได้")
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
    return None


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


def refuse_publishing(
    duties: Duties,
    score: ProvinceScore | None,
    round_: Round,
    *,
    standing: Publication | None,
    newest: Publication | None,
    reason: str,
    publish_at: datetime,
    now: datetime,
) -> Refusal | None:
    """``standing``: the edition that is public or will be; ``newest``: the same, or one that was withdrawn."""
    if refusal := refuse_evaluating(duties, round_) or refuse_unscored(round_):
        return refusal
    if score is None:
        return refuse("no_score", "ยังไม่ได้คิดคะแนน – คิดคะแนนก่อน")
    if score.state == ScoreState.PROVISIONAL:
        return refuse("confirm_first", "คะแนนยังเป็นคะแนนเบื้องต้น – ยืนยันคะแนนก่อนประกาศผล")
    if standing and standing.score_id == score.pk:
        return refuse("published_already", "ประกาศผลแล้ว")
    if standing and standing.publish_at > now:
        return refuse("publication_scheduled", "ตั้งเวลาประกาศไว้แล้ว – ถอนประกาศที่ตั้งไว้ก่อน จึงตั้งใหม่ได้")
    if publish_at < now:
        return refuse("publish_in_the_past", "เวลาประกาศผ่านไปแล้ว – เลือกเวลาข้างหน้า หรือประกาศทันที")
    if newest and not reason.strip():
        return refuse(
            "new_edition_reason_required", "เคยประกาศผลรอบนี้แล้ว – บอกเหตุผลที่ประกาศฉบับใหม่ ซึ่งจะแสดงต่อสาธารณะ"
        )
    return None


def refuse_withdrawing(
    duties: Duties, standing: Publication | None, round_: Round, *, reason: str
) -> Refusal | None:
    if refusal := refuse_evaluating(duties, round_):
        return refusal
    if standing is None:
        return refuse("not_published", "ยังไม่ได้ประกาศผล")
    if not reason.strip():
        return refuse("withdrawal_reason_required", "บอกเหตุผลที่ถอนประกาศ ซึ่งจะแสดงต่อสาธารณะ")
    return None
