"""A province's proposal on its way, made through the real actions."""

from datetime import date
from decimal import Decimal

from samrit.frameworks.actions import (
    ItemChange,
    ItemDecision,
    add_meeting,
    decide_items,
    save_item,
    start_proposal,
    submit_proposal,
)
from samrit.frameworks.models import Decision, Edition, Meeting, Proposal, ProposalItem
from samrit.frameworks.queries import Past, numbered, with_items
from samrit.frameworks.reading import shape_of
from samrit.people.models import Area, User
from samrit.rules.proposals import history_years
from tests.world import NOW, World

YEAR = 2568


def read(proposal: Proposal) -> Proposal:
    """The proposal as it stands, with everything in it."""
    return with_items(Proposal.objects.filter(pk=proposal.pk)).get()


def items_of(proposal: Proposal) -> dict[str, ProposalItem]:
    """``1-2`` or ``2-1.1`` → the KPI or part."""
    found = {}
    for one in numbered(read(proposal)):
        found |= {leaf.full_number: leaf.item for leaf in (one, *one.parts)}
    return found


def clone(
    world: World, by: User | None = None, *, area: Area | None = None, base: Edition | None = None
) -> Proposal:
    return start_proposal(
        area=area or world.area,
        year=YEAR,
        shape=shape_of("weighted"),
        base=base or world.edition,
        pasts={},
        by=by or world.coordinator,
        now=NOW,
    )


def empty(world: World, by: User | None = None, *, area: Area | None = None) -> Proposal:
    return start_proposal(
        area=area or world.area,
        year=YEAR,
        shape=shape_of("weighted"),
        base=None,
        pasts={},
        by=by or world.coordinator,
        now=NOW,
    )


def fill_in(proposal: Proposal, by: User, *, value: str = "1100") -> Proposal:
    """Reasons and three years for every leaf; one year has no data."""
    newest, middle, oldest = history_years(YEAR)
    past = {
        newest: Past(Decimal(value), "", "ระบบของกรม"),
        middle: Past(None, "no_data", ""),
        oldest: Past(Decimal(0), "", "รายงานประจำปี"),
    }
    for one in numbered(read(proposal)):
        changes = {leaf.item.pk: ItemChange({"reason": "สูงกว่าค่าเฉลี่ยสามปี"}, None, past) for leaf in one.leaves}
        save_item(item=one.item, changes=changes, version=one.item.version, by=by, now=NOW)
    return read(proposal)


def submitted(world: World) -> Proposal:
    """Last year's framework, filled in and sent."""
    proposal = fill_in(clone(world), world.coordinator)
    return submit_proposal(proposal=proposal, by=world.coordinator, now=NOW)


def meeting(world: World, number: str = "1/2567") -> Meeting:
    return Meeting.objects.filter(number=number).first() or add_meeting(
        number=number,
        held_on=date(2024, 10, 9),
        title="คณะกรรมการกำกับการประเมินผล",
        by=world.evaluator,
        now=NOW,
    )


def decide(
    world: World, item: ProposalItem, outcome: str = "accepted", reason: str = "", **more: object
) -> Decision:
    item = ProposalItem.objects.get(pk=item.pk)
    decision = ItemDecision(item.pk, item.version, outcome, reason, **more)  # type: ignore[arg-type]
    return decide_items(decisions=[decision], meeting=meeting(world), by=world.evaluator, now=NOW)[0]


def decide_all(world: World, proposal: Proposal) -> None:
    for number, item in items_of(proposal).items():
        if "." not in number:
            decide(world, item)
