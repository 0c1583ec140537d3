"""Writes about letters that came in: register, void the number, pass on, say that it is done, take back."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.audit.models import subject_of
from samrit.letters.actions.citing import tie_arrival
from samrit.letters.actions.numbering import draw_incoming
from samrit.letters.models import Arrival, Delivery, Intake, Issuer, RegisterEntry, Routing
from samrit.letters.permissions.arrivals import (
    refuse_finishing,
    refuse_registering,
    refuse_routing,
    refuse_voiding,
    refuse_withdrawing,
)
from samrit.letters.queries.arrivals import (
    agencies_for,
    number_of,
    people_for,
    registered,
    routings_of,
)
from samrit.letters.queries.delivery import readers_of
from samrit.notices.actions import settle, tell
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.rules.letters.arriving import (
    LONGEST_REASON,
    PURPOSE_LABELS,
    Purpose,
    refuse_facts,
    refuse_receivers,
    refuse_twice,
)
from samrit.rules.letters.merging import one_line
from samrit.rules.secrecy import Level, is_secret
from samrit.rules.thai import arabic_digits
from samrit.rules.wording import Message, Refusal, RefusedError, refuse, say

TASK = "task"


@dataclass(frozen=True, kw_only=True)
class ArrivalFacts:
    """What the register says of a letter, as the letter itself has it."""

    sender: str
    subject: str
    sender_number: str = ""
    dated: date | None = None
    addressee: str = ""
    urgency: str = "normal"
    secrecy: str = Level.ORDINARY.value
    due_on: date | None = None
    references: tuple[str, ...] = ()

    def tidied(self) -> dict[str, Any]:
        """One line each; the number in Arabic digits, as registers are searched."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        lines = {name: one_line(value) for name, value in found.items() if isinstance(value, str)}
        kept = [line for one in self.references if (line := one_line(one))]
        return found | lines | {"sender_number": arabic_digits(lines["sender_number"]), "references": kept}


@dataclass(frozen=True)
class Receiver:
    """Keys; ``person`` None: the agency as a whole."""

    agency: int
    person: int | None = None


# ── the register ────────────────────────────────────────────────────────────
@transaction.atomic
def register_arrival(
    *,
    issuer: Issuer,
    facts: ArrivalFacts,
    by: User,
    now: datetime,
    intake: Intake | None = None,
    delivery: Delivery | None = None,
) -> Arrival:
    """ลงทะเบียนรับ: the next number of the year. The same intake or delivery stands there once."""
    issuer = Issuer.objects.select_for_update(of=("self",)).select_related("agency").get(pk=issuer.pk)
    duties, kept = duties_of(by, localdate(now)), facts.tidied()
    refusal = refuse_registering(duties, issuer, intake=intake, delivery=delivery) or refuse_facts(
        sender=kept["sender"], subject=kept["subject"]
    )
    if refusal:
        raise RefusedError(refusal)
    if same := registered([issuer.pk], intake=intake, delivery=delivery):
        raise RefusedError(refuse_twice(number_of(same)))
    arrival = Arrival.objects.create(
        issuer=issuer, intake=intake, delivery=delivery, received_at=now, received_by=by, **kept
    )
    tie_arrival(arrival, by=by, now=now)
    entry = draw_incoming(arrival, by=by, now=now)
    _record(
        "register_arrival",
        arrival,
        duties,
        now,
        after={"register_number": entry.written, "sender": arrival.sender, "subject": arrival.subject},
    )
    return arrival


