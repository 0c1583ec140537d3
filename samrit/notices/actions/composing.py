"""Keeping a person's digest of a day, and the rows that carry it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from samrit.notices.contents import Letter
from samrit.notices.models import Delivery, Digest, Notice
from samrit.people.models import User


@transaction.atomic
def keep_digest(
    *,
    person: User,
    day: date,
    letter: Letter | None,
    reported: Sequence[int],
    channels: Sequence[str],
    url: str,
    now: datetime,
) -> bool:
    """The one digest of this person and day, with a line in the inbox; whether there was none yet.

    ``letter`` None: nothing awaits the person, which is kept too so that it is not asked again today.
    ``reported`` are keys of notices that need no further digest.
    """
    digest, is_new = Digest.objects.get_or_create(
        person=person, day=day, defaults={"contents": letter.to_data() if letter else {}, "composed_at": now}
    )
    if not is_new:
        return False
    Notice.objects.filter(pk__in=reported, person=person).update(digest=digest)
    if letter is not None:
        _send_out(digest, letter, channels, url)
    return True


def _send_out(digest: Digest, letter: Letter, channels: Sequence[str], url: str) -> None:
    """A line in the inbox, and a row for each channel that the worker carries it by."""
    person, now = digest.person, digest.composed_at
    Notice.objects.create(
        person=person,
        kind="digest",
        subject=letter.subject.to_data(),
        url=url,
        key=f"digest:{digest.day.isoformat()}",
        created_at=now,
        digest=digest,
    )
    Delivery.objects.bulk_create(
        Delivery(
            person=person,
            channel=channel,
            key=f"digest:{person.pk}:{digest.day.isoformat()}:{channel}",
            digest=digest,
            made_at=now,
            next_at=now,
        )
        for channel in channels
    )
