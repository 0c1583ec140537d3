"""Who may publish a score, and withdraw it."""

from datetime import datetime

from samrit.frameworks.models import Round
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse
from samrit.scores.models import ProvinceScore, Publication, ScoreState
from samrit.scores.permissions.evaluating import refuse_evaluating, refuse_unscored


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
    if publish_at < now:
        return refuse("publish_in_the_past", "เวลาประกาศผ่านไปแล้ว – เลือกเวลาข้างหน้า หรือประกาศทันที")
    return _refuse_edition(score, standing, newest, reason=reason, now=now)


def _refuse_edition(
    score: ProvinceScore,
    standing: Publication | None,
    newest: Publication | None,
    *,
    reason: str,
    now: datetime,
) -> Refusal | None:
    if standing and standing.score_id == score.pk:
        return refuse("published_already", "ประกาศผลแล้ว")
    if standing and standing.publish_at > now:
        return refuse("publication_scheduled", "ตั้งเวลาประกาศไว้แล้ว – ถอนประกาศที่ตั้งไว้ก่อน จึงตั้งใหม่ได้")
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
