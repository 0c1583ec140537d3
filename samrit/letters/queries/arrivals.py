"""Letters that came in: whose a person may see, what waits for whom, to whom one may be passed on, what cites what."""

import json
from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from samrit.letters.models import (
    Arrival,
    Delivery,
    Intake,
    Issuer,
    Letter,
    Register,
    RegisterEntry,
    Routing,
)
from samrit.letters.queries.delivery import HEADS
from samrit.people.models import Agency, User
from samrit.people.queries import Duties, holding_on
from samrit.rules.letters.citing import cites, runnings
from samrit.rules.letters.delivering import FOR_HEADS
from samrit.rules.letters.registers import Direction
from samrit.rules.thai import thai_digits

Row = TypeVar("Row", Letter, Arrival)


# ── whose ───────────────────────────────────────────────────────────────────
def routings_to(duties: Duties) -> QuerySet[Routing]:
    """What was passed on to this person, or to an agency of the person as a whole; done or not, but not taken back."""
    everybody = Q(person=None) & (
        Q(agency__in=duties.agencies(*HEADS))
        | Q(agency__in=duties.agencies()) & ~Q(arrival__secrecy__in=FOR_HEADS)
    )
    by_name = Q(person=duties.user, agency__in=duties.agencies())
    found = Routing.objects.filter(by_name | everybody, withdrawn=False)
    return found.select_related("arrival__issuer__agency", "agency", "person", "routed_by", "done_by")


def waiting_for(duties: Duties) -> QuerySet[Routing]:
    """What this person, or somebody of the person's agency, has still to do."""
    return routings_to(duties).filter(done_at=None, arrival__void=False)


def arrivals_of_office(duties: Duties) -> QuerySet[Arrival]:
    """Of the own registers; what is ลับมาก and above only for those who sign there and for who registered it."""
    office = Q(issuer__agency__in=duties.agencies())
    heads = Q(issuer__agency__in=duties.agencies(*HEADS)) | office & Q(received_by=duties.user)
    return Arrival.objects.filter(heads | office & ~Q(secrecy__in=FOR_HEADS))


def arrivals_visible_to(duties: Duties) -> QuerySet[Arrival]:
    """Those of the own registers, and those that were passed on."""
    passed_on = Exists(routings_to(duties).filter(arrival=OuterRef("pk")))
    own = arrivals_of_office(duties).values("pk")
    found = Arrival.objects.filter(Q(pk__in=own) | passed_on)
    return found.select_related(
        "issuer__agency__area", "received_by", "intake__area", "delivery__letter"
    ).prefetch_related(numbered())


def numbered() -> Prefetch[str, QuerySet[RegisterEntry], str]:
    return Prefetch("entries", RegisterEntry.objects.select_related("register", "voided_by"))


def entry_of(arrival: Arrival) -> RegisterEntry | None:
    """Reads ``entries``: prefetch them (``numbered``) for many."""
    return next(iter(arrival.entries.all()), None)


def number_of(arrival: Arrival) -> str:
    """เลขรับ with its year: ``12/2567``."""
    entry = entry_of(arrival)
    return f"{entry.number}/{entry.register.year}" if entry else ""


# ── the register ────────────────────────────────────────────────────────────
def incoming_registers(duties: Duties) -> QuerySet[Register]:
    registers = Register.objects.filter(
        issuer__agency__in=duties.agencies(), direction=Direction.INCOMING.value
    )
    return registers.select_related("issuer").order_by("-year", "issuer_id")


def entries_shown(
    duties: Duties, register: Register, *, words: str, show: str, today: date
) -> QuerySet[RegisterEntry]:
    """Newest number first. What is narrowed is narrowed among those that the person may read."""
    entries = RegisterEntry.objects.filter(register=register).select_related("arrival", "voided_by")
    routings = Routing.objects.filter(withdrawn=False).select_related("agency", "person")
    entries = entries.prefetch_related(Prefetch("arrival__routings", routings)).order_by("-number")
    if not words and not show:
        return entries
    return entries.filter(arrival__in=_narrowed(arrivals_of_office(duties), words, show, today))


def _narrowed(arrivals: QuerySet[Arrival], words: str, show: str, today: date) -> QuerySet[Arrival]:
    for word in words.split():
        arrivals = arrivals.filter(
            Q(subject__icontains=word) | Q(sender__icontains=word) | Q(sender_number__icontains=word)
        )
    routed = Routing.objects.filter(arrival=OuterRef("pk"), withdrawn=False)
    match show:
        case "unrouted":
            return arrivals.filter(~Exists(routed), void=False)
        case "open":
            return arrivals.filter(Exists(routed.filter(done_at=None)), void=False)
        case "late":
            return arrivals.filter(Exists(routed.filter(done_at=None, due_on__lt=today)), void=False)
        case "void":
            return arrivals.filter(void=True)
        case _:
            return arrivals


