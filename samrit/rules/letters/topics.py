"""What a draft from a topic says in words, and why there is nothing to say."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from samrit.rules.letters.merging import topic_label
from samrit.rules.thai import WEEKDAYS, thai_date, thai_time
from samrit.rules.wording import Refusal, refuse

_MEETING = ("การประชุม", "ประชุม")


class Topic(StrEnum):
    """The templates whose values the system knows."""

    CIRCULATE_KPIS = "circulate_kpis"
    REMIND_LATE = "remind_late"
    NOTIFY_RESULT = "notify_result"
    APPEAL_DECISION = "appeal_decision"
    INVITE_MEETING = "invite_meeting"
    FORWARD_INCOMING = "forward_incoming"


# ── words ───────────────────────────────────────────────────────────────────
def moment_words(moment: datetime) -> str:
    """``วันที่ 12 ตุลาคม 2567 เวลา 10.00 น.``; the caller brings the moment in local time."""
    return f"วันที่ {thai_date(moment.date())} เวลา {thai_time(moment)}"


def meeting_words(title: str, number: str) -> str:
    """What follows ขอเชิญประชุม: a title that begins with that word does not say it twice."""
    for word in _MEETING:
        title = title.removeprefix(word).strip() or title
    return f"{title} ครั้งที่ {number}" if number else title


def meeting_day_words(starts: datetime, ends: datetime) -> str:
    """``วันพฤหัสบดีที่ 10 ตุลาคม 2567 เวลา 10.30 - 13.30 น.``; over midnight each end has its day."""
    weekday = f"วัน{WEEKDAYS[starts.weekday()]}ที่ {thai_date(starts.date())}"
    if starts.date() == ends.date():
        return f"{weekday} เวลา {starts:%H.%M} - {thai_time(ends)}"
    return f"{weekday} เวลา {thai_time(starts)} ถึง{moment_words(ends)}"


def meeting_place_words(place: str, video: str) -> str:
    parts = (place, f"ระบบการประชุมทางไกล {video}" if video else "")
    return " และ ".join(part for part in parts if part)


def edition_source_words(source: str, meeting: str, resolved: str) -> str:
    """The letter that an edition comes from; where none is known, the resolution that revised it."""
    if source or not meeting:
        return source
    return f"มติที่ประชุมครั้งที่ {meeting}{f' เมื่อวันที่ {resolved}' if resolved else ''}"


def named(number: str, *names: str) -> str:
    """``2-1.1 ระดับความพร้อมรัฐบาลดิจิทัล – ระดับความพร้อม``."""
    return f"{number} {' – '.join(name for name in names if name)}"


def owners_words(names: Sequence[str]) -> str:
    return ", ".join(names) or "-"


# ── why not ─────────────────────────────────────────────────────────────────
def refuse_unknown_topic() -> Refusal:
    return refuse(
        "topic_without_matter",
        "เลือกเรื่อง และกรอบ รอบ อุทธรณ์ การประชุม หรือหนังสือรับที่หนังสือจะกล่าวถึงให้ตรงกับเรื่อง",
    )


def refuse_edition() -> Refusal:
    return refuse(
        "topic_edition_not_in_force", "แจ้งเวียนได้เฉพาะกรอบตัวชี้วัดฉบับที่ประกาศใช้อยู่หรือประกาศไว้แล้ว – ประกาศกรอบก่อน"
    )


def refuse_unchanged(number: int, changed: int) -> Refusal | None:
    if changed:
        return None
    return refuse(
        "topic_no_kpi_changed",
        "ฉบับที่ {number} ไม่เปลี่ยนตัวชี้วัดของหน่วยงานใด จึงไม่มีเรื่องให้แจ้งเวียน",
        number=number,
    )


def refuse_late(late: int) -> Refusal | None:
    return None if late else refuse("topic_nobody_late", "ทุกหน่วยงานส่งผลและอนุมัติครบแล้ว ไม่มีเรื่องให้ติดตาม")


def refuse_result() -> Refusal:
    return refuse("topic_result_not_published", "ยังไม่ประกาศผลของรอบนี้ – แจ้งผลได้เมื่อประกาศแล้ว")


def refuse_decision() -> Refusal:
    return refuse("topic_appeal_undecided", "อุทธรณ์เรื่องนี้ยังไม่มีคำวินิจฉัย – แจ้งได้เมื่อวินิจฉัยแล้ว")


def refuse_void_arrival() -> Refusal:
    return refuse("topic_arrival_void", "เลขรับของหนังสือนี้ยกเลิกแล้ว จึงส่งต่อไม่ได้")


def refuse_receivers(topic: str, receivers: int) -> Refusal | None:
    if receivers:
        return None
    return refuse(
        "topic_nobody_to_write_to",
        "ร่างหนังสือ “{topic}” ยังไม่ได้ เพราะยังไม่มีหน่วยงานผู้รับ – เพิ่มหน่วยงานก่อน",
        topic=topic_label(topic),
    )
