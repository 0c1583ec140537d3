"""Levels of secrecy, and who may open a file of each: one table (ระเบียบว่าด้วยการรักษาความลับของทางราชการ พ.ศ. 2544).

Who may know that a file exists is a wider question (``samrit.evidence.queries.visible_to``): they see that it is
there, its level, and its redacted copy when there is one.
"""

from collections.abc import Set as AbstractSet
from enum import StrEnum

from samrit.rules.wording import Message, Refusal, refuse, say


class Level(StrEnum):
    """ชั้นความลับ, from the lowest to the highest."""

    ORDINARY = "ordinary"  # ปกติ
    CONFIDENTIAL = "confidential"  # ลับ
    SECRET = "secret"  # noqa: S105 - a level, no password  ลับมาก
    TOP_SECRET = "top_secret"  # noqa: S105 - a level, no password  ลับที่สุด


LEVEL_LABELS: dict[Level, Message] = {
    Level.ORDINARY: say("ordinary", "ปกติ"),
    Level.CONFIDENTIAL: say("confidential", "ลับ"),
    Level.SECRET: say("secret", "ลับมาก"),
    Level.TOP_SECRET: say("top_secret", "ลับที่สุด"),
}


class Relation(StrEnum):
    """What a person has to do with a file."""

    UPLOADER = "uploader"  # brought it, and still serves in an agency whose evidence it is
    OWNER = "owner"  # serves in an agency whose evidence it is
    OWNER_APPROVER = "owner_approver"  # approves there
    SHARER = "sharer"  # serves in another agency that is responsible for a KPI it proves
    COORDINATOR = "coordinator"  # gathers the province's report
    EVALUATOR = "evaluator"  # verifies in the central office


R = Relation
# The higher the level, the fewer: what is ลับที่สุด is shown to the central office outside the system.
OPENERS: dict[Level, frozenset[Relation]] = {
    Level.ORDINARY: frozenset(Relation),
    Level.CONFIDENTIAL: frozenset({R.UPLOADER, R.OWNER, R.OWNER_APPROVER, R.COORDINATOR, R.EVALUATOR}),
    Level.SECRET: frozenset({R.UPLOADER, R.OWNER_APPROVER, R.EVALUATOR}),
    Level.TOP_SECRET: frozenset({R.UPLOADER, R.OWNER_APPROVER}),
}


def is_secret(level: str) -> bool:
    return level != Level.ORDINARY


def stricter(one: str, other: str) -> Level:
    """The higher of two levels."""
    order = list(Level)
    return max(Level(one), Level(other), key=order.index)


def refuse_opening(level: str, relations: AbstractSet[Relation]) -> Refusal | None:
    """Why a person of these relations may not open a file of this level, or None."""
    if relations & OPENERS[Level(level)]:
        return None
    return refuse(
        "file_secret",
        "ไฟล์นี้อยู่ในชั้นความลับ “{level}” จึงเปิดได้เฉพาะผู้มีหน้าที่ – ใช้ฉบับปิดทับข้อความ หรือขอดูที่หน่วยงานเจ้าของ",
        level=LEVEL_LABELS[Level(level)],
    )


def refuse_changing(level: str, wanted: str, relations: AbstractSet[Relation]) -> Refusal | None:
    """Why this person may not set another level: approvers either way, coordinators what they may open, others never."""
    if level == wanted:
        return refuse("level_same", "ไฟล์นี้อยู่ในชั้น “{level}” อยู่แล้ว", level=LEVEL_LABELS[Level(level)])
    if Relation.OWNER_APPROVER in relations:
        return None
    if Relation.COORDINATOR in relations and Relation.COORDINATOR in OPENERS[Level(level)]:
        return None
    return refuse(
        "level_not_yours", "เปลี่ยนชั้นความลับได้เฉพาะผู้อนุมัติของหน่วยงานเจ้าของไฟล์ หรือผู้ประสานงานจังหวัดที่เปิดไฟล์นี้ได้"
    )
