"""Who may prepare and publish a framework, and who may move a window."""

from collections.abc import Iterable

from django.db.models import Q

from samrit.frameworks.models import Cancellation, Confirmation, Edition, Kpi, Proposal, Round
from samrit.people.models import Area, Role
from samrit.people.queries import Duties
from samrit.rules.proposals import Status as ProposalStatus
from samrit.rules.proposals import Verb as ProposalVerb
from samrit.rules.proposals import next_status
from samrit.rules.windows import refuse_settled
from samrit.rules.wording import Refusal, refuse


def refuse_preparing(duties: Duties, area: Area) -> Refusal | None:
    """Drafts are made and published by the province's coordinator or the central office."""
    if duties.evaluates or area.pk in duties.coordinated_areas():
        return None
    return refuse("not_preparing", "จัดทำและประกาศกรอบได้เฉพาะผู้ประสานงานจังหวัดและสำนักงาน ก.พ.ร.")


def refuse_change(duties: Duties, edition: Edition) -> Refusal | None:
    if refusal := refuse_preparing(duties, edition.framework.area):
        return refusal
    if edition.status != Edition.Status.DRAFT:
        return refuse("edition_published", "ฉบับนี้ประกาศใช้แล้ว แก้ไขไม่ได้ – จัดทำฉบับปรับปรุงจากหนังสือแจ้งแทน")
    return None


def refuse_revising(duties: Duties, edition: Edition, *, beside: Iterable[Edition]) -> Refusal | None:
    """A revision starts from the edition in force, one at a time; ``beside`` are the framework's other editions."""
    if refusal := refuse_preparing(duties, edition.framework.area):
        return refusal
    if edition.status != Edition.Status.PUBLISHED:
        return refuse("revise_not_in_force", "เริ่มฉบับปรับปรุงได้จากฉบับที่ใช้อยู่เท่านั้น")
    return refuse_another(beside)


def refuse_another(editions: Iterable[Edition]) -> Refusal | None:
    """Why no further draft may begin beside these editions of a framework."""
    statuses = {edition.status for edition in editions}
    if Edition.Status.DRAFT in statuses:
        return refuse("draft_exists", "จังหวัดนี้มีร่างกรอบของปีนี้อยู่แล้ว – ประกาศหรือลบร่างเดิมก่อน")
    if Edition.Status.DECIDED in statuses:
        return refuse(
            "decided_exists", "มีฉบับปรับปรุงที่ประกาศแล้วและรอวันเริ่มใช้อยู่ – รอให้เริ่มใช้ หรือถอนฉบับนั้นกลับเป็นร่างก่อน"
        )
    return None


def refuse_withdrawing(duties: Duties, edition: Edition) -> Refusal | None:
    """Only before its day: what has been in force is amended, not taken back."""
    if refusal := refuse_preparing(duties, edition.framework.area):
        return refusal
    if edition.status != Edition.Status.DECIDED:
        return refuse(
            "withdraw_not_waiting", "ถอนกลับเป็นร่างได้เฉพาะฉบับที่ยังไม่ถึงวันเริ่มใช้ – หากเริ่มใช้แล้วให้เริ่มฉบับปรับปรุงใหม่"
        )
    return None


def refuse_confirmation(duties: Duties, confirmation: Confirmation) -> Refusal | None:
    """Given once, by who approves for the agency."""
    if confirmation.agency_id not in duties.agencies(Role.APPROVER):
        return refuse(
            "not_agency_approver", "ยืนยันรับทราบได้เฉพาะผู้อนุมัติข้อมูลของ{agency}", agency=confirmation.agency.name
        )
    if confirmation.confirmed_at:
        return refuse("confirmed_already", "หน่วยงานยืนยันรับทราบฉบับนี้แล้ว")
    if confirmation.edition.status == Edition.Status.SUPERSEDED:
        return refuse("confirm_superseded", "ฉบับนี้ถูกแทนที่แล้ว จึงไม่ต้องยืนยัน – ดูฉบับที่ใช้อยู่")
    return None


def refuse_window(duties: Duties, area: Area, existing: Round | None) -> Refusal | None:
    """The window comes from the letter (decision 0005); once set, only the central office moves it."""
    if existing is None:
        return refuse_preparing(duties, area)
    if existing.settled_at:
        return refuse_settled()
    if duties.evaluates:
        return None
    return refuse("window_is_set", "กำหนดเวลารายงานตั้งไว้แล้ว เปลี่ยนได้เฉพาะสำนักงาน ก.พ.ร. – ทำหนังสือขอขยายเวลา")


def refuse_ruling(duties: Duties) -> Refusal | None:
    """Rounds of all provinces, years and cancellations are decided by the committee; the central office writes it down."""
    if duties.evaluates:
        return None
    return refuse("ruled_by_central_office", "กำหนดได้เฉพาะสำนักงาน ก.พ.ร.")