def readable_arrivals(duties: Duties, register: Register) -> set[int]:
    """Of a secret one the book tells the number alone."""
    found = arrivals_of_office(duties).filter(entries__register=register)
    return set(found.values_list("pk", flat=True))


def registered(
    issuers: Iterable[int], *, intake: Intake | None = None, delivery: Delivery | None = None
) -> Arrival | None:
    """The standing arrival of this intake or delivery in one of these offices' registers."""
    if intake is None and delivery is None:
        return None
    found = Arrival.objects.filter(issuer__in=issuers, void=False, intake=intake, delivery=delivery)
    return found.prefetch_related(numbered()).first()


# ── passing on ──────────────────────────────────────────────────────────────
def agencies_for(duties: Duties, arrival: Arrival) -> QuerySet[Agency]:
    """The own agency as a whole; where the office gathers for a province, every agency there."""
    own = arrival.issuer.agency
    agencies = Agency.objects.filter(pk=own.pk)
    if own.area_id is not None and own.area_id in duties.coordinated_areas():
        agencies = Agency.objects.filter(area=own.area_id)
    return agencies.select_related("area").order_by("name")


def people_for(arrival: Arrival, *, day: date) -> QuerySet[User]:
    """The office's own people; fictitious ones only in a demo."""
    held = holding_on(day).filter(agency=arrival.issuer.agency_id)
    people = User.objects.filter(is_active=True, is_service=False, pk__in=held.values("user"))
    return (people if settings.DEMO else people.filter(is_demo=False)).order_by("name", "pk")


def routings_of(arrival: Arrival) -> QuerySet[Routing]:
    found = arrival.routings.select_related("agency", "person", "routed_by", "done_by")
    return found.order_by("pk")


def passed_on_by(duties: Duties) -> QuerySet[Arrival]:
    """What this person passed on and somebody has not done; ``missing``: how many of them, ``first_due`` of them."""
    open_ones = Q(routings__done_at=None, routings__routed_by=duties.user)
    return (
        arrivals_of_office(duties)
        .filter(open_ones, void=False)
        .annotate(
            missing=Count("routings", filter=open_ones), first_due=Min("routings__due_on", filter=open_ones)
        )
        .order_by("pk")
    )


# ── the chain ───────────────────────────────────────────────────────────────
def cited_letters(issuer: Issuer, lines: Collection[str]) -> list[Letter]:
    """The office's own signed letters that these lines name."""
    numbers = runnings(lines)
    if not numbers:
        return []
    entries = RegisterEntry.objects.filter(
        register__issuer__agency=issuer.agency_id,
        register__direction=Direction.OUTGOING.value,
        number__in=numbers,
    ).select_related("letter__issuer")
    return [
        one.letter
        for one in entries
        if one.letter and any(cites(line, number=one.written, day=localdate(one.drawn_at)) for line in lines)
    ]


def _naming(rows: QuerySet[Row], number: str, day: date | None) -> list[Row]:
    """Of these rows those whose lines under อ้างถึง mean the letter with this number; narrowed first by its digits as they are stored."""
    found = Q()
    for running in runnings([number]):
        for digits in (str(running), thai_digits(str(running))):
            found |= Q(lines__contains=digits) | Q(lines__contains=json.dumps(digits)[1:-1])
    if not found:
        return []
    rows = rows.exclude(references=[]).annotate(lines=Cast("references", TextField())).filter(found)
    return [one for one in rows if any(cites(line, number=number, day=day) for line in one.references)]


def letters_citing(arrival: Arrival) -> list[Letter]:
    """The office's own that were written before this was registered and name it; a void one has nothing to say."""
    letters = Letter.objects.filter(issuer__agency=arrival.issuer.agency_id, voided_at=None)
    return _naming(letters, arrival.sender_number, arrival.dated)


def arrivals_citing(issuer: Issuer, *, number: str, day: date | None) -> list[Arrival]:
    """What stands in the office's register already and names the letter with this number."""
    arrivals = Arrival.objects.filter(issuer__agency=issuer.agency_id, void=False)
    return _naming(arrivals, number, day)


def cited_arrivals(issuer: Issuer, lines: Collection[str]) -> list[Arrival]:
    """What stands in the office's incoming register and is named by these lines."""
    ends = Q()
    for number in runnings(lines):
        ends |= Q(sender_number__endswith=str(number))
    if not ends:
        return []
    arrivals = Arrival.objects.filter(ends, issuer__agency=issuer.agency_id, void=False)
    return [
        one for one in arrivals if any(cites(line, number=one.sender_number, day=one.dated) for line in lines)
    ]
