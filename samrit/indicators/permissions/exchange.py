"""Who makes packages, who says from whom they are taken, who decides between two figures."""

from samrit.indicators.models import Package
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse


def refuse_exchanging(duties: Duties, area_code: str) -> Refusal | None:
    """Why this person may neither make packages of the province nor say from whom they are taken."""
    if duties.evaluates or area_code in duties.coordinated_areas():
        return None
    return refuse("exchange_not_yours", "แลกเปลี่ยนข้อมูลของจังหวัดได้เฉพาะผู้ดูแลข้อมูลจังหวัด หรือผู้ประเมินส่วนกลาง")


def refuse_opening(duties: Duties, package: Package) -> Refusal | None:
    """Why this person may not fetch the file: it holds what every agency said of its own submissions."""
    if package.by_id == duties.user.pk or refuse_exchanging(duties, package.area_id) is None:
        return None
    return refuse("package_not_yours", "เปิดไฟล์แพ็กเกจได้เฉพาะผู้รับแพ็กเกจนี้เข้า ผู้ดูแลข้อมูลจังหวัด หรือผู้ประเมินส่วนกลาง")


def refuse_registering(duties: Duties) -> Refusal | None:
    """Why this person may not register another installation."""
    if duties.evaluates or duties.coordinates:
        return None
    return refuse("partner_not_yours", "ลงทะเบียนคู่แลกเปลี่ยนข้อมูลได้เฉพาะผู้ดูแลข้อมูลจังหวัด หรือผู้ประเมินส่วนกลาง")


def refuse_recognising(duties: Duties) -> Refusal | None:
    """Why this person may not say whose receipts count as the ministry's."""
    if duties.evaluates:
        return None
    return refuse("ministry_not_yours", "ระบุว่าระบบใดเป็นของกระทรวงได้เฉพาะผู้ประเมินส่วนกลาง")


def refuse_deciding(duties: Duties, area_code: str) -> Refusal | None:
    """Why this person may not decide between two figures of the province."""
    if area_code in duties.coordinated_areas():
        return None
    return refuse("reconciliation_not_yours", "ตัดสินค่าที่ไม่ตรงกันได้เฉพาะผู้ดูแลข้อมูลจังหวัด")
