"""The way of one delivery; every step asks that the row is still this worker's, so that no two send it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from samrit.notices.line import REMEMBERED_FOR
from samrit.notices.models import Channel, Delivery
from samrit.notices.outcomes import ClaimLostError
from samrit.rules.reminders import backoff

State = Delivery.State
MOST_ATTEMPTS = 8
WORTH_SENDING_FOR = timedelta(hours=24)  # yesterday's digest is no news


def claim_next(*, worker: str, now: datetime) -> Delivery | None:
    """Take the next delivery that is due, or None; of several workers each takes another one."""
    while True:
        due = Delivery.objects.filter(state=State.PENDING, next_at__lte=now)
        key = due.order_by("next_at", "pk").values_list("pk", flat=True).first()
        if key is None:
            return None
        claimed = due.filter(pk=key).update(
            state=State.CLAIMED, claimed_by=worker, claimed_at=now, attempts=F("attempts") + 1
        )
        if claimed:
            return Delivery.objects.select_related("person", "digest", "notice").get(pk=key)


def hand_over(*, delivery: Delivery, worker: str, now: datetime) -> None:
    """From here on the other side may have it. ClaimLostError when the row is no longer this worker's."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=State.CLAIMED, claimed_by=worker)
    if not mine.update(state=State.HANDED, handed_at=Coalesce("handed_at", now)):
        raise ClaimLostError(delivery.key)


def mark_sent(*, delivery: Delivery, worker: str, now: datetime) -> None:
    """The other side has taken it."""
    mine = Delivery.objects.filter(pk=delivery.pk, claimed_by=worker)
    mine.exclude(state=State.SENT).update(state=State.SENT, sent_at=now, problem="")


def mark_failed(*, delivery: Delivery, worker: str, now: datetime, problem: str, permanent: bool) -> None:
    """Not taken, for sure: later again, or never when that makes no sense."""
    delivery.refresh_from_db()
    later = now + backoff(delivery.attempts)
    ends = _ends(delivery)
    hopeless = permanent or delivery.attempts >= MOST_ATTEMPTS or later >= ends
    mine = Delivery.objects.filter(pk=delivery.pk, claimed_by=worker, state__in=[State.CLAIMED, State.HANDED])
    mine.update(
        state=State.GIVEN_UP if hopeless else State.PENDING,
        next_at=later,
        problem=problem[:300],
        claimed_by="",
    )


def mark_uncertain(*, delivery: Delivery, worker: str, problem: str) -> None:
    """The connection broke while it was given away: not sent again by itself, and shown to the operator."""
    mine = Delivery.objects.filter(pk=delivery.pk, claimed_by=worker, state=State.HANDED)
    mine.update(state=State.UNCERTAIN, problem=problem[:300])


def put_off(*, delivery: Delivery, worker: str, until: datetime) -> None:
    """Quiet hours: the same delivery later; this was no attempt."""
    mine = Delivery.objects.filter(pk=delivery.pk, claimed_by=worker, state=State.CLAIMED)
    mine.update(state=State.PENDING, next_at=until, claimed_by="", attempts=F("attempts") - 1)


def _ends(delivery: Delivery) -> datetime:
    """When sending makes no sense any more; LINE's memory of a key ends too."""
    ends = delivery.made_at + WORTH_SENDING_FOR
    if delivery.channel == Channel.LINE and delivery.handed_at:
        ends = min(ends, delivery.handed_at + REMEMBERED_FOR)
    return ends


def is_stale(delivery: Delivery, *, now: datetime) -> bool:
    """Too old to be sent; an urgent notice also when its window has closed."""
    closed = delivery.notice.closes_at if delivery.notice else None
    return now >= _ends(delivery) or bool(closed and now >= closed)


@transaction.atomic
def take_up_again(*, alive: Collection[str], now: datetime) -> tuple[int, list[Delivery]]:
    """What dead workers left: (how many are pending again, those of which only the other side knows).

    Nothing had left of what was only claimed. What LINE was being given is pushed again with the same key.
    """
    left = Delivery.objects.select_for_update(of=("self",)).exclude(claimed_by__in=alive)
    again = left.filter(Q(state=State.CLAIMED) | Q(state=State.HANDED, channel=Channel.LINE))
    count = again.update(state=State.PENDING, next_at=now, claimed_by="")
    unknown = left.filter(state=State.HANDED).select_related("person", "digest", "notice")
    return count, list(unknown)


@transaction.atomic
def settle_unknown(*, delivery: Delivery, was_sent: bool, now: datetime) -> None:
    """After a crash in the middle of handing a mail over: our own outbox knows, or nobody does."""
    left = Delivery.objects.filter(pk=delivery.pk, state=State.HANDED)
    if was_sent:
        left.update(state=State.SENT, sent_at=now)
    else:
        left.update(state=State.UNCERTAIN, problem="worker ended while the mail was handed over")


@transaction.atomic
def send_again(*, keys: Collection[str], now: datetime) -> int:
    """The operator's own decision about what was given up or is uncertain; how many are pending again."""
    stuck = Delivery.objects.filter(key__in=keys, state__in=[State.UNCERTAIN, State.GIVEN_UP])
    return stuck.update(state=State.PENDING, next_at=now, made_at=now, attempts=0, claimed_by="", problem="")
