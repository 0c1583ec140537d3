"""A letter's way to its recipients: sent, reminded of, signed for on paper, told that it is void."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.letters.models import Chase, Delivery, DeliveryMail, Letter
from samrit.letters.permissions.delivery import (
    refuse_reminding,
    refuse_sender,
    refuse_sending,
    refuse_signed_on_paper,
)
from samrit.letters.queries.delivery import addresses_of, readers_of, recipients_for
from samrit.notices.actions import settle, tell
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.rules.letters.delivering import withheld_from_mail
from samrit.rules.letters.signing import Status
from samrit.rules.secrecy import LEVEL_LABELS, Level, is_secret
from samrit.rules.wording import Message, RefusedError, refuse, say

TASK = "task"  # the kind of notice
AT_ONCE = 200  # void letters' recipients that are told in one turn


@dataclass(frozen=True)
class Recipient:
    """An agency and how the letter addresses it."""

    agency: int
    wording: str


@dataclass(frozen=True)
class Ways:
    """Beside the house, where everybody receives a letter.

    ``by_mail``: to the saraban mailbox too, where there is one and nothing
    is secret. ``on_paper``: the recipient stands on the sheet that is signed. ``list_name``: of the list that was used.
    """

    by_mail: bool = False
    on_paper: bool = False
    list_name: str = ""


IN_THE_HOUSE = Ways()


# ── sending ─────────────────────────────────────────────────────────────────
@transaction.atomic
def send_letter(
    *,
    letter: Letter,
    recipients: Sequence[Recipient],
    ways: Ways = IN_THE_HOUSE,
    by: User,
    now: datetime,
) -> list[Delivery]:
    """Send a signed letter; who has it already is left out, so that sending twice sends once. Gives the new ones.

    Why nothing was mailed though it was wished for is kept with the delivery.
    """
    letter = _locked(letter)
    duties = duties_of(by, localdate(now))
    if refusal := refuse_sending(duties, letter, recipients=len(recipients)):
        raise RefusedError(refusal)
    _refuse_strangers(letter, recipients)
    has_it = set(letter.deliveries.values_list("agency", flat=True))
    fresh = _each_once(one for one in recipients if one.agency not in has_it)
    made = _deliver(letter, fresh, ways, by, now)
    if not made:
        return []
    _tell_of(made, what="letter", said=_arrived(letter), by=by, now=now)
    record(
        verb="send_letter",
        subject=letter,
        by=by,
        now=now,
        after={
            "recipients": len(made),
            "list": ways.list_name,
            "mailed": sum(one.not_mailed is None for one in made) if ways.by_mail else 0,
        },
        area_code=letter.area_id or "",
        actor_role=duties.described(),
    )
    return made


def _each_once(recipients: Iterable[Recipient]) -> list[Recipient]:
    """In the words that came first."""
    found: dict[int, Recipient] = {}
    for one in recipients:
        found.setdefault(one.agency, one)
    return list(found.values())


def _locked(letter: Letter) -> Letter:
    return Letter.objects.select_for_update(of=("self",)).select_related("issuer__agency").get(pk=letter.pk)


def _refuse_strangers(letter: Letter, recipients: Iterable[Recipient]) -> None:
    keys = {one.agency for one in recipients}
    if recipients_for(letter.issuer.agency.area_id).filter(pk__in=keys).count() < len(keys):
        raise RefusedError(refuse("recipient_unknown", "มีผู้รับที่ส่งถึงไม่ได้ – โหลดหน้านี้ใหม่แล้วเลือกผู้รับอีกครั้ง"))


def _deliver(
    letter: Letter, recipients: Sequence[Recipient], ways: Ways, by: User, now: datetime
) -> list[Delivery]:
    addresses = addresses_of(one.agency for one in recipients) if ways.by_mail else {}
    first = letter.deliveries.count() + 1
    made = []
    for place, one in enumerate(recipients, start=first):
        why = withheld_from_mail(secrecy=letter.secrecy, address=addresses.get(one.agency, ""))
        delivery = Delivery(
            letter=letter,
            agency_id=one.agency,
            position=place,
            wording=one.wording[:200],
            list_name=ways.list_name[:150],
            on_paper=ways.on_paper,
            not_mailed=why.to_data() if ways.by_mail and why else None,
            sent_by=by,
            sent_at=now,
        )
        delivery.save()
        made.append(delivery)
        if ways.by_mail and not why:
            _mail(delivery, DeliveryMail.Kind.LETTER, addresses[one.agency], f"letter:{delivery.pk}", now)
    return made


def _mail(delivery: Delivery, kind: str, address: str, key: str, now: datetime) -> None:
    DeliveryMail.objects.create(
        delivery=delivery, kind=kind, key=key, address=address, made_at=now, next_at=now
    )


def _arrived(letter: Letter) -> Message:
    """Nobody reads the subject of a secret letter in a notice: notices are mailed."""
    if is_secret(letter.secrecy):
        return say(
            "told_secret_letter",
            "หนังสือ{level}จาก{sender} รอเปิดอ่านในระบบ",
            level=LEVEL_LABELS[Level(letter.secrecy)],
            sender=letter.issuer.name,
        )
    return say(
        "told_letter", "หนังสือจาก{sender}: {subject}", sender=letter.issuer.name, subject=letter.subject
    )


def _tell_of(
    deliveries: Sequence[Delivery], *, what: str, said: Message, by: User | None, now: datetime
) -> None:
    """Those who may read it in each receiving agency, with the way to it. Deliveries of one letter."""
    readers = readers_of(
        (one.agency_id for one in deliveries), secrecy=deliveries[0].letter.secrecy, day=localdate(now)
    )
    for one in deliveries:
        tell(
            to=readers.get(one.agency_id, ()),
            kind=TASK,
            subject=said,
            url=reverse("letters:received", args=[one.pk]),
            key=f"{what}:{one.pk}",
            by=by,
            now=now,
        )


# ── chasing ─────────────────────────────────────────────────────────────────
@transaction.atomic
def remind_recipients(*, letter: Letter, only: Collection[int] = (), by: User, now: datetime) -> int:
    """Remind whoever has not acknowledged, or ``only`` these deliveries; how many were. Once a day for each.

    RefusedError when there is nobody to remind, with the reason.
    """
    letter, today = _locked(letter), localdate(now)
    duties = duties_of(by, today)
    if refusal := refuse_sender(duties, letter):
        raise RefusedError(refusal)
    found = letter.deliveries.select_related("letter__issuer", "agency").prefetch_related("chases")
    asked = [one for one in found if not only or one.pk in only]
    refusals = {one.pk: refuse_reminding(one, today=today) for one in asked}
    late = [one for one in asked if refusals[one.pk] is None]
    if not late:
        why = next((one for one in refusals.values() if one and len(refusals) == 1), None)
        raise RefusedError(
            why or refuse("nobody_to_remind", "ไม่มีผู้รับที่ต้องเตือน – ทุกแห่งรับทราบแล้ว หรือเตือนวันนี้ไปแล้ว")
        )
    _chase(letter, late, by, now, today)
    record(
        verb="remind_recipients",
        subject=letter,
        by=by,
        now=now,
        after={"recipients": len(late)},
        area_code=letter.area_id or "",
        actor_role=duties.described(),
    )
    return len(late)


def _chase(letter: Letter, late: Sequence[Delivery], by: User, now: datetime, today: date) -> None:
    Chase.objects.bulk_create(Chase(delivery=one, day=today, chased_by=by, chased_at=now) for one in late)
    said = say("told_letter_reminder", "เตือน: โปรดเปิดอ่านและรับทราบ – {letter}", letter=_arrived(letter))
    _tell_of(late, what=f"letter_reminder:{today.isoformat()}", said=said, by=by, now=now)
    addresses = addresses_of(one.agency_id for one in late)
    for one in late:
        address = addresses.get(one.agency_id, "")
        if not withheld_from_mail(secrecy=letter.secrecy, address=address):
            key = f"reminder:{one.pk}:{today.isoformat()}"
            _mail(one, DeliveryMail.Kind.REMINDER, address, key, now)


@transaction.atomic
def note_signed_on_paper(*, delivery: Delivery, note: str, by: User, now: datetime) -> None:
    """The recipient's signature is on the sheet: the sender writes it down."""
    delivery = _locked_delivery(delivery)
    duties = duties_of(by, localdate(now))
    if refusal := refuse_signed_on_paper(duties, delivery):
        raise RefusedError(refusal)
    delivery.acknowledged_by, delivery.acknowledged_at = by, now
    delivery.signed_on_paper, delivery.note = True, note.strip()[:500]
    delivery.save(update_fields=["acknowledged_by", "acknowledged_at", "signed_on_paper", "note"])
    settle_for(delivery, now)
    _record(delivery, "note_signed_on_paper", duties, now, reason=note)