@transaction.atomic
def void_arrival(*, arrival: Arrival, reason: str, by: User, now: datetime) -> None:
    """ยกเลิกเลขรับ: number and letter stay to be seen; nobody has anything to do about it any more."""
    arrival, duties = _locked(arrival), duties_of(by, localdate(now))
    reason = reason.strip()[:LONGEST_REASON]
    if refusal := refuse_voiding(duties, arrival, reason=reason):
        raise RefusedError(refusal)
    entry = RegisterEntry.objects.get(arrival=arrival)
    RegisterEntry.objects.filter(pk=entry.pk).update(voided_by=by, voided_at=now, void_reason=reason)
    arrival.void = True
    arrival.save(update_fields=["void"])
    for routing in routings_of(arrival).filter(done_at=None):
        _settle(routing, now)
    _record("void_arrival", arrival, duties, now, after={"register_number": entry.written}, reason=reason)


# ── passing on ──────────────────────────────────────────────────────────────
@transaction.atomic
def route_arrival(
    *,
    arrival: Arrival,
    to: Sequence[Receiver],
    purpose: Purpose,
    instruction: str,
    due_on: date | None,
    by: User,
    now: datetime,
) -> list[Routing]:
    """มอบหมาย: to people of the office and to agencies, all with the same words and the same day."""
    arrival, today = _locked(arrival), localdate(now)
    duties, to = duties_of(by, today), list(dict.fromkeys(to))
    refusal = refuse_routing(duties, arrival) or refuse_receivers(
        receivers=len(to), due_on=due_on, today=today
    )
    refusal = refusal or _refuse_strangers(duties, arrival, to, today) or _refuse_again(arrival, to)
    if refusal:
        raise RefusedError(refusal)
    made = [
        Routing.objects.create(
            arrival=arrival,
            agency_id=one.agency,
            person_id=one.person,
            purpose=purpose.value,
            instruction=instruction.strip()[:LONGEST_REASON],
            due_on=due_on,
            routed_by=by,
            routed_at=now,
        )
        for one in to
    ]
    _tell_of(made, arrival, by, now)
    names = [subject_of(one.person) if one.person else one.agency.name for one in made]
    after = {"routed_to": names, "due_on": due_on.isoformat() if due_on else None}
    _record("route_arrival", arrival, duties, now, after=after, reason=instruction)
    return made


def _refuse_strangers(
    duties: Duties, arrival: Arrival, to: Sequence[Receiver], today: date
) -> Refusal | None:
    agencies = set(agencies_for(duties, arrival).values_list("pk", flat=True))
    people = set(people_for(arrival, day=today).values_list("pk", flat=True))
    own = arrival.issuer.agency_id
    if all(
        one.agency in agencies if one.person is None else one.agency == own and one.person in people
        for one in to
    ):
        return None
    return refuse(
        "routing_stranger",
        "มอบหมายได้เฉพาะคนของส่วนราชการเจ้าของทะเบียน และหน่วยงานของจังหวัดเมื่อคุณเป็นผู้ประสานงานจังหวัด",
    )


def _refuse_again(arrival: Arrival, to: Sequence[Receiver]) -> Refusal | None:
    for one in routings_of(arrival).filter(done_at=None):
        if Receiver(one.agency_id, one.person_id) in to:
            name = one.person.name if one.person else one.agency.name
            return refuse(
                "routed_already",
                "มอบหมายให้ {name} ไว้แล้ว และยังดำเนินการไม่เสร็จ – เอาชื่อนี้ออกแล้วบันทึกอีกครั้ง",
                name=name,
            )
    return None


@transaction.atomic
def finish_routing(*, routing: Routing, note: str, by: User, now: datetime) -> None:
    """Whom it was passed on to says that it is done; who passed it on hears of it."""
    routing, duties = _locked_routing(routing), duties_of(by, localdate(now))
    if refusal := refuse_finishing(duties, routing):
        raise RefusedError(refusal)
    note = note.strip()[:LONGEST_REASON]
    _end(routing, by, now, note=note)
    tell(
        to=[routing.routed_by],
        kind="news",
        subject=say(
            "told_routing_done", "{name} ดำเนินการแล้ว: {letter}", name=by.name, letter=_named(routing.arrival)
        ),
        url=_address(routing.arrival),
        key=f"routing_done:{routing.pk}",
        by=by,
        now=now,
    )
    _record(
        "finish_routing", routing.arrival, duties, now, after={"routed_to": [_whom(routing)]}, reason=note
    )


