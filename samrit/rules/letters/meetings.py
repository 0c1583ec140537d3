"""Meetings: what may follow what, when people sign in, how agenda items are named, who is a quorum. Pure.

The table is the whole of it: (status, verb) → the next status; what does not stand there is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from samrit.rules.thai import thai_digits
from samrit.rules.wording import Message, Refusal, refuse, say

# When the attendance list is open around the meeting [assumed].
SIGN_IN_BEFORE = timedelta(hours=1)
SIGN_IN_AFTER = timedelta(hours=1)
LONGEST = timedelta(days=7)
MOST_ITEMS, MOST_INVITED, MOST_ATTENDING = 60, 300, 2000


class Status(StrEnum):
    """สถานะการประชุม."""

    PLANNED = "planned"  # may be changed, people are invited
    HELD = "held"  # minutes and resolutions are written
    ADOPTED = "adopted"  # รับรองรายงานการประชุมแล้ว: nothing of it changes any more
    CANCELLED = "cancelled"


class Verb(StrEnum):
    CHANGE = "change"  # time, place, agenda, who is invited
    INVITE = "invite"
    HOLD = "hold"
    CANCEL = "cancel"
    WRITE = "write"  # minutes and resolutions
    ADOPT = "adopt"


TRANSITIONS: dict[tuple[Status, Verb], Status] = {
    (Status.PLANNED, Verb.CHANGE): Status.PLANNED,
    (Status.PLANNED, Verb.INVITE): Status.PLANNED,
    (Status.PLANNED, Verb.HOLD): Status.HELD,
    (Status.PLANNED, Verb.CANCEL): Status.CANCELLED,
    (Status.HELD, Verb.WRITE): Status.HELD,
    (Status.HELD, Verb.ADOPT): Status.ADOPTED,
}


class Kind(StrEnum):
    """What a resolution does."""

    NOTED = "noted"
    APPROVED = "approved"
    ASSIGNED = "assigned"


def next_status(status: Status, verb: Verb, *, starts_at: datetime, now: datetime) -> Status | Refusal:
    """Where the meeting stands after this, or why it may not be done now."""
    after = TRANSITIONS.get((status, verb))
    if after is None:
        return _refused(status, verb)
    if verb is Verb.HOLD and now < starts_at:
        return refuse("meeting_not_begun", "ยังไม่ถึงเวลาประชุม – บันทึกว่าประชุมแล้วได้เมื่อเริ่มประชุม")
    if verb is Verb.INVITE and now >= starts_at:
        return refuse("meeting_begun", "เลยเวลาเริ่มประชุมแล้ว – ส่งคำเชิญไม่ได้")
    return after


def _refused(status: Status, verb: Verb) -> Refusal:
    if status is Status.CANCELLED:
        return refuse("meeting_cancelled", "การประชุมนี้ยกเลิกแล้ว")
    if status is Status.ADOPTED:
        return refuse("meeting_adopted", "รับรองรายงานการประชุมแล้ว แก้ไขไม่ได้")
    if verb in {Verb.WRITE, Verb.ADOPT}:
        return refuse("meeting_not_held", "บันทึกว่าประชุมแล้วก่อน จึงจดรายงานการประชุมได้")
    return refuse("meeting_held", "การประชุมนี้จัดไปแล้ว")


def refuse_times(starts_at: datetime, ends_at: datetime) -> Refusal | None:
    if ends_at <= starts_at:
        return refuse("meeting_ends_before", "เวลาเลิกประชุมต้องหลังเวลาเริ่ม")
    if ends_at - starts_at > LONGEST:
        return refuse("meeting_too_long", "การประชุมยาวเกิน {days} วัน – ตรวจวันและเวลาอีกครั้ง", days=LONGEST.days)
    return None


def refuse_signing_in(
    status: Status, *, starts_at: datetime, ends_at: datetime, now: datetime
) -> Refusal | None:
    """The list is open from an hour before the beginning to an hour after the end."""
    if status is Status.CANCELLED:
        return refuse("meeting_cancelled", "การประชุมนี้ยกเลิกแล้ว")
    if now < starts_at - SIGN_IN_BEFORE:
        return refuse("sign_in_early", "ยังไม่เปิดให้ลงชื่อ – ลงชื่อได้ตั้งแต่ 1 ชั่วโมงก่อนเริ่มประชุม")
    if now > ends_at + SIGN_IN_AFTER or status is Status.ADOPTED:
        return refuse("sign_in_late", "ปิดรับลงชื่อแล้ว – แจ้งฝ่ายเลขานุการของการประชุม")
    return None


def refuse_resolution(kind: str, text: str, *, has_agency: bool, has_due: bool) -> Refusal | None:
    """An assignment names who does it until when; nothing else does."""
    if kind not in set(Kind):
        return refuse("resolution_kind", "เลือกว่ามติเป็นรับทราบ เห็นชอบ หรือมอบหมาย")
    if not text.strip():
        return refuse("resolution_text", "พิมพ์มติที่ประชุม")
    if kind == Kind.ASSIGNED and not (has_agency and has_due):
        return refuse("resolution_whom", "มติมอบหมายต้องระบุหน่วยงานและวันกำหนดส่ง")
    return None


def refuse_adopting(items: int, without_minutes: int) -> Refusal | None:
    if not items:
        return refuse("minutes_without_agenda", "ยังไม่มีระเบียบวาระ – เพิ่มก่อนรับรองรายงานการประชุม")
    if without_minutes:
        return refuse("minutes_missing", "ยังไม่ได้จดอีก {n} วาระ – จดให้ครบก่อนรับรอง", n=without_minutes)
    return None


def item_name(position: int, title: str) -> Message:
    """``ระเบียบวาระที่ 1 เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ``."""
    return say("agenda_item", "ระเบียบวาระที่ {number} {title}", number=position, title=title)


def item_name_on_paper(position: int, title: str) -> str:
    return thai_digits(item_name(position, title).thai())


# The agenda that most meetings of offices follow (ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ, the form of minutes) [assumed].
USUAL_AGENDA: Sequence[str] = (
    "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
    "เรื่องรับรองรายงานการประชุม",
    "เรื่องเพื่อทราบ",
    "เรื่องเพื่อพิจารณา",
    "เรื่องอื่น ๆ (ถ้ามี)",
)


@dataclass(frozen=True)
class Attended:
    """How many of the invited agencies and persons came."""

    invited: int
    came: int

    def reaches(self, quorum: int | None) -> bool:
        """``quorum`` None: none was set."""
        return quorum is None or self.came >= quorum
