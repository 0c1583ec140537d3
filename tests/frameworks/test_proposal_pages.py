"""The pages of proposals and of the committee: who sees them, what they say, what they refuse, what they cost."""

import pytest
from django.urls import reverse

from samrit.audit.models import Event
from samrit.frameworks.actions import conclude_proposal, take_back_proposal
from samrit.frameworks.models import Decision, Edition, LibraryKpi, Meeting, Proposal, ProposalItem
from samrit.people.models import Agency, Area, Role
from tests.frameworks.browsing import queries, signed_in
from tests.frameworks.proposing import (
    YEAR,
    clone,
    decide,
    decide_all,
    empty,
    fill_in,
    items_of,
    meeting,
    submitted,
)
from tests.world import World, person

pytestmark = pytest.mark.django_db


def page(name: str, *keys: int) -> str:
    return reverse(f"proposals:{name}", args=keys)


def item_data(item: ProposalItem, **cells: str) -> dict[str, object]:
    """What a browser sends of a KPI without parts, with some cells typed."""
    sent = {
        "name": item.name, "weight": str(item.weight), "unit": item.unit, "direction": item.direction,
        "interpolate": item.interpolate, "basic": str(item.basic), "standard": str(item.standard),
        "advanced": str(item.advanced), "reason": item.reason, "definition": item.definition,
        "evidence_asked": item.evidence_asked,
    }  # fmt: skip
    sent |= {"owners": [str(key) for key in item.ownerships.values_list("agency", flat=True)], **cells}  # type: ignore[dict-item]
    return {f"item-{item.pk}-{name}": value for name, value in sent.items()} | {"seen": str(item.version)}


# ── who ─────────────────────────────────────────────────────────────────────
def test_a_draft_is_the_coordinators_only(world: World) -> None:
    proposal = clone(world)
    neighbour = person("neighbour", world.elsewhere, Role.COORDINATOR)
    everybody = (
        world.coordinator,
        world.recorder,
        world.approver,
        world.evaluator,
        world.stranger,
        neighbour,
    )
    seen = {user.name: signed_in(user).get(page("detail", proposal.pk)).status_code for user in everybody}
    assert seen == {**dict.fromkeys(seen, 404), "coordinator": 200}


def test_a_submitted_one_is_seen_by_the_committee_too(world: World) -> None:
    proposal = submitted(world)
    item = items_of(proposal)["1-1"]
    evaluator, coordinator = signed_in(world.evaluator), signed_in(world.coordinator)
    for address in (
        page("detail", proposal.pk),
        page("committee"),
        page("kpi", YEAR, 0),
        page("decide", item.pk),
    ):
        assert evaluator.get(address).status_code == 200
    for address in (page("committee"), page("kpi", YEAR, 0), page("decide", item.pk)):
        assert coordinator.get(address).status_code == 404


def test_strangers_write_nothing_whatever_they_send(world: World) -> None:
    proposal = submitted(world)
    item = items_of(proposal)["1-1"]
    before = Event.objects.count()
    neighbour = person("neighbour", world.elsewhere, Role.COORDINATOR)
    sent = {
        page("weights", proposal.pk): {"seen": "1"},
        page("move", proposal.pk): {"verb": "take_back_proposal"},
        page("add", proposal.pk): {"name": "ก", "group": item.group_id},
        page("item", proposal.pk, item.pk): item_data(item, name="ก"),
        page("remove", proposal.pk, item.pk): {},
        page("conclude", proposal.pk): {"meeting": meeting(world).pk},
        page("kpi", YEAR, 0): {"item": f"{item.pk}:{item.version}", "outcome": "accepted"},
        page("decide", item.pk): {"outcome": "accepted"},
        page("add_meeting"): {"number": "9/2567"},
    }
    for user in (neighbour, world.stranger, world.recorder):
        client = signed_in(user)
        assert {client.post(address, data).status_code for address, data in sent.items()} == {404}
    assert Event.objects.count() == before + 1  # the meeting of this test


