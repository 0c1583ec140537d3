"""Who may write in an office's name, move a letter on, sign and void it, and why not."""

from samrit.letters.models import Issuer, Letter
from samrit.letters.queries.writing import chain_of, current_step, relation_to
from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.rules.letters.signing import Part, Status, Verb, decide
from samrit.rules.wording import Refusal, refuse


def refuse_keeping_issuer(duties: Duties, agency: Agency) -> Refusal | None:
    """The central office its own, a coordinator those of the own province, an approver the own office."""
    if agency.kind == Agency.Kind.CENTRAL and duties.evaluates:
        return None
    if agency.area_id is not None and agency.area_id in duties.coordinated_areas():
        return None
    if agency.pk in duties.agencies(Role.APPROVER):
        return None
    return refuse(
        "issuer_not_yours",
        "ตั้งค่าส่วนราชการเจ้าของหนังสือได้เฉพาะผู้อนุมัติของส่วนราชการนั้น ผู้ประสานงานของจังหวัด หรือสำนักงาน ก.พ.ร. สำหรับสำนักงานเอง",
    )


def refuse_drafting(duties: Duties, issuer: Issuer) -> Refusal | None:
    if issuer.agency_id not in duties.agencies() or duties.user.is_service:
        return refuse("issuer_not_your_office", "ร่างหนังสือได้เฉพาะในนามส่วนราชการที่คุณมีบทบาทอยู่")
    if issuer.retired_at is not None:
        return refuse("issuer_retired", "รหัสหนังสือนี้เลิกใช้แล้ว – เลือกรหัสที่ใช้อยู่")
    return None


def next_status(verb: Verb, letter: Letter, duties: Duties) -> Status | Refusal:
    """Where the letter stands after this, or why this person may not do it now: for the button and for the action."""
    step = current_step(letter)
    chain = chain_of(letter) if step else []
    return decide(
        verb,
        Status(letter.status),
        who=relation_to(duties, letter),
        part=Part(step.part) if step else None,
        more=bool(step and chain[-1].position > step.position),
    )


def refuse_move(verb: Verb, letter: Letter, duties: Duties) -> Refusal | None:
    found = next_status(verb, letter, duties)
    return found if isinstance(found, Refusal) else None
