"""ทะเบียนรับ: what came in, with its number; passing it on to people and agencies, and that it is done."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samrit.audit.queries import history_of
from samrit.letters.actions import arriving as actions
from samrit.letters.api.written_facts import LetterOffice
from samrit.letters.incoming import file_of
from samrit.letters.models import Arrival, Register, Routing
from samrit.letters.permissions.arrivals import refuse_routing, refuse_voiding
from samrit.letters.queries import intakes_visible_to
from samrit.letters.queries.arrivals import (
    agencies_for,
    arrivals_visible_to,
    incoming_registers,
    number_of,
    people_for,
    routings_of,
    routings_to,
    waiting_for,
)
from samrit.letters.queries.delivery import deliveries_received_by
from samrit.letters.queries.writing import issuers_of
from samrit.people.api.happened import HappenedFacts, happened
from samrit.people.api.operations import FILE, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.queries import Duties
from samrit.rules.letters.arriving import LONGEST_REASON, Purpose, is_late
from samrit.rules.letters.content import LONGEST_LINE, MOST_LINES
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import Refused, refused
from samrit.ui.api.values import Key, PathKey, Text

router = Router(tags=["arrivals"])
READ, WRITE = "letters:read", "letters:write"
AT = "/arrivals/{arrival_id}"
MOST_RECEIVERS = 500
PurposeCode = Literal["know", "consider", "act"]
Reason = Annotated[str, Text(LONGEST_REASON, least=1)]
ArrivalLine = Annotated[str, Text(LONGEST_LINE)]


class ArrivalRegister(Schema):
    """ทะเบียนหนังสือรับ of one office and year (พ.ศ.)."""

    id: int
    issuer: LetterOffice
    year: int
    last_number: int


class ArrivalFacts(Schema):
    """หนังสือรับ; ``number`` with its year (12/2567), ``sender_number`` as the sender wrote it."""

    id: int
    issuer: LetterOffice
    number: str
    sender: str
    sender_number: str
    dated: date | None
    addressee: str
    subject: str
    urgency: str
    secrecy: str
    due_on: date | None
    received_at: datetime
    void: bool


class RoutingFacts(Schema):
    """มอบหมาย; ``person_id`` null: the agency as a whole. ``withdrawn``: the office took it back, ``done_note`` says why."""

    id: int
    agency_id: int
    agency: str
    person_id: int | None
    person: str | None
    purpose: str
    instruction: str
    due_on: date | None
    late: bool
    routed_by: str
    routed_at: datetime
    done_at: datetime | None
    done_note: str
    withdrawn: bool

    @staticmethod
    def resolve_agency(obj: Routing) -> str:
        return obj.agency.name

    @staticmethod
    def resolve_person(obj: Routing) -> str | None:
        return obj.person.name if obj.person else None

    @staticmethod
    def resolve_routed_by(obj: Routing) -> str:
        return obj.routed_by.name

    @staticmethod
    def resolve_late(obj: Routing) -> bool:
        return is_late(due_on=obj.due_on, done=obj.done_at is not None, today=localdate())


class WholeArrival(ArrivalFacts):
    """The office sees every passing-on, others their own. ``route``, ``void_refusal``: null, or why not."""

    references: list[str]
    intake_id: int | None
    delivery_id: int | None
    routings: list[RoutingFacts]
    route: Refused | None
    void_refusal: Refused | None


class ReceiverFacts(Schema):
    """To whom it may be passed on: a person of the office, or an agency as a whole."""

    agency_id: int
    person_id: int | None
    name: str


class ArrivalGiven(Schema):
    """As the letter itself has it; ``intake_id`` or ``delivery_id``: the one that was read, or that came in the house."""

    issuer_id: Key
    sender: Annotated[str, Text(300, least=1)]
    subject: Annotated[str, Text(LONGEST_LINE, least=1)]
    sender_number: Annotated[str, Text(100)] = ""
    dated: date | None = None
    addressee: Annotated[str, Text(300)] = ""
    urgency: Literal["normal", "urgent", "very_urgent", "most_urgent"] = "normal"
    secrecy: Literal["ordinary", "confidential", "secret", "top_secret"] = "ordinary"
    due_on: date | None = None
    references: list[ArrivalLine] = Field([], max_length=MOST_LINES)
    intake_id: Key | None = None
    delivery_id: Key | None = None


class ReceiverGiven(Schema):
    agency_id: Key
    person_id: Key | None = None


class RoutingGiven(Schema):
    """To all of them with the same words and the same day."""

    to: list[ReceiverGiven] = Field(min_length=1, max_length=MOST_RECEIVERS)
    purpose: PurposeCode = "act"
    instruction: Annotated[str, Text(LONGEST_REASON)] = ""
    due_on: date | None = None


class ArrivalReason(Schema):
    reason: Reason


class RoutingDone(Schema):
    note: Annotated[str, Text(LONGEST_REASON)] = ""


class RoutingPath(Schema):
    """Which passing-on of which arrival."""

    arrival_id: Key
    routing_id: Key


class ArrivalSlice(Slice):
    """``waiting``: only what was passed on to oneself or one's agency and is not done."""

    show: Literal["all", "waiting"] = "all"