def test_the_key_of_another_proposals_kpi_is_not_found(world: World) -> None:
    mine = clone(world)
    office = Agency.objects.create(area_id="12", kind="provincial_office", name="สำนักงานจังหวัดนนทบุรี")
    other = empty(world, person("other", office, Role.COORDINATOR), area=Area.objects.get(pk="12"))
    item = items_of(mine)["1-1"]
    client = signed_in(Proposal.objects.get(pk=other.pk).made_by)
    assert client.get(page("item", other.pk, item.pk)).status_code == 404
    assert client.post(page("remove", other.pk, item.pk)).status_code == 404
    assert client.post(page("add", other.pk), {"name": "ก", "group": item.group_id}).status_code == 422


# ── beginning and filling in ────────────────────────────────────────────────
def test_starting_from_last_years_framework(world: World) -> None:
    client = signed_in(world.coordinator)
    sent = {"area": world.area.pk, "year": str(YEAR), "how": "clone"}
    answer = client.post(page("start"), sent)
    proposal = Proposal.objects.get()
    assert (answer.status_code, answer.url) == (302, page("detail", proposal.pk))  # type: ignore[attr-defined]
    assert proposal.base == world.edition
    again = client.post(page("start"), sent)  # a double click
    assert again.status_code == 409
    assert "มีข้อเสนอของปี 2568 อยู่แล้ว" in again.content.decode()
    assert Proposal.objects.count() == 1


def test_a_first_year_has_nothing_to_clone(world: World) -> None:
    office = Agency.objects.create(area_id="12", kind="provincial_office", name="สำนักงานจังหวัดนนทบุรี")
    client = signed_in(person("other", office, Role.COORDINATOR))
    answer = client.post(page("start"), {"area": "12", "year": str(YEAR), "how": "clone"})
    assert (answer.status_code, Proposal.objects.count()) == (409, 0)
    assert "เลือกเริ่มจากข้อเสนอเปล่า" in answer.content.decode()


def test_nothing_typed_is_lost_when_another_was_faster(world: World) -> None:
    proposal = clone(world)
    item = items_of(proposal)["1-1"]
    mine = item_data(item, weight="45", reason="เหตุผลของฉัน")
    second = person("second", world.office, Role.COORDINATOR)
    assert (
        signed_in(second).post(page("item", proposal.pk, item.pk), item_data(item, weight="44")).status_code
        == 302
    )
    client = signed_in(world.coordinator)
    answer = client.post(page("item", proposal.pk, item.pk), mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "เหตุผลของฉัน" in text
    assert 'value="45"' in text
    assert "ที่บันทึกไว้ล่าสุด 44" in text
    assert (
        client.post(
            page("item", proposal.pk, item.pk), {**mine, "seen": str(answer.context["seen"])}
        ).status_code
        == 302
    )
    item.refresh_from_db()
    assert (str(item.weight), item.reason) == ("45", "เหตุผลของฉัน")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"basic": "สิบ"}, "basic"),
        ({"basic": "9999"}, "basic"),  # out of order
        ({"standard": ""}, "standard"),
        ({"weight": "-1"}, "weight"),
        ({"past_2567_value": "5"}, "past_2567_source"),
        (
            {"past_2567_value": "5", "past_2567_source": "ก", "past_2567_missing": "no_data"},
            "past_2567_missing",
        ),
        ({"past_2567_missing": "zero"}, "past_2567_missing"),
        ({"name": " "}, "name"),
    ],
)
def test_a_cell_that_cannot_be_kept_says_so(world: World, cells: dict[str, str], said: str) -> None:
    proposal = clone(world)
    item = items_of(proposal)["1-1"]
    answer = signed_in(world.coordinator).post(page("item", proposal.pk, item.pk), item_data(item, **cells))
    assert answer.status_code == 422
    assert list(answer.context["forms"][0].errors) == [said]
    assert ProposalItem.objects.get(pk=item.pk).version == item.version


