"""Who may prepare and publish a framework, and who may move a window."""

from samrit.frameworks.models import Edition, Round
from samrit.people.models import Area
from samrit.people.queries import Duties
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


def refuse_window(duties: Duties, area: Area, existing: Round | None) -> Refusal | None:
    """The window comes from the letter (decision 0005); once set, only the central office moves it."""
    if existing is None:
        return refuse_preparing(duties, area)
    if duties.evaluates:
        return None
    return refuse("window_is_set", "กำหนดเวลารายงานตั้งไว้แล้ว เปลี่ยนได้เฉพาะสำนักงาน ก.พ.ร. – ทำหนังสือขอขยายเวลา")


def refuse_details(duties: Duties, edition: Edition) -> Refusal | None:
    """Who prepares the framework writes its KPIs' details, in a draft and in the edition in force."""
    if refusal := refuse_preparing(duties, edition.framework.area):
        return refusal
    if edition.status == Edition.Status.SUPERSEDED:
        return refuse("edition_superseded", "ฉบับนี้ถูกแทนที่แล้ว แก้ไขไม่ได้ – แก้ในฉบับที่ใช้อยู่แทน")
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
