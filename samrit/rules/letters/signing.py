"""A letter's way: drafted, proposed along a chain of people, signed by the last, numbered; void leaves a trace."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from samrit.rules.wording import Message, Refusal, refuse, say

LONGEST_CHAIN = 8


class Status(StrEnum):
    """สถานะของหนังสือ."""

    DRAFT = "draft"
    IN_CHAIN = "in_chain"
    RETURNED = "returned"
    SIGNED = "signed"
    VOID = "void"


STATUS_LABELS: dict[Status, Message] = {
    Status.DRAFT: say("letter_draft", "ร่าง"),
    Status.IN_CHAIN: say("letter_in_chain", "เสนอลงนาม"),
    Status.RETURNED: say("letter_returned", "ถูกส่งกลับแก้ไข"),
    Status.SIGNED: say("letter_signed", "ลงนามแล้ว"),
    Status.VOID: say("letter_void", "ยกเลิกแล้ว"),
}


class Part(StrEnum):
    """What a person of the chain does: looks it through, or signs."""

    REVIEW = "review"
    SIGN = "sign"


PART_LABELS: dict[Part, Message] = {
    Part.REVIEW: say("part_review", "ตรวจเห็นชอบ"),
    Part.SIGN: say("part_sign", "ลงนาม"),
}


class Verb(StrEnum):
    """What people do with a letter."""

    EDIT = "edit_letter"
    PROPOSE = "propose_letter"
    TAKE_BACK = "take_back_letter"
    APPROVE = "approve_letter"
    RETURN = "return_letter"
    SIGN = "sign_letter"
    VOID = "void_letter"


VERB_LABELS: dict[Verb, Message] = {
    Verb.EDIT: say("edit_letter", "แก้ไขร่าง"),
    Verb.PROPOSE: say("propose_letter", "เสนอลงนาม"),
    Verb.TAKE_BACK: say("take_back_letter", "ดึงกลับมาแก้ไข"),
    Verb.APPROVE: say("approve_letter", "เห็นชอบ"),
    Verb.RETURN: say("return_letter", "ส่งกลับแก้ไข"),
    Verb.SIGN: say("sign_letter", "ลงนาม"),
    Verb.VOID: say("void_letter", "ยกเลิกหนังสือ"),
}


class Who(StrEnum):
    """What a person is to a letter."""

    OFFICE = "office"  # serves in the agency that issues it
    DRAFTER = "drafter"  # drafted it, and still serves there
    TURN = "turn"  # the chain is with this person now
    SIGNATORY = "signatory"  # signed it


WHO_LABELS: dict[Who, Message] = {
    Who.OFFICE: say("letter_office", "คนของส่วนราชการเจ้าของหนังสือ"),
    Who.DRAFTER: say("letter_drafter", "ผู้ร่าง"),
    Who.TURN: say("letter_turn", "ผู้ที่เรื่องอยู่ด้วยในขณะนี้"),
    Who.SIGNATORY: say("letter_signatory", "ผู้ลงนาม"),
}


@dataclass(frozen=True)
class Transition:
    """``verb`` takes a letter from one of ``sources`` to ``target``; ``who`` may do it; ``part``: at such a step only."""

    verb: Verb
    sources: tuple[Status, ...]
    target: Status
    who: tuple[Who, ...]
    part: Part | None = None
    reason: bool = False


S, W = Status, Who
TRANSITIONS: tuple[Transition, ...] = (
    Transition(Verb.EDIT, (S.DRAFT,), S.DRAFT, (W.OFFICE,)),
    Transition(Verb.EDIT, (S.RETURNED,), S.RETURNED, (W.OFFICE,)),
    Transition(Verb.PROPOSE, (S.DRAFT, S.RETURNED), S.IN_CHAIN, (W.OFFICE,)),
    Transition(Verb.TAKE_BACK, (S.IN_CHAIN,), S.DRAFT, (W.DRAFTER,)),
    # Whoever is not the last hands it on; the last signature numbers and seals the letter.
    Transition(Verb.APPROVE, (S.IN_CHAIN,), S.IN_CHAIN, (W.TURN,), part=Part.REVIEW),
    Transition(Verb.RETURN, (S.IN_CHAIN,), S.RETURNED, (W.TURN,), reason=True),
    Transition(Verb.SIGN, (S.IN_CHAIN,), S.SIGNED, (W.TURN,), part=Part.SIGN),
    Transition(Verb.VOID, (S.DRAFT, S.RETURNED), S.VOID, (W.OFFICE,), reason=True),
    Transition(Verb.VOID, (S.SIGNED,), S.VOID, (W.SIGNATORY, W.DRAFTER), reason=True),
)


def decide(
    verb: Verb,
    status: Status,
    *,
    who: Collection[Who],
    part: Part | None = None,
    more: bool = False,
) -> Status | Refusal:
    """The status after ``verb``, or why not.

    ``part``: of the step that the letter is at; ``more``: another step comes after it, so a signature hands it on.
    """
    of_verb = [one for one in TRANSITIONS if one.verb == verb]
    here = [one for one in of_verb if status in one.sources]
    if not here:
        return _refuse_status(verb, status)
    allowed = next((one for one in here if {*one.who} & {*who}), None)
    if allowed is None:
        return refuse(
            "letter_not_yours", "{verb}ได้เฉพาะ{who}", verb=VERB_LABELS[verb], who=WHO_LABELS[here[0].who[0]]
        )
    if allowed.part is not None and allowed.part != part:
        return refuse("letter_other_part", "ขั้นนี้ให้{part}", part=PART_LABELS[part or Part.REVIEW])
    return Status.IN_CHAIN if verb == Verb.SIGN and more else allowed.target


def _refuse_status(verb: Verb, status: Status) -> Refusal:
    match status:
        case Status.VOID:
            return refuse("letter_is_void", "หนังสือฉบับนี้ยกเลิกแล้ว – ร่างฉบับใหม่แทน")
        case Status.SIGNED:
            return refuse(
                "letter_is_signed", "หนังสือฉบับนี้ลงนามและออกเลขแล้ว – ถ้าต้องเปลี่ยนให้ยกเลิกพร้อมเหตุผล แล้วออกฉบับใหม่"
            )
        case Status.IN_CHAIN:
            return refuse(
                "letter_is_in_chain", "หนังสืออยู่ระหว่างเสนอลงนาม – ดึงกลับก่อนจึง{verb}ได้", verb=VERB_LABELS[verb]
            )
        case _:
            return refuse(
                "letter_not_proposed",
                "หนังสืออยู่ในสถานะ “{status}” – เสนอลงนามก่อน",
                status=STATUS_LABELS[status],
            )


def needs_reason(verb: Verb) -> bool:
    return any(one.reason for one in TRANSITIONS if one.verb == verb)


def refuse_reason(verb: Verb, reason: str) -> Refusal | None:
    if needs_reason(verb) and not reason.strip():
        return refuse("letter_reason_required", "โปรดระบุเหตุผล – เหตุผลจะอยู่ในประวัติของหนังสือ")
    return None


# ── the chain ───────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class StepTerms:
    """One person of the chain: by key, what they do, and the position that stands under the name."""

    person: int
    part: Part
    title: str
    acting_for: str = ""


def refuse_chain(chain: Sequence[StepTerms]) -> Refusal | None:
    """Nobody twice, those who look it through first, at least one signature at the end, positions written."""
    if not any(step.part == Part.SIGN for step in chain):
        return refuse("chain_without_signature", "ระบุผู้ลงนามอย่างน้อยหนึ่งคน")
    if len(chain) > LONGEST_CHAIN:
        return refuse("chain_too_long", "เสนอผ่านได้ไม่เกิน {most} คน", most=LONGEST_CHAIN)
    parts = [step.part for step in chain]
    if Part.REVIEW in parts[parts.index(Part.SIGN) :]:
        return refuse("chain_order", "ผู้ตรวจเห็นชอบต้องอยู่ก่อนผู้ลงนาม – จัดลำดับใหม่")
    if len({step.person for step in chain}) < len(chain):
        return refuse("chain_person_twice", "คนเดียวกันอยู่ในลำดับเสนอได้ครั้งเดียว – เลือกคนอื่นหรือเอาออก")
    if any(not step.title.strip() for step in chain if step.part == Part.SIGN):
        return refuse("chain_title_required", "ระบุตำแหน่งของผู้ลงนาม ซึ่งจะพิมพ์ใต้ชื่อ")
    return None
