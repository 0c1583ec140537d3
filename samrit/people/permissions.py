"""Who may invite whom, and end whose membership."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from samrit.people.models import AccessToken, Agency, Area, Invitation, LinkedIdentity, Membership, Role, User
from samrit.people.queries import Duties, live_tokens
from samrit.rules.scopes import refuse_scopes, refuse_service_scopes
from samrit.rules.wording import Refusal, refuse

LONGEST_ACTING = timedelta(days=366)
LONGEST_TOKEN = timedelta(days=366)
MOST_TOKENS = 20  # that work, of one person or one system


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
    return refuse_role(agency=agency, role=role) or refuse_managing(duties, agency=agency, role=role)


def refuse_role(*, agency: Agency, role: str) -> Refusal | None:
    """Evaluators belong to the central office, coordinators to a provincial office."""
    if (role == Role.EVALUATOR) != (agency.kind == Agency.Kind.CENTRAL):
        return refuse("role_not_in_agency", "บทบาทผู้ประเมินมีได้เฉพาะในสำนักงาน ก.พ.ร. – เลือกบทบาทหรือหน่วยงานใหม่")
    if role == Role.COORDINATOR and agency.kind != Agency.Kind.PROVINCIAL_OFFICE:
        return refuse(
            "coordinator_in_provincial_office", "ผู้ประสานงานจังหวัดต้องอยู่ในสำนักงานจังหวัด – เลือกหน่วยงานใหม่"
        )
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


def refuse_revoking(duties: Duties, invitation: Invitation) -> Refusal | None:
    if refusal := refuse_managing(duties, agency=invitation.agency, role=invitation.role):
        return refusal
    if invitation.accepted_at:
        return refuse("invitation_used_already", "คำเชิญนี้ถูกใช้แล้ว – ให้สิ้นสุดบทบาทของผู้ใช้แทน")
    if invitation.revoked_at:
        return refuse("invitation_revoked_already", "คำเชิญนี้ถูกยกเลิกไปแล้ว")
    return None


def refuse_appointing(duties: Duties, *, agency: Agency, role: str) -> Refusal | None:
    """Who may let somebody act in ``role`` for a time: who manages the role, and who holds it in the own right.

    Who acts for another passes nothing on.
    """
    same = [one for one in duties.memberships if one.agency_id == agency.pk and one.role == role]
    if same and all(one.capacity for one in same):
        return refuse(
            "acting_passes_nothing_on",
            "ผู้ปฏิบัติหน้าที่แทนแต่งตั้งผู้อื่นต่อไม่ได้ – ให้เจ้าของบทบาทหรือผู้ประสานงานจังหวัดทำให้",
        )
    if same or not refuse_managing(duties, agency=agency, role=role):
        return None
    own = [one for one in duties.memberships if one.agency_id == agency.pk and not one.capacity]
    if role == Role.RECORDER and any(one.role == Role.APPROVER for one in own):
        return None
    return refuse("not_yours_to_appoint", "บันทึกผู้รักษาราชการแทนได้เฉพาะบทบาทของตนเอง หรือของหน่วยงานในจังหวัดที่คุณดูแล")


def refuse_order(starts_on: date, ends_on: date, *, order_date: date, today: date) -> Refusal | None:
    """Power begins today at the earliest and ends within a year."""
    if starts_on < today:
        return refuse("acting_not_backwards", "วันเริ่มต้องไม่ก่อนวันนี้ – อำนาจมีผลย้อนหลังไม่ได้ สิ่งที่ทำไปแล้วยังเป็นของผู้ที่ทำ")
    if ends_on < starts_on:
        return refuse("acting_reversed", "วันสิ้นสุดต้องไม่ก่อนวันเริ่ม – ตรวจวันที่อีกครั้ง")
    if ends_on > starts_on + LONGEST_ACTING:
        return refuse("acting_too_long", "ช่วงเวลายาวเกินหนึ่งปี – ตรวจปี พ.ศ. ของวันสิ้นสุด หรือเชิญเป็นบทบาทของตนเองแทน")
    if order_date > ends_on:
        return refuse("acting_order_late", "วันที่ของคำสั่งอยู่หลังวันสิ้นสุด – ตรวจวันที่ของคำสั่ง")
    return None


def refuse_ending(duties: Duties, membership: Membership, *, today: date) -> Refusal | None:
    refusal = (
        refuse_appointing(duties, agency=membership.agency, role=membership.role)
        if membership.capacity
        else refuse_managing(duties, agency=membership.agency, role=membership.role)
    )
    if refusal:
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


# ── signing in ──────────────────────────────────────────────────────────────
NEED_A_SECOND_FACTOR = {Role.APPROVER, Role.EVALUATOR}  # whose word becomes the record


def refuse_without_second_factor(
    duties: Duties, *, has_one: bool, demanded_from: date | None, today: date
) -> Refusal | None:
    """Who approves or evaluates works only after a second step, from a day on (None: never demanded)."""
    if has_one or demanded_from is None or today < demanded_from:
        return None
    if not any(held.role in NEED_A_SECOND_FACTOR for held in duties.memberships):
        return None
    return refuse(
        "second_factor_needed",
        "ผู้อนุมัติและผู้ประเมินต้องยืนยันตัวตนสองขั้น – เพิ่มพาสคีย์หรือแอปสร้างรหัสด้านล่าง แล้วทำงานต่อได้ทันที",
    )


def refuse_identity(found: LinkedIdentity | None, *, label: str) -> Refusal | None:
    """Who comes from a provider is somebody here only when an account was linked before: none is made on the way."""
    if found is None:
        return refuse(
            "identity_unknown",
            "บัญชี {label} นี้ยังไม่ได้ผูกกับผู้ใช้ในระบบ – ถ้ามีบัญชีแล้ว เข้าสู่ระบบด้วยวิธีเดิมแล้วผูกที่หน้า “ความปลอดภัยของบัญชี”"
            " ถ้ายังไม่มี ขอคำเชิญจากผู้ประสานงานจังหวัดหรือหน่วยงานกลาง",
            label=label,
        )
    if not found.user.is_active or found.user.is_service:
        return refuse("account_closed", "บัญชีนี้ปิดใช้งานแล้ว – ติดต่อผู้ประสานงานจังหวัดหรือหน่วยงานกลาง")
    return None


def refuse_linking(user: User, *, holder: User | None, linked: bool, label: str) -> Refusal | None:
    """One person of a provider is one person here, and the other way round. ``holder``: whose it is already."""
    if holder is not None and holder != user:
        return refuse(
            "identity_of_another", "บัญชี {label} นี้ผูกกับผู้ใช้อีกคนแล้ว – ถ้าเป็นของคุณ แจ้งผู้ดูแลระบบ", label=label
        )
    if linked:
        return refuse(
            "identity_linked", "คุณผูกบัญชี {label} ไว้แล้ว – ยกเลิกการผูกเดิมก่อน ถ้าต้องการเปลี่ยน", label=label
        )
    return None


def refuse_unlinking(*, other_ways: bool) -> Refusal | None:
    """The last way in is not taken away."""
    if other_ways:
        return None
    return refuse("last_way_in", "นี่เป็นทางเดียวที่คุณเข้าสู่ระบบได้ – ตั้งรหัสผ่านหรือเพิ่มพาสคีย์ก่อน แล้วจึงยกเลิกการผูก")


# ── tokens ──────────────────────────────────────────────────────────────────
def refuse_own_token(
    user: User, *, scopes: Collection[str], expires_at: datetime, now: datetime
) -> Refusal | None:
    """A personal token: its owner's, for a year at most. A system makes none for itself."""
    if user.is_service:
        return refuse("system_makes_no_token", "ระบบสร้างโทเคนเองไม่ได้ – ให้ผู้ที่ดูแลหน่วยงานสร้างให้")
    if live_tokens(user, now).count() >= MOST_TOKENS:
        return refuse(
            "token_too_many", "มีโทเคนที่ใช้ได้อยู่ {most} รายการแล้ว – ยกเลิกรายการที่ไม่ใช้ก่อน", most=MOST_TOKENS
        )
    return refuse_scopes(scopes) or refuse_token_term(expires_at, now=now)


