"""A proposal on its way: to the committee, taken back, returned."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.frameworks.actions.proposal_shared import locked_proposal, record_about
from samrit.frameworks.models import Decision, Proposal
from samrit.frameworks.permissions import next_proposal_status
from samrit.frameworks.proposal_telling import tell_of_proposal
from samrit.frameworks.queries import refusals_to_submit_proposal, with_items
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.proposals import Verb
from samrit.rules.wording import Refusal, RefusedError, refuse


@transaction.atomic
def submit_proposal(*, proposal: Proposal, by: User, now: datetime) -> Proposal:
    """Send the complete proposal to the committee."""
    complete = with_items(Proposal.objects.filter(pk=locked_proposal(proposal).pk)).get()
    _move(complete, Verb.SUBMIT, by, now, submitted=True)
    if refusals := refusals_to_submit_proposal(complete):
        raise RefusedError(refusals[0])
    return complete


@transaction.atomic
def take_back_proposal(*, proposal: Proposal, by: User, now: datetime) -> Proposal:
    """Take the proposal back to change it, as long as the committee has decided nothing of it."""
    return _move(locked_proposal(proposal), Verb.TAKE_BACK, by, now)


@transaction.atomic
def return_proposal(*, proposal: Proposal, reason: str, by: User, now: datetime) -> Proposal:
    """Send it back to the province with a reason; what is decided stays decided until the province changes it."""
    proposal = locked_proposal(proposal)
    if not reason.strip():
        raise RefusedError(refuse("reason_required", "โปรดระบุเหตุผล"))
    return _move(proposal, Verb.RETURN, by, now, reason=reason)


def _move(
    proposal: Proposal, verb: Verb, by: User, now: datetime, *, reason: str = "", submitted: bool = False
) -> Proposal:
    duties = duties_of(by, localdate(now))
    decided = Decision.objects.filter(item__proposal=proposal, item__parent=None).count()
    after = next_proposal_status(duties, proposal, verb, decided=decided)
    if isinstance(after, Refusal):
        raise RefusedError(after)
    before, proposal.status, proposal.return_reason = proposal.status, after.value, reason
    if submitted:
        proposal.submitted_by, proposal.submitted_at = by, now
    proposal.version += 1
    proposal.save()
    record_about(
        verb.value,
        proposal,
        duties,
        by,
        now,
        before={"proposal_status": f"proposal_{before}"},
        after={"proposal_status": f"proposal_{after.value}"},
        reason=reason,
    )
    tell_of_proposal(proposal, verb, by=by, now=now)
    return proposal
