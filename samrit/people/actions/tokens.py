"""Making tokens for programs, using them, ending them."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.people.actions.invitations import token_digest
from samrit.people.models import AccessToken, Agency, Membership, User
from samrit.people.permissions import refuse_own_token, refuse_revoking_token, refuse_service_token
from samrit.people.queries import Duties, duties_of
from samrit.rules.wording import RefusedError

SHOWN = 12  # letters of a token's beginning, by which people know it
NOTED_EVERY = timedelta(minutes=1)
MAIL = "systems.invalid"  # a domain that no mail reaches (RFC 2606)


@transaction.atomic
def make_token(
    *, name: str, scopes: Collection[str], expires_at: datetime, by: User, now: datetime
) -> tuple[AccessToken, str]:
    """โทเคนส่วนตัว: a program acts as this person. Its text is returned once; only its hash is kept."""
    User.objects.select_for_update().get(pk=by.pk)  # two at once must not pass the limit together
    if refusal := refuse_own_token(by, scopes=scopes, expires_at=expires_at, now=now):
        raise RefusedError(refusal)
    return _make(
        by, name=name, scopes=scopes, expires_at=expires_at, by=duties_of(by, localdate(now)), now=now
    )


@transaction.atomic
def make_service_token(
    *,
    system: str,
    agency: Agency,
    role: str,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    by: User,
    now: datetime,
) -> tuple[AccessToken, str]:
    """โทเคนของระบบ: a system acts with ``role`` for ``agency``, as an account of its own that nobody signs in to.

    A system that has its account there already gets one more token: so tokens are changed without a gap.
    """
    duties = duties_of(by, localdate(now))
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if refusal := refuse_service_token(
        duties, agency=agency, role=role, scopes=scopes, expires_at=expires_at, now=now
    ):
        raise RefusedError(refusal)
    user = _system(" ".join(system.split()), agency, role, by)
    _give_role(user, agency, role, until=expires_at, now=now)
    return _make(user, name=name, scopes=scopes, expires_at=expires_at, by=duties, now=now, agency=agency)


def _system(name: str, agency: Agency, role: str, by: User) -> User:
    held = Membership.objects.filter(agency=agency, role=role, user__is_service=True, user__name=name)
    if known := held.select_related("user").first():
        return known.user
    address = f"{secrets.token_hex(8)}@{MAIL}"
    return User.objects.create_user(address, name=name, is_service=True, is_demo=by.is_demo)


def _give_role(user: User, agency: Agency, role: str, *, until: datetime, now: datetime) -> None:
    """The role lasts as long as the longest of its tokens."""
    today, last = localdate(now), localdate(until)
    held = Membership.objects.filter(user=user, agency=agency, role=role, capacity="", ends_on__gte=today)
    if current := held.first():
        if current.ends_on and current.ends_on < last:
            current.ends_on = last
            current.save(update_fields=["ends_on"])
        return
    Membership.objects.update_or_create(
        user=user, agency=agency, role=role, starts_on=today, capacity="", defaults={"ends_on": last}
    )


def _make(
    user: User,
    *,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    by: Duties,
    now: datetime,
    agency: Agency | None = None,
) -> tuple[AccessToken, str]:
    text = f"smt_{secrets.token_urlsafe(32)}"
    token = AccessToken.objects.create(
        user=user,
        name=" ".join(name.split()),
        prefix=text[:SHOWN],
        token_hash=token_digest(text),
        scopes=sorted(set(scopes)),
        made_at=now,
        made_by=by.user,
        expires_at=expires_at,
    )
    record(
        verb="make_token",
        subject=token,
        by=by.user,
        now=now,
        after={
            "name": token.name,
            "system": user.name if user.is_service else None,
            "agency": agency.name if agency else None,
            "scopes": token.scopes,
            "until": expires_at.isoformat(),
        },
        area_code=(agency.area_id or "") if agency else "",
        actor_role=by.described(),
    )
    return token, text


@transaction.atomic
def revoke_token(*, token: AccessToken, by: User, now: datetime) -> AccessToken:
    """From now on it opens nothing."""
    duties = duties_of(by, localdate(now))
    token = AccessToken.objects.select_for_update(of=("self",)).select_related("user").get(pk=token.pk)
    if refusal := refuse_revoking_token(duties, token):
        raise RefusedError(refusal)
    token.revoked_at, token.revoked_by = now, by
    token.save(update_fields=["revoked_at", "revoked_by"])
    record(
        verb="revoke_token",
        subject=token,
        by=by,
        now=now,
        before={"name": token.name, "system": token.user.name if token.user.is_service else None},
        actor_role=duties.described(),
    )
    return token


def note_use(*, token: AccessToken, now: datetime) -> None:
    """When it was last used, written once a minute at most. No event: it would drown the trail."""
    if token.last_used_at is not None and now - token.last_used_at < NOTED_EVERY:
        return
    rows = AccessToken.objects.filter(pk=token.pk)
    rows.filter(Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - NOTED_EVERY)).update(
        last_used_at=now
    )