@transaction.atomic
def withdraw_routing(*, routing: Routing, reason: str, by: User, now: datetime) -> None:
    """ถอนการมอบหมาย: it waits for them no more; that it did stays to be seen."""
    routing, duties = _locked_routing(routing), duties_of(by, localdate(now))
    reason = reason.strip()[:LONGEST_REASON]
    if refusal := refuse_withdrawing(duties, routing):
        raise RefusedError(refusal)
    if not reason:
        raise RefusedError(refuse("reason_required", "โปรดระบุเหตุผล"))
    routing.withdrawn = True
    _end(routing, by, now, note=reason)
    after = {"routed_to": [_whom(routing)]}
    _record("withdraw_routing", routing.arrival, duties, now, after=after, reason=reason)


# ── what they share ─────────────────────────────────────────────────────────
def _locked(arrival: Arrival) -> Arrival:
    found = Arrival.objects.select_for_update(of=("self",)).select_related("issuer__agency")
    return found.get(pk=arrival.pk)


def _locked_routing(routing: Routing) -> Routing:
    found = Routing.objects.select_for_update(of=("self",))
    return found.select_related("arrival__issuer__agency", "agency", "person", "routed_by").get(pk=routing.pk)


def _end(routing: Routing, by: User, now: datetime, *, note: str) -> None:
    routing.done_by, routing.done_at, routing.done_note = by, now, note
    routing.save(update_fields=["done_by", "done_at", "done_note", "withdrawn"])
    _settle(routing, now)


def _readers(routings: Sequence[Routing], arrival: Arrival, now: datetime) -> dict[int, list[User]]:
    """Routing → the people it waits for; one query for the agencies."""
    whole = {one.agency_id for one in routings if one.person is None}
    people = readers_of(whole, secrecy=arrival.secrecy, day=localdate(now)) if whole else {}
    return {one.pk: [one.person] if one.person else people.get(one.agency_id, []) for one in routings}


def _tell_of(made: Sequence[Routing], arrival: Arrival, by: User, now: datetime) -> None:
    readers = _readers(made, arrival, now)
    for one in made:
        said = say(
            "told_routed",
            "{name} มอบหมายหนังสือรับ{purpose}: {letter}",
            name=by.name,
            purpose=PURPOSE_LABELS[Purpose(one.purpose)],
            letter=_named(arrival),
        )
        tell(
            to=readers[one.pk],
            kind=TASK,
            subject=said,
            url=_address(arrival),
            key=f"routing:{one.pk}",
            by=by,
            now=now,
        )


def _settle(routing: Routing, now: datetime) -> None:
    to = _readers([routing], routing.arrival, now)[routing.pk]
    settle(to=to, kind=TASK, url=_address(routing.arrival), now=now)


def _address(arrival: Arrival) -> str:
    return reverse("letters:arrival", args=[arrival.pk])


def _whom(routing: Routing) -> str:
    return subject_of(routing.person) if routing.person else routing.agency.name


def _named(arrival: Arrival) -> Message:
    """In a notice, which may be mailed: of a secret one who sent it alone."""
    if is_secret(arrival.secrecy):
        return say("secret_letter_named", "หนังสือชั้นความลับจาก{sender}", sender=arrival.sender)
    return say("letter_named", "{subject}", subject=arrival.subject)


def _record(
    verb: str, arrival: Arrival, duties: Duties, now: datetime, *, after: dict[str, Any], reason: str = ""
) -> None:
    record(
        verb=verb,
        subject=arrival,
        by=duties.user,
        now=now,
        after=after,
        reason=reason.strip(),
        area_code=arrival.issuer.agency.area_id or "",
        actor_role=duties.described(),
    )
