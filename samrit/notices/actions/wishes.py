"""How a person wants to be told: settings, LINE, the calendar's address. Each leaves a trace in the trail."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.notices.models import CalendarFeed, LineAccount, LineCode, Preference
from samrit.notices.permissions import refuse_hours
from samrit.notices.queries import secret_digest
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError, refuse

CODE_LASTS = timedelta(minutes=15)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
CODE_LENGTH = 10
WISHES = ("email", "line", "digest_hour", "quiet_from", "quiet_until", "language")


def _trace(verb: str, subject: Any, by: User, now: datetime, **facts: Mapping[str, Any]) -> None:
    described = duties_of(by, localdate(now)).described()
    record(verb=verb, subject=subject, by=by, now=now, actor_role=described, **facts)  # type: ignore[arg-type]  # before, after


@transaction.atomic
def change_preference(*, by: User, now: datetime, **wanted: Any) -> Preference:
    """Any of ``WISHES``; what is not named stays."""
    preference, _ = Preference.objects.select_for_update().get_or_create(person=by)
    before = {name: getattr(preference, name) for name in WISHES}
    for name, value in wanted.items():
        setattr(preference, name, value)
    after = {name: getattr(preference, name) for name in WISHES}
    if refusal := refuse_hours(preference):
        raise RefusedError(refusal)
    preference.save()
    changed = [name for name in WISHES if before[name] != after[name]]
    if changed:
        _trace(
            "change_preference", preference, by, now,
            before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
        )  # fmt: skip
    return preference


# ── LINE ────────────────────────────────────────────────────────────────────
@transaction.atomic
def make_line_code(*, by: User, now: datetime) -> str:
    """A one-time code to be sent to the official account; it replaces the one before. Only its hash is kept."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    LineCode.objects.update_or_create(
        person=by, defaults={"code_hash": secret_digest(code), "expires_at": now + CODE_LASTS}
    )
    return f"{code[:5]}-{code[5:]}"


@transaction.atomic
def link_line(*, code: str, line_id: str, now: datetime) -> User:
    """Tie the LINE account that sent a valid code to its person; each account to one person, the newest counts."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    found = (
        LineCode.objects.select_for_update(of=("self",))
        .filter(code_hash=secret_digest(typed), expires_at__gt=now, person__is_active=True)
        .select_related("person")
        .first()
    )
    if found is None:
        raise RefusedError(
            refuse("line_code_unknown", "รหัสนี้ไม่ถูกต้องหรือหมดอายุแล้ว – ขอรหัสใหม่ที่หน้าตั้งค่าการแจ้งเตือน")
        )
    person = found.person
    found.delete()
    LineAccount.objects.filter(line_id=line_id).exclude(person=person).delete()
    account, _ = LineAccount.objects.update_or_create(
        person=person, defaults={"line_id": line_id, "linked_at": now}
    )
    _trace("link_line", account, person, now)
    return person


@transaction.atomic
def unlink_line(*, person: User, now: datetime) -> bool:
    """The person's wish, or LINE says that the official account was blocked; whether there was a link."""
    account = LineAccount.objects.select_for_update().filter(person=person).first()
    LineCode.objects.filter(person=person).delete()
    if account is None:
        return False
    _trace("unlink_line", account, person, now)
    account.delete()
    return True


# ── the calendar ────────────────────────────────────────────────────────────
@transaction.atomic
def make_calendar(*, by: User, now: datetime) -> str:
    """A new secret address for the person's calendar; the one before stops working. The token is returned once."""
    token = secrets.token_urlsafe(32)
    feed, _ = CalendarFeed.objects.update_or_create(
        person=by, defaults={"token_hash": secret_digest(token), "made_at": now}
    )
    _trace("make_calendar", feed, by, now)
    return token


@transaction.atomic
def revoke_calendar(*, by: User, now: datetime) -> bool:
    """The address stops working; whether there was one."""
    feed = CalendarFeed.objects.select_for_update().filter(person=by).first()
    if feed is None:
        return False
    _trace("revoke_calendar", feed, by, now)
    feed.delete()
    return True
