"""The way of one mail to a saraban mailbox; every step asks that the row is still this worker's."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.letters.models import DeliveryMail
from samrit.letters.permissions.delivery import refuse_sender
from samrit.letters.queries.delivery import addresses_of
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.letters.signing import Status
from samrit.rules.reminders import backoff
from samrit.rules.wording import RefusedError, refuse

State = DeliveryMail.State
MOST_ATTEMPTS = 10
TRIED_FOR = timedelta(days=3)
STUCK = (State.UNCERTAIN, State.GIVEN_UP)


def claim_mail(*, worker: str, now: datetime) -> DeliveryMail | None:
    """Take the next mail that is due, or None; of several workers each takes another one.

    A letter that was voided before its mail had left is not mailed any more.
    """
    still = ~Q(delivery__letter__status=Status.VOID) | Q(kind=DeliveryMail.Kind.VOID)
    while True:
        due = DeliveryMail.objects.filter(still, state=State.PENDING, next_at__lte=now)
        key = due.order_by("next_at", "pk").values_list("pk", flat=True).first()
        if key is None:
            return None
        mine = DeliveryMail.objects.filter(pk=key, state=State.PENDING)
        if mine.update(state=State.CLAIMED, claimed_by=worker, attempts=F("attempts") + 1):
            found = DeliveryMail.objects.select_related("delivery__letter__issuer", "delivery__agency")
            return found.get(pk=key)


def hand_over_mail(*, mail: DeliveryMail, worker: str) -> bool:
    """From here on the mail server may have it. False when the row is another worker's now."""
    mine = DeliveryMail.objects.filter(pk=mail.pk, state=State.CLAIMED, claimed_by=worker)
    return bool(mine.update(state=State.HANDED))


def mark_mailed(*, mail: DeliveryMail, worker: str, now: datetime) -> None:
    mine = DeliveryMail.objects.filter(pk=mail.pk, claimed_by=worker).exclude(state=State.SENT)
    mine.update(state=State.SENT, sent_at=now, problem="")


def mark_not_mailed(*, mail: DeliveryMail, worker: str, problem: str, permanent: bool, now: datetime) -> None:
    """Not taken, for sure: later again, or never when that makes no sense (no such mailbox)."""
    mail.refresh_from_db(fields=["attempts", "made_at"])
    later = now + backoff(mail.attempts)
    hopeless = permanent or mail.attempts >= MOST_ATTEMPTS or later >= mail.made_at + TRIED_FOR
    mine = DeliveryMail.objects.filter(pk=mail.pk, claimed_by=worker, state__in=[State.CLAIMED, State.HANDED])
    mine.update(
        state=State.GIVEN_UP if hopeless else State.PENDING,
        next_at=later,
        problem=problem[:300],
        claimed_by="",
    )


def mark_mail_uncertain(*, mail: DeliveryMail, worker: str, problem: str) -> None:
    """The connection broke while it was given away: never sent again by itself."""
    mine = DeliveryMail.objects.filter(pk=mail.pk, claimed_by=worker, state=State.HANDED)
    mine.update(state=State.UNCERTAIN, problem=problem[:300])


@transaction.atomic
def take_up_mails(*, alive: Collection[str], now: datetime) -> int:
    """What dead workers left: nothing had left of what was only claimed; of what was handed over nobody knows."""
    left = DeliveryMail.objects.exclude(claimed_by__in=alive)
    again = left.filter(state=State.CLAIMED).update(state=State.PENDING, next_at=now, claimed_by="")
    unknown = left.filter(state=State.HANDED)
    return again + unknown.update(
        state=State.UNCERTAIN, problem="worker ended while the mail was handed over"
    )


@transaction.atomic
def mail_again(*, mail: DeliveryMail, by: User, now: datetime) -> None:
    """The sender's own decision about a mail that was given up or is uncertain; to the address as it is now."""
    found = DeliveryMail.objects.select_for_update(of=("self",)).select_related("delivery__letter__issuer")
    stuck = found.get(pk=mail.pk)
    delivery = stuck.delivery
    duties = duties_of(by, localdate(now))
    if refusal := refuse_sender(duties, delivery.letter):
        raise RefusedError(refusal)
    if stuck.state not in STUCK:
        raise RefusedError(refuse("mail_not_stuck", "อีเมลนี้ส่งแล้วหรือกำลังรอส่งอยู่ ไม่ต้องส่งซ้ำ"))
    stuck.address = addresses_of([delivery.agency_id]).get(delivery.agency_id, stuck.address)
    stuck.state, stuck.attempts, stuck.problem, stuck.claimed_by = State.PENDING, 0, "", ""
    stuck.made_at = stuck.next_at = now
    stuck.save()
    record(
        verb="mail_letter_again",
        subject=delivery,
        by=by,
        now=now,
        after={"recipient": delivery.wording, "address": stuck.address},
        area_code=delivery.letter.area_id or "",
        actor_role=duties.described(),
    )
