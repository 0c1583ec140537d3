"""The KPIs of a proposal, the committee's meetings and what it decides."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Schema, Status
from pydantic import Field

from samrit.frameworks import actions
from samrit.frameworks.api import facts, given
from samrit.frameworks.api.proposals import found_proposal, router
from samrit.frameworks.api.proposed import ProposedFacts, proposed, proposed_rows
from samrit.frameworks.forms import MeetingForm
from samrit.frameworks.models import Meeting, ProposalItem
from samrit.frameworks.permissions import refuse_committee
from samrit.frameworks.queries.committee import items_before_committee, kpis_before_committee
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import say
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import of_form, wrong
from samrit.ui.api.values import Key, Number, PathKey, Text

READ, WRITE = "frameworks:read", "frameworks:write"
_NO_MEETING = say("meeting_unknown", "ไม่มีการประชุมเลขที่นี้ – ดูเลขที่ในรายการการประชุม")
_NO_ITEM = say("item_unknown", "ไม่มีตัวชี้วัดเลขที่ {key} ในข้อเสนอนี้")


class CommitteeLine(Schema):
    """A KPI that provinces propose for a year; ``library_kpi_id`` null: all that stand outside the library."""

    library_kpi_id: int | None
    code: str | None
    name: str | None
    provinces: int
    decided: int


class BeforeCommittee(Slice):
    """Of one KPI of the library, or of those outside it."""

    library_kpi: Key | None = Field(None, description="Key of a KPI of the library")
    outside: bool = Field(default=False, description="Only those that are not in the library")


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
    items = ProposalItem.objects.filter(proposal=found_proposal(request, proposal_id))
    order = ("group__component__number", "group__position", "position", "pk")
    return proposed(request.duties, proposed_rows(items).order_by(*order))


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
    return _decide(request, ProposalItem.objects.filter(proposal=proposal, parent=None), body)


@writes(router, "/proposals/{proposal_id}/conclude", scope="frameworks:sign", answers=ConcludedFacts)
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


@reads(router, "/committee/{year}", scope=READ, answers=list[CommitteeLine])
def committee(request: PersonRequest, year: given.Year) -> list[dict[str, Any]]:
    """The KPIs proposed for a year, with how many provinces propose them and how many are decided."""
    _only_committee(request)
    return [{**one, "library_kpi_id": one["library_kpi"]} for one in kpis_before_committee(year)]


@reads(router, "/committee/{year}/items", scope=READ, answers=Page[ProposedFacts])
def committee_items(request: PersonRequest, year: given.Year, at: Query[BeforeCommittee]) -> dict[str, Any]:
    """All provinces' proposals for one KPI (or for all), each with its parts after it."""
    _only_committee(request)
    found = items_before_committee(year)
    if at.library_kpi is not None or at.outside:
        found = found.filter(library_kpi=None if at.outside else at.library_kpi)
    page = paged(request, proposed_rows(found), at, order=("proposal__area_id", "pk"))
    return {**page, "items": proposed(request.duties, page["items"])}


@writes(router, "/committee/{year}/decide", scope=WRITE, answers=list[ProposedFacts])
def decide_for_all(request: PersonRequest, year: given.Year, body: DecisionsGiven) -> list[dict[str, Any]]:
    """Decide KPIs of several provinces at one meeting, each as it was read; all or none."""
    _only_committee(request)
    return _decide(request, items_before_committee(year), body)


def _decide(request: PersonRequest, items: Any, body: DecisionsGiven) -> list[dict[str, Any]]:
    """``items``: whole KPIs that may be named. What became of those that were."""
    keys = [one.item_id for one in body.decisions]
    known = set(items.filter(pk__in=keys).values_list("pk", flat=True))
    for key in keys:
        if key not in known:
            raise wrong("body.decisions.item_id", say(_NO_ITEM.code, _NO_ITEM.text, key=key))
    decisions = [_decision(one) for one in body.decisions]
    meeting = _meeting(body.meeting_id)
    actions.decide_items(decisions=decisions, meeting=meeting, by=request.user, now=now())
    return proposed(request.duties, proposed_rows(ProposalItem.objects.filter(pk__in=known)))


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
