"""Who may do what with a submission: facts gathered here, decided by ``rules.submitting``."""

from django.conf import settings

from samrit.evidence.models import Scan
from samrit.indicators.models import Examination, Submission
from samrit.indicators.queries.submissions import receipt_of_same
from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.rules.submitting import WHO_BRINGS, WHO_LABELS, Examined, Facts, State, Verb, decide
from samrit.rules.wording import Message, Refusal, refuse

MEGABYTE = 1024 * 1024


def roles_over(duties: Duties, agency: Agency) -> frozenset[str]:
    """What this person is today to the data of an agency."""
    found = {role.value for role in (Role.RECORDER, Role.APPROVER) if agency.pk in duties.agencies(role)}
    if agency.area_id in duties.coordinated_areas():
        found.add(Role.COORDINATOR.value)
    return frozenset(found)


def refuse_bringing(duties: Duties, agency: Agency) -> Refusal | None:
    """Why this person may not bring a file of this agency."""
    if agency.area_id is None:
        return refuse("data_without_province", "ส่วนกลางไม่มีฐานข้อมูลจังหวัดของตนเอง – เลือกหน่วยงานของจังหวัด")
    if roles_over(duties, agency) & set(WHO_BRINGS):
        return None
    return refuse(
        "data_not_your_agency",
        "นำเข้าข้อมูลของหน่วยงานนี้ได้เฉพาะ{role}ของหน่วยงาน หรือผู้ดูแลข้อมูลจังหวัด",
        role=WHO_LABELS["recorder"],
    )


def examined(examination: Examination | None) -> Examined:
    """What the newest examination says, for the rules."""
    if examination is None:
        return Examined()
    counts = examination.counts
    return Examined(
        under_way=examination.is_under_way,
        done=examination.is_done,
        cells=counts.get("cells_accepted", 0),
        rejected=counts.get("cells_rejected", 0),
        problem=Message.from_data(examination.problem) if examination.problem else None,
    )


def facts_of(duties: Duties, submission: Submission, *, only_good: bool = False) -> Facts:
    """Everything the table asks about; ``submission`` with agency and examination. One query at most."""
    brought = {submission.uploaded_by_id, submission.submitted_by_id, submission.taken_partly_by_id}
    return Facts(
        roles=roles_over(duties, submission.agency),
        examined=examined(submission.examination),
        own=duties.user.pk in brought,
        certified=submission.certified_at is not None and submission.certified_by_id != duties.user.pk,
        only_good=only_good or submission.taken_partly_by_id is not None,
        infected=submission.scan == Scan.INFECTED,
        being_accepted=submission.accepting_at is not None,
        same_as=receipt_of_same(submission) if submission.state == State.DRAFT else "",
    )


def decision(
    verb: Verb, duties: Duties, submission: Submission, *, only_good: bool = False
) -> State | Refusal:
    """The next state, or why not; the page's button and the action ask the same."""
    return decide(verb, State(submission.state), facts_of(duties, submission, only_good=only_good))


def refuse_verb(
    verb: Verb, duties: Duties, submission: Submission, *, only_good: bool = False
) -> Refusal | None:
    """Why not, or None."""
    found = decision(verb, duties, submission, only_good=only_good)
    return found if isinstance(found, Refusal) else None


def refuse_opening(duties: Duties, submission: Submission) -> Refusal | None:
    """Why the file itself may not be fetched (who may know of the submission: ``queries.submissions.visible_to``)."""
    if submission.scan == Scan.INFECTED:
        return refuse("data_infected", "พบไวรัสในไฟล์นี้ จึงใช้ไม่ได้ – กำจัดไวรัสในเครื่องต้นทาง แล้วส่งไฟล์ที่สะอาดแทน")
    if submission.scan == Scan.WAITING and submission.uploaded_by_id != duties.user.pk:
        return refuse(
            "file_waiting", "ไฟล์นี้รอตรวจไวรัส จึงยังเปิดไม่ได้ – ระบบจะตรวจเองเมื่อเครื่องตรวจพร้อม ลองใหม่ภายหลัง"
        )
    return None


def refuse_size(name: str, size: int) -> Refusal | None:
    """Why a file of so many bytes is not taken."""
    if size <= 0:
        return refuse("data_empty", "ไฟล์ “{name}” ว่างเปล่า (0 ไบต์) – เปิดดูไฟล์ต้นฉบับแล้วนำเข้าใหม่", name=name)
    if size > settings.OBSERVATIONS_MAX_BYTES:
        return refuse(
            "data_too_large",
            "ไฟล์ “{name}” ใหญ่เกิน {limit} MB – แบ่งเป็นหลายไฟล์ตามรายการหรือตามปี แล้วนำเข้าทีละไฟล์",
            name=name,
            limit=settings.OBSERVATIONS_MAX_BYTES // MEGABYTE,
        )
    return None


def refuse_freezing(duties: Duties, area_code: str, *, again: bool, reason: str) -> Refusal | None:
    """Why the province's observations may not be frozen for a round."""
    if not duties.evaluates and area_code not in duties.coordinated_areas():
        return refuse("data_freeze_not_yours", "ตรึงชุดข้อมูลได้เฉพาะผู้ดูแลข้อมูลจังหวัด หรือผู้ประเมินส่วนกลาง")
    if again and not reason.strip():
        return refuse("data_freeze_reason", "ตรึงชุดข้อมูลของรอบนี้แล้ว – จะตรึงใหม่ต้องบอกเหตุผล ชุดเดิมยังอยู่ครบ")
    return None
