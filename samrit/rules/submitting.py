"""The way of a data file into the provincial database, as a table: who may do what with a submission, from which state.

A submission (ชุดข้อมูลที่ส่ง) stays what it was: what is wrong with it is mended by another one that stands for it.
``decide`` answers with the next state or with the refusal that both the page (a disabled button) and the action show.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from samrit.rules.wording import Message, Refusal, refuse, say


class State(StrEnum):
    """สถานะของชุดข้อมูลที่ส่ง."""

    DRAFT = "draft"  # received, not handed over yet
    SUBMITTED = "submitted"  # handed over: a receipt was given
    CERTIFIED = "certified"  # the head of the agency stands by it
    RETURNED = "returned"  # not taken; another one has to come
    ACCEPTED = "accepted"  # its figures are in the database
    WITHDRAWN = "withdrawn"  # taken back by its own agency


STATE_LABELS: dict[State, Message] = {
    State.DRAFT: say("data_draft", "รับไฟล์แล้ว ยังไม่ส่ง"),
    State.SUBMITTED: say("data_submitted", "ส่งแล้ว รอผู้ดูแลข้อมูลจังหวัด"),
    State.CERTIFIED: say("data_certified", "หัวหน้าหน่วยงานรับรองแล้ว"),
    State.RETURNED: say("data_returned", "ส่งกลับให้แก้ไข"),
    State.ACCEPTED: say("data_accepted", "รับเข้าฐานข้อมูลแล้ว"),
    State.WITHDRAWN: say("data_withdrawn", "ถอนแล้ว"),
}
HANDED_OVER = (State.SUBMITTED, State.CERTIFIED)  # waits for the steward


class Verb(StrEnum):
    EXAMINE = "examine_data"
    SUBMIT = "submit_data"
    CERTIFY = "certify_data"
    ACCEPT = "accept_data"
    RETURN = "return_data"
    WITHDRAW = "withdraw_data"
    CORRECT = "correct_data"


WHO_LABELS: dict[str, Message] = {
    "recorder": say("recorder", "ผู้บันทึกข้อมูล"),
    "approver": say("approver", "ผู้อนุมัติข้อมูล"),
    "coordinator": say("data_steward", "ผู้ดูแลข้อมูลจังหวัด (สำนักงานจังหวัด)"),
}


@dataclass(frozen=True)
class Transition:
    """``verb`` takes a submission from one of ``sources`` to ``target``; ``roles`` may do it.

    ``not_own``: not by who brought the file or handed it over, unless somebody else has certified it.
    """

    verb: Verb
    label: Message
    sources: tuple[State, ...]
    target: State
    roles: tuple[str, ...]
    not_own: bool = False


S = State
WHO_BRINGS = (
    "recorder",
    "coordinator",
)  # an agency without a connection sends its file to the provincial office
TRANSITIONS: tuple[Transition, ...] = (
    Transition(Verb.EXAMINE, say("examine_data", "ตรวจไฟล์"), (S.DRAFT,), S.DRAFT, WHO_BRINGS),
    Transition(Verb.SUBMIT, say("submit_data", "ส่งข้อมูล"), (S.DRAFT,), S.SUBMITTED, WHO_BRINGS),
    # The head of the agency may stand by the figures; nothing waits for it.
    Transition(
        Verb.CERTIFY,
        say("certify_data", "รับรองข้อมูล"),
        (S.SUBMITTED,),
        S.CERTIFIED,
        ("approver",),
        not_own=True,
    ),
    Transition(
        Verb.ACCEPT,
        say("accept_data", "รับเข้าฐานข้อมูล"),
        (S.SUBMITTED, S.CERTIFIED),
        S.ACCEPTED,
        ("coordinator",),
        not_own=True,
    ),
    Transition(
        Verb.RETURN,
        say("return_data", "ส่งกลับให้แก้ไข"),
        (S.SUBMITTED, S.CERTIFIED),
        S.RETURNED,
        ("coordinator",),
    ),
    # What was handed over is given back by the steward, with a reason, or taken back by its own agency.
    Transition(Verb.WITHDRAW, say("withdraw_data", "ถอนข้อมูล"), (S.DRAFT,), S.WITHDRAWN, WHO_BRINGS),
    Transition(
        Verb.WITHDRAW, say("withdraw_data", "ถอนข้อมูล"), (S.SUBMITTED, S.CERTIFIED), S.WITHDRAWN, ("recorder",)
    ),
    # The one that is corrected stays as it is: the correction is a submission of its own.
    Transition(Verb.CORRECT, say("correct_data", "ส่งข้อมูลแก้ไขแทน"), (S.ACCEPTED,), S.ACCEPTED, WHO_BRINGS),
    Transition(Verb.CORRECT, say("correct_data", "ส่งข้อมูลแก้ไขแทน"), (S.RETURNED,), S.RETURNED, WHO_BRINGS),
)


@dataclass(frozen=True)
class Examined:
    """What the examination of the file said; ``cells`` good ones. ``problem`` says why it could not be read."""

    under_way: bool = False
    done: bool = False
    cells: int = 0
    rejected: int = 0
    problem: Message | None = None


@dataclass(frozen=True)
class Facts:
    """What is to be known of a submission and of who asks.

    ``roles`` are those this person holds today over this submission's agency or province; ``own``: brought the file or
    handed it over; ``only_good``: said that the good cells go in without the rejected ones; ``same_as`` the receipt of
    the same file read in the same way; ``being_accepted``: its figures are on their way into the database.
    """

    roles: AbstractSet[str]
    examined: Examined = Examined()
    own: bool = False
    certified: bool = False
    only_good: bool = False
    infected: bool = False
    being_accepted: bool = False
    same_as: str = ""


def decide(verb: Verb, state: State, facts: Facts) -> State | Refusal:
    """The state after ``verb``, or why not."""
    of_verb = [transition for transition in TRANSITIONS if transition.verb == verb]
    allowed = [transition for transition in of_verb if facts.roles & set(transition.roles)]
    if not allowed:
        return refuse("not_your_role", "ทำได้เฉพาะ{role}ของรายการนี้", role=WHO_LABELS[of_verb[-1].roles[0]])
    transition = next((transition for transition in allowed if state in transition.sources), None)
    if transition is None:
        return _refuse_state(of_verb[0], state)
    if transition.not_own and facts.own and not facts.certified:
        return _refuse_own(verb)
    return _refuse_verb(verb, facts) or transition.target


def _refuse_verb(verb: Verb, facts: Facts) -> Refusal | None:
    if facts.being_accepted and verb in {Verb.CERTIFY, Verb.ACCEPT, Verb.RETURN, Verb.WITHDRAW}:
        return refuse("data_being_accepted", "กำลังรับชุดข้อมูลนี้เข้าฐานข้อมูล – รอให้เสร็จก่อน แล้วเปิดหน้านี้ใหม่")
    if facts.infected and verb in {Verb.EXAMINE, Verb.SUBMIT, Verb.ACCEPT}:
        return refuse("data_infected", "พบไวรัสในไฟล์นี้ จึงใช้ไม่ได้ – กำจัดไวรัสในเครื่องต้นทาง แล้วส่งไฟล์ที่สะอาดแทน")
    if verb == Verb.EXAMINE and facts.examined.under_way:
        return refuse("data_being_examined", "กำลังตรวจไฟล์นี้อยู่ – รอให้เสร็จก่อน")
    return _refuse_submitting(facts) if verb == Verb.SUBMIT else None


def _refuse_submitting(facts: Facts) -> Refusal | None:
    if refusal := _refuse_unexamined(facts.examined):
        return refusal
    if facts.examined.rejected and not facts.only_good:
        return refuse(
            "data_rejected",
            "มีข้อมูลที่ไม่ผ่าน {rejected} ช่อง – แก้ในไฟล์แล้วนำเข้าใหม่ หรือยืนยันว่าให้ส่งเฉพาะ {cells} ช่องที่ผ่าน",
            rejected=f"{facts.examined.rejected:,}",
            cells=f"{facts.examined.cells:,}",
        )
    if facts.same_as:
        return refuse(
            "data_sent_before",
            "ไฟล์นี้ส่งแล้ว ตามใบรับเลขที่ {receipt} – ไม่ต้องส่งซ้ำ หากจะแก้ไข ให้ส่งไฟล์ที่แก้แล้ว",
            receipt=facts.same_as,
        )
    return None


def _refuse_unexamined(examined: Examined) -> Refusal | None:
    if examined.under_way:
        return refuse("data_being_examined", "กำลังตรวจไฟล์นี้อยู่ – รอให้เสร็จก่อน")
    if examined.problem:
        return refuse("data_unreadable", "อ่านไฟล์นี้ไม่ได้: {problem}", problem=examined.problem)
    if not examined.done:
        return refuse("data_not_examined", "ยังไม่ได้ตรวจไฟล์ – กด “ตรวจไฟล์” ก่อน แล้วดูผลตรวจก่อนส่ง")
    if not examined.cells:
        return refuse("data_nothing_good", "ไม่มีข้อมูลที่ใช้ได้ในไฟล์นี้ – แก้ตามรายการที่ไม่ผ่าน แล้วนำเข้าใหม่")
    return None


def _refuse_own(verb: Verb) -> Refusal:
    if verb == Verb.CERTIFY:
        return refuse("data_own_certify", "ผู้ที่นำเข้าหรือส่งข้อมูลนี้รับรองเองไม่ได้ – ให้ผู้อนุมัติคนอื่นของหน่วยงานเป็นผู้รับรอง")
    return refuse(
        "data_own_accept",
        "ผู้ที่นำเข้าหรือส่งข้อมูลนี้รับเข้าเองไม่ได้ – ให้ผู้ดูแลข้อมูลคนอื่นรับ หรือให้หัวหน้าหน่วยงานเจ้าของข้อมูลรับรองก่อน",
    )


def _refuse_state(transition: Transition, state: State) -> Refusal:
    return refuse(
        f"{transition.verb}_from_{state}",
        "{verb}ไม่ได้ในขณะนี้ เพราะชุดข้อมูลอยู่ในสถานะ “{state}”",
        verb=transition.label,
        state=STATE_LABELS[state],
    )


def refuse_without_reason(verb: Verb, reason: str) -> Refusal | None:
    """A return, and a correction of what is in the database, say why."""
    if reason.strip() or verb not in {Verb.RETURN, Verb.CORRECT}:
        return None
    if verb == Verb.RETURN:
        return refuse("data_return_reason", "ส่งกลับต้องบอกเหตุผล เพื่อให้หน่วยงานรู้ว่าต้องแก้อะไร")
    return refuse("data_correct_reason", "ส่งข้อมูลแก้ไขแทนชุดเดิมต้องบอกเหตุผล เพื่อให้ผู้ตรวจรู้ว่าเปลี่ยนเพราะอะไร")
