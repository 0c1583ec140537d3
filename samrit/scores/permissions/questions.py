"""Who may ask a province about a reported result, who may answer, and who closes a question."""

from datetime import datetime

from samrit.frameworks.models import Kpi, Round
from samrit.people.models import Role
from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.rules.questions import refuse_deadline, times_of
from samrit.rules.wording import Refusal, refuse
from samrit.rules.workflow import Status
from samrit.scores.models import ProvinceScore, Question
from samrit.scores.permissions.evaluating import refuse_changing, refuse_evaluating

MOST_OPEN = 10  # questions about one result


def refuse_asking(
    duties: Duties, round_: Round, result: Result | None, score: ProvinceScore | None, *, waiting: int
) -> Refusal | None:
    """Why no question can be asked now, whatever it says; ``waiting``: those about this result that are open."""
    if refusal := refuse_evaluating(duties, round_):
        return refusal
    if result is None or result.status not in {Status.FILED, Status.VERIFIED}:
        return refuse("ask_when_filed", "ถามได้เมื่อจังหวัดส่งผลของตัวชี้วัดนี้แล้ว")
    if refuse_changing(score):
        return refuse("ask_before_confirming", "ยืนยันคะแนนรอบนี้แล้ว จึงตั้งคำถามเพิ่มไม่ได้")
    if waiting >= MOST_OPEN:
        return refuse("too_many_questions", "มีคำถามที่ยังไม่ปิด {count} ข้อแล้ว – ปิดข้อเดิมก่อน", count=waiting)
    return None


def refuse_question(round_: Round, *, text: str, answer_by: datetime, now: datetime) -> Refusal | None:
    """Why this question cannot be asked as it was written."""
    if not text.strip():
        return refuse("question_empty", "ยังไม่ได้พิมพ์คำถาม")
    return refuse_deadline(times_of(round_.fiscal_year_id), answer_by, now)


def answers_for(duties: Duties, kpi: Kpi) -> int | None:
    """The key of the agency that this person answers for: of those that are responsible, the leading one first."""
    own = duties.agencies(Role.RECORDER, Role.APPROVER)
    return next((one.agency_id for one in kpi.ownerships.all() if one.agency_id in own), None)


def refuse_answering(duties: Duties, question: Question, kpi: Kpi | None) -> Refusal | None:
    """The people who report the KPI answer; late answers are taken, closed questions are not answered."""
    if kpi is None or answers_for(duties, kpi) is None:
        return refuse("answered_by_owner", "ตอบได้เฉพาะผู้บันทึกข้อมูลและผู้อนุมัติข้อมูลของหน่วยงานรับผิดชอบตัวชี้วัดนี้")
    if question.closing:
        return refuse("question_closed", "ผู้ประเมินปิดคำถามนี้แล้ว จึงตอบเพิ่มไม่ได้")
    return None


def refuse_closing(duties: Duties, question: Question) -> Refusal | None:
    """Any evaluator of the province may: who asked can be away."""
    if refusal := refuse_evaluating(duties, question.result.round):
        return refusal
    if question.closing:
        return refuse("question_closed_already", "คำถามนี้ปิดไปแล้ว")
    return None


def refuse_enough(duties: Duties, question: Question) -> Refusal | None:
    """Without an answer nothing is enough: it can be taken back."""
    if refusal := refuse_closing(duties, question):
        return refusal
    if not question.sent_answers:
        return refuse("nothing_answered", "ยังไม่มีคำตอบ – รอคำตอบ หรือถอนคำถามพร้อมเหตุผล")
    return None
