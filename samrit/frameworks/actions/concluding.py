"""The decision makes the edition."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.frameworks.actions.drafts import create_draft
from samrit.frameworks.actions.proposal_shared import locked_proposal, record_about
from samrit.frameworks.actions.publishing import publish_edition
from samrit.frameworks.actions.requirements import carry_required_evidence
from samrit.frameworks.models import Edition, Indicator, Kpi, Meeting, Proposal, ProposalItem
from samrit.frameworks.permissions import next_proposal_status
from samrit.frameworks.proposal_telling import tell_of_proposal
from samrit.frameworks.queries import (
    edition_in_force,
    is_kept,
    numbered,
    refusals_to_publish_edition,
    terms_of_proposal,
    with_contents,
    with_items,
)
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.proposals import Verb, refuse_conclusion, resolution_in_words
from samrit.rules.thai import thai_date
from samrit.rules.wording import Refusal, RefusedError

FROM_PROPOSAL = ("unit", "direction", "interpolate", "definition", "evidence_asked")


@dataclass(frozen=True)
class Conclusion:
    """The edition that the decision made; ``refusals`` say why it is still a draft, when it is."""

    edition: Edition
    refusals: list[Refusal]


@transaction.atomic
def conclude_proposal(*, proposal: Proposal, meeting: Meeting, by: User, now: datetime) -> Conclusion:
    """Make the edition of the decided terms and targets, and put it in force where nothing stands against it.

    Where an edition is in force already (made from a letter meanwhile), the decided one stays a draft: a revision
    says from which day on it holds.
    """
    complete = with_items(Proposal.objects.filter(pk=locked_proposal(proposal).pk)).get()
    duties = duties_of(by, localdate(now))
    after = next_proposal_status(duties, complete, Verb.CONCLUDE)
    items = [one.item for one in numbered(complete)]
    refusal = after if isinstance(after, Refusal) else _refuse(items)
    if refusal or isinstance(after, Refusal):
        raise RefusedError(refusal or after)  # type: ignore[arg-type]  # one of them is a Refusal
    is_first = edition_in_force(complete.area_id, complete.fiscal_year_id) is None
    edition = _edition(complete, meeting, by, now)
    complete.status, complete.meeting, complete.edition = after.value, meeting, edition
    complete.concluded_by, complete.concluded_at, complete.version = by, now, complete.version + 1
    complete.save()
    refusals = refusals_to_publish_edition(with_contents(Edition.objects.filter(pk=edition.pk)).get())
    if is_first and not refusals:
        edition = publish_edition(edition=edition, by=by, now=now)
    said = {
        "meeting": meeting.number,
        "edition": edition.number,
        "edition_status": edition.status,
        "kept": sum(map(is_kept, items)),
        "refused": sum(not is_kept(item) for item in items),
    }
    record_about(Verb.CONCLUDE.value, complete, duties, by, now, after=said)
    tell_of_proposal(complete, Verb.CONCLUDE, by=by, now=now)
    return Conclusion(edition, refusals)


def _refuse(items: list[ProposalItem]) -> Refusal | None:
    return refuse_conclusion(len(items), sum(hasattr(item, "decision") for item in items))


def _edition(proposal: Proposal, meeting: Meeting, by: User, now: datetime) -> Edition:
    source = resolution_in_words(meeting.title, meeting.number, thai_date(meeting.held_on, short=True)).thai()
    edition = create_draft(
        area=proposal.area,
        year=proposal.fiscal_year_id,
        components=terms_of_proposal(proposal, decided=True),
        by=by,
        now=now,
        source=source[:300],
    )
    edition.meeting, edition.resolved_on, edition.resolution = meeting.number, meeting.held_on, source
    edition.save(update_fields=["meeting", "resolved_on", "resolution"])
    _give_targets(proposal, edition)
    return edition


def _give_targets(proposal: Proposal, edition: Edition) -> None:
    """Units, targets and the rest as decided, and which KPI of the library each one is."""
    kpis = {
        (kpi.component.number, kpi.number): kpi
        for kpi in Kpi.objects.filter(component__edition=edition).select_related("component", "indicator")
    }
    kept = [one for one in numbered(proposal) if is_kept(one.item)]
    for one in kept:
        for leaf in (one, *one.parts):
            _give(kpis[one.component.number, leaf.number], leaf.item)
    Kpi.objects.bulk_update(
        kpis.values(),
        [*FROM_PROPOSAL, "basic", "standard", "advanced", "last_year", "template"],
        batch_size=200,
    )
    Indicator.objects.bulk_update([kpi.indicator for kpi in kpis.values()], ["library_kpi"], batch_size=200)


def _give(kpi: Kpi, item: ProposalItem) -> None:
    for name in FROM_PROPOSAL:
        setattr(kpi, name, getattr(item, name))
    kpi.basic, kpi.standard, kpi.advanced = item.decision.levels or (None, None, None)
    kpi.last_year = next((past.value for past in item.past.all() if past.year == _year(item) - 1), None)
    kpi.indicator.library_kpi = item.library_kpi
    if item.continues:
        kpi.template = item.continues.template
        if not kpi.required_evidence.exists():  # from an edition of the same year it has come already
            carry_required_evidence(item.continues, kpi)


def _year(item: ProposalItem) -> int:
    return item.proposal.fiscal_year_id
