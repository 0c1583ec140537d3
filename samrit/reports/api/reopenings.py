"""Opening one KPI again for one agency: what is open, what is asked for, deciding it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import AfterValidator, AwareDatetime, Field

from samrit.frameworks.forms import MomentField
from samrit.frameworks.models import Reopening, ReopeningRequest
from samrit.people.api.operations import done, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency
from samrit.reports import actions
from samrit.reports.api import facts, given
from samrit.reports.api.found import AtItem, ItemPath, found_item
from samrit.reports.queries import Item
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import Key, PathKey, Text

router = Router(tags=["reports"])
READ, WRITE = "reports:read", "reports:write"
AT = "/rounds/{round_id}/items/{indicator_id}"
Reason = Annotated[str, Text(2000, least=1)]


def _near(moment: datetime) -> datetime:
    if moment.year not in MomentField.years:  # as on the page
        raise ValueError("year")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_near)]


class ReopeningFacts(Schema):
    """การเปิดให้แก้ไขเฉพาะตัวชี้วัด; it closes at ``closes_at``: ``until``, or when it was ended before."""

    id: int
    round_id: int
    indicator_id: int
    agency: facts.Named
    until: datetime
    reason: str
    reopened_at: datetime
    closes_at: datetime
    end_reason: str


class RequestFacts(Schema):
    """คำขอเปิดให้แก้ไข; ``decision``: empty while it waits, else granted or refused."""

    id: int
    round_id: int
    indicator_id: int
    agency: facts.Named
    until: datetime
    reason: str
    asked_at: datetime
    decision: str
    decision_reason: str
    decided_at: datetime | None


class ReopenGiven(Schema):
    """For which of the responsible agencies, until when, and why."""

    agency_id: Key
    until: Moment
    reason: Reason


class DecisionGiven(Schema):
    """``until``: another moment than the one asked for; ``reason`` is needed to refuse."""

    decision: Literal["grant", "refuse"]
    until: Moment | None = None
    reason: Annotated[str, Text(2000)] = ""


class OpenSlice(Slice):
    ended: bool = Field(default=False, description="Those that have closed too")


class AskedSlice(Slice):
    decided: bool = Field(default=False, description="Those that were decided too")


@reads(router, "/reopenings", scope=READ, answers=Page[ReopeningFacts])
def reopenings(request: PersonRequest, at: Query[OpenSlice]) -> dict[str, Any]:
    """KPIs open again: of all provinces for the central office, of the own ones for coordinators."""
    rows = _seen(request, Reopening.objects.select_related("agency"))
    rows = rows if at.ended else rows.filter(until__gt=now(), ended_at=None)
    return paged(request, rows, at, order=("-pk",))


@reads(router, "/reopening-requests", scope=READ, answers=Page[RequestFacts])
def reopening_requests(request: PersonRequest, at: Query[AskedSlice]) -> dict[str, Any]:
    """What coordinators have asked for and waits to be decided."""
    rows = _seen(request, ReopeningRequest.objects.select_related("agency"))
    return paged(request, rows if at.decided else rows.filter(decision=""), at, order=("-pk",))


@writes(router, f"{AT}/reopen", scope=WRITE, answers=ReopeningFacts, made=True)
def reopen_kpi(request: PersonRequest, at: AtItem, body: ReopenGiven) -> Status[Any]:
    """Open one KPI again for one agency (the central office). It closes by itself."""
    return made(actions.reopen_kpi(**_wanted(request, at, body)))


@writes(router, f"{AT}/ask-to-reopen", scope=WRITE, answers=RequestFacts, made=True)
def ask_to_reopen(request: PersonRequest, at: AtItem, body: ReopenGiven) -> Status[Any]:
    """Ask the central office to open a KPI again (the coordinator); nothing opens yet."""
    return made(actions.ask_to_reopen(**_wanted(request, at, body)))


@writes(router, f"{AT}/stand-by-filed", scope=WRITE)
def stand_by_filed(request: PersonRequest, at: AtItem, body: given.ReasonGiven) -> Status[None]:
    """Nothing came back in time: what had been filed counts again."""
    actions.stand_by_filed(item=_concerned(request, at), reason=body.reason, by=request.user, now=now())
    return done()


@writes(router, "/reopenings/{reopening_id}/end", scope=WRITE, answers=ReopeningFacts)
def end_reopening(request: PersonRequest, reopening_id: PathKey, body: given.ReasonGiven) -> Reopening:
    """Close it before its time. What was saved meanwhile stays."""
    found = get_object_or_404(_seen(request, Reopening.objects.select_related("agency")), pk=reopening_id)
    return actions.end_reopening(reopening=found, reason=body.reason, by=request.user, now=now())


@writes(router, "/reopening-requests/{request_id}/decide", scope=WRITE, answers=RequestFacts)
def decide_reopening(request: PersonRequest, request_id: PathKey, body: DecisionGiven) -> ReopeningRequest:
    """Grant what was asked for, or refuse it with a reason (the central office)."""
    rows = _seen(request, ReopeningRequest.objects.select_related("agency"))
    found = get_object_or_404(rows, pk=request_id)
    shared: dict[str, Any] = {"request": found, "reason": body.reason, "by": request.user, "now": now()}
    if body.decision == "grant":
        actions.grant_reopening(until=body.until or found.until, **shared)
    else:
        actions.refuse_reopening_request(**shared)
    again: ReopeningRequest = rows.get(pk=request_id)
    return again


def _seen(request: PersonRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Reopenings or requests: all for the central office, for coordinators those of their provinces."""
    if request.duties.evaluates:
        return rows
    return rows.filter(round__area__in=request.duties.coordinated_areas())


def _wanted(request: PersonRequest, at: ItemPath, body: ReopenGiven) -> dict[str, Any]:
    item = _concerned(request, at)
    facts = {"item": item, "agency": _owner(item, body), "until": body.until, "reason": body.reason}
    return {**facts, "by": request.user, "now": now()}


def _concerned(request: PersonRequest, at: ItemPath) -> Item:
    item = found_item(request, at)
    if not request.duties.evaluates and item.round.area_id not in request.duties.coordinated_areas():
        raise Http404
    return item


def _owner(item: Item, body: ReopenGiven) -> Agency:
    agency = next((one for one in item.owners if one.pk == body.agency_id), None)
    if agency is None:
        raise Http404
    return agency
