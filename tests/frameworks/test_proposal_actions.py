"""A proposal from its beginning to the committee: what is taken over, marked, asked, refused, kept."""

from decimal import Decimal

import pytest

from samrit.audit.queries import first_broken_link, history_of
from samrit.frameworks.actions import (
    ItemChange,
    add_item,
    remove_item,
    return_proposal,
    save_item,
    save_weights,
    submit_proposal,
    take_back_proposal,
)
from samrit.frameworks.models import LibraryKpi, PastValue, Proposal, ProposalGroup, ProposalItem
from samrit.frameworks.queries import Past, dropped, marks_of, numbered, refusals_to_submit_proposal
from samrit.people.history import VERBS, told
from samrit.people.models import Role
from samrit.rules.wording import RefusedError
from tests.frameworks.proposing import clone, decide, empty, fill_in, items_of, read, submitted
from tests.world import NOW, World, person

pytestmark = pytest.mark.django_db


def refusal(call: object) -> str:
    with pytest.raises(RefusedError) as caught:
        call()  # type: ignore[operator]
    return caught.value.refusal.code


def change(item: ProposalItem, world: World, **fields: object) -> None:
    save_item(
        item=item,
        changes={item.pk: ItemChange(fields)},
        version=ProposalItem.objects.get(pk=item.pk).version,
        by=world.coordinator,
        now=NOW,
    )


# ── beginning ───────────────────────────────────────────────────────────────
def test_a_clone_is_last_years_framework_and_nothing_is_marked(world: World) -> None:
    proposal = read(clone(world))
    rows = {
        one.full_number: (one.item.name, one.item.weight, one.item.levels, marks_of(one.item))
        for one in numbered(proposal)
    }
    kpis = world.kpis
    assert rows == {
        number: (kpis[number].name, kpis[number].weight, kpis[number].levels, ["unchanged"])
        for number in ("1-1", "1-2", "2-1")
    }
    parts = {number: item.levels for number, item in items_of(proposal).items() if "." in number}
    assert parts == {number: kpis[number].levels for number in ("2-1.1", "2-1.2")}
    assert dropped(proposal) == []


def test_an_empty_one_has_the_components_and_no_kpis(world: World) -> None:
    proposal = read(empty(world))
    assert [(one.number, one.weight) for one in proposal.components.all()] == [
        (1, Decimal(70)),
        (2, Decimal(30)),
    ]
    assert list(numbered(proposal)) == []


def test_what_changed_since_last_year_is_marked(world: World) -> None:
    proposal = clone(world)
    items = items_of(proposal)
    change(items["1-1"], world, weight=Decimal(45), basic=Decimal(1160))
    save_item(
        item=items["2-1"],
        changes={
            items["2-1"].pk: ItemChange(owners=(world.development.pk,)),
            items["2-1.2"].pk: ItemChange({"advanced": Decimal(85)}),
        },
        version=1,
        by=world.coordinator,
        now=NOW,
    )
    remove_item(item=items["1-2"], by=world.coordinator, now=NOW)
    group = ProposalGroup.objects.filter(component__proposal=proposal).first()
    assert group is not None
    add_item(proposal=proposal, group=group, entry=None, name="ใหม่", pasts={}, by=world.coordinator, now=NOW)
    fresh = read(proposal)
    assert {one.full_number: marks_of(one.item) for one in numbered(fresh)} == {
        "1-1": ["weight", "target"],
        "1-2": ["new"],
        "2-1": ["target", "owner"],
    }
    assert [kpi.pk for kpi in dropped(fresh)] == [world.kpis["1-2"].pk]


def test_one_province_has_one_proposal_a_year(world: World) -> None:
    clone(world)
    second = person("second", world.office, Role.COORDINATOR)
    assert refusal(lambda: clone(world, second)) == "proposal_exists"
    assert Proposal.objects.count() == 1


def test_only_the_provinces_coordinator_writes_it(world: World) -> None:
    for user in (world.recorder, world.approver, world.evaluator, world.stranger):
        assert refusal(lambda user=user: clone(world, user)) == "not_proposing"


