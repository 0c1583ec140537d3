"""Linking an account with a person of an OpenID provider, and taking the link away."""

from datetime import datetime

from django.db import IntegrityError, transaction

from samrit.audit.actions import record
from samrit.people.models import LinkedIdentity, User
from samrit.people.permissions import refuse_linking, refuse_unlinking
from samrit.people.queries import has_other_ways_in, identities_of, identity_of
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def link_identity(
    *, provider: str, label: str, digests: list[tuple[str, str]], by: User, now: datetime
) -> LinkedIdentity:
    """``digests``: who it is, under the site's keys, the present one first. The trail names the provider alone."""
    user = User.objects.select_for_update().get(pk=by.pk)
    held = identity_of(provider, digests)
    refusal = refuse_linking(
        user, holder=held.user if held else None, linked=provider in identities_of(user), label=label
    )
    if refusal:
        raise RefusedError(refusal)
    mark, subject = digests[0]
    try:
        with transaction.atomic():
            linked = LinkedIdentity.objects.create(
                user=user, provider=provider, subject=subject, key_mark=mark, linked_at=now
            )
    except IntegrityError:  # the same person linked to two accounts at once
        raise RefusedError(
            refuse("identity_taken", "บัญชีนี้เพิ่งผูกกับผู้ใช้อีกคน – ตรวจที่หน้า “ความปลอดภัยของบัญชี”")
        ) from None
    record(verb="link_identity", subject=user, by=user, now=now, after={"identity_provider": provider})
    return linked


@transaction.atomic
def unlink_identity(*, identity: LinkedIdentity, by: User, now: datetime) -> None:
    """The own one only; never the last way in."""
    user = User.objects.select_for_update().get(pk=by.pk)
    identity = LinkedIdentity.objects.select_for_update().get(pk=identity.pk, user=user)
    if refusal := refuse_unlinking(other_ways=has_other_ways_in(user, identity)):
        raise RefusedError(refusal)
    identity.delete()
    record(
        verb="unlink_identity",
        subject=user,
        by=user,
        now=now,
        before={"identity_provider": identity.provider},
    )


def note_identity_use(*, identity: LinkedIdentity, digests: list[tuple[str, str]], now: datetime) -> None:
    """When it was last used; who is still known under the key before is known under the present one from now on."""
    identity.key_mark, identity.subject = digests[0]
    identity.last_used_at = now
    identity.save(update_fields=["key_mark", "subject", "last_used_at"])
