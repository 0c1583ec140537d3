"""Mail about accounts: the letter that brings an invitation, and the word to its owner that a way in was changed."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samrit.people.models import Invitation, User
from samrit.ui.formats import date_and_time


def invitation_link(token: str) -> str:
    """The whole address that accepts an invitation, on the site's own name (SAMRIT_URL)."""
    return settings.SITE_URL.rstrip("/") + reverse("people:accept", args=[token])


def invitation_mail(invitation: Invitation, link: str) -> EmailMessage:
    """Who invites to what, the link and how long it lasts. Never a password."""
    inviter = invitation.invited_by.name if invitation.invited_by else _("ผู้ดูแลระบบ")
    lines = [
        _("เรียน %(name)s") % {"name": invitation.name},
        "",
        _("%(inviter)s เชิญคุณเป็น “%(role)s” ของ%(agency)s ในระบบสัมฤทธิ์")
        % {"inviter": inviter, "role": _(invitation.get_role_display()), "agency": invitation.agency.name},
        "",
        _("เปิดลิงก์นี้เพื่อตั้งรหัสผ่านของคุณเองและเริ่มใช้งาน:"),
        link,
        "",
        _("ลิงก์ใช้ได้ครั้งเดียว จนถึง %(until)s") % {"until": date_and_time(invitation.expires_at)},
        _("หากคุณไม่ได้รอคำเชิญนี้ ไม่ต้องทำอะไร และอย่าส่งต่อลิงก์ให้ผู้อื่น"),
    ]
    return EmailMessage(
        subject=_("คำเชิญใช้งานระบบสัมฤทธิ์ – %(agency)s") % {"agency": invitation.agency.name},
        body="\n".join(lines),
        to=[invitation.email],
    )


CHANGES = {  # what was changed, by the name under which it is told → in words
    "account/email/password_changed": gettext_noop("เปลี่ยนรหัสผ่าน"),
    "account/email/password_reset": gettext_noop("ตั้งรหัสผ่านใหม่ด้วยลิงก์ทางอีเมล"),
    "account/email/password_set": gettext_noop("ตั้งรหัสผ่าน"),
    "mfa/email/totp_activated": gettext_noop("เพิ่มแอปสร้างรหัส"),
    "mfa/email/totp_deactivated": gettext_noop("เลิกใช้แอปสร้างรหัส"),
    "mfa/email/recovery_codes_generated": gettext_noop("สร้างรหัสสำรองชุดใหม่"),
    "mfa/email/webauthn_added": gettext_noop("เพิ่มพาสคีย์"),
    "mfa/email/webauthn_removed": gettext_noop("ลบพาสคีย์"),
    "identity_linked": gettext_noop("ผูกบัญชีภายนอกสำหรับเข้าสู่ระบบ"),
    "identity_unlinked": gettext_noop("ยกเลิกการผูกบัญชีภายนอก"),
    "unlocked": gettext_noop("ผู้ดูแลระบบล้างการยืนยันตัวตนสองขั้น"),
}


def change_mail(user: User, change: str, *, at: datetime, whence: str) -> EmailMessage:
    """To the address of the account, whoever made the change. ``whence``: network address and browser; empty: the operator."""
    site = settings.SITE_URL.rstrip("/")
    lines = [
        _("เรียน %(name)s") % {"name": user.name},
        "",
        _("บัญชีของคุณในระบบสัมฤทธิ์มีการเปลี่ยนแปลง: %(what)s") % {"what": _(CHANGES[change])},
        _("เมื่อ %(when)s") % {"when": date_and_time(at)} + (f" · {whence}" if whence else ""),
        "",
        _("ถ้าเป็นคุณ ไม่ต้องทำอะไร"),
        _("ถ้าไม่ใช่คุณ ทำทันที:"),
        _("1. ตั้งรหัสผ่านใหม่: %(address)s") % {"address": site + reverse("account_reset_password")},
        _("2. ออกจากระบบทุกเครื่อง: %(address)s") % {"address": site + reverse("usersessions_list")},
        _("3. ลบวิธีเข้าสู่ระบบที่คุณไม่ได้เพิ่ม: %(address)s") % {"address": site + reverse("mfa_index")},
        _("4. แจ้งผู้ดูแลระบบหรือผู้ประสานงานจังหวัด"),
    ]
    return EmailMessage(
        subject=_("บัญชีสัมฤทธิ์ของคุณเปลี่ยนแปลง: %(what)s") % {"what": _(CHANGES[change])},
        body="\n".join(lines),
        to=[user.email],
    )
