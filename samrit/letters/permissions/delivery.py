"""Who sends letters and keeps the lists for it, who receives, acknowledges, passes on, and reminds."""

from datetime import date

from samrit.letters.models import Delivery, Forward, Letter
from samrit.letters.queries.delivery import reminded_on, sends
from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.rules.letters import delivering
from samrit.rules.letters.signing import Status
from samrit.rules.wording import Refusal, refuse


def is_void(letter: Letter) -> bool:
    return letter.status == Status.VOID


# ── who sends ───────────────────────────────────────────────────────────────
def refuse_keeping_list(duties: Duties, area: str | None) -> Refusal | None:
    """A province's lists are its coordinators', the central office's its evaluators'."""
    if duties.evaluates if area is None else area in duties.coordinated_areas():
        return None
    return refuse("list_not_yours", "จัดการบัญชีผู้รับได้เฉพาะผู้ประสานงานจังหวัด หรือสำนักงาน ก.พ.ร. ของบัญชีนั้น")


def refuse_mailbox(duties: Duties, agency: Agency) -> Refusal | None:
    """An agency's own approver, the province's coordinator, or the central office."""
    own = agency.pk in duties.agencies(Role.APPROVER, Role.COORDINATOR)
    if own or duties.evaluates or agency.area_id in duties.coordinated_areas():
        return None
    return refuse(
        "mailbox_not_yours", "แก้อีเมลสารบรรณได้เฉพาะผู้อนุมัติของหน่วยงาน ผู้ประสานงานจังหวัด หรือสำนักงาน ก.พ.ร."
    )


def refuse_sender(duties: Duties, letter: Letter) -> Refusal | None:
    if sends(duties, letter):
        return None
    return refuse("not_your_letter_to_send", "ส่งและติดตามหนังสือได้เฉพาะคนของส่วนราชการเจ้าของหนังสือ")


def refuse_sending(duties: Duties, letter: Letter, *, recipients: int) -> Refusal | None:
    if refusal := refuse_sender(duties, letter):
        return refusal
    signed = letter.status in {Status.SIGNED, Status.VOID}
    return delivering.refuse_sending(signed=signed, void=is_void(letter), recipients=recipients)


def refuse_reminding(delivery: Delivery, *, today: date) -> Refusal | None:
    """For whoever may send the letter (``refuse_sender``). Reads ``chases``: prefetch them for many."""
    return delivering.refuse_reminding(
        void=is_void(delivery.letter),
        standing=delivery.standing,
        reminded_on=reminded_on(delivery),
        today=today,
    )


def refuse_signed_on_paper(duties: Duties, delivery: Delivery) -> Refusal | None:
    """The sender writes down what stands on the sheet that the recipients signed."""
    if refusal := refuse_sender(duties, delivery.letter):
        return refusal
    return delivering.refuse_acknowledging(void=is_void(delivery.letter), standing=delivery.standing)


# ── who receives ────────────────────────────────────────────────────────────
def refuse_receiver(duties: Duties, delivery: Delivery) -> Refusal | None:
    if delivery.agency_id in duties.agencies():
        return None
    return refuse("not_your_letter", "หนังสือฉบับนี้ส่งถึงหน่วยงานอื่น")


def refuse_acknowledging(duties: Duties, delivery: Delivery) -> Refusal | None:
    if refusal := refuse_receiver(duties, delivery):
        return refusal
    return delivering.refuse_acknowledging(void=is_void(delivery.letter), standing=delivery.standing)


def refuse_forwarding(duties: Duties, delivery: Delivery) -> Refusal | None:
    if refusal := refuse_receiver(duties, delivery):
        return refusal
    if is_void(delivery.letter):
        return refuse("forwarding_void", "หนังสือฉบับนี้ผู้ส่งยกเลิกแล้ว จึงไม่ต้องมอบหมาย")
    return None


def refuse_finishing(duties: Duties, forward: Forward) -> Refusal | None:
    """Who was asked says that it is done."""
    if forward.person_id != duties.user.pk:
        return refuse("not_asked_of_you", "เรื่องนี้มอบหมายให้ผู้อื่น ผู้ได้รับมอบหมายเป็นผู้แจ้งว่าเสร็จ")
    if forward.done_at is not None:
        return refuse("done_already", "แจ้งว่าดำเนินการแล้วไว้ก่อนหน้านี้")
    return None
