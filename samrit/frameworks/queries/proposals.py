"""Reading proposals: who sees them, their contents as pages and rules want them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from samrit.audit.models import Event
from samrit.audit.queries import history_of
from samrit.frameworks.models import (
    Kpi,
    KpiOwner,
    LibraryKpi,
    PastValue,
    Proposal,
    ProposalComponent,
    ProposalGroup,
    ProposalItem,
    ProposalOwner,
)
from samrit.frameworks.reading import group_of_category
from samrit.people.queries import Duties
from samrit.rules import rulesets
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms
from samrit.rules.proposals import (
    Compared,
    ItemTerms,
    Mark,
    Outcome,
    Status,
    Verb,
    marks,
    refusals_to_submit,
)
from samrit.rules.wording import Refusal


def proposals_visible_to(duties: Duties) -> QuerySet[Proposal]:
    """Those of the provinces that one coordinates; the central office sees what was ever submitted."""
    proposals = Proposal.objects.select_related("area", "fiscal_year", "meeting", "submitted_by")
    mine = Q(area__in=duties.coordinated_areas())
    return (
        proposals.filter(mine | Q(submitted_at__isnull=False)) if duties.evaluates else proposals.filter(mine)
    )


def trail_of_proposal(duties: Duties, proposal: Proposal) -> QuerySet[Event]:
    """What happened to it, newest first; what is decided but not concluded stays with the committee's office."""
    trail = history_of(proposal)
    told = duties.evaluates or proposal.status == Status.CONCLUDED
    return trail if told else trail.exclude(verb=Verb.DECIDE.value)


