"""Writes about people: invite, accept, revoke, end a membership."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.people.models import Agency, Invitation, Membership, User
from samrit.people.permissions import refuse_acceptance, refuse_invitation
from samrit.people.queries import agencies_managed_by, duties_of
from samrit.rules.wording import RefusedError, refuse

INVITATION_LASTS = timedelta(days=7)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, email: str, name: str, agency: Agency, role: str, by: User, now: datetime, token: str | None = None
) -> tuple[Invitation, str]:
    """Make an invitation; its token is returned once and only its hash is kept."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_invitation(duties, agency=agency, role=role):
        raise RefusedError(refusal)
    token = token or secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_hash=token_digest(token),
        email=email.strip().lower(),
        name=name.strip(),
        agency=agency,
        role=role,
        invited_by=by,
        invited_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    record(
        verb="invite",
        subject=invitation,
        by=by,
        now=now,
        after={"agency": agency.name, "role": role},
        area_code=agency.area_id or "",
        actor_role=duties.described(),
    )
    return invitation, token


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str, by: User | None, now: datetime) -> User:
    """Make the account (or take the signed-in person's), and the membership. One use."""
    invitation = Invitation.objects.select_for_update().select_related("agency").get(pk=invitation.pk)
    if refusal := refuse_acceptance(invitation, now=now):
        raise RefusedError(refusal)
    user = by if by is not None else _new_user(invitation, password)
    if user.email != invitation.email:
        raise RefusedError(
            refuse("invitation_of_another", "คำเชิญนี้ส่งถึงอีเมลอื่น – ออกจากระบบก่อน แล้วเปิดลิงก์คำเชิญอีกครั้ง")
        )
    membership, _ = Membership.objects.get_or_create(
        user=user, agency=invitation.agency, role=invitation.role, starts_on=localdate(now)
    )
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(
        verb="accept_invitation",
        subject=membership,
        by=user,
        now=now,
        after={"agency": invitation.agency.name, "role": invitation.role},
        area_code=invitation.agency.area_id or "",
    )
    return user


def _new_user(invitation: Invitation, password: str) -> User:
    if User.objects.filter(email=invitation.email).exists():
        raise RefusedError(
            refuse("account_exists", "อีเมลนี้มีบัญชีอยู่แล้ว – เข้าสู่ระบบก่อน แล้วเปิดลิงก์คำเชิญอีกครั้งเพื่อรับบทบาทใหม่")
        )
    return User.objects.create_user(invitation.email, password, name=invitation.name)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Make an unused invitation useless. The caller has fetched it from what ``by`` may see."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise RefusedError(refuse("invitation_used_already", "คำเชิญนี้ถูกใช้แล้ว – ให้สิ้นสุดบทบาทของผู้ใช้แทน"))
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    record(verb="revoke_invitation", subject=invitation, by=by, now=now)


@transaction.atomic
def end_membership(*, membership: Membership, by: User, now: datetime) -> None:
    """The role ends with today."""
    duties, today = duties_of(by, localdate(now)), localdate(now)
    if not agencies_managed_by(duties).filter(pk=membership.agency_id).exists():
        raise RefusedError(refuse("not_your_agency_member", "ทำได้เฉพาะผู้ดูแลบุคคลของหน่วยงานนี้"))
    if membership.user_id == by.pk:
        raise RefusedError(refuse("own_membership", "สิ้นสุดบทบาทของตนเองไม่ได้ – ให้ผู้ดูแลคนอื่นทำให้"))
    before = membership.ends_on
    membership.ends_on = max(today, membership.starts_on)
    membership.save(update_fields=["ends_on"])
    record(
        verb="end_membership",
        subject=membership,
        by=by,
        now=now,
        before={"ends_on": before.isoformat() if before else None},
        after={"ends_on": membership.ends_on.isoformat()},
        area_code=membership.agency.area_id or "",
        actor_role=duties.described(),
    )


@transaction.atomic
def sign_in_as_demo(*, user: User, now: datetime) -> User:
    """Who the one-click sign-in may sign in: a fictitious person, and only while the site is a demo."""
    if not (settings.DEMO and user.is_demo):
        raise RefusedError(refuse("not_a_demo", "เข้าสู่ระบบแบบคลิกเดียวมีเฉพาะในระบบสาธิต"))
    record(verb="demo_sign_in", subject=user, by=user, now=now)
    return user
