"""The way of an agency's assessment, as a table: who may do what with it, from which state, and when.

The agency answers, its head signs, assessors answer on sheets of their own beside it, then it is closed. ``decide`` gives
the next state or the refusal that both the page (a disabled button) and the action show.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from samrit.rules.wording import Message, Refusal, refuse, say

HORIZONS = (1, 3)  # years of a plan: แผน 1 ปี, แผน 3 ปี
FOLLOW_UPS = (
    6,
    12,
    18,
    24,
    30,
    36,
)  # months after which a plan is followed up; one of a single year at 6 and 12
_YEAR = 12
# So many days after a follow-up is due → which roles hear of it.
REMINDED: dict[int, tuple[str, ...]] = {
    -30: ("recorder",),
    0: ("recorder",),
    14: ("recorder", "approver", "coordinator"),
}
FORGOTTEN = 60  # days after the last of these, on which nobody hears of it for the first time


class State(StrEnum):
    """สถานะของการประเมินหน่วยงาน."""

    OPEN = "open"  # the agency answers
    SUBMITTED = "submitted"  # handed to the head
    RETURNED = "returned"  # to be answered again
    SIGNED = "signed"  # the head stands by it; assessors look at it
    CLOSED = "closed"  # nothing changes any more


STATE_LABELS: dict[State, Message] = {
    State.OPEN: say("assessment_open", "กำลังกรอก"),
    State.SUBMITTED: say("assessment_submitted", "รอหัวหน้าหน่วยงานลงนาม"),
    State.RETURNED: say("assessment_returned", "ส่งกลับให้แก้ไข"),
    State.SIGNED: say("assessment_signed", "ลงนามแล้ว"),
    State.CLOSED: say("assessment_closed", "ปิดการประเมินแล้ว"),
}


class Verb(StrEnum):
    SAVE = "save_answers"
    SUBMIT = "submit_assessment"
    SIGN = "sign_assessment"
    RETURN = "return_assessment"
    ASSESS = "assess_stage"
    CLOSE = "close_assessment"
    REOPEN = "reopen_assessment"
    PLAN = "plan_improvement"


WHO_LABELS: dict[str, Message] = {
    "recorder": say("recorder", "ผู้บันทึกข้อมูล"),
    "approver": say("approver", "ผู้อนุมัติข้อมูล"),
    "coordinator": say("coordinator", "ผู้ประสานงานจังหวัด"),
    "evaluator": say("evaluator", "ผู้ประเมิน"),
}


@dataclass(frozen=True)
class Transition:
    """``verb`` takes an assessment from one of ``sources`` to ``target`` (None: it stays); ``roles`` may do it.

    ``timed``: only while the window is open. ``not_own``: not by who handed it in.
    """

    verb: Verb
    label: Message
    sources: tuple[State, ...]
    target: State | None
    roles: tuple[str, ...]
    timed: bool = False
    not_own: bool = False


S = State
TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        Verb.SAVE, say("save_answers", "บันทึกคำตอบ"), (S.OPEN, S.RETURNED), None, ("recorder",), timed=True
    ),
    Transition(
        Verb.SUBMIT,
        say("submit_assessment", "ส่งให้หัวหน้าหน่วยงาน"),
        (S.OPEN, S.RETURNED),
        S.SUBMITTED,
        ("recorder",),
        timed=True,
    ),
    # The head signs what another person answered; what was handed in time may be signed after the window.
    Transition(
        Verb.SIGN, say("sign_assessment", "ลงนามรับรอง"), (S.SUBMITTED,), S.SIGNED, ("approver",), not_own=True
    ),
    Transition(
        Verb.RETURN, say("return_assessment", "ส่งกลับให้แก้ไข"), (S.SUBMITTED,), S.RETURNED, ("approver",)
    ),
    Transition(
        Verb.RETURN,
        say("return_assessment", "ส่งกลับให้แก้ไข"),
        (S.SUBMITTED, S.SIGNED),
        S.RETURNED,
        ("coordinator", "evaluator"),
    ),
    Transition(Verb.ASSESS, say("assess_stage", "ประเมิน"), (S.SIGNED,), None, ("evaluator",)),
    Transition(
        Verb.CLOSE,
        say("close_assessment", "ปิดการประเมิน"),
        (S.SIGNED,),
        S.CLOSED,
        ("coordinator", "evaluator"),
    ),
    Transition(
        Verb.REOPEN, say("reopen_assessment", "เปิดการประเมินอีกครั้ง"), (S.CLOSED,), S.SIGNED, ("evaluator",)
    ),
    # Plans are made and followed up long after the score stands.
    Transition(
        Verb.PLAN,
        say("plan_improvement", "วางแผนพัฒนา"),
        tuple(S),
        None,
        ("recorder", "approver", "coordinator"),
    ),
)


@dataclass(frozen=True)
class Facts:
    """What is to be known of an assessment and of who asks.

    ``roles`` are those this person holds today over its agency or province; ``own``: handed it in; ``opens_at``,
    ``closes_at``, ``now``: aware moments; ``open_questions``: how many keep it from being handed in.
    """

    roles: AbstractSet[str]
    opens_at: datetime
    closes_at: datetime
    now: datetime
    own: bool = False
    open_questions: int = 0


def decide(verb: Verb, state: State, facts: Facts) -> State | Refusal:
    """The state after ``verb``, or why not."""
    of_verb = [transition for transition in TRANSITIONS if transition.verb == verb]
    allowed = [transition for transition in of_verb if facts.roles & set(transition.roles)]
    if not allowed:
        return refuse(
            "assessment_not_your_role",
            "{verb}ได้เฉพาะ{role}",
            verb=of_verb[-1].label,
            role=WHO_LABELS[of_verb[0].roles[0]],
        )
    transition = next((transition for transition in allowed if state in transition.sources), None)
    if transition is None:
        return _refuse_state(allowed[0], state)
    return _refuse_facts(transition, facts) or transition.target or state


def _refuse_state(transition: Transition, state: State) -> Refusal:
    return refuse(
        f"{transition.verb}_from_{state}",
        "{verb}ไม่ได้ในขณะนี้ เพราะการประเมินอยู่ในสถานะ “{state}”",
        verb=transition.label,
        state=STATE_LABELS[state],
    )


def _refuse_facts(transition: Transition, facts: Facts) -> Refusal | None:
    if transition.timed and (refusal := _refuse_moment(facts)):
        return refusal
    if transition.not_own and facts.own:
        return refuse("assessment_own_signing", "ผู้ที่ส่งแบบประเมินนี้ลงนามเองไม่ได้ – ให้ผู้อนุมัติคนอื่นของหน่วยงานเป็นผู้ลงนาม")
    if transition.verb is Verb.SUBMIT and facts.open_questions:
        return refuse(
            "assessment_incomplete",
            "ยังส่งไม่ได้ เหลืออีก {left} ข้อ – ดูรายการที่ต้องทำต่อด้านล่าง คำตอบที่บันทึกไว้ยังอยู่ครบ",
            left=facts.open_questions,
        )
    return None


def _refuse_moment(facts: Facts) -> Refusal | None:
    """Open from the first moment on, closed from the last one on, as every window (``rules.windows``)."""
    if facts.now < facts.opens_at:
        return refuse("assessment_not_open_yet", "ยังไม่เปิดให้กรอก – ดูวันเปิดที่หัวหน้านี้")
    if facts.now >= facts.closes_at:
        return refuse(
            "assessment_window_closed", "ปิดรับแล้ว คำตอบที่บันทึกไว้ยังอยู่ครบ – หากจำเป็น ขอให้ผู้ประสานงานจังหวัดขยายเวลา"
        )
    return None


def refuse_without_reason(reason: str) -> Refusal | None:
    """Sending back and opening again say why."""
    if reason.strip():
        return None
    return refuse("assessment_reason", "บอกเหตุผลก่อน เพื่อให้หน่วยงานรู้ว่าต้องแก้อะไร")


# ── a plan and its follow-up ────────────────────────────────────────────────
def follow_ups_of(years: int) -> tuple[int, ...]:
    """After how many months a plan of so many years is followed up: every half year of its span."""
    return tuple(months for months in FOLLOW_UPS if months <= years * _YEAR)


def follow_up_due(planned: date, months: int) -> date:
    """The day on which a follow-up is due: so many months on, at the end of a shorter month."""
    total = planned.month - 1 + months
    year, month = planned.year + total // _YEAR, total % _YEAR + 1
    return date(year, month, min(planned.day, _days_in(year, month)))


def _days_in(year: int, month: int) -> int:
    following = date(year + month // _YEAR, month % _YEAR + 1, 1)
    return (following - date(year, month, 1)).days


def reminder_of(due: date, today: date) -> int | None:
    """The newest of ``REMINDED`` that has come, so that a day without a worker loses none; None before and long after."""
    passed = (today - due).days
    reached = [days for days in REMINDED if passed >= days]
    return max(reached) if reached and passed <= max(REMINDED) + FORGOTTEN else None


def next_follow_up(years: int, done: AbstractSet[int]) -> int | None:
    """The first one that nobody has written yet, None when all are."""
    return next((months for months in follow_ups_of(years) if months not in done), None)
