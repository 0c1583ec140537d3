"""Who holds surveys, who builds their questions, and when a point takes answers."""

from datetime import date

from samrit.assessments.models import AnswerImport, InstrumentRelease, SurveyPoint, SurveyRun
from samrit.assessments.queries.raw_answers import enough_answers
from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse


def refuse_answering(point: SurveyPoint, day: date, *, sent: date | None = None) -> Refusal | None:
    """Why an answer of this day cannot be taken. ``sent``: the day on which a counter hands it in, its own day else."""
    run = point.run
    if point.ended_at or run.closed_at:
        return refuse("survey_closed", "ปิดรับคำตอบแล้ว ขอบคุณที่สนใจ")
    if day < run.opens_on:
        return refuse("survey_not_open", "ยังไม่เปิดรับคำตอบ")
    if day > run.closes_on:
        return refuse("survey_over", "หมดเวลาตอบแล้ว ขอบคุณที่สนใจ")
    if sent is not None and day > sent:
        return refuse("survey_future", "วันที่ของคำตอบอยู่ในอนาคต – ตั้งนาฬิกาของเครื่องให้ตรง")
    return None


def refuse_holding(duties: Duties, agency: Agency) -> Refusal | None:
    """Surveys of an agency are held by its recorders and approvers, and by the province's coordinator."""
    if agency.pk in duties.agencies(Role.RECORDER, Role.APPROVER):
        return None
    if agency.area_id is not None and agency.area_id in duties.coordinated_areas():
        return None
    return refuse("survey_not_yours", "จัดการการสำรวจได้เฉพาะผู้บันทึกและผู้อนุมัติของหน่วยงาน หรือผู้ประสานงานจังหวัด")


def refuse_changing_run(duties: Duties, run: SurveyRun) -> Refusal | None:
    """The same, while it takes answers."""
    if refusal := refuse_holding(duties, run.agency):
        return refusal
    if run.closed_at:
        return refuse("survey_closed_already", "การสำรวจนี้ปิดแล้ว ผลที่เปิดเผยไว้ยังอยู่ครบ – เปิดการสำรวจใหม่ได้")
    return None


def refuse_raw(duties: Duties, run: SurveyRun) -> Refusal | None:
    """Single answers leave only when no more come in: beside released figures of yesterday they would tell who came today."""
    if refusal := refuse_holding(duties, run.agency):
        return refusal
    if not run.closed_at:
        return refuse("survey_raw_open", "ส่งออกคำตอบรายฉบับได้เมื่อปิดการสำรวจแล้ว ระหว่างนี้ดูได้ที่ผลรวม")
    if not enough_answers(run):
        return refuse("survey_raw_few", "ผู้ตอบน้อยเกินไป จึงไม่ส่งออกคำตอบรายฉบับ เพื่อไม่ให้รู้คำตอบของใครคนหนึ่ง")
    return None


def refuse_building(duties: Duties, release: InstrumentRelease) -> Refusal | None:
    """Why this person may not change a questionnaire: a draft is changed by its agency, what is everybody's by the central office."""
    if refusal := refuse_keeping_of(duties, release.agency):
        return refusal
    if release.state != InstrumentRelease.State.DRAFT:
        return refuse("release_not_draft", "แบบนี้ใช้อยู่ จึงแก้ไม่ได้ – ทำรุ่นใหม่จากแบบนี้แล้วแก้ในรุ่นใหม่")
    return None


def refuse_keeping_of(duties: Duties, agency: Agency | None) -> Refusal | None:
    """Why this person may not keep questionnaires of an agency (None: those of everybody)."""
    if agency is not None:
        return refuse_holding(duties, agency)
    if duties.evaluates:
        return None
    return refuse("instruments_of_central_office", "แบบของส่วนกลางแก้โดยส่วนกลาง – ทำสำเนาเป็นแบบของหน่วยงานได้")


def refuse_taking(duties: Duties, brought: AnswerImport) -> Refusal | None:
    """Why a table of another system may not be taken in (any more)."""
    if refusal := refuse_holding(duties, brought.point.run.agency):
        return refusal
    if brought.taken_at:
        return refuse("answers_taken_already", "นำเข้าไฟล์นี้แล้ว คำตอบไม่ถูกนับซ้ำ")
    if brought.point.run.closed_at:
        return refuse("answers_of_closed", "การสำรวจปิดแล้ว จึงนำคำตอบเข้าเพิ่มไม่ได้")
    return None
