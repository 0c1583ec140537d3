"""The KPIs of a proposal, the committee's meetings and what it decides."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samrit.frameworks import actions
from samrit.frameworks.api import facts
from samrit.frameworks.api.proposals import found_proposal
from samrit.frameworks.forms import MeetingForm
from samrit.frameworks.models import Meeting, Proposal, ProposalItem
from samrit.frameworks.permissions import refuse_committee
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.proposals import Status as ProposalStatus
from samrit.rules.wording import say
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import of_form, wrong
from samrit.ui.api.values import Amount, Key, Number, PathKey, Text

router = Router(tags=["proposals"])
READ, WRITE = "frameworks:read", "frameworks:write"
_NO_MEETING = say("meeting_unknown", "ไม่มีการประชุมเลขที่นี้ – ดูเลขที่ในรายการการประชุม")
_NO_ITEM = say("item_unknown", "ไม่มีตัวชี้วัดเลขที่ {key} ในข้อเสนอนี้")


class DecisionFacts(Schema):
    """มติ: accepted, changed or refused; weight and targets are what was decided."""

    outcome: str
    weight: Amount | None
    basic: Amount | None
    standard: Amount | None
    advanced: Amount | None
    reason: str
    meeting_id: int
    decided_at: datetime


class ProposedFacts(Schema):
    """A proposed KPI, or (``parent_id``) a part of one."""

    id: int
    parent_id: int | None
    version: int
    library_kpi_id: int | None
    name: str
    weight: Amount | None
    unit: str
    direction: str
    basic: Amount | None
    standard: Amount | None
    advanced: Amount | None
    reason: str
    decision: DecisionFacts | None


class MeetingFacts(Schema):
    """การประชุมคณะกรรมการ."""

    id: int
    number: str
    held_on: date
    title: str


class MeetingGiven(Schema):
    """``number`` as 1/2566."""

    number: Annotated[str, Text(20, least=1)]
    held_on: date
    title: Annotated[str, Text(200, least=1)]


class TermsGiven(Schema):
    """Weight and targets of a KPI or part as the committee changes them; the three targets or none."""

    item_id: Key
    weight: Number | None = None
    levels: Annotated[list[Number], Field(min_length=3, max_length=3)] | None = None


class DecidedGiven(Schema):
    """What is decided about one KPI as it was read (``version``); ``terms`` only with changed."""

    item_id: Key
    version: int = Field(ge=0, le=2**31 - 1)
    outcome: Literal["accepted", "changed", "refused"]
    reason: Annotated[str, Text(2000)] = ""
    terms: list[TermsGiven] = Field([], max_length=50)


class DecisionsGiven(Schema):
    """At which meeting; all of them, or none."""

    meeting_id: Key
    decisions: list[DecidedGiven] = Field(min_length=1, max_length=200)


class ConcludedGiven(Schema):
    meeting_id: Key


class ConcludedFacts(Schema):
    """The edition that the decision made; a draft where something stands against its publication."""

    edition_id: int
    status: str


@reads(router, "/proposals/{proposal_id}/items", scope=READ, answers=list[ProposedFacts])
def proposal_items(request: PersonRequest, proposal_id: PathKey) -> list[dict[str, Any]]:
    """The KPIs and parts of a proposal; the province is told what was decided once all is concluded."""
    return _items(request, found_proposal(request, proposal_id))


@writes(
    router,
    "/proposals/{proposal_id}/items/{item_id}",
    method="DELETE",
    scope=WRITE,
    answers=facts.ProposalFacts,
)
def remove_proposal_item(request: PersonRequest, proposal_id: PathKey, item_id: PathKey) -> Any:
    """Take a KPI out of a proposal."""
    proposal = found_proposal(request, proposal_id)
    rows = ProposalItem.objects.filter(proposal=proposal, parent=None).select_related("proposal")
    actions.remove_item(item=get_object_or_404(rows, pk=item_id), by=request.user, now=now())
    return found_proposal(request, proposal_id)


@writes(router, "/proposals/{proposal_id}/decide", scope=WRITE, answers=list[ProposedFacts])
def decide_proposal(
    request: PersonRequest, proposal_id: PathKey, body: DecisionsGiven
) -> list[dict[str, Any]]:
    """Decide KPIs of a proposal at a meeting, each as it was read."""
    _only_committee(request)
    proposal = found_proposal(request, proposal_id)
    known = set(ProposalItem.objects.filter(proposal=proposal, parent=None).values_list("pk", flat=True))
    for one in body.decisions:
        if one.item_id not in known:
            raise wrong("body.decisions.item_id", say(_NO_ITEM.code, _NO_ITEM.text, key=one.item_id))
    decisions = [_decision(one) for one in body.decisions]
    meeting = _meeting(body.meeting_id)
    actions.decide_items(decisions=decisions, meeting=meeting, by=request.user, now=now())
    return _items(request, proposal)


@writes(router, "/proposals/{proposal_id}/conclude", scope=WRITE, answers=ConcludedFacts)
def conclude_proposal(request: PersonRequest, proposal_id: PathKey, body: ConcludedGiven) -> dict[str, Any]:
    """Make the edition of what was decided, in force where nothing stands against it."""
    proposal, meeting = found_proposal(request, proposal_id), _meeting(body.meeting_id)
    made_ = actions.conclude_proposal(proposal=proposal, meeting=meeting, by=request.user, now=now())
    return {"edition_id": made_.edition.pk, "status": made_.edition.status}


@reads(router, "/meetings", scope=READ, answers=Page[MeetingFacts], missing=True)
def meetings(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """The committee's meetings, for the central office, the newest first."""
    _only_committee(request)
    return paged(request, Meeting.objects.all(), at, order=("-pk",))


@writes(router, "/meetings", scope=WRITE, answers=MeetingFacts, made=True, missing=True)
def add_meeting(request: PersonRequest, body: MeetingGiven) -> Status[Any]:
    """Enter a meeting once, to be named by its decisions."""
    _only_committee(request)
    form = MeetingForm(data=body.dict())
    if not form.is_valid():
        raise of_form(form)
    return made(actions.add_meeting(**form.cleaned_data, by=request.user, now=now()))


PLAIN = (
    "id", "parent_id", "version", "library_kpi_id", "name", "weight", "unit", "direction", "basic", "standard",
    "advanced", "reason",
)  # fmt: skip


def _items(request: PersonRequest, proposal: Proposal) -> list[dict[str, Any]]:
    """As on the page: decisions that are not concluded are seen by the committee's office only."""
    shown = request.duties.evaluates or proposal.status == ProposalStatus.CONCLUDED
    found = ProposalItem.objects.filter(proposal=proposal).select_related("decision")
    return [
        {
            **{name: getattr(one, name) for name in PLAIN},
            "decision": getattr(one, "decision", None) if shown else None,
        }
        for one in found
    ]


def _only_committee(request: PersonRequest) -> None:
    if refuse_committee(request.duties):
        raise Http404


def _meeting(key: int) -> Meeting:
    found = Meeting.objects.filter(pk=key).first()
    if found is None:
        raise wrong("body.meeting_id", _NO_MEETING)
    return found


def _decision(one: DecidedGiven) -> actions.ItemDecision:
    terms = {
        given.item_id: actions.Terms(
            given.weight,  # type: ignore[arg-type]  # Number is a Decimal once it is read
            tuple(given.levels) if given.levels else None,  # type: ignore[arg-type]
        )
        for given in one.terms
    }
    return actions.ItemDecision(one.item_id, one.version, one.outcome, one.reason, terms)
