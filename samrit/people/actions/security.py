"""What happens to a person's second step of signing in: the trail of it, and taking it away for who lost it."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from samrit.audit.actions import record
from samrit.people.models import User
from samrit.rules.wording import RefusedError, refuse


def note_second_factor(*, verb: str, kind: str, by: User, now: datetime) -> None:
    """The account's own library writes the thing itself; ``kind``: webauthn, totp or recovery_codes."""
    record(verb=verb, subject=by, by=by, now=now, after={"second_factor": kind})


@transaction.atomic
def forget_second_factor(*, email: str, by: User | None, now: datetime) -> User:
    """For a person who lost telephone, keys and codes: the password alone opens again, until a new one is made."""
    user = User.objects.select_for_update().filter(email=email.strip().lower()).first()
    if user is None:
        raise RefusedError(refuse("no_such_account", "ไม่มีบัญชีที่ใช้อีเมลนี้ – ตรวจอีเมลอีกครั้ง"))
    gone, _by_table = Authenticator.objects.filter(user=user).delete()
    if not gone:
        raise RefusedError(refuse("no_second_factor", "บัญชีนี้ยังไม่ได้ตั้งการยืนยันตัวตนสองขั้น จึงไม่มีอะไรให้ล้าง"))
    record(verb="forget_second_factor", subject=user, by=by, now=now)
    return user
