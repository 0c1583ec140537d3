"""Who may have a national report made, and stop it."""

from samrit.dashboards.models import NationalReport
from samrit.frameworks.models import FiscalYear
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse


def refuse_report(
    duties: Duties, year: FiscalYear, scope: str, *, scores: int, under_way: NationalReport | None
) -> Refusal | None:
    """``scores``: how many scores of the year it would show; ``under_way``: one of the same year and scope."""
    if not (duties.evaluates or duties.coordinates):
        return refuse("report_not_yours", "ผู้ประเมินและผู้ประสานงานจังหวัดเป็นผู้สั่งจัดทำรายงานระดับประเทศ")
    if scope == NationalReport.Scope.INTERNAL and not duties.evaluates:
        return refuse("report_internal", "รายงานที่มีผลยังไม่ประกาศ สั่งจัดทำได้เฉพาะผู้ประเมิน")
    if year.voided_at:
        return refuse("report_voided", "ปีนี้ไม่ใช้ผลประเมิน จึงไม่มีรายงานระดับประเทศ")
    if under_way:
        return refuse("report_under_way", "กำลังจัดทำฉบับนี้อยู่แล้ว – รอจนเสร็จ หรือยกเลิกก่อน")
    if not scores:
        return refuse("report_empty", "ยังไม่มีคะแนนของปีนี้ให้รายงาน – จัดทำได้เมื่อมีจังหวัดที่มีคะแนนแล้ว")
    return None


def refuse_cancelling(duties: Duties, report: NationalReport) -> Refusal | None:
    if not (duties.evaluates or report.asked_by_id == duties.user.pk):
        return refuse("report_of_another", "ยกเลิกได้เฉพาะผู้ที่สั่งจัดทำ หรือผู้ประเมิน")
    if not report.is_under_way:
        return refuse("report_ended", "รายงานฉบับนี้สิ้นสุดแล้ว จึงยกเลิกไม่ได้")
    return None
