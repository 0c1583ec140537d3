"""What may be said to a finding, by whom: one table for the page's button and for the action."""

from collections.abc import Set as AbstractSet
from enum import StrEnum

from samrit.rules.quality.findings import Severity
from samrit.rules.wording import Refusal, refuse


class State(StrEnum):
    OPEN = "open"  # รอดู
    EXPLAINED = "explained"  # ชี้แจงแล้ว, by the agency
    RESOLVED = "resolved"  # ไม่ค้างแล้ว: the figure is another one now, or the steward let it stand


class Verb(StrEnum):
    EXPLAIN = "explain_data_finding"
    SETTLE = "settle_data_finding"


AGENCY = frozenset({"recorder", "approver"})
STEWARD = "coordinator"
LONGEST = 2000


def decide(verb: Verb, state: State, severity: Severity, roles: AbstractSet[str]) -> State | Refusal:
    """The state after ``verb``, or why not. ``roles``: held today over the agency that owes the figure or its province."""
    if state is State.RESOLVED:
        return refuse("finding_over", "ข้อสังเกตนี้ไม่ค้างแล้ว – ค่าถูกแก้ หรือผู้ดูแลข้อมูลให้ใช้ค่านี้ได้")
    if verb is Verb.SETTLE:
        if STEWARD not in roles:
            return refuse("finding_not_steward", "ให้ใช้ค่านี้ได้เฉพาะผู้ดูแลข้อมูลจังหวัด (สำนักงานจังหวัด)")
        return State.RESOLVED
    if not roles & {*AGENCY, STEWARD}:
        return refuse("finding_not_yours", "ชี้แจงได้เฉพาะหน่วยงานเจ้าของข้อมูลและผู้ดูแลข้อมูลจังหวัด")
    if severity is Severity.REFUSES:
        return refuse(
            "finding_to_correct",
            "ค่านี้ขัดเงื่อนไขที่ต้องแก้ คำชี้แจงใช้แทนไม่ได้ – ส่งข้อมูลที่แก้แล้ว หรือขอให้ผู้ดูแลข้อมูลจังหวัดพิจารณา",
        )
    return State.EXPLAINED


def refuse_answer(answer: str) -> Refusal | None:
    """A word is asked for; a book is not."""
    if not answer.strip():
        return refuse("finding_without_answer", "บอกเหตุผลก่อน เพื่อให้ผู้ตรวจเข้าใจค่านี้")
    if len(answer.strip()) > LONGEST:
        return refuse(
            "finding_long_answer", "คำชี้แจงยาวเกิน {most} ตัวอักษร – ย่อให้สั้นลง ข้อความที่พิมพ์ไว้ยังอยู่", most=LONGEST
        )
    return None
