"""Who takes official figures in, and where a tolerance may decide without a person."""

from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.rules.official import Comparison
from samrit.rules.wording import Refusal, refuse
from samrit.rules.workflow import Status


def refuse_official(duties: Duties) -> Refusal | None:
    if duties.evaluates:
        return None
    return refuse("official_by_evaluators", "นำเข้าตัวเลขทางการได้เฉพาะผู้ประเมินของสำนักงาน ก.พ.ร.")


def refuse_tolerance(
    result: Result | None, comparison: Comparison, *, provisional: bool, judged: bool
) -> Refusal | None:
    """Why the tolerance does not decide this result by itself; ``judged``: people were asked to look at it."""
    if result is None or result.status != Status.FILED:
        return refuse("tolerance_of_filed", "เกณฑ์ตัดสินได้เฉพาะผลที่ส่งแล้วและยังไม่ได้ตรวจ")
    if judged:
        return refuse("tolerance_beside_scorers", "ผลนี้ให้ผู้ตรวจสองคนพิจารณา เกณฑ์จึงไม่ตัดสินแทน")
    if not comparison.stands:
        return refuse("tolerance_exceeded", "ต่างเกินเกณฑ์ ผู้ประเมินต้องเลือกพร้อมเหตุผล")
    if provisional and comparison.stands == "official":
        return refuse("tolerance_of_final", "ตัวเลขทางการยังเป็นข้อมูลเบื้องต้น จึงไม่ใช้แทนผลที่รายงานเอง")
    return None
