"""Inviting people, and taking an invitation up."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.people.actions.agencies import CENTRAL_OFFICE, add_agency
from samrit.people.actions.identities import link_identity
from samrit.people.models import Agency, Invitation, Membership, Role, User
from samrit.people.permissions import (
    refuse_acceptance,
    refuse_invitation,
    refuse_revoking,
)
from samrit.people.queries import duties_of, holding_on, open_invitations
from samrit.rules.wording import RefusedError, refuse

INVITATION_LASTS = timedelta(days=7)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, email: str, name: str, agency: Agency, role: str, by: User, now: datetime
) -> tuple[Invitation, str]:
    """Make an invitation; its token is returned once and only its hash is kept."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_invitation(duties, agency=agency, role=role):
        raise RefusedError(refusal)
    email = email.strip().lower()
    Agency.objects.select_for_update().get(pk=agency.pk)  # two people may invite the same person at once
    own = Membership.objects.filter(pk__in=holding_on(localdate(now)), capacity="")
    if own.filter(user__email=email, agency=agency, role=role).exists():
        raise RefusedError(refuse("already_member", "ผู้ใช้อีเมลนี้มีบทบาทนี้ในหน่วยงานนี้อยู่แล้ว จึงไม่ต้องเชิญอีก"))
    if open_invitations(now).filter(email=email, agency=agency, role=role).exists():
        raise RefusedError(
            refuse("invited_already", "มีคำเชิญถึงอีเมลนี้ที่ยังใช้ได้อยู่ – ถ้าต้องการลิงก์ใหม่ ให้ยกเลิกคำเชิญเดิมก่อน")
        )
    return _create_invitation(
        email=email, name=name, agency=agency, role=role, by=by, now=now, actor_role=duties.described()
    )


def _create_invitation(
    *, email: str, name: str, agency: Agency, role: str, by: User | None, now: datetime, actor_role: str = ""
) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_hash=token_digest(token),
        email=email,
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
        actor_role=actor_role,
    )
    return invitation, token


@transaction.atomic
def invite_first_evaluator(*, email: str, name: str, now: datetime) -> tuple[Invitation, str]:
    """The way into a new installation, from its own command line: who invites everybody else."""
    if holding_on(localdate(now)).filter(role=Role.EVALUATOR, user__is_service=False).exists():
        raise RefusedError(
            refuse("evaluator_exists", "ระบบนี้มีผู้ประเมินแล้ว – ให้ผู้ประเมินเชิญคนใหม่จากหน้า “คน” ในระบบ")
        )
    office = Agency.objects.filter(kind=Agency.Kind.CENTRAL).first() or add_agency(
        area=None, kind=Agency.Kind.CENTRAL, name=CENTRAL_OFFICE, by=None, now=now
    )
    return _create_invitation(
        email=email.strip().lower(), name=name, agency=office, role=Role.EVALUATOR, by=None, now=now
    )


@transaction.atomic
def accept_by_identity(
    *, invitation: Invitation, provider: str, label: str, digests: list[tuple[str, str]], now: datetime
) -> User:
    """Make the account without a password: its way in is the provider's person who took the invitation up."""
    user = accept_invitation(invitation=invitation, password=None, by=None, now=now)
    link_identity(provider=provider, label=label, digests=digests, by=user, now=now)
    return user


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, password: str | None, by: User | None, now: datetime, name: str = ""
) -> User:
    """Make the account (or take the signed-in person's), and the membership. One use.

    ``name`` corrects the invitation's. Without a password the account has none that could be used: the
    demo's people are made so.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("agency", "invited_by")
        .get(pk=invitation.pk)
    )
    if refusal := refuse_acceptance(invitation, now=now):
        raise RefusedError(refusal)
    user = by if by is not None else _new_user(invitation, password, name.strip() or invitation.name)
    if user.email != invitation.email:
        raise RefusedError(
            refuse("invitation_of_another", "คำเชิญนี้ส่งถึงอีเมลอื่น – ออกจากระบบก่อน แล้วเปิดลิงก์คำเชิญอีกครั้ง")
        )
    membership, _ = Membership.objects.update_or_create(
        user=user,
        agency=invitation.agency,
        role=invitation.role,
        starts_on=localdate(now),
        capacity="",
        defaults={"ends_on": None},
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


def _new_user(invitation: Invitation, password: str | None, name: str) -> User:
    """Whoever a fictitious person invites is fictitious too: a demo never turns into a register of real people."""
    try:
        with transaction.atomic():
            return User.objects.create_user(
                invitation.email,
                password,
                name=name,
                is_demo=invitation.invited_by is not None and invitation.invited_by.is_demo,
            )
    except IntegrityError:
        raise RefusedError(
            refuse("account_exists", "อีเมลนี้มีบัญชีอยู่แล้ว – เข้าสู่ระบบก่อน แล้วเปิดลิงก์คำเชิญอีกครั้งเพื่อรับบทบาทใหม่")
        ) from None


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Make an unused invitation useless."""
    duties = duties_of(by, localdate(now))
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=invitation.pk)
    )
    if refusal := refuse_revoking(duties, invitation):
        raise RefusedError(refusal)
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    record(
        verb="revoke_invitation",
        subject=invitation,
        by=by,
        now=now,
        before={"agency": invitation.agency.name, "role": invitation.role},
        area_code=invitation.agency.area_id or "",
        actor_role=duties.described(),
    )
