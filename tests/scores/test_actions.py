"""Verify, score, publish: who may, when, and that a stored score can be computed again to the digit."""

from decimal import Decimal

import pytest

from samrit.frameworks.models import Edition
from samrit.reports.actions import file_report
from samrit.rules.wording import RefusedError
from samrit.scores import actions
from samrit.scores.models import KpiScore, ProvinceScore, Verification
from tests import world
from tests.world import NOW, World

pytestmark = pytest.mark.django_db

LEAVES = ("1-1", "1-2", "2-1.1", "2-1.2")


def verify(
    made: World, number: str, *, decision: str = "accept", value: str | None = None, reason: str = ""
) -> None:
    actions.verify_result(
        item=made.item(number),
        decision=decision,
        value=None if value is None else Decimal(value),
        missing=None,
        reason=reason,
        by=made.evaluator,
        now=NOW,
    )


def verify_all(made: World) -> None:
    for number in LEAVES:
        verify(made, number)


def refused(call: str, made: World, **arguments: object) -> str:
    with pytest.raises(RefusedError) as why:
        getattr(actions, call)(round_=made.round, now=NOW, **{"by": made.evaluator, **arguments})
    return why.value.refusal.code


def test_the_total_is_the_one_worked_by_hand(filed: World) -> None:
    """40 × 62.5 + 30 × 87.5 + 30 × (15 × 100 + 15 × 75) ÷ 30, all ÷ 100 = 25 + 26.25 + 26.25."""
    verify_all(filed)
    score = actions.compute_score(round_=filed.round, by=filed.evaluator, now=NOW)

    assert score.total == Decimal("77.5")
    assert score.total_published == "77.500"
    assert score.rating == "ระดับมาตรฐานขั้นสูง"
    assert {
        kept.kpi.full_number: kept.score for kept in KpiScore.objects.select_related("kpi__component")
    } == {
        "1-1": Decimal("62.5"),
        "1-2": Decimal("87.5"),
        "2-1": Decimal("87.5"),
        "2-1.1": Decimal(100),
        "2-1.2": Decimal(75),
    }


def test_a_stored_score_computes_again_to_the_digit(filed: World) -> None:
    verify_all(filed)
    actions.compute_score(round_=filed.round, by=filed.evaluator, now=NOW)
    score = ProvinceScore.objects.get()

    assert actions.reproduces(score)
    score.outcome["total"] = "77.50000000000000000000000001"
    assert not actions.reproduces(score)


def test_a_correction_needs_a_value_and_a_reason_and_counts_instead_of_the_claim(filed: World) -> None:
    with pytest.raises(RefusedError) as no_value:
        verify(filed, "1-1", decision="correct", reason="ตัวเลขไม่ตรงหลักฐาน")
    with pytest.raises(RefusedError) as no_reason:
        verify(filed, "1-1", decision="correct", value="1150.40")
    assert (no_value.value.refusal.code, no_reason.value.refusal.code) == (
        "correction_incomplete",
        "correction_reason_required",
    )

    verify_all(filed)
    verify(filed, "1-1", decision="correct", value="1150.40", reason="ตัวเลขไม่ตรงหลักฐาน")
    score = actions.compute_score(round_=filed.round, by=filed.evaluator, now=NOW)
    assert score.kpi_scores.get(kpi=filed.kpis["1-1"]).score == Decimal(50)
    result = filed.item("1-1").result
    assert result is not None
    assert result.value == Decimal("1176.285"), "the claim itself stays"


def test_only_evaluators_verify_score_and_publish(filed: World) -> None:
    for person in (filed.recorder, filed.approver, filed.coordinator, filed.stranger):
        with pytest.raises(RefusedError) as why:
            actions.verify_result(
                item=filed.item("1-1"),
                decision="accept",
                value=None,
                missing=None,
                reason="",
                by=person,
                now=NOW,
            )
        assert why.value.refusal.code == "not_evaluator"
        assert refused("compute_score", filed, by=person) == "not_evaluator"
        assert refused("publish_score", filed, by=person) == "not_evaluator"


def test_an_evaluator_who_works_in_the_province_is_refused(filed: World) -> None:
    both = world.person("both", filed.central, world.Role.EVALUATOR)
    world.Membership.objects.create(
        user=both, agency=filed.statistics, role=world.Role.RECORDER, starts_on=world.DAY
    )
    assert refused("compute_score", filed, by=both) == "own_province"


def test_scoring_waits_for_filing_and_for_every_verification() -> None:
    made = world.make_world()
    assert refused("compute_score", made) == "not_filed"
    world.file_all(made)
    verify(made, "1-1")
    assert refused("compute_score", made) == "not_all_verified"


def test_publishing_waits_for_a_score_of_the_present_verification(filed: World) -> None:
    assert refused("publish_score", filed) == "no_score"
    verify_all(filed)
    actions.compute_score(round_=filed.round, by=filed.evaluator, now=NOW)
    verify(filed, "1-1", decision="correct", value="1150.40", reason="ตัวเลขไม่ตรงหลักฐาน")
    assert refused("confirm_score", filed) == "score_outdated"
    assert refused("publish_score", filed) == "confirm_first"


def test_after_publishing_nothing_changes_any_more(filed: World) -> None:
    verify_all(filed)
    actions.compute_score(round_=filed.round, by=filed.evaluator, now=NOW)
    actions.confirm_score(round_=filed.round, by=filed.evaluator, now=NOW)
    actions.publish_score(round_=filed.round, by=filed.evaluator, now=NOW)

    assert refused("publish_score", filed) == "published_already"
    assert refused("compute_score", filed) == "settled_score"
    with pytest.raises(RefusedError) as why:
        verify(filed, "1-1")
    assert why.value.refusal.code == "settled_score"


def test_a_value_not_yet_published_by_its_source_keeps_the_score_provisional() -> None:
    made = world.make_world()
    for number, value in (("1-2", "21"), ("2-1.1", "4"), ("2-1.2", "70")):
        world.approve(made, number, value)
    world.approve(made, "1-1", missing="not_yet_published")
    file_report(round_=made.round, by=made.coordinator, now=NOW)
    verify_all(made)

    score = actions.compute_score(round_=made.round, by=made.evaluator, now=NOW)

    assert score.outcome["provisional"] is True
    assert refused("confirm_score", made) == "score_provisional"


def test_what_the_province_left_out_counts_as_no_data() -> None:
    made = world.make_world()
    world.approve(made, "1-1", "1300")
    file_report(round_=made.round, by=made.coordinator, now=NOW, reason="หน่วยงานอื่นไม่ส่งทันเวลา")
    verify(made, "1-1")

    score = actions.compute_score(round_=made.round, by=made.evaluator, now=NOW)

    assert score.total == Decimal(40)
    assert Verification.objects.count() == 1


def test_the_edition_s_method_of_reweighting_is_used() -> None:
    made = world.make_world()
    for number, value in (("1-1", "1176.285"), ("2-1.1", "4"), ("2-1.2", "70")):
        world.approve(made, number, value)
    world.approve(made, "1-2", missing="not_applicable")
    file_report(round_=made.round, by=made.coordinator, now=NOW)
    verify_all(made)

    rebased = actions.compute_score(round_=made.round, by=made.evaluator, now=NOW).total
    Edition.objects.update(reweight="spread_component")
    spread = actions.compute_score(round_=made.round, by=made.evaluator, now=NOW).total

    # 100 × (25 + 26.25) ÷ 70, and 70 × 62.5 ÷ 100 + 26.25
    assert rebased == Decimal("73.21428571428571428571428571")
    assert spread == Decimal(70)
