"""Who may invite whom, and end whose membership."""

from datetime import date, datetime

from samrit.people.models import Agency, Area, Invitation, Membership, Role
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse


def refuse_managing(duties: Duties, *, agency: Agency, role: str) -> Refusal | None:
    """The central office looks after everybody; a coordinator after recorders and approvers of the own province."""
    if duties.evaluates:
        return None
    if agency.area_id not in duties.coordinated_areas():
        return refuse("not_your_agency", "เชิญและดูแลได้เฉพาะคนในจังหวัดที่คุณดูแล")
    if role in {Role.COORDINATOR, Role.EVALUATOR}:
        return refuse("invited_by_central_office", "ผู้ประสานงานจังหวัดและผู้ประเมินดูแลโดยสำนักงาน ก.พ.ร. เท่านั้น")
    return None


def refuse_invitation(duties: Duties, *, agency: Agency, role: str) -> Refusal | None:
    """A role must fit its agency, and the person who invites must look after it."""
    if (role == Role.EVALUATOR) != (agency.kind == Agency.Kind.CENTRAL):
        return refuse("role_not_in_agency", "บทบาทผู้ประเมินมีได้เฉพาะในสำนักงาน ก.พ.ร. – เลือกบทบาทหรือหน่วยงานใหม่")
    if role == Role.COORDINATOR and agency.kind != Agency.Kind.PROVINCIAL_OFFICE:
        return refuse(
            "coordinator_in_provincial_office", "ผู้ประสานงานจังหวัดต้องอยู่ในสำนักงานจังหวัด – เลือกหน่วยงานใหม่"
        )
    return refuse_managing(duties, agency=agency, role=role)


def refuse_acceptance(invitation: Invitation, *, now: datetime) -> Refusal | None:
    """One use, and only until it expires."""
    if invitation.accepted_at:
        return refuse("invitation_used", "ลิงก์คำเชิญนี้ใช้ไปแล้ว – เข้าสู่ระบบด้วยอีเมลของคุณ หรือขอคำเชิญใหม่จากผู้ประสานงาน")
    if invitation.revoked_at:
        return refuse("invitation_revoked", "คำเชิญนี้ถูกยกเลิกแล้ว – ติดต่อผู้ประสานงานจังหวัดเพื่อขอคำเชิญใหม่")
    if now >= invitation.expires_at:
        return refuse("invitation_expired", "ลิงก์คำเชิญนี้หมดอายุแล้ว – ติดต่อผู้ประสานงานจังหวัดเพื่อขอคำเชิญใหม่")
    return None


def refuse_revoking(duties: Duties, invitation: Invitation) -> Refusal | None:
    if refusal := refuse_managing(duties, agency=invitation.agency, role=invitation.role):
        return refusal
    if invitation.accepted_at:
        return refuse("invitation_used_already", "คำเชิญนี้ถูกใช้แล้ว – ให้สิ้นสุดบทบาทของผู้ใช้แทน")
    if invitation.revoked_at:
        return refuse("invitation_revoked_already", "คำเชิญนี้ถูกยกเลิกไปแล้ว")
    return None


def refuse_ending(duties: Duties, membership: Membership, *, today: date) -> Refusal | None:
    if refusal := refuse_managing(duties, agency=membership.agency, role=membership.role):
        return refusal
    if membership.user_id == duties.user.pk:
        return refuse("own_membership", "สิ้นสุดบทบาทของตนเองไม่ได้ – ให้ผู้ดูแลคนอื่นทำให้")
    if membership.ends_on is not None and membership.ends_on <= today:
        return refuse("membership_ended", "บทบาทนี้สิ้นสุดแล้ว")
    return None


def refuse_adding_agency(duties: Duties, *, area: Area | None) -> Refusal | None:
    """Agencies of a province by its coordinator or the central office; the central office itself is made once."""
    if area is not None and (duties.evaluates or area.pk in duties.coordinated_areas()):
        return None
    return refuse("not_your_province_agency", "เพิ่มหน่วยงานได้เฉพาะในจังหวัดที่คุณดูแล")
