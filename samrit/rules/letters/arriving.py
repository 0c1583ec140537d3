"""Letters that come in: what the register asks for, for what they are passed on, what is late, and why not."""

from datetime import date
from enum import StrEnum

from samrit.rules.wording import Message, Refusal, refuse, say

MOST_ROUTED = 200  # at once: more than a province has agencies
LONGEST_REASON = 2_000


class Purpose(StrEnum):
    """For what a letter is passed on."""

    KNOW = "know"
    CONSIDER = "consider"
    ACT = "act"


PURPOSE_LABELS: dict[Purpose, Message] = {
    Purpose.KNOW: say("purpose_know", "เพื่อทราบ"),
    Purpose.CONSIDER: say("purpose_consider", "เพื่อพิจารณา"),
    Purpose.ACT: say("purpose_act", "เพื่อดำเนินการ"),
}
# What a letter asks its recipients to do, after จึงเรียนมาเพื่อ; of several the one that asks the most.
ASKED: dict[Purpose, str] = {
    Purpose.ACT: "โปรดพิจารณาดำเนินการ",
    Purpose.CONSIDER: "โปรดพิจารณา",
    Purpose.KNOW: "โปรดทราบ",
}


def asked_words(purposes: set[str]) -> str:
    """Passed on to nobody yet it asks for action: that is what it is passed on for."""
    return next((words for purpose, words in ASKED.items() if purpose in purposes), ASKED[Purpose.ACT])


# ── the register ────────────────────────────────────────────────────────────
def refuse_facts(*, sender: str, subject: str) -> Refusal | None:
    if sender and subject:
        return None
    return refuse("arrival_incomplete", "กรอกผู้ส่งและเรื่องของหนังสือ จึงลงทะเบียนรับได้")


def refuse_twice(number: str) -> Refusal:
    return refuse(
        "arrival_registered_already", "หนังสือฉบับนี้ลงทะเบียนรับแล้ว เลขรับ {number} – เปิดจากทะเบียนรับ", number=number
    )


def refuse_voiding(*, void: bool, reason: str) -> Refusal | None:
    if void:
        return refuse("arrival_void_already", "เลขรับนี้ยกเลิกแล้ว")
    if not reason:
        return refuse("reason_required", "โปรดระบุเหตุผล")
    return None


# ── passing on ──────────────────────────────────────────────────────────────
def refuse_passing_on(*, void: bool) -> Refusal | None:
    """For the button and for the action."""
    if void:
        return refuse("routing_void", "เลขรับนี้ยกเลิกแล้ว จึงไม่ต้องมอบหมาย")
    return None


def refuse_receivers(*, receivers: int, due_on: date | None, today: date) -> Refusal | None:
    if not receivers:
        return refuse("routing_nobody", "เลือกผู้รับมอบหมายอย่างน้อยหนึ่งคนหรือหนึ่งหน่วยงาน")
    if receivers > MOST_ROUTED:
        return refuse(
            "routing_too_many", "มอบหมายครั้งเดียวได้ไม่เกิน {most} ราย – แบ่งเป็นหลายครั้ง", most=MOST_ROUTED
        )
    if due_on is not None and due_on < today:
        return refuse("routing_due_passed", "วันกำหนดผ่านมาแล้ว – เลือกวันนี้หรือวันต่อจากนี้ หรือเว้นว่างไว้")
    return None


def refuse_finishing(*, void: bool, done: bool) -> Refusal | None:
    if done:
        return refuse("routing_done_already", "เรื่องนี้แจ้งว่าเสร็จหรือถอนการมอบหมายไปแล้ว")
    return refuse_passing_on(void=void)


def is_late(*, due_on: date | None, done: bool, today: date) -> bool:
    return due_on is not None and due_on < today and not done
