"""What every write about a proposal does: lock it, ask whether it may be changed, say so in the trail."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import (
    Decision,
    PastValue,
    Proposal,
    ProposalItem,
    ProposalOwner,
)
from samrit.frameworks.permissions import next_proposal_status
from samrit.frameworks.queries import Past
from samrit.people.models import Agency, User
from samrit.people.queries import Duties, duties_of
from samrit.rules.proposals import Verb
from samrit.rules.thai import plain_number
from samrit.rules.wording import Refusal, RefusedError

# Key (of last year's KPI, or of an entry) → year → what is known of it.
Pasts = Mapping[int, Mapping[int, Past]]


def locked_proposal(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, locked."""
    proposals = Proposal.objects.select_for_update(of=("self",)).select_related("area", "fiscal_year", "base")
    return proposals.get(pk=proposal.pk)


def changing(proposal: Proposal, by: User, now: datetime) -> tuple[Proposal, Duties]:
    proposal, duties = locked_proposal(proposal), duties_of(by, localdate(now))
    after = next_proposal_status(duties, proposal, Verb.CHANGE)
    if isinstance(after, Refusal):
        raise RefusedError(after)
    return proposal, duties


def changed(verb: str, proposal: Proposal, duties: Duties, by: User, now: datetime, **said: Any) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(version=F("version") + 1)
    record_about(verb, proposal, duties, by, now, **said)


def record_about(verb: str, proposal: Proposal, duties: Duties, by: User, now: datetime, **said: Any) -> None:
    record(
        verb=verb,
        subject=proposal,
        by=by,
        now=now,
        area_code=proposal.area_id,
        actor_role=duties.described(),
        **said,
    )


def forget_decision(item: ProposalItem) -> None:
    """What the province changes after it came back is decided again; untouched items keep their decision."""
    whole = item.parent_id or item.pk
    Decision.objects.filter(item__in=ProposalItem.objects.filter(parent=whole)).delete()
    Decision.objects.filter(item=whole).delete()


def keep_past(item: ProposalItem, past: Mapping[int, Past]) -> None:
    PastValue.objects.bulk_create(
        PastValue(item=item, year=year, value=one.value, missing=one.missing, source=one.source)
        for year, one in past.items()
    )


def set_item_owners(item: ProposalItem, agencies: Sequence[int]) -> None:
    item.ownerships.all().delete()
    ProposalOwner.objects.bulk_create(
        ProposalOwner(item=item, agency_id=agency, position=place)
        for place, agency in enumerate(agencies, start=1)
    )


def agency_names(agencies: Sequence[int]) -> str:
    found = Agency.objects.in_bulk(agencies)
    return ", ".join(found[key].name for key in agencies if key in found)


def note(before: dict[str, Any], after: dict[str, Any], name: str, old: Any, new: Any) -> None:
    if old != new:
        before[name] = plain_number(old) if isinstance(old, Decimal) else old
        after[name] = plain_number(new) if isinstance(new, Decimal) else new
