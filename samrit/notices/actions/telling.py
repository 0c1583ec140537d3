"""Telling people, in the transaction of what they are told of; sending is the worker's."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from samrit.notices.models import Delivery, Digest, Notice
from samrit.notices.queries import channels_of, wishes_of
from samrit.people.models import User
from samrit.rules.reminders import KINDS, send_now
from samrit.rules.wording import Message


@transaction.atomic(savepoint=False)  # a part of what they are told of
def tell(
    *,
    to: Iterable[User],
    kind: str,
    subject: Message,
    url: str,
    key: str,
    by: User | None,
    now: datetime,
    text: Message | None = None,
    closes_at: datetime | None = None,
) -> int:
    """Tell people one fact; how many of them had not been told it yet.

    ``kind`` is one of ``rules.reminders.KINDS`` and decides what happens beyond the inbox. ``key`` names the fact
    (``returned:12:v3``): told again with the same key, nothing happens. ``by`` is not told what they did themselves.
    ``url`` is an address of this site (``/reports/3/…``). Titles only, in ``subject`` and ``text``: they are mailed.
    ``closes_at``: after this the person can do nothing about it; what cannot wait for the next digest goes out alone.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of notice: {kind}")
    wanted = {person.pk for person in to} - {by.pk if by else None}
    told = set(Notice.objects.filter(key=key, person__in=wanted).values_list("person", flat=True))
    fresh = sorted(wanted - told)
    if not fresh:
        return 0
    facts = {
        "kind": kind, "subject": subject.to_data(), "text": text.to_data() if text else None, "url": url, "key": key,
        "told_by": by, "created_at": now, "closes_at": closes_at,
    }  # fmt: skip
    # Conflicts: somebody else has just told the same fact.
    Notice.objects.bulk_create((Notice(person_id=one, **facts) for one in fresh), ignore_conflicts=True)
    if KINDS[kind].urgent and closes_at:
        _send_alone(fresh, kind=kind, key=key, closes_at=closes_at, now=now)
    return len(fresh)


def _send_alone(people: Collection[int], *, kind: str, key: str, closes_at: datetime, now: datetime) -> None:
    """Rows for the worker, for those whose next digest would come too late."""
    notices = {notice.person_id: notice for notice in Notice.objects.filter(key=key, person__in=people)}
    wishes, channels = wishes_of(people), channels_of(people)
    had = set(Digest.objects.filter(person__in=people, day=localdate(now)).values_list("person", flat=True))
    deliveries = []
    for person, notice in notices.items():
        moment = send_now(
            KINDS[kind],
            closes_at=closes_at,
            now=localtime(now),
            digest_hour=wishes[person].digest_hour,
            quiet_from=wishes[person].quiet_from,
            quiet_until=wishes[person].quiet_until,
            sent_today=person in had,
        )
        if moment is not None:
            deliveries += [
                Delivery(
                    person_id=person, channel=channel, key=f"notice:{notice.pk}:{channel}", notice=notice,
                    made_at=now, next_at=moment,
                )
                for channel in channels[person]
            ]  # fmt: skip
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)


@transaction.atomic(savepoint=False)  # a part of what they are told of
def settle(*, to: Iterable[User], kind: str, url: str, now: datetime) -> int:
    """What these people were told to do at ``url`` is done, by whomever: it waits for none of them any more."""
    keys = {person.pk for person in to}
    told = Notice.objects.filter(person__in=keys, kind=kind, url=url, read_at__isnull=True)
    return told.update(read_at=now)


@transaction.atomic
def mark_read(*, notice: Notice, now: datetime) -> None:
    """The person has opened it. Only the first time counts; it is no event of the trail."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=now)


@transaction.atomic
def mark_all_read(*, by: User, now: datetime) -> int:
    """All of one's own that were told up to now; how many there were."""
    return Notice.objects.filter(person=by, read_at__isnull=True, created_at__lte=now).update(read_at=now)