def with_progress(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """``item_count`` and ``decided_count`` of whole KPIs."""
    whole = Q(items__parent=None)
    return proposals.annotate(
        item_count=Count("items", filter=whole),
        decided_count=Count("items", filter=whole & Q(items__decision__isnull=False)),
    )


def items_with_all(items: QuerySet[ProposalItem] | None = None) -> QuerySet[ProposalItem]:
    """Whole KPIs with parts, owners, history, decisions and last year's KPI; ten queries for any number."""
    owners = Prefetch("ownerships", ProposalOwner.objects.select_related("agency"))
    last_owners = Prefetch("continues__ownerships", KpiOwner.objects.select_related("agency"))
    past = Prefetch("past", PastValue.objects.order_by("-year"))
    everything = (ProposalItem.objects.all() if items is None else items).select_related(
        "library_kpi", "continues", "decision__meeting", "group__component"
    )
    parts = Prefetch(
        "parts",
        ProposalItem.objects.select_related("library_kpi", "continues", "decision", "group__component")
        .order_by("position", "pk")
        .prefetch_related(past),
    )
    return (
        everything.filter(parent=None)
        .order_by("position", "pk")
        .prefetch_related(owners, last_owners, past, parts)
    )


def with_items(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Components, groups and whole KPIs with everything about them."""
    groups = Prefetch(
        "groups",
        ProposalGroup.objects.prefetch_related(Prefetch("items", items_with_all(), to_attr="wholes")),
    )
    return proposals.select_related("area", "fiscal_year", "base", "edition", "meeting").prefetch_related(
        Prefetch("components", ProposalComponent.objects.prefetch_related(groups))
    )


@dataclass(frozen=True)
class NumberedItem:
    """A proposed KPI or part; ``number`` as the framework would print it (3, 3.1)."""

    item: ProposalItem
    component: ProposalComponent
    number: str
    parts: Sequence["NumberedItem"] = ()

    @property
    def full_number(self) -> str:
        return f"{self.component.number}-{self.number}"

    @property
    def leaves(self) -> Sequence["NumberedItem"]:
        """What has targets: its parts, or itself."""
        return self.parts or (self,)


def numbered(proposal: Proposal) -> Iterator[NumberedItem]:
    """The whole KPIs of a proposal fetched ``with_items``, numbered through each component."""
    for component in proposal.components.all():
        wholes = (item for group in component.groups.all() for item in wholes_of(group))
        for place, item in enumerate(wholes, start=1):
            parts = [
                NumberedItem(part, component, f"{place}.{place_in_kpi}")
                for place_in_kpi, part in enumerate(item.parts.all(), start=1)
            ]
            yield NumberedItem(item, component, str(place), parts)


def wholes_of(group: ProposalGroup) -> list[ProposalItem]:
    found: list[ProposalItem] = group.wholes  # type: ignore[attr-defined]  # by with_items
    return found


def groups_of(proposal: Proposal) -> list[ProposalGroup]:
    """In the order of the page."""
    return list(ProposalGroup.objects.filter(component__proposal=proposal).select_related("component"))


def group_for(entry: LibraryKpi, groups: Sequence[ProposalGroup]) -> ProposalGroup:
    """The group of the entry's category; the first one where the proposal has none of that number."""
    number = group_of_category(entry.category)
    return next((group for group in groups if group.number == number), groups[0])


# ── in the shape of the rules ───────────────────────────────────────────────
def terms_of_proposal(proposal: Proposal, *, decided: bool = False) -> list[ComponentTerms]:
    """The proposal (fetched ``with_items``) as proposed, or as decided: without what was refused."""
    numbers = {one.item.pk: one.number for one in numbered(proposal)}
    return [
        ComponentTerms(
            component.number,
            component.name,
            component.weight,
            component.assessed,
            tuple(_group_terms(group, numbers, decided=decided) for group in component.groups.all()),
        )
        for component in proposal.components.all()
    ]


def _group_terms(group: ProposalGroup, numbers: dict[int, str], *, decided: bool) -> GroupTerms:
    kept = [item for item in wholes_of(group) if not decided or is_kept(item)]
    return GroupTerms(
        group.number,
        group.name,
        tuple(_kpi_terms(item, numbers[item.pk], decided=decided) for item in kept),
    )


def is_kept(item: ProposalItem) -> bool:
    """Decided, and not refused."""
    return hasattr(item, "decision") and item.decision.outcome != Outcome.REFUSED


def _kpi_terms(item: ProposalItem, number: str, *, decided: bool) -> KpiTerms:
    return KpiTerms(
        number,
        item.name,
        item.decision.weight if decided else item.weight,
        tuple(ownership.agency_id for ownership in item.ownerships.all()) if item.parent_id is None else (),
        tuple(
            _kpi_terms(part, "", decided=decided)
            for part in (item.parts.all() if item.parent_id is None else ())
        ),
    )


def refusals_to_submit_proposal(proposal: Proposal) -> list[Refusal]:
    """Why this proposal (fetched ``with_items``) may not go to the committee yet."""
    rules = rulesets.load(proposal.fiscal_year.rule_set)
    items = [
        ItemTerms(
            leaf.full_number,
            leaf.item.name,
            leaf.item.levels,
            leaf.item.unit,
            leaf.item.reason or one.item.reason,
            frozenset(past.year for past in leaf.item.past.all()),
        )
        for one in numbered(proposal)
        for leaf in one.leaves
    ]
    return refusals_to_submit(
        terms_of_proposal(proposal), items, year=proposal.fiscal_year_id, weighted=rules.model == "weighted"
    )


# ── beside last year ────────────────────────────────────────────────────────
def marks_of(item: ProposalItem) -> list[Mark]:
    """How a whole KPI (with its parts) differs from last year's."""
    before = item.continues
    found = marks(_compared(before, _owners(before)) if before else None, _compared(item, _owners(item)))
    if before is None:
        return found
    of_parts = {mark for part in item.parts.all() for mark in _marks_of_part(part)} - {Mark.UNCHANGED}
    every = [mark for mark in Mark if mark in of_parts or mark in found]
    return [mark for mark in every if mark != Mark.UNCHANGED] or [Mark.UNCHANGED]


def _marks_of_part(part: ProposalItem) -> list[Mark]:
    """A part has its whole's owners."""
    before = part.continues
    return marks(_compared(before, ()) if before else None, _compared(part, ()))


def _compared(thing: ProposalItem | Kpi, owners: Sequence[str]) -> Compared:
    return Compared(thing.name, thing.weight, thing.levels, thing.unit, thing.direction, owners)


def _owners(thing: ProposalItem | Kpi) -> list[str]:
    return [ownership.agency.name for ownership in thing.ownerships.all()]


def dropped(proposal: Proposal) -> list[Kpi]:
    """Last year's KPIs that the proposal does not continue."""
    if proposal.base_id is None:
        return []
    continued = ProposalItem.objects.filter(proposal=proposal, continues__isnull=False).values("continues")
    kpis = Kpi.objects.filter(component__edition=proposal.base_id, parent=None).exclude(pk__in=continued)
    return list(kpis.select_related("component").order_by("component__number", "position"))


def whole_items(proposal: Proposal) -> QuerySet[ProposalItem]:
    return ProposalItem.objects.filter(proposal=proposal, parent=None)


def is_open_to_committee(proposal: Proposal) -> bool:
    return proposal.status == Status.SUBMITTED
