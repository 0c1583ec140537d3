"""Who may invite whom, and end whose membership."""

from datetime import datetime

from samrit.people.models import Agency, Invitation, Role
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse


def refuse_invitation(duties: Duties, *, agency: Agency, role: str) -> Refusal | None:
    """The central office may invite anybody; a coordinator the recorders and approvers of the own province."""
    if (role == Role.EVALUATOR) != (agency.kind == Agency.Kind.CENTRAL):
        return refuse("role_not_in_agency", "บทบาทผู้ประเมินมีได้เฉพาะในสำนักงาน ก.พ.ร. – เลือกบทบาทหรือหน่วยงานใหม่")
    if role == Role.COORDINATOR and agency.kind != Agency.Kind.PROVINCIAL_OFFICE:
        return refuse(
            "coordinator_in_provincial_office", "ผู้ประสานงานจังหวัดต้องอยู่ในสำนักงานจังหวัด – เลือกหน่วยงานใหม่"
        )
    if duties.evaluates:
        return None
    if agency.area_id not in duties.coordinated_areas():
        return refuse("not_your_agency", "เชิญได้เฉพาะคนในจังหวัดที่คุณดูแล")
    if role in {Role.COORDINATOR, Role.EVALUATOR}:
        return refuse("invited_by_central_office", "ผู้ประสานงานจังหวัดและผู้ประเมินเชิญโดยสำนักงาน ก.พ.ร. เท่านั้น")
    return None


def refuse_acceptance(invitation: Invitation, *, now: datetime) -> Refusal | None:
    """One use, and only until it expires."""
    if invitation.accepted_at:
        return refuse("invitation_used", "ลิงก์คำเชิญนี้ใช้ไปแล้ว – เข้าสู่ระบบด้วยอีเมลของคุณ หรือขอคำเชิญใหม่จากผู้ประสานงาน")
    if invitation.revoked_at:
        return refuse("invitation_revoked", "คำเชิญนี้ถูกยกเลิกแล้ว – ติดต่อผู้ประสานงานจังหวัดเพื่อขอคำเชิญใหม่")
    if now >= invitation.expires_at:
        return refuse("invitation_expired", "ลิงก์คำเชิญนี้หมดอายุแล้ว – ติดต่อผู้ประสานงานจังหวัดเพื่อขอคำเชิญใหม่")
    return None
