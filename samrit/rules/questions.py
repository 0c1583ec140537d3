"""Questions to a province about a reported result: how they stand, and when an answer is late.

How much time there usually is, is data (``questions.toml``). Everything here is pure: the moment is handed in.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources

from samrit.rules.wording import Refusal, refuse


class Standing(StrEnum):
    """Where a question stands."""

    WAITING = "waiting"  # รอคำตอบ
    OVERDUE = "overdue"  # เลยกำหนดตอบ
    ANSWERED = "answered"  # ตอบแล้ว รอผู้ประเมินพิจารณา
    CLOSED = "closed"  # ปิดแล้ว


@dataclass(frozen=True)
class Times:
    """``days`` that there usually are to answer, until ``hour``:``minute`` of the last one; ``least_hours`` at least."""

    days: int
    hour: int
    minute: int
    least_hours: int


@cache
def _tables() -> tuple[tuple[int, Times], ...]:
    text = (resources.files(__package__) / "questions.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["from"]
    return tuple((row.pop("year"), Times(**row)) for row in rows)


def times_of(year: int) -> Times:
    """The table in force for a fiscal year (พ.ศ.); the oldest one before all of them."""
    tables = sorted(_tables(), key=lambda table: table[0])
    return next((times for start, times in reversed(tables) if start <= year), tables[0][1])


def usual_deadline(times: Times, now: datetime) -> datetime:
    """What the form proposes; ``now`` is local."""
    return (now + timedelta(days=times.days)).replace(
        hour=times.hour, minute=times.minute, second=0, microsecond=0
    )


def is_late(answered_at: datetime, answer_by: datetime) -> bool:
    """An answer is in time before the moment, and late from it on, as with every window."""
    return answered_at >= answer_by


def standing_of(*, answer_by: datetime, answered: bool, closed: bool, now: datetime) -> Standing:
    if closed:
        return Standing.CLOSED
    if answered:
        return Standing.ANSWERED
    return Standing.OVERDUE if is_late(now, answer_by) else Standing.WAITING


def refuse_deadline(times: Times, answer_by: datetime, now: datetime) -> Refusal | None:
    """Why a question may not be asked until then: nobody could answer it in so little time."""
    if answer_by >= now + timedelta(hours=times.least_hours):
        return None
    return refuse(
        "deadline_too_near",
        "กำหนดตอบต้องห่างจากขณะนี้อย่างน้อย {hours} ชั่วโมง เพื่อให้หน่วยงานตอบทัน",
        hours=times.least_hours,
    )


def warn_open(count: int) -> Refusal:
    """Scoring with questions that nobody answered yet: possible, once it was said on purpose."""
    return refuse(
        "questions_open",
        "ยังมีคำถามถึงจังหวัดที่ยังไม่มีคำตอบ {count} ข้อ – รอคำตอบ ถอนคำถาม หรือยืนยันว่าจะคิดคะแนนโดยไม่รอ",
        count=count,
    )