def refuse_cancelling(
    duties: Duties, kpi: Kpi, *, from_months: int, rounds: Iterable[Round]
) -> Refusal | None:
    """A KPI of the edition in force, once, from a round on of which nothing is published (``rounds``: it and later)."""
    if refusal := refuse_ruling(duties):
        return refusal
    if kpi.component.edition.status != Edition.Status.PUBLISHED:
        return refuse("cancel_not_in_force", "ยกเลิกได้เฉพาะตัวชี้วัดของฉบับที่ใช้อยู่")
    if any(round_.settled_at for round_ in rounds):
        return refuse(
            "cancel_published",
            "ยืนยันคะแนนรอบ {months} เดือนหรือรอบหลังจากนั้นแล้ว จึงยกเลิกตัวชี้วัดไม่ได้",
            months=from_months,
        )
    framework = kpi.component.edition.framework
    cancelled = set(
        Cancellation.objects.filter(indicator__framework=framework, undone_at=None).values_list(
            "indicator", flat=True
        )
    )
    if kpi.indicator_id in cancelled or (kpi.parent and kpi.parent.indicator_id in cancelled):
        return refuse("cancelled_already", "ตัวชี้วัดนี้ยกเลิกไว้แล้ว")
    if not _others_left(kpi, cancelled):
        return refuse(
            "last_kpi", "เป็นตัวชี้วัดสุดท้ายที่เหลือของกรอบ ยกเลิกแล้วจะไม่มีอะไรให้ประเมิน – หากงดทั้งรอบให้กำหนดสถานะของรอบ"
        )
    return None


def _others_left(kpi: Kpi, cancelled: set[int]) -> bool:
    """Whether anything is still reported when this KPI (or part) is cancelled too."""
    gone = {*cancelled, kpi.indicator_id}
    leaves = Kpi.objects.filter(
        component__edition=kpi.component.edition_id, component__assessed=True, parts__isnull=True
    )
    return leaves.exclude(Q(indicator__in=gone) | Q(parent__indicator__in=gone)).exists()


def refuse_undoing(duties: Duties, cancellation: Cancellation, *, rounds: Iterable[Round]) -> Refusal | None:
    if refusal := refuse_ruling(duties):
        return refusal
    if cancellation.undone_at:
        return refuse("undone_already", "เพิกถอนการยกเลิกนี้ไปแล้ว")
    if any(round_.settled_at for round_ in rounds):
        return refuse("undo_published", "ยืนยันคะแนนของรอบที่ยกเลิกแล้ว จึงเพิกถอนไม่ได้")
    return None


def refuse_details(duties: Duties, edition: Edition) -> Refusal | None:
    """Who prepares the framework writes its KPIs' details, in a draft and in the edition in force."""
    if refusal := refuse_preparing(duties, edition.framework.area):
        return refusal
    if edition.status == Edition.Status.SUPERSEDED:
        return refuse("edition_superseded", "ฉบับนี้ถูกแทนที่แล้ว แก้ไขไม่ได้ – แก้ในฉบับที่ใช้อยู่แทน")
    return None


def refuse_formula(duties: Duties, kpi: Kpi) -> Refusal | None:
    """Who writes the details states the formula too, of what is reported by itself."""
    if refusal := refuse_details(duties, kpi.component.edition):
        return refusal
    if kpi.parts.exists():
        return refuse("formula_of_whole", "ตัวชี้วัดนี้มีตัวชี้วัดย่อย – กำหนดสูตรที่ตัวชี้วัดย่อยแต่ละตัวแทน")
    return None


def refuse_linking(duties: Duties, area: Area) -> Refusal | None:
    """What a KPI is derived from is said by the province's coordinator or the central office."""
    if duties.evaluates or area.pk in duties.coordinated_areas():
        return None
    return refuse("not_linking", "บันทึกการถ่ายทอดตัวชี้วัดได้เฉพาะผู้ประสานงานจังหวัดและสำนักงาน ก.พ.ร.")


def refuse_strategic(duties: Duties) -> Refusal | None:
    if duties.evaluates:
        return None
    return refuse("not_central_office", "เพิ่มและแก้ไข Strategic KPIs ได้เฉพาะสำนักงาน ก.พ.ร.")


# ── library, proposals, committee ───────────────────────────────────────────
def refuse_library(duties: Duties) -> Refusal | None:
    """The library is kept by the central office; everybody reads it."""
    if duties.evaluates:
        return None
    return refuse("not_library_keeper", "เพิ่มและแก้ไขคลังตัวชี้วัดได้เฉพาะสำนักงาน ก.พ.ร.")


def refuse_proposing(duties: Duties, area: Area) -> Refusal | None:
    """A province's proposal is written by its coordinator; the central office judges it and does not write it."""
    if area.pk in duties.coordinated_areas():
        return None
    return refuse("not_proposing", "จัดทำข้อเสนอตัวชี้วัดได้เฉพาะผู้ประสานงานของจังหวัดนั้น")


def refuse_committee(duties: Duties) -> Refusal | None:
    """The committee's decisions are recorded by the central office."""
    if duties.evaluates:
        return None
    return refuse("not_committee", "บันทึกมติคณะกรรมการได้เฉพาะสำนักงาน ก.พ.ร.")


COMMITTEE_VERBS = {ProposalVerb.RETURN, ProposalVerb.DECIDE, ProposalVerb.CONCLUDE}


def next_proposal_status(
    duties: Duties, proposal: Proposal, verb: ProposalVerb, *, decided: int = 0
) -> ProposalStatus | Refusal:
    """Where the proposal stands after this, or why this person may not do it now. ``decided``: items so far."""
    by_committee = verb in COMMITTEE_VERBS
    refusal = refuse_committee(duties) if by_committee else refuse_proposing(duties, proposal.area)
    return refusal or next_status(verb, ProposalStatus(proposal.status), decided=decided)
