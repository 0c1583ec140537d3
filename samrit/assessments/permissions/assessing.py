"""Who may do what with an assessment: facts gathered here, decided by ``rules.assessing``."""

from datetime import datetime

from samrit.assessments.models import Assessment
from samrit.assessments.queries.assessments import Read
from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.rules.assessing import Facts, State, Verb, decide
from samrit.rules.instruments import Wrong, refuse_stage, refuse_whole
from samrit.rules.wording import Refusal, refuse

OF_THE_AGENCY_ALONE = {"answer_no_evidence"}  # assessors look at the agency's proof and bring none


def roles_over(duties: Duties, agency: Agency) -> frozenset[str]:
    """What this person is today to an agency's assessment."""
    found = {role.value for role in (Role.RECORDER, Role.APPROVER) if agency.pk in duties.agencies(role)}
    if agency.area_id in duties.coordinated_areas():
        found.add(Role.COORDINATOR.value)
    if duties.evaluates:
        found.add(Role.EVALUATOR.value)
    return frozenset(found)


def decision(
    verb: Verb, duties: Duties, assessment: Assessment, *, now: datetime, left: int = 0
) -> State | Refusal:
    """The next state, or why not; the page's button and the action ask the same. ``left``: open questions."""
    facts = Facts(
        roles=roles_over(duties, assessment.agency),
        opens_at=assessment.opens_at,
        closes_at=assessment.closes_at,
        now=now,
        own=duties.user.pk == assessment.submitted_by_id,
        open_questions=left,
    )
    return decide(verb, State(assessment.state), facts)


def refuse_verb(
    verb: Verb, duties: Duties, assessment: Assessment, *, now: datetime, left: int = 0
) -> Refusal | None:
    """Why not, or None."""
    found = decision(verb, duties, assessment, now=now, left=left)
    return found if isinstance(found, Refusal) else None


def lacking(read: Read, stage: str) -> tuple[Wrong, ...]:
    """What keeps a sheet from being handed in: an assessor's needs no evidence of its own."""
    found = refuse_whole(read.instrument, read.sheet(stage))
    if stage == read.own:
        return found
    return tuple(one for one in found if one.message.code not in OF_THE_AGENCY_ALONE)


def refuse_writing(duties: Duties, read: Read, stage: str, *, now: datetime) -> Refusal | None:
    """Why this person may not answer on the sheet of a stage."""
    if stage == read.own:
        return refuse_verb(Verb.SAVE, duties, read.assessment, now=now)
    if refusal := refuse_verb(Verb.ASSESS, duties, read.assessment, now=now):
        return refusal
    if refusal := refuse_stage(read.instrument, stage, read.values()):
        return refusal
    row = read.row(stage)
    if row and row.done_at:
        return refuse("stage_done", "ขั้นตอนนี้ประเมินเสร็จแล้ว – คะแนนและคำตอบดูได้ที่หน้าเปรียบเทียบ")
    return None


def refuse_finishing(duties: Duties, read: Read, stage: str, *, now: datetime) -> Refusal | None:
    """Why an assessor may not finish a stage."""
    if refusal := refuse_writing(duties, read, stage, now=now):
        return refusal
    if left := len(lacking(read, stage)):
        return refuse("stage_incomplete", "ยังปิดขั้นตอนนี้ไม่ได้ เหลืออีก {left} ข้อ คำตอบที่บันทึกไว้ยังอยู่ครบ", left=left)
    return None


# ── of a province ───────────────────────────────────────────────────────────
def refuse_inviting(duties: Duties, area_code: str | None) -> Refusal | None:
    """Why this person may not invite agencies of the province; without one: of any at all."""
    allowed = duties.coordinates if area_code is None else area_code in duties.coordinated_areas()
    if duties.evaluates or allowed:
        return None
    return refuse("assessment_inviting", "เชิญหน่วยงานประเมินได้เฉพาะผู้ประสานงานจังหวัด หรือผู้ประเมินส่วนกลาง")


def refuse_importing(duties: Duties, area_code: str | None) -> Refusal | None:
    """Why this person may not enter an authority's official result."""
    allowed = duties.coordinates if area_code is None else area_code in duties.coordinated_areas()
    if duties.evaluates or allowed:
        return None
    return refuse("official_importing", "บันทึกผลอย่างเป็นทางการได้เฉพาะผู้ประสานงานจังหวัด หรือผู้ประเมินส่วนกลาง")


def sees_sheet(duties: Duties, read: Read, stage: str) -> bool:
    """An assessor's sheet is shown to others once its stage is done; their own is always seen by those who assess."""
    if stage == read.own or duties.evaluates:
        return True
    row = read.row(stage)
    return row is not None and row.done_at is not None
