"""The end of an account's identity: who it was is forgotten, what was done under its number stays, and the chain holds.

The trail names people by the numbers of their accounts, so nothing in it changes. What the law obliges to keep
(sealed filings, letters, published results) keeps the names that stand in it.
"""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.letters.models import Attendance, Forward, LetterStep, Routing
from samrit.notices.models import (
    CalendarFeed,
    Delivery,
    Digest,
    LineAccount,
    LineCode,
    Notice,
    OutboxMail,
    Preference,
)
from samrit.people.models import AccessToken, Invitation, KeptAnswer, LinkedIdentity, User
from samrit.reports.models import EntryDraft
from samrit.rules.letters.signing import Status
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.scores.models import Assignment

NOWHERE = "erased.invalid"  # a domain that no mail reaches (RFC 2606)


def refuse_erasing(user: User, *, today: date) -> Refusal | None:
    """Not while anything waits for the person: somebody else has to take it over first."""
    if user.is_service:
        return refuse("erase_a_system", "บัญชีนี้เป็นของระบบ ไม่ใช่บุคคล – ยกเลิกโทเคนของระบบแทน")
    if user.email.endswith(f"@{NOWHERE}"):
        return refuse("erased_already", "บัญชีนี้ลบตัวตนไปแล้ว")
    if user.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).exists():
        return refuse("erase_with_roles", "ยังมีบทบาทที่ไม่สิ้นสุด – สิ้นสุดบทบาทที่หน้า “คน” แล้วลบได้ในวันถัดไป")
    if Assignment.objects.filter(evaluator=user, ended_at=None, round__scores__isnull=True).exists():
        return refuse("erase_with_assignments", "ยังได้รับมอบหมายให้ตรวจรอบที่ยังไม่คิดคะแนน – มอบหมายผู้ตรวจคนใหม่ก่อน")
    if _letters_wait_for(user):
        return refuse("erase_with_letters", "ยังมีหนังสือที่รอผู้นี้ลงนามหรือดำเนินการ – มอบหมายผู้อื่นหรือปิดเรื่องก่อน")
    return None


def _letters_wait_for(user: User) -> bool:
    steps = LetterStep.objects.filter(person=user, verdict="", letter__status=Status.IN_CHAIN)
    passed_on = Forward.objects.filter(person=user, done_at=None).exclude(
        delivery__letter__status=Status.VOID
    )
    routed = Routing.objects.filter(person=user, done_at=None, withdrawn=False)
    return steps.exists() or passed_on.exists() or routed.exists()


@transaction.atomic
def erase_person(*, user: User, by: User | None, now: datetime) -> User:
    """Nobody can sign in to it, be mailed through it, or learn from it who it was."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if refusal := refuse_erasing(user, today=localdate(now)):
        raise RefusedError(refusal)
    address, name = f"erased-{user.pk}@{NOWHERE}", f"บัญชีที่ลบตัวตนแล้ว #{user.pk}"
    _close_ways_in(user, now)
    _forget_messages(user)
    Invitation.objects.filter(email=user.email).update(email=address, name=name)
    Attendance.objects.filter(person=user).update(name=name)
    EntryDraft.objects.filter(person=user).delete()
    user.email, user.name, user.is_active = address, name, False
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "is_active", "password"])
    record(verb="erase_person", subject=user, by=by, now=now)
    return user


def _close_ways_in(user: User, now: datetime) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
    for kept in (Authenticator, EmailAddress, LinkedIdentity):
        kept.objects.filter(user=user).delete()
    KeptAnswer.objects.filter(token__user=user).delete()
    tokens = AccessToken.objects.filter(user=user)
    tokens.filter(revoked_at=None).update(revoked_at=now, revoked_by=user)
    tokens.update(name="–")


def _forget_messages(user: User) -> None:
    """In this order: what was sent names the notices and digests."""
    held = OutboxMail.objects.filter(recipients__icontains=user.email).values_list("pk", "recipients")
    theirs = [
        pk for pk, to in held if user.email.lower() in to.lower().split(", ")
    ]  # not another's longer address
    OutboxMail.objects.filter(pk__in=theirs).delete()
    for kept in (Delivery, Notice, Digest, LineAccount, LineCode, CalendarFeed, Preference):
        kept.objects.filter(person=user).delete()