def test_from_the_library_comes_the_kpi_with_its_parts_once(world: World) -> None:
    river = LibraryKpi.objects.create(code="J-03", name="แม่น้ำ", category="joint", unit="คะแนน")
    LibraryKpi.objects.create(code="J-03-1", name="ตอนกลาง", category="joint", part_of=river)
    LibraryKpi.objects.create(code="J-03-2", name="ตอนล่าง", category="joint", part_of=river, active=False)
    proposal = empty(world)
    group = ProposalGroup.objects.filter(component__proposal=proposal).first()
    assert group is not None
    pasts = {river.pk: {2567: Past(Decimal(71), "", "ผลที่ตรวจแล้ว")}}
    given = {"proposal": proposal, "group": group, "name": "", "by": world.coordinator, "now": NOW}
    item = add_item(**given, entry=river, pasts=pasts)  # type: ignore[arg-type]
    assert (item.name, item.unit, [part.name for part in item.parts.all()]) == ("แม่น้ำ", "คะแนน", ["ตอนกลาง"])
    assert [(one.year, one.value, one.source) for one in item.past.all()] == [
        (2567, Decimal(71), "ผลที่ตรวจแล้ว")
    ]
    assert refusal(lambda: add_item(**given, entry=river, pasts={})) == "entry_twice"  # type: ignore[arg-type]
    LibraryKpi.objects.filter(pk=river.pk).update(active=False)
    item.delete()
    river.refresh_from_db()
    assert refusal(lambda: add_item(**given, entry=river, pasts={})) == "entry_inactive"  # type: ignore[arg-type]


# ── filling in ──────────────────────────────────────────────────────────────
def test_missing_is_not_zero(world: World) -> None:
    item = items_of(fill_in(clone(world), world.coordinator))["1-1"]
    assert [(one.year, one.value, one.missing) for one in item.past.all()] == [
        (2567, Decimal(1100), ""),
        (2566, None, "no_data"),
        (2565, Decimal(0), ""),
    ]


def test_a_year_can_be_taken_away_again(world: World) -> None:
    item = items_of(fill_in(clone(world), world.coordinator))["1-1"]
    changes = {item.pk: ItemChange(past={2566: None})}
    save_item(item=item, changes=changes, version=item.version, by=world.coordinator, now=NOW)
    assert set(PastValue.objects.filter(item=item).values_list("year", flat=True)) == {2567, 2565}


def test_targets_out_of_order_are_refused_and_nothing_is_kept(world: World) -> None:
    item = items_of(clone(world))["1-1"]
    assert refusal(lambda: change(item, world, basic=Decimal(5000)))
    assert ProposalItem.objects.get(pk=item.pk).basic == item.basic
    assert not history_of(item.proposal).filter(verb="save_item").exists()


def test_the_second_of_two_who_change_one_kpi_is_told(world: World) -> None:
    item = items_of(clone(world))["1-1"]
    second = person("second", world.office, Role.COORDINATOR)
    first = {item.pk: ItemChange({"weight": Decimal(41)})}
    save_item(item=item, changes=first, version=1, by=world.coordinator, now=NOW)
    later = {item.pk: ItemChange({"weight": Decimal(42)})}
    assert (
        refusal(lambda: save_item(item=item, changes=later, version=1, by=second, now=NOW))
        == "changed_meanwhile"
    )
    save_item(item=item, changes=later, version=2, by=second, now=NOW)
    assert ProposalItem.objects.get(pk=item.pk).weight == Decimal(42)


def test_two_who_change_two_kpis_do_not_meet(world: World) -> None:
    items = items_of(clone(world))
    second = person("second", world.office, Role.COORDINATOR)
    for item, by in ((items["1-1"], world.coordinator), (items["1-2"], second)):
        save_item(item=item, changes={item.pk: ItemChange({"reason": "ก"})}, version=1, by=by, now=NOW)
    assert {
        item.reason for item in ProposalItem.objects.filter(pk__in=(items["1-1"].pk, items["1-2"].pk))
    } == {"ก"}


