"""Proposals of KPIs, and their way to the committee and back."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router

from samrit.frameworks import actions, queries
from samrit.frameworks.api import facts, given
from samrit.frameworks.models import Proposal
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import PathKey

router = Router(tags=["proposals"])
READ, WRITE = "frameworks:read", "frameworks:write"


@reads(router, "/proposals", scope=READ, answers=Page[facts.ProposalFacts])
def proposals(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """Proposals of the provinces one coordinates; the central office sees what was ever submitted."""
    return paged(request, queries.with_progress(queries.proposals_visible_to(request.duties)), at)


@reads(router, "/proposals/{proposal_id}", scope=READ, answers=facts.ProposalFacts)
def proposal(request: PersonRequest, proposal_id: PathKey) -> Proposal:
    """One proposal and how far it is."""
    return found_proposal(request, proposal_id)


@writes(router, "/proposals/{proposal_id}/submit", scope=WRITE, answers=facts.ProposalFacts)
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


def found_proposal(request: PersonRequest, proposal_id: int) -> Proposal:
    return get_object_or_404(
        queries.with_progress(queries.proposals_visible_to(request.duties)), pk=proposal_id
    )