def refuse_token_term(expires_at: datetime, *, now: datetime) -> Refusal | None:
    if expires_at <= now:
        return refuse("token_term_past", "วันหมดอายุต้องอยู่หลังวันนี้")
    if expires_at > now + LONGEST_TOKEN:
        return refuse("token_term_long", "โทเคนใช้ได้นานที่สุดหนึ่งปี – เลือกวันหมดอายุที่เร็วกว่านี้ แล้วสร้างใหม่เมื่อใกล้หมด")
    return None


def refuse_service_token(
    duties: Duties,
    *,
    agency: Agency,
    role: str,
    scopes: Collection[str],
    expires_at: datetime,
    now: datetime,
) -> Refusal | None:
    """Who manages a role in an agency may let a system hold it; what it may do is narrower than a person's."""
    return (
        refuse_role(agency=agency, role=role)
        or refuse_managing(duties, agency=agency, role=role)
        or refuse_scopes(scopes)
        or refuse_service_scopes(scopes, records=role == Role.RECORDER)
        or refuse_token_term(expires_at, now=now)
    )


def refuse_revoking_token(duties: Duties, token: AccessToken) -> Refusal | None:
    """Its owner, and for a system's token who looks after the system's agency."""
    if token.revoked_at:
        return refuse("token_revoked_already", "โทเคนนี้ถูกยกเลิกไปแล้ว")
    if token.user_id == duties.user.pk:
        return None
    held = token.user.memberships.all() if token.user.is_service else ()
    if any(refuse_managing(duties, agency=one.agency, role=one.role) is None for one in held):
        return None
    return refuse("not_your_token", "ยกเลิกได้เฉพาะโทเคนของตนเอง หรือของระบบในหน่วยงานที่คุณดูแล")