def _locked_delivery(delivery: Delivery) -> Delivery:
    found = Delivery.objects.select_for_update(of=("self",)).select_related("letter__issuer", "agency")
    return found.get(pk=delivery.pk)


def settle_for(delivery: Delivery, now: datetime) -> None:
    """It waits for none of its readers any more."""
    readers = readers_of([delivery.agency_id], secrecy=delivery.letter.secrecy, day=localdate(now))
    url = reverse("letters:received", args=[delivery.pk])
    settle(to=readers.get(delivery.agency_id, ()), kind=TASK, url=url, now=now)


def _record(delivery: Delivery, verb: str, duties: Duties, now: datetime, *, reason: str) -> None:
    record(
        verb=verb,
        subject=delivery,
        by=duties.user,
        now=now,
        after={"recipient": delivery.wording},
        reason=reason.strip(),
        area_code=delivery.letter.area_id or "",
        actor_role=duties.described(),
    )


# ── void ────────────────────────────────────────────────────────────────────
@transaction.atomic
def tell_of_void_letters(*, now: datetime) -> int:
    """Who received a letter that does not hold any more is told so, once; how many were.

    Whoever was mailed the letter is mailed this too. The worker asks every minute.
    """
    found = (
        Delivery.objects.select_for_update(of=("self",))
        .filter(letter__status=Status.VOID, told_void_at=None)
        .select_related("letter__issuer")
        .prefetch_related(Prefetch("mails", DeliveryMail.objects.filter(kind=DeliveryMail.Kind.LETTER)))
    )
    gone = list(found.order_by("pk")[:AT_ONCE])
    for one in gone:
        settle_for(one, now)
        said = say("told_void_letter", "ผู้ส่งยกเลิกหนังสือแล้ว ห้ามนำไปใช้ – {letter}", letter=_arrived(one.letter))
        _tell_of([one], what="letter_void", said=said, by=None, now=now)
        for mail in one.mails.all():
            _mail(one, DeliveryMail.Kind.VOID, mail.address, f"void:{one.pk}", now)
    Delivery.objects.filter(pk__in=[one.pk for one in gone]).update(told_void_at=now)
    return len(gone)
