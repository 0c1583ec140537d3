"""The committee decides each proposed KPI at a meeting; the decision makes the edition."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from samrit.audit.queries import first_broken_link, history_of
from samrit.frameworks.actions import (
    ItemDecision,
    Requirement,
    Terms,
    add_meeting,
    conclude_proposal,
    create_draft,
    decide_items,
    discard_draft,
    publish_edition,
    set_required_evidence,
    take_back_proposal,
)
from samrit.frameworks.models import (
    Decision,
    Edition,
    Indicator,
    Kpi,
    LibraryKpi,
    Meeting,
    Proposal,
    ProposalItem,
)
from samrit.frameworks.queries import edition_in_force
from samrit.notices.models import Notice
from samrit.people.history import told
from samrit.rules.wording import Message, RefusedError
from tests.frameworks.proposing import YEAR, decide, decide_all, items_of, meeting, submitted
from tests.world import NOW, World, terms

pytestmark = pytest.mark.django_db


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.refusal.code


# ── meetings ────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("number", "day", "code"),
    [
        ("ครั้งที่ 1", date(2024, 10, 9), "meeting_number"),
        ("1/67", date(2024, 10, 9), "meeting_number"),
        ("2/2567", date(2024, 10, 11), "meeting_not_held"),  # tomorrow
        ("1/2567", date(2024, 10, 9), "meeting_exists"),
        ("๑/๒๕๖๗", date(2024, 10, 9), "meeting_exists"),  # Thai digits are the same number
    ],
)
def test_a_meeting_has_a_number_and_a_day_that_was(world: World, number: str, day: date, code: str) -> None:
    meeting(world)
    given = {"number": number, "held_on": day, "title": "คณะกรรมการกำกับการประเมินผล", "now": NOW}
    assert refusal(lambda: add_meeting(**given, by=world.evaluator)) == code  # type: ignore[arg-type]
    assert Meeting.objects.count() == 1


def test_a_meeting_of_today_can_be_entered_by_the_central_office_only(world: World) -> None:
    given = {"number": "2/2567", "held_on": date(2024, 10, 10), "title": "คณะกรรมการ", "now": NOW}
    assert refusal(lambda: add_meeting(**given, by=world.coordinator)) == "not_committee"  # type: ignore[arg-type]
    assert add_meeting(**given, by=world.evaluator).number == "2/2567"  # type: ignore[arg-type]


# ── deciding ────────────────────────────────────────────────────────────────
def test_accepting_keeps_what_was_proposed_for_the_kpi_and_its_parts(world: World) -> None:
    items = items_of(submitted(world))
    decide(world, items["2-1"])
    found = {
        one.item_id: (one.outcome, one.weight, one.levels) for one in Decision.objects.select_related("item")
    }
    assert found == {
        items[number].pk: ("accepted", items[number].weight, items[number].levels)
        for number in ("2-1", "2-1.1", "2-1.2")
    }


def test_changing_and_refusing_need_a_reason(world: World) -> None:
    item = items_of(submitted(world))["1-1"]
    for outcome in ("changed", "refused"):
        with pytest.raises(RefusedError) as caught:
            decide(world, item, outcome, " ")
        assert caught.value.refusal.message.values["why"].code == "decision_reason_required"  # type: ignore[attr-defined]
    assert not Decision.objects.exists()


def test_a_change_says_weight_and_targets_and_stays_beside_what_was_proposed(world: World) -> None:
    item = items_of(submitted(world))["1-1"]
    levels = (Decimal(1200), Decimal(1250), Decimal(1300))
    decision = decide(world, item, "changed", "เป้าหมายยังต่ำ", terms={item.pk: Terms(Decimal(45), levels)})
    assert (decision.weight, decision.levels) == (Decimal(45), levels)
    item.refresh_from_db()
    assert (item.weight, item.levels) == (
        Decimal(40),
        (Decimal("1150.40"), Decimal("1202.17"), Decimal("1256.27")),
    )


def test_several_are_decided_together_or_none(world: World) -> None:
    proposal = submitted(world)
    items = items_of(proposal)
    good = ItemDecision(items["1-1"].pk, items["1-1"].version, "accepted")
    stale = ItemDecision(items["1-2"].pk, items["1-2"].version - 1, "accepted")
    given = {"meeting": meeting(world), "by": world.evaluator, "now": NOW}
    with pytest.raises(RefusedError) as caught:
        decide_items(decisions=[good, stale], **given)  # type: ignore[arg-type]
    assert caught.value.refusal.message.values["why"].code == "proposed_meanwhile"  # type: ignore[attr-defined]
    assert not Decision.objects.exists()
    fresh = ItemDecision(items["1-2"].pk, items["1-2"].version, "accepted")
    assert len(decide_items(decisions=[good, fresh], **given)) == 2  # type: ignore[arg-type]


def test_what_was_taken_back_cannot_be_decided(world: World) -> None:
    proposal = submitted(world)
    item = items_of(proposal)["1-1"]
    take_back_proposal(proposal=proposal, by=world.coordinator, now=NOW)
    assert refusal(lambda: decide(world, item)) == "of_province"
    item.delete()
    gone = ItemDecision(item.pk or 0, 1, "accepted")
    assert (
        refusal(lambda: decide_items(decisions=[gone], meeting=meeting(world), by=world.evaluator, now=NOW))
        == "items_gone"
    )


def test_only_the_central_office_decides(world: World) -> None:
    item = items_of(submitted(world))["1-1"]
    decision = ItemDecision(item.pk, item.version, "accepted")
    for user in (world.coordinator, world.recorder, world.stranger):
        assert (
            refusal(
                lambda by=user: decide_items(decisions=[decision], meeting=meeting(world), by=by, now=NOW)
            )  # type: ignore[misc]
            == "not_committee"
        )


def test_a_decision_can_be_corrected_and_both_stay_in_the_trail(world: World) -> None:
    proposal = submitted(world)
    item = items_of(proposal)["1-1"]
    decide(world, item)
    decide(world, item, "refused", "ซ้ำกับตัวชี้วัดอื่น")
    assert Decision.objects.get(item=item).outcome == "refused"
    newest = told(history_of(proposal))[0]
    said = {one.label: (one.before, one.after) for one in newest.changes}
    assert said["ผลการพิจารณา"] == ("เห็นชอบ", "ไม่เห็นชอบ")
    assert newest.reason == "ซ้ำกับตัวชี้วัดอื่น"


# ── the decision makes the edition ──────────────────────────────────────────
def conclude(world: World, proposal: Proposal) -> Edition:
    return conclude_proposal(proposal=proposal, meeting=meeting(world), by=world.evaluator, now=NOW).edition


def test_nothing_is_concluded_before_everything_is_decided(world: World) -> None:
    proposal = submitted(world)
    decide(world, items_of(proposal)["1-1"])
    assert refusal(lambda: conclude(world, proposal)) == "items_undecided"
    assert not Edition.objects.filter(framework__fiscal_year=YEAR).exists()


def test_the_decision_is_the_published_edition(world: World) -> None:
    otop = LibraryKpi.objects.create(code="J-02", name="ชื่อในคลัง", category="joint")
    proposal = submitted(world)
    items = items_of(proposal)
    ProposalItem.objects.filter(pk=items["1-1"].pk).update(library_kpi=otop)
    levels = (Decimal(1200), Decimal(1250), Decimal(1300))
    decide_all(world, proposal)
    decide(world, items["1-1"], "changed", "ต่ำไป", terms={items["1-1"].pk: Terms(Decimal(40), levels)})
    edition = conclude(world, proposal)
    assert edition_in_force(world.area.pk, YEAR) == edition
    kpis = {
        kpi.full_number: kpi
        for kpi in Kpi.objects.filter(component__edition=edition).select_related("component", "indicator")
    }
    assert kpis["1-1"].levels == levels
    assert kpis["2-1.2"].levels == items["2-1.2"].levels
    assert (kpis["1-2"].unit, kpis["1-2"].direction, kpis["1-2"].last_year) == (
        "มคก./ลบ.ม.",
        "down",
        Decimal(1100),
    )
    assert kpis["1-1"].indicator.library_kpi == otop
    assert edition.source == "มติคณะกรรมการกำกับการประเมินผล ครั้งที่ 1/2567 วันที่ 9 ต.ค. 2567"
    assert (edition.meeting, edition.resolved_on) == ("1/2567", date(2024, 10, 9))
    proposal.refresh_from_db()
    assert (proposal.status, proposal.edition, proposal.meeting) == ("concluded", edition, meeting(world))
    assert first_broken_link() is None


def test_last_years_framework_and_results_stay_as_they_are(world: World) -> None:
    proposal = submitted(world)
    decide_all(world, proposal)
    before = list(Kpi.objects.filter(component__edition=world.edition).values())
    conclude(world, proposal)
    assert list(Kpi.objects.filter(component__edition=world.edition).values()) == before
    assert Indicator.objects.filter(framework__fiscal_year=YEAR).count() == 5


def test_weights_that_no_longer_add_up_leave_a_draft_and_say_why(world: World) -> None:
    proposal = submitted(world)
    decide_all(world, proposal)
    decide(world, items_of(proposal)["1-2"], "refused", "วัดไม่ได้")
    conclusion = conclude_proposal(proposal=proposal, meeting=meeting(world), by=world.evaluator, now=NOW)
    assert [one.code for one in conclusion.refusals] == ["kpi_weights_not_component"]
    assert conclusion.edition.status == "draft"
    names = [kpi.name for kpi in Kpi.objects.filter(component__edition=conclusion.edition, parent=None)]
    assert items_of(proposal)["1-2"].name not in names
    proposal.refresh_from_db()
    assert proposal.status == "concluded"


def test_everything_refused_is_a_draft_without_kpis(world: World) -> None:
    proposal = submitted(world)
    for number in ("1-1", "1-2", "2-1"):
        decide(world, items_of(proposal)[number], "refused", "ให้เสนอใหม่")
    conclusion = conclude_proposal(proposal=proposal, meeting=meeting(world), by=world.evaluator, now=NOW)
    assert conclusion.refusals[0].code == "no_kpis"
    assert not Kpi.objects.filter(component__edition=conclusion.edition).exists()


def test_beside_an_edition_from_a_letter_the_decision_waits_as_a_draft(world: World) -> None:
    proposal = submitted(world)
    decide_all(world, proposal)
    letter = create_draft(area=world.area, year=YEAR, components=terms(world), by=world.coordinator, now=NOW)
    assert refusal(lambda: conclude(world, proposal)) == "draft_exists"
    publish_edition(edition=letter, by=world.coordinator, now=NOW)
    edition = conclude(world, proposal)
    assert (edition.status, edition.amends, edition.kind) == ("draft", letter, "revised")
    assert edition_in_force(world.area.pk, YEAR) == letter


def test_what_must_be_attached_goes_on_from_last_year(world: World) -> None:
    last_year = world.kpis["1-1"]
    lines = [Requirement("ตารางจำหน่าย"), Requirement("ภาพถ่าย", required=False)]
    set_required_evidence(kpi=last_year, lines=lines, by=world.evaluator, now=NOW, reason="ตามคู่มือ")
    proposal = submitted(world)
    assert items_of(proposal)["1-1"].continues == last_year
    decide_all(world, proposal)
    kpi = Kpi.objects.get(component__edition=conclude(world, proposal), component__number=1, number="1")
    told = [(line.title, line.required, line.code) for line in kpi.required_evidence.all()]
    assert told == [(line.title, line.required, line.code) for line in last_year.required_evidence.all()]
    assert len(told) == 2


def test_the_second_press_concludes_nothing_again(world: World) -> None:
    proposal = submitted(world)
    decide_all(world, proposal)
    conclude(world, proposal)
    assert refusal(lambda: conclude(world, proposal)) == "proposal_concluded"
    assert refusal(lambda: decide(world, items_of(proposal)["1-1"])) == "of_province"
    assert Edition.objects.filter(framework__fiscal_year=YEAR).count() == 1


def test_a_draft_that_was_thrown_away_leaves_the_proposal_concluded(world: World) -> None:
    proposal = submitted(world)
    decide_all(world, proposal)
    decide(world, items_of(proposal)["1-2"], "refused", "วัดไม่ได้")
    discard_draft(edition=conclude(world, proposal), by=world.evaluator, now=NOW)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.edition) == ("concluded", None)


def test_the_committee_and_the_province_hear_of_each_other(world: World) -> None:
    proposal = submitted(world)
    heard = {
        notice.person.name: str(Message.from_data(notice.subject))
        for notice in Notice.objects.filter(kind="task")
    }
    assert heard == {"evaluator": "จังหวัดปทุมธานีส่งข้อเสนอตัวชี้วัดปี 2568 ให้คณะกรรมการ"}
    decide_all(world, proposal)
    conclude(world, proposal)
    assert [notice.person for notice in Notice.objects.filter(kind="decided")] == [world.coordinator]
    owners = Notice.objects.filter(kind="revised", url__startswith="/frameworks/")
    assert {world.recorder, world.approver, world.statistician} <= {notice.person for notice in owners}
