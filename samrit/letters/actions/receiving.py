"""What the receiving agency does: open, acknowledge, pass on, say that it is done."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.audit.models import subject_of
from samrit.letters.actions.delivering import TASK, settle_for
from samrit.letters.models import Delivery, Forward
from samrit.letters.permissions.delivery import (
    refuse_acknowledging,
    refuse_finishing,
    refuse_forwarding,
    refuse_receiver,
)
from samrit.letters.queries.delivery import colleagues
from samrit.notices.actions import settle, tell
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.rules.secrecy import is_secret
from samrit.rules.wording import Message, RefusedError, refuse, say


@transaction.atomic
def open_delivery(*, delivery: Delivery, by: User, now: datetime) -> bool:
    """Somebody of the agency looks at the letter; only the first time counts, and leaves an event."""
    duties = duties_of(by, localdate(now))
    if refuse_receiver(duties, delivery):
        return False
    unopened = Delivery.objects.filter(pk=delivery.pk, first_opened_at=None)
    if not unopened.update(first_opened_at=now, first_opened_by=by):
        return False
    _record(delivery, "open_letter", duties, now)
    return True


@transaction.atomic
def acknowledge(*, delivery: Delivery, note: str, by: User, now: datetime) -> None:
    """รับทราบ – for the agency; what was reminded of waits for nobody there any more."""
    delivery = _locked(delivery)
    duties = duties_of(by, localdate(now))
    if refusal := refuse_acknowledging(duties, delivery):
        raise RefusedError(refusal)
    if delivery.first_opened_at is None:
        delivery.first_opened_at, delivery.first_opened_by = now, by
    delivery.acknowledged_at, delivery.acknowledged_by = now, by
    delivery.note = note.strip()[:500]
    delivery.save(
        update_fields=[
            "first_opened_at", "first_opened_by", "acknowledged_at", "acknowledged_by", "note",
        ]
    )  # fmt: skip
    settle_for(delivery, now)
    _record(delivery, "acknowledge_letter", duties, now, reason=note)


@transaction.atomic
def forward(
    *, delivery: Delivery, person: User, note: str, due_on: date | None, by: User, now: datetime
) -> Forward:
    """Ask a person of the agency to act on the letter, by the letter's day when no other is said."""
    delivery = _locked(delivery)
    today = localdate(now)
    duties = duties_of(by, today)
    if refusal := refuse_forwarding(duties, delivery):
        raise RefusedError(refusal)
    if not colleagues(delivery, day=today).filter(pk=person.pk).exists():
        raise RefusedError(refuse("not_a_colleague", "มอบหมายได้เฉพาะคนของหน่วยงานที่รับหนังสือ"))
    if delivery.forwards.filter(person=person, done_at=None).exists():
        raise RefusedError(refuse("forwarded_already", "มอบหมายให้ผู้นี้ไว้แล้ว และยังดำเนินการไม่เสร็จ"))
    made = Forward.objects.create(
        delivery=delivery,
        person=person,
        note=note.strip()[:500],
        due_on=due_on or delivery.letter.due_on,
        forwarded_by=by,
        forwarded_at=now,
    )
    _tell_of(made, by, now)
    _record(delivery, "forward_letter", duties, now, reason=note, person=subject_of(person))
    return made


def _tell_of(made: Forward, by: User, now: datetime) -> None:
    tell(
        to=[made.person],
        kind=TASK,
        subject=say(
            "told_forwarded",
            "{name} มอบหมายให้คุณดำเนินการ: {letter}",
            name=by.name,
            letter=_named(made.delivery),
        ),
        url=reverse("letters:received", args=[made.delivery_id]),
        key=f"letter_forward:{made.pk}",
        by=by,
        now=now,
    )


def _named(delivery: Delivery) -> Message:
    if is_secret(delivery.letter.secrecy):
        return say("secret_letter_named", "หนังสือชั้นความลับจาก{sender}", sender=delivery.letter.issuer.name)
    return say("letter_named", "{subject}", subject=delivery.letter.subject)


@transaction.atomic
def finish_forward(*, forward: Forward, note: str, by: User, now: datetime) -> None:
    """Who was asked says that it is done."""
    found = Forward.objects.select_for_update(of=("self",)).select_related("delivery__letter")
    asked = found.get(pk=forward.pk)
    duties = duties_of(by, localdate(now))
    if refusal := refuse_finishing(duties, asked):
        raise RefusedError(refusal)
    asked.done_at, asked.done_note = now, note.strip()[:500]
    asked.save(update_fields=["done_at", "done_note"])
    settle(to=[by], kind=TASK, url=reverse("letters:received", args=[asked.delivery_id]), now=now)
    _record(asked.delivery, "finish_forwarded_letter", duties, now, reason=note)


def _locked(delivery: Delivery) -> Delivery:
    found = Delivery.objects.select_for_update(of=("self",)).select_related("letter__issuer", "agency")
    return found.get(pk=delivery.pk)


def _record(
    delivery: Delivery, verb: str, duties: Duties, now: datetime, *, reason: str = "", **more: str
) -> None:
    record(
        verb=verb,
        subject=delivery,
        by=duties.user,
        now=now,
        after={"recipient": delivery.wording, **more},
        reason=reason.strip(),
        area_code=delivery.letter.area_id or "",
        actor_role=duties.described(),
    )
