"""The letter that brings an invitation."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.people.models import Invitation
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
