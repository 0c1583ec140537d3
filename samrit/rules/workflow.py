"""The way of one result, as a table: who may do what, from which state, and when.

Read the table as the documentation (docs/workflow.md is generated from it). ``decide`` answers with
the next state or with the refusal that both the page (a disabled button) and the action show.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from samrit.rules.windows import Window, refuse_outside
from samrit.rules.wording import Message, Refusal, refuse, say


class Status(StrEnum):
    """สถานะของผลการดำเนินงาน."""

    NOT_STARTED = "not_started"  # ยังไม่รายงาน
    DRAFT = "draft"  # บันทึกร่าง
    SUBMITTED = "submitted"  # ส่งให้ผู้อนุมัติแล้ว
    RETURNED = "returned"  # ส่งกลับแก้ไข
    APPROVED = "approved"  # อนุมัติแล้ว
    FILED = "filed"  # จังหวัดส่งรายงานแล้ว
    VERIFIED = "verified"  # ตรวจแล้ว


STATUS_LABELS: dict[Status, Message] = {
    Status.NOT_STARTED: say("not_started", "ยังไม่รายงาน"),
    Status.DRAFT: say("draft", "ฉบับร่าง"),
    Status.SUBMITTED: say("submitted", "รอผู้อนุมัติ"),
    Status.RETURNED: say("returned", "ส่งกลับให้แก้ไข"),
    Status.APPROVED: say("approved", "อนุมัติแล้ว"),
    Status.FILED: say("filed", "จังหวัดส่งแล้ว"),
    Status.VERIFIED: say("verified", "ตรวจแล้ว"),
}


class Verb(StrEnum):
    SAVE = "save"
    SUBMIT = "submit"
    RECALL = "recall"
    APPROVE = "approve"
    RETURN = "return"
    FILE = "file"
    VERIFY = "verify"
    REOPEN = "reopen"
    ASK_AGAIN = "ask_again"


ROLE_LABELS: dict[str, Message] = {
    "recorder": say("recorder", "ผู้บันทึกข้อมูล"),
    "approver": say("approver", "ผู้อนุมัติข้อมูล"),
    "coordinator": say("coordinator", "ผู้ประสานงานจังหวัด"),
    "evaluator": say("evaluator", "ผู้ประเมิน"),
}


@dataclass(frozen=True)
class Transition:
    """``verb`` takes a result from one of ``sources`` to ``target``; ``roles`` may do it."""

    verb: Verb
    label: Message
    sources: tuple[Status, ...]
    target: Status
    roles: tuple[str, ...]
    in_window: bool = True
    not_by_recorder: bool = False


S = Status
TRANSITIONS: tuple[Transition, ...] = (
    Transition(Verb.SAVE, say("save", "บันทึกร่าง"), (S.NOT_STARTED, S.DRAFT), S.DRAFT, ("recorder",)),
    Transition(Verb.SAVE, say("save", "บันทึกร่าง"), (S.RETURNED,), S.RETURNED, ("recorder",)),
    Transition(Verb.SUBMIT, say("submit", "ส่งให้ผู้อนุมัติ"), (S.DRAFT, S.RETURNED), S.SUBMITTED, ("recorder",)),
    Transition(Verb.RECALL, say("recall", "ดึงกลับมาแก้ไข"), (S.SUBMITTED,), S.DRAFT, ("recorder",)),
    Transition(
        Verb.APPROVE, say("approve", "อนุมัติ"), (S.SUBMITTED,), S.APPROVED, ("approver",), not_by_recorder=True
    ),
    Transition(Verb.RETURN, say("return", "ส่งกลับแก้ไข"), (S.SUBMITTED,), S.RETURNED, ("approver",)),
    Transition(
        Verb.RETURN, say("return", "ส่งกลับแก้ไข"), (S.APPROVED,), S.RETURNED, ("approver", "coordinator")
    ),
    # Taken back by the province itself while the window is open; after that the central office re-opens it.
    Transition(Verb.RETURN, say("return", "ส่งกลับแก้ไข"), (S.FILED,), S.RETURNED, ("coordinator",)),
    Transition(Verb.FILE, say("file", "ส่งรายงานจังหวัด"), (S.APPROVED,), S.FILED, ("coordinator",)),
    Transition(
        Verb.VERIFY,
        say("verify", "ยืนยันผลการตรวจ"),
        (S.FILED, S.VERIFIED),
        S.VERIFIED,
        ("evaluator",),
        in_window=False,
    ),
    # A revised edition changed what is asked, and it was chosen that this result is reported anew.
    Transition(
        Verb.ASK_AGAIN,
        say("ask_again", "ส่งกลับให้รายงานใหม่ตามฉบับปรับปรุง"),
        (S.DRAFT, S.SUBMITTED, S.RETURNED, S.APPROVED, S.FILED),
        S.RETURNED,
        ("coordinator", "evaluator"),
    ),
    # Opening one KPI again gives its filed result back, like a return; the time it is given is its new window.
    Transition(
        Verb.REOPEN,
        say("reopen", "เปิดให้แก้ไขเฉพาะตัวชี้วัด"),
        (S.FILED, S.VERIFIED),
        S.RETURNED,
        ("evaluator",),
        in_window=False,
    ),
)


def decide(
    verb: Verb,
    status: Status,
    *,
    roles: AbstractSet[str],
    window: Window,
    now: datetime,
    recorded_it: bool = False,
) -> Status | Refusal:
    """The state after ``verb``, or why not.

    ``roles`` are the roles this person holds today over this very item; ``recorded_it`` says that
    this person typed any of what is to be approved.
    """
    of_verb = [transition for transition in TRANSITIONS if transition.verb == verb]
    allowed = [transition for transition in of_verb if roles & set(transition.roles)]
    if not allowed:
        return refuse("not_your_role", "ทำได้เฉพาะ{role}ของรายการนี้", role=ROLE_LABELS[of_verb[-1].roles[0]])
    transition = next((transition for transition in allowed if status in transition.sources), None)
    if transition is None:
        return _refuse_status(of_verb[0], status)
    if transition.in_window and (closed := refuse_outside(window, now)):
        return closed
    if transition.not_by_recorder and recorded_it:
        return refuse("own_work", "ผู้ที่บันทึกผลนี้อนุมัติเองไม่ได้ – ให้ผู้อนุมัติคนอื่นของหน่วยงานเป็นผู้อนุมัติ")
    return transition.target


def _refuse_status(transition: Transition, status: Status) -> Refusal:
    return refuse(
        f"{transition.verb}_from_{status}",
        "{verb}ไม่ได้ในขณะนี้ เพราะรายการอยู่ในสถานะ “{status}”",
        verb=transition.label,
        status=STATUS_LABELS[status],
    )