AtRouting = Annotated[RoutingPath, Path()]


@reads(router, "/arrival-registers", scope=READ, answers=list[ArrivalRegister])
def arrival_registers(request: PersonRequest) -> QuerySet[Register]:
    """The registers of what came in to one's own offices, the newest year first."""
    return incoming_registers(request.duties).select_related("issuer")


@reads(router, "/arrivals", scope=READ, answers=Page[ArrivalFacts])
def arrivals(request: PersonRequest, at: Query[ArrivalSlice]) -> dict[str, Any]:
    """What came in to one's own offices, and what was passed on to oneself, the newest first."""
    found = arrivals_visible_to(request.duties)
    if at.show == "waiting":
        found = found.filter(pk__in=waiting_for(request.duties).values("arrival"))
    page = paged(request, found, at, order=("-pk",))
    return {**page, "items": [_facts(one) for one in page["items"]]}


@reads(router, AT, scope=READ, answers=WholeArrival)
def arrival(request: PersonRequest, arrival_id: PathKey) -> dict[str, Any]:
    """One letter that came in, with whom it was passed on to."""
    return whole_arrival(request, arrival_id)


@writes(router, "/arrivals", scope=WRITE, answers=WholeArrival, made=True, missing=True)
def register_arrival(request: PersonRequest, body: ArrivalGiven) -> Status[Any]:
    """Register a letter that came in: the next number of the year."""
    given = body.dict()
    issuer = get_object_or_404(issuers_of(request.duties), pk=given.pop("issuer_id"))
    intake, delivery = given.pop("intake_id"), given.pop("delivery_id")
    registered = actions.register_arrival(
        issuer=issuer,
        facts=actions.ArrivalFacts(**given | {"references": tuple(body.references)}),
        by=request.user,
        now=now(),
        intake=get_object_or_404(intakes_visible_to(request.duties), pk=intake) if intake else None,
        delivery=get_object_or_404(deliveries_received_by(request.duties), pk=delivery) if delivery else None,
    )
    return made(whole_arrival(request, registered.pk))


@writes(router, f"{AT}/void", scope=WRITE, answers=WholeArrival)
def void_arrival(request: PersonRequest, arrival_id: PathKey, body: ArrivalReason) -> dict[str, Any]:
    """Void a number of the register; number, letter and reason stay."""
    found = found_arrival(request, arrival_id)
    actions.void_arrival(arrival=found, reason=body.reason, by=request.user, now=now())
    return whole_arrival(request, arrival_id)


@reads(router, f"{AT}/file", scope=READ, answers=None, media=FILE)
def arrival_file(request: PersonRequest, arrival_id: PathKey) -> FileResponse:
    """The letter as it came; 404 where it came on paper only, or its file was not kept."""
    kept = file_of(found_arrival(request, arrival_id))
    if kept is None:
        raise Http404
    file, name = kept
    return FileResponse(file.open("rb"), as_attachment=True, filename=name)