def test_thai_digits_and_commas_are_numbers(world: World) -> None:
    proposal = clone(world)
    item = items_of(proposal)["1-1"]
    cells = {"advanced": "๑,๓๐๐.๕", "past_2567_value": "๑,๒๐๐", "past_2567_source": "กรม"}
    assert (
        signed_in(world.coordinator)
        .post(page("item", proposal.pk, item.pk), item_data(item, **cells))
        .status_code
        == 302
    )
    item.refresh_from_db()
    assert (str(item.advanced), str(item.past.get(year=2567).value)) == ("1300.5", "1200")


def test_submitting_taking_back_and_the_disabled_button(world: World) -> None:
    proposal = fill_in(clone(world), world.coordinator)
    client = signed_in(world.coordinator)
    assert client.post(page("move", proposal.pk), {"verb": "submit_proposal"}).status_code == 302
    assert (
        client.post(page("move", proposal.pk), {"verb": "submit_proposal"}).status_code == 409
    )  # a double click
    decide(world, items_of(proposal)["1-1"])
    text = client.get(page("detail", proposal.pk)).content.decode()
    assert "คณะกรรมการพิจารณาไปแล้ว 1 ตัวชี้วัด" in text
    assert "take_back_proposal" not in text
    assert client.post(page("move", proposal.pk), {"verb": "take_back_proposal"}).status_code == 409
    assert client.post(page("move", proposal.pk), {"verb": "delete"}).status_code == 404


# ── the committee ───────────────────────────────────────────────────────────
def test_several_are_decided_at_once_and_a_province_that_took_back_is_named(world: World) -> None:
    proposal = submitted(world)
    items = [items_of(proposal)[number] for number in ("1-1", "1-2")]
    sent = {
        "item": [f"{item.pk}:{item.version}" for item in items],
        "meeting": meeting(world).pk,
        "outcome": "accepted",
    }
    client = signed_in(world.evaluator)
    take_back_proposal(proposal=proposal, by=world.coordinator, now=proposal.made_at)
    answer = client.post(page("kpi", YEAR, 0), sent)
    assert (answer.status_code, Decision.objects.count()) == (409, 0)
    assert "ดึงกลับหรือนำออก 2 รายการ" in answer.content.decode()
    signed_in(world.coordinator).post(page("move", proposal.pk), {"verb": "submit_proposal"})
    assert client.post(page("kpi", YEAR, 0), sent).status_code == 302
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(
    "sent",
    [
        {"outcome": "accepted"},
        {"outcome": "refused"},
        {"outcome": "changed"},
        {"outcome": "accepted", "meeting": "999"},
    ],
)
def test_a_decision_without_meeting_reason_or_sense_is_not_kept(world: World, sent: dict[str, str]) -> None:
    item = items_of(submitted(world))["1-1"]
    with_item = {**sent, "item": f"{item.pk}:{item.version}"}
    if sent["outcome"] == "refused":
        with_item["meeting"] = str(meeting(world).pk)
    answer = signed_in(world.evaluator).post(page("kpi", YEAR, 0), with_item)
    assert answer.status_code in {409, 422}
    assert not Decision.objects.exists()


def test_changing_on_the_kpis_own_page(world: World) -> None:
    item = items_of(submitted(world))["1-1"]
    sent = {
        "outcome": "changed", "reason": "ต่ำไป", "meeting": meeting(world).pk, "seen": item.version,
        f"terms-{item.pk}-weight": "40", f"terms-{item.pk}-basic": "1200", f"terms-{item.pk}-standard": "1250",
        f"terms-{item.pk}-advanced": "1,300",
    }  # fmt: skip
    client = signed_in(world.evaluator)
    wrong = client.post(page("decide", item.pk), {**sent, f"terms-{item.pk}-advanced": "1"})
    assert (wrong.status_code, Decision.objects.count()) == (422, 0)
    assert client.post(page("decide", item.pk), sent).status_code == 302
    assert [str(level) for level in Decision.objects.get().levels or ()] == ["1200", "1250", "1300"]


