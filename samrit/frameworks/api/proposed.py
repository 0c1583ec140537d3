"""The KPIs of a proposal as they are told: what is proposed, for which years something is known, what was decided."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from ninja import Schema

from samrit.frameworks.api.facts import OwnerFacts
from samrit.frameworks.models import ProposalItem
from samrit.frameworks.queries import items_with_all, marks_of
from samrit.people.queries import Duties
from samrit.rules.proposals import Status
from samrit.ui.api.values import Amount

PLAIN = (
    "id", "parent_id", "proposal_id", "group_id", "version", "library_kpi_id", "name", "weight", "unit", "direction",
    "interpolate", "basic", "standard", "advanced", "definition", "evidence_asked", "reason",
)  # fmt: skip


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


class PastFacts(Schema):
    """A value of an earlier year with its source, or the code of why there is none."""

    year: int
    value: Amount | None
    missing: str
    source: str


class ProposedFacts(Schema):
    """A proposed KPI, or (``parent_id``) a part of one, which has its KPI's owners.

    ``continues``: the same KPI of last year's framework; ``marks``: how a whole KPI differs from it.
    """

    id: int
    parent_id: int | None
    proposal_id: int
    area: str
    group_id: int
    version: int
    library_kpi_id: int | None
    continues: int | None
    marks: list[str]
    name: str
    weight: Amount | None
    unit: str
    direction: str
    interpolate: str
    basic: Amount | None
    standard: Amount | None
    advanced: Amount | None
    definition: str
    evidence_asked: str
    reason: str
    owners: list[OwnerFacts]
    past: list[PastFacts]
    decision: DecisionFacts | None


def proposed(duties: Duties, wholes: Iterable[ProposalItem]) -> list[dict[str, Any]]:
    """Each KPI with its parts after it; ``wholes`` as ``proposed_rows`` reads them."""
    return [told for whole in wholes for told in _with_parts(duties, whole)]


def proposed_rows(items: Any) -> Any:
    """Whole KPIs (a queryset of ``ProposalItem``) with all that is told, the queries not growing with them."""
    return items_with_all(items).select_related(
        "proposal", "library_kpi", "continues", "decision__meeting", "group__component"
    )


def _with_parts(duties: Duties, whole: ProposalItem) -> Iterator[dict[str, Any]]:
    """As on the page: decisions that are not concluded are seen by the committee's office only."""
    proposal = whole.proposal
    shown = duties.evaluates or proposal.status == Status.CONCLUDED
    owners = [ownership.agency for ownership in whole.ownerships.all()]
    yield _told(whole, proposal.area_id, owners, [mark.value for mark in marks_of(whole)], shown=shown)
    for part in whole.parts.all():
        yield _told(part, proposal.area_id, [], [], shown=shown)


def _told(
    item: ProposalItem, area: str, owners: list[Any], marks: list[str], *, shown: bool
) -> dict[str, Any]:
    return {
        **{name: getattr(item, name) for name in PLAIN},
        "area": area,
        "continues": item.continues_id,
        "marks": marks,
        "owners": owners,
        "past": list(item.past.all()),
        "decision": getattr(item, "decision", None) if shown else None,
    }