@reads(router, f"{AT}/history", scope=READ, answers=Page[HappenedFacts])
def arrival_history(request: PersonRequest, arrival_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """Who registered a letter, passed it on or finished it, the newest first; for the office."""
    return happened(request, history_of(_of_office(request, arrival_id)), at)


# ── passing on ──────────────────────────────────────────────────────────────
@reads(router, f"{AT}/receivers", scope=READ, answers=list[ReceiverFacts])
def arrival_receivers(request: PersonRequest, arrival_id: PathKey) -> list[dict[str, Any]]:
    """To whom a letter may be passed on: people of the office, and agencies as a whole."""
    found = _of_office(request, arrival_id)
    own = found.issuer.agency_id
    people = people_for(found, day=localdate())
    agencies = agencies_for(request.duties, found)
    return [
        *({"agency_id": own, "person_id": one.pk, "name": one.name} for one in people),
        *({"agency_id": one.pk, "person_id": None, "name": one.name} for one in agencies),
    ]


@writes(router, f"{AT}/route", scope=WRITE, answers=WholeArrival)
def route_arrival(request: PersonRequest, arrival_id: PathKey, body: RoutingGiven) -> dict[str, Any]:
    """Pass a letter on; whom it was passed on to is told and has it in their work."""
    actions.route_arrival(
        arrival=found_arrival(request, arrival_id),
        to=[actions.Receiver(one.agency_id, one.person_id) for one in body.to],
        purpose=Purpose(body.purpose),
        instruction=body.instruction,
        due_on=body.due_on,
        by=request.user,
        now=now(),
    )
    return whole_arrival(request, arrival_id)


@writes(router, f"{AT}/routings/{{routing_id}}/done", scope=WRITE, answers=WholeArrival)
def finish_routing(request: PersonRequest, at: AtRouting, body: RoutingDone) -> dict[str, Any]:
    """Say that what one was asked to do is done; who passed it on is told."""
    routing = _routing(request, at)
    actions.finish_routing(routing=routing, note=body.note, by=request.user, now=now())
    return whole_arrival(request, at.arrival_id)


@writes(router, f"{AT}/routings/{{routing_id}}/withdraw", scope=WRITE, answers=WholeArrival)
def withdraw_routing(request: PersonRequest, at: AtRouting, body: ArrivalReason) -> dict[str, Any]:
    """Take a passing-on back with a reason; for the office."""
    routing = _routing(request, at)
    actions.withdraw_routing(routing=routing, reason=body.reason, by=request.user, now=now())
    return whole_arrival(request, at.arrival_id)


# ── what they share ─────────────────────────────────────────────────────────
def found_arrival(request: PersonRequest, arrival_id: int) -> Arrival:
    return get_object_or_404(arrivals_visible_to(request.duties), pk=arrival_id)


def whole_arrival(request: PersonRequest, arrival_id: int) -> dict[str, Any]:
    found = found_arrival(request, arrival_id)
    return _facts(found) | {
        **{name: getattr(found, name) for name in ("references", "intake_id", "delivery_id")},
        "routings": list(_routings(request.duties, found)),
        "route": refused(refuse_routing(request.duties, found)),
        "void_refusal": refused(refuse_voiding(request.duties, found, reason="-")),
    }


def _facts(found: Arrival) -> dict[str, Any]:
    same = {name: getattr(found, name) for name in ArrivalFacts.model_fields if name != "number"}
    return same | {"number": number_of(found)}


def _of_office(request: PersonRequest, arrival_id: int) -> Arrival:
    found = found_arrival(request, arrival_id)
    if found.issuer.agency_id not in request.duties.agencies():
        raise Http404
    return found


def _routings(duties: Duties, found: Arrival) -> QuerySet[Routing]:
    if found.issuer.agency_id in duties.agencies():
        return routings_of(found)
    return routings_to(duties).filter(arrival=found).order_by("pk")


def _routing(request: PersonRequest, at: RoutingPath) -> Routing:
    found = found_arrival(request, at.arrival_id)
    return get_object_or_404(_routings(request.duties, found), pk=at.routing_id)