def test_weights_are_saved_at_once_and_the_second_is_told(world: World) -> None:
    proposal = clone(world)
    items = items_of(proposal)
    component = proposal.components.get(number=1)
    given = {
        "proposal": proposal,
        "components": {component.pk: Decimal(60)},
        "items": {items["1-1"].pk: Decimal(30)},
        "by": world.coordinator,
        "now": NOW,
    }
    save_weights(**given, version=1)  # type: ignore[arg-type]
    assert refusal(lambda: save_weights(**given, version=1)) == "proposal_changed_meanwhile"  # type: ignore[arg-type]
    component.refresh_from_db()
    assert (component.weight, ProposalItem.objects.get(pk=items["1-1"].pk).weight) == (
        Decimal(60),
        Decimal(30),
    )
    event = history_of(proposal)[0]
    assert (event.before, event.after) == (
        {"component 1 weight": "70", f"{items['1-1'].name} weight": "40"},
        {"component 1 weight": "60", f"{items['1-1'].name} weight": "30"},
    )


# ── to the committee and back ───────────────────────────────────────────────
def test_an_incomplete_one_is_refused_with_everything_that_is_missing(world: World) -> None:
    proposal = clone(world)
    change(items_of(proposal)["1-1"], world, weight=Decimal(41))
    found = [(one.code, str(one)) for one in refusals_to_submit_proposal(read(proposal))]
    assert found[0][0] == "kpi_weights_not_component"
    assert (
        len([code for code, _ in found if code == "item_incomplete"]) == 4
    )  # reason and history of each leaf
    assert "ยังไม่มี: เหตุผลของค่าเป้าหมาย · ผลย้อนหลังปี 2567, 2566, 2565" in " ".join(text for _, text in found)
    assert refusal(lambda: submit_proposal(proposal=proposal, by=world.coordinator, now=NOW)) == found[0][0]
    proposal.refresh_from_db()
    assert (proposal.status, proposal.submitted_at) == ("draft", None)


def test_what_is_submitted_cannot_be_changed_until_it_is_taken_back(world: World) -> None:
    proposal = submitted(world)
    item = items_of(proposal)["1-1"]
    assert refusal(lambda: change(item, world, weight=Decimal(1))) == "proposal_submitted"
    assert refusal(lambda: remove_item(item=item, by=world.coordinator, now=NOW)) == "proposal_submitted"
    assert (
        refusal(lambda: submit_proposal(proposal=proposal, by=world.coordinator, now=NOW))
        == "proposal_submitted"
    )
    take_back_proposal(proposal=proposal, by=world.coordinator, now=NOW)
    change(item, world, weight=Decimal(1))


def test_once_the_committee_began_it_is_not_taken_back_but_returned(world: World) -> None:
    proposal = submitted(world)
    items = items_of(proposal)
    for number in ("1-1", "1-2"):
        decide(world, items[number])
    given = {"proposal": proposal, "now": NOW}
    assert refusal(lambda: take_back_proposal(**given, by=world.coordinator)) == "committee_began"  # type: ignore[arg-type]
    assert refusal(lambda: return_proposal(**given, by=world.evaluator, reason=" ")) == "reason_required"  # type: ignore[arg-type]
    assert refusal(lambda: return_proposal(**given, by=world.coordinator, reason="ก")) == "not_committee"  # type: ignore[arg-type]
    return_proposal(**given, by=world.evaluator, reason="ทบทวนเป้าหมาย OTOP")  # type: ignore[arg-type]
    assert refusal(lambda: decide(world, items["1-1"])) == "of_province"
    change(items["1-1"], world, advanced=Decimal(1300))
    decided = [
        hasattr(item, "decision") for number, item in items_of(proposal).items() if number in {"1-1", "1-2"}
    ]
    assert decided == [False, True]  # only what the province changed is decided again


# ── the trail ───────────────────────────────────────────────────────────────
def test_the_trail_tells_it_in_words(world: World) -> None:
    proposal = submitted(world)
    take_back_proposal(proposal=proposal, by=world.coordinator, now=NOW)
    events = history_of(proposal)
    assert [event.verb for event in events][:2] == ["take_back_proposal", "submit_proposal"]
    assert {event.verb for event in events} <= VERBS.keys()
    said = told(events)
    assert [(one.label, one.before, one.after) for one in said[0].changes] == [
        ("สถานะข้อเสนอ", "คณะกรรมการพิจารณา", "จังหวัดจัดทำ")
    ]
    assert first_broken_link() is None