def test_the_province_reads_the_decisions_when_they_are_concluded(world: World) -> None:
    proposal = submitted(world)
    decide_all(world, proposal)
    decide(world, items_of(proposal)["1-1"], "changed", "เหตุผลของคณะกรรมการ")
    client = signed_in(world.coordinator)
    assert (
        "เหตุผลของคณะกรรมการ" not in client.get(page("detail", proposal.pk)).content.decode()
    )  # nor in its history
    answer = signed_in(world.evaluator).post(page("conclude", proposal.pk), {"meeting": meeting(world).pk})
    edition = Edition.objects.get(framework__fiscal_year=YEAR)
    assert answer.url == reverse("frameworks:edition", args=[edition.pk])  # type: ignore[attr-defined]
    assert edition.status == "published"
    assert (
        "เหตุผลของคณะกรรมการ"
        in client.get(page("detail", proposal.pk)).content.decode().split("history-title")[0]
    )


def test_a_meeting_is_entered_from_the_page_that_needs_it(world: World) -> None:
    client = signed_in(world.evaluator)
    sent = {"number": "๓/๒๕๖๗", "held_on": "๙ ต.ค. ๒๕๖๗", "title": "คณะกรรมการ"}
    assert client.post(page("add_meeting"), {**sent, "back": "/proposals/committee/?year=2568"}).url == (  # type: ignore[attr-defined]
        "/proposals/committee/?year=2568"
    )
    assert Meeting.objects.get().number == "3/2567"
    outside = client.post(page("add_meeting"), {**sent, "back": "https://example.com/"})
    assert outside.url == page("committee")  # type: ignore[attr-defined]


# ── what the pages cost ─────────────────────────────────────────────────────
def many(proposal: Proposal, count: int) -> None:
    item = items_of(proposal)["1-1"]
    ProposalItem.objects.bulk_create(
        ProposalItem(
            proposal=proposal, group=item.group, position=place, name=f"ตัวชี้วัด {place}", weight=item.weight
        )
        for place in range(10, 10 + count)
    )


def test_many_kpis_cost_no_more_queries_than_few(world: World) -> None:
    proposal = clone(world)
    client = signed_in(world.coordinator)
    few = queries(client, page("detail", proposal.pk))
    many(proposal, 5_000)
    assert queries(client, page("detail", proposal.pk)) == few
    assert len(client.get(page("detail", proposal.pk)).context["page"].object_list) == 50


def test_many_provinces_cost_no_more_queries_than_one(world: World) -> None:
    submitted(world)
    client = signed_in(world.evaluator)
    addresses = [page("list"), page("committee"), page("kpi", YEAR, 0)]
    one = [queries(client, address) for address in addresses]
    for code in ("12", "14", "20"):
        office = Agency.objects.create(area_id=code, kind="provincial_office", name=f"สำนักงานจังหวัด {code}")
        there = clone(
            world, person(f"coordinator-{code}", office, Role.COORDINATOR), area=Area.objects.get(pk=code)
        )
        Proposal.objects.filter(pk=there.pk).update(
            status="submitted", submitted_by=world.coordinator, submitted_at=there.made_at
        )
    assert [queries(client, address) for address in addresses] == one
    assert client.get(addresses[2]).context["page"].paginator.count == 12


def test_after_the_conclusion_the_committees_pages_are_for_reading(world: World) -> None:
    proposal = submitted(world)
    decide_all(world, proposal)
    conclude_proposal(proposal=proposal, meeting=meeting(world), by=world.evaluator, now=proposal.made_at)
    item = items_of(proposal)["1-1"]
    client = signed_in(world.evaluator)
    assert 'type="checkbox" name="item"' not in client.get(page("kpi", YEAR, 0)).content.decode()
    sent = {"outcome": "refused", "reason": "ก", "meeting": meeting(world).pk, "seen": item.version}
    assert client.post(page("decide", item.pk), sent).status_code == 409
    assert Decision.objects.get(item=item).outcome == "accepted"


def test_a_name_is_never_markup(world: World) -> None:
    LibraryKpi.objects.create(code="X", name="<script>alert(1)</script>", category="joint")
    client = signed_in(world.coordinator)
    proposal = empty(world)
    for address in (page("add", proposal.pk), reverse("frameworks:library")):
        assert "<script>alert" not in client.get(address).content.decode()
