"""Letters on their way to agencies: by which ways one may go, where a recipient stands, who is reminded and when."""

from datetime import date
from enum import StrEnum

from samrit.rules.secrecy import Level, is_secret
from samrit.rules.wording import Message, Refusal, refuse, say

FOR_HEADS = frozenset({Level.SECRET, Level.TOP_SECRET})  # only who signs for an agency opens these there
MOST_RECIPIENTS = 500  # of one letter: more than all provinces with all ministries' offices of one


class Standing(StrEnum):
    """How far a letter has come with one recipient."""

    UNOPENED = "unopened"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"


STANDING_LABELS: dict[Standing, Message] = {
    Standing.UNOPENED: say("letter_unopened", "ยังไม่เปิดอ่าน"),
    Standing.OPENED: say("letter_opened", "เปิดอ่านแล้ว ยังไม่รับทราบ"),
    Standing.ACKNOWLEDGED: say("letter_acknowledged", "รับทราบแล้ว"),
}


def standing_of(*, opened: bool, acknowledged: bool) -> Standing:
    """What was acknowledged on paper was never opened here."""
    if acknowledged:
        return Standing.ACKNOWLEDGED
    return Standing.OPENED if opened else Standing.UNOPENED


# ── sending ─────────────────────────────────────────────────────────────────
def refuse_sending(*, signed: bool, void: bool, recipients: int) -> Refusal | None:
    """Why this letter cannot be sent to so many recipients."""
    if void:
        return refuse("letter_void", "หนังสือฉบับนี้ยกเลิกแล้ว จึงส่งไม่ได้")
    if not signed:
        return refuse("letter_unsigned", "หนังสือฉบับนี้ยังไม่ลงนาม – ลงนามแล้วจึงส่งได้")
    if recipients < 1:
        return refuse("no_recipients", "ยังไม่มีผู้รับ – เลือกบัญชีผู้รับ หรือเลือกหน่วยงานอย่างน้อยหนึ่งแห่ง")
    if recipients > MOST_RECIPIENTS:
        return refuse(
            "too_many_recipients", "ส่งครั้งเดียวได้ไม่เกิน {most} แห่ง – แบ่งเป็นหลายครั้ง", most=MOST_RECIPIENTS
        )
    return None


def withheld_from_mail(*, secrecy: str, address: str) -> Message | None:
    """Why a letter is not mailed to a recipient; it reaches them in the house all the same."""
    if is_secret(secrecy):
        return say("mail_secret", "หนังสือชั้นความลับไม่ส่งทางอีเมล ผู้รับเปิดอ่านในระบบ")
    if not address:
        return say("mail_no_mailbox", "ยังไม่มีอีเมลสารบรรณของหน่วยงานนี้ ผู้รับเปิดอ่านในระบบ")
    return None


# ── receiving ───────────────────────────────────────────────────────────────
def refuse_acknowledging(*, void: bool, standing: Standing) -> Refusal | None:
    if void:
        return refuse("received_void", "หนังสือฉบับนี้ผู้ส่งยกเลิกแล้ว ไม่ต้องรับทราบ")
    if standing == Standing.ACKNOWLEDGED:
        return refuse("acknowledged_already", "รับทราบหนังสือฉบับนี้แล้ว")
    return None


def refuse_reading_void(*, void: bool) -> Refusal | None:
    """Nobody is handed what does not hold any more."""
    if void:
        return refuse("void_not_handed_out", "หนังสือฉบับนี้ผู้ส่งยกเลิกแล้ว ห้ามนำไปใช้ จึงไม่ให้ดาวน์โหลด")
    return None


# ── chasing ─────────────────────────────────────────────────────────────────
def refuse_reminding(
    *, void: bool, standing: Standing, reminded_on: date | None, today: date
) -> Refusal | None:
    """A recipient is reminded once a day at most, and not of what is done or void."""
    if void:
        return refuse("reminding_of_void", "หนังสือฉบับนี้ยกเลิกแล้ว จึงไม่ต้องเตือน")
    if standing == Standing.ACKNOWLEDGED:
        return refuse("nothing_to_remind", "รับทราบแล้ว ไม่ต้องเตือน")
    if reminded_on is not None and reminded_on >= today:
        return refuse("reminded_today", "เตือนวันนี้แล้ว – เตือนได้วันละครั้ง")
    return None


def days_waiting(*, sent_on: date, until: date) -> int:
    """Whole days since the letter was sent."""
    return max(0, (until - sent_on).days)


def is_overdue(*, deadline: date | None, standing: Standing, today: date) -> bool:
    """The letter's day has passed and the recipient has not even acknowledged it."""
    return deadline is not None and today > deadline and standing != Standing.ACKNOWLEDGED
