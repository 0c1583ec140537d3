"""Proposals of KPIs, and their way to the committee and back."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Schema

from samrit.frameworks import actions, queries
from samrit.frameworks.api import facts, given
from samrit.frameworks.models import Proposal
from samrit.frameworks.permissions import next_proposal_status
from samrit.people.api.happened import HappenedFacts, happened
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.proposals import Verb, refuse_conclusion
from samrit.rules.wording import Refusal
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import Refused, refused
from samrit.ui.api.requests import answers_with
from samrit.ui.api.values import Amount, PathKey

router = Router(tags=["proposals"])
READ, WRITE = "frameworks:read", "frameworks:write"


MOVES = {
    "change": Verb.CHANGE,
    "submit": Verb.SUBMIT,
    "take_back": Verb.TAKE_BACK,
    "send_back": Verb.RETURN,
    "decide": Verb.DECIDE,
    "conclude": Verb.CONCLUDE,
}


class ProposedGroup(Schema):
    id: int
    number: str | None
    name: str | None


class ProposedComponent(Schema):
    """องค์ประกอบ of a proposal; its KPIs' weights must add up to ``weight``."""

    id: int
    number: int
    name: str
    weight: Amount | None
    assessed: bool
    groups: list[ProposedGroup]


class ProposalMay(Schema):
    """What this token's owner may do now: null, or why not."""

    change: Refused | None
    submit: Refused | None
    take_back: Refused | None
    send_back: Refused | None
    decide: Refused | None
    conclude: Refused | None


class DroppedFacts(Schema):
    kpi_id: int
    name: str


class ProposalStanding(Schema):
    """``obstacles`` to sending it; ``conclusion``: why the committee may not conclude it yet; ``dropped``: of last year."""

    may: ProposalMay
    obstacles: list[Refused]
    conclusion: Refused | None
    dropped: list[DroppedFacts]


@reads(router, "/proposals", scope=READ, answers=Page[facts.ProposalFacts])
def proposals(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Proposals of the provinces one coordinates; the central office sees what was ever submitted."""
    return paged(request, queries.with_progress(queries.proposals_visible_to(request.duties)), at)


@reads(router, "/proposals/{proposal_id}", scope=READ, answers=facts.ProposalFacts)
def proposal(request: PersonRequest, proposal_id: PathKey) -> Proposal:
    """One proposal and how far it is; its ETag names the version for If-Match."""
    return versioned_proposal(request, proposal_id)


@reads(router, "/proposals/{proposal_id}/components", scope=READ, answers=list[ProposedComponent])
def proposal_components(request: PersonRequest, proposal_id: PathKey) -> list[Any]:
    """The components of a proposal with their weights and groups."""
    components = found_proposal(request, proposal_id).components.prefetch_related("groups")
    return [{**_plain(one), "groups": list(one.groups.all())} for one in components]


@reads(router, "/proposals/{proposal_id}/standing", scope=READ, answers=ProposalStanding)
def proposal_standing(request: PersonRequest, proposal_id: PathKey) -> dict[str, Any]:
    """What may be done with a proposal now, what it still needs, and what it leaves out of last year's framework."""
    visible = queries.with_items(queries.proposals_visible_to(request.duties))
    found = get_object_or_404(visible, pk=proposal_id)
    items = [one.item for one in queries.numbered(found)]
    decided = sum(hasattr(item, "decision") for item in items)
    obstacles = queries.refusals_to_submit_proposal(found)
    may = {name: _refusal(request, found, verb, decided) for name, verb in MOVES.items()}
    return {
        "may": may,
        "obstacles": [refused(one) for one in obstacles],
        "conclusion": refused(refuse_conclusion(len(items), decided)),
        "dropped": [{"kpi_id": one.pk, "name": one.name} for one in queries.dropped(found)],
    }


@reads(router, "/proposals/{proposal_id}/history", scope=READ, answers=Page[HappenedFacts])
def proposal_history(request: PersonRequest, proposal_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """What happened to a proposal, the newest first."""
    found = found_proposal(request, proposal_id)
    return happened(request, queries.trail_of_proposal(request.duties, found), at)


@writes(router, "/proposals/{proposal_id}/submit", scope="frameworks:sign", answers=facts.ProposalFacts)
def submit_proposal(request: PersonRequest, proposal_id: PathKey) -> Proposal:
    """Send a complete proposal to the committee."""
    actions.submit_proposal(proposal=found_proposal(request, proposal_id), by=request.user, now=now())
    return found_proposal(request, proposal_id)


@writes(router, "/proposals/{proposal_id}/take-back", scope=WRITE, answers=facts.ProposalFacts)
def take_back_proposal(request: PersonRequest, proposal_id: PathKey) -> Proposal:
    """Take a proposal back while the committee has decided nothing of it."""
    actions.take_back_proposal(proposal=found_proposal(request, proposal_id), by=request.user, now=now())
    return found_proposal(request, proposal_id)


@writes(router, "/proposals/{proposal_id}/return", scope=WRITE, answers=facts.ProposalFacts)
def return_proposal(request: PersonRequest, proposal_id: PathKey, body: given.WhyGiven) -> Proposal:
    """Send a proposal back to the province with a reason."""
    found = found_proposal(request, proposal_id)
    actions.return_proposal(proposal=found, reason=body.reason, by=request.user, now=now())
    return found_proposal(request, proposal_id)


def _plain(component: Any) -> dict[str, Any]:
    return {name: getattr(component, name) for name in ("id", "number", "name", "weight", "assessed")}


def _refusal(request: PersonRequest, proposal: Proposal, verb: Verb, decided: int) -> Any:
    after = next_proposal_status(request.duties, proposal, verb, decided=decided)
    return refused(after if isinstance(after, Refusal) else None)


def versioned_proposal(request: PersonRequest, proposal_id: int) -> Proposal:
    """With its version in the ETag."""
    found = found_proposal(request, proposal_id)
    answers_with(request, found.version)
    return found


def found_proposal(request: PersonRequest, proposal_id: int) -> Proposal:
    return get_object_or_404(
        queries.with_progress(queries.proposals_visible_to(request.duties)), pk=proposal_id
    )
