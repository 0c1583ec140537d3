"""Digital readiness as it ships: six pillars, a level and a score, and a KPI of two parts."""

from decimal import Decimal

import pytest

from samrit.rules.instruments import column, kpi_input, load, results, score, side_by_side
from samrit.rules.rulesets import load as load_rules
from samrit.rules.scorecard import ComponentInput
from samrit.rules.scoring import score_framework
from tests.rules.instruments import sheet

READINESS = load("readiness_2567")
CASE: dict[str, object] = {
    "policy_plan": "in_use",
    "policy_governance": "begun",
    "policy_privacy": "measured",
    "policy_budget": 90,
    "people_trained": 45,
    "people_leader": "in_use",
    "people_plan": "begun",
    "services_has": "yes",
    "services_online": 80,
    "services_whole": 40,
    "services_channels": ["mobile", "payment", "tracking"],
    "services_feedback": "in_use",
    "backoffice_systems": ["records", "finance"],
    "backoffice_paperless": "measured",
    "backoffice_sharing": "in_use",
    "infrastructure_security": "measured",
    "infrastructure_backup": "none",
    "infrastructure_shared": "improved",
    "technology_data": "in_use",
    "technology_open": "measured",
    "technology_new": "begun",
}
SCORE = score(READINESS, [sheet(READINESS, CASE)])
BEST = {
    code: "improved" if question.options and question.option("improved") else 100
    for code, question in READINESS.questions.items()
} | {
    "services_has": "yes",
    "services_channels": ["mobile", "identity", "payment", "tracking", "document"],
    "backoffice_systems": ["records", "finance", "people", "procurement", "meetings"],
}  # fmt: skip


def test_pillars_score_and_level_worked_by_hand():
    """(50 + 25 + 75 + 90) ÷ 4 = 60; (45 + 50 + 25) ÷ 3 = 40; (80 + 40 + 60 + 50) ÷ 4 = 57.5; (40 + 75 + 50) ÷ 3 = 55;
    (75 + 0 + 100) ÷ 3 = 58.33, capped at 40 without backups; (50 + 75 + 25) ÷ 3 = 50. 302.5 ÷ 6 = 50.41666…
    """
    assert [section.value for section in SCORE.sections] == [60, 40, Decimal("57.5"), 55, 40, 50]
    assert (SCORE.published, SCORE.provisional) == ("50.42", False)
    assert SCORE.level is not None
    assert (SCORE.level.code, SCORE.level.number) == ("defined", 3)


def test_the_kpi_has_two_parts_of_two_and_a_half():
    """Level 3 of targets 2, 3, 4 → 75. Score 50.42 of 50, 60, 70 → 50 + 25 × 0.42 ÷ 10 = 51.05.
    2.5 × 75 ÷ 100 + 2.5 × 51.05 ÷ 100 = 1.875 + 1.27625 = 3.15125 of 5.
    """
    found = results(READINESS, SCORE)
    assert [(each.outcome.code, each.value) for each in found] == [("level", 3), ("score", Decimal("50.42"))]
    kpi = kpi_input("3", Decimal(5), found, {})
    assert [(part.number, part.weight) for part in kpi.parts] == [
        ("3.1", Decimal("2.5")),
        ("3.2", Decimal("2.5")),
    ]
    rest = kpi_input("9", Decimal(95), found[:1], {})
    whole = score_framework(
        load_rules("2567"), [ComponentInput("2", Decimal(100), assessed=True, kpis=(kpi, rest))]
    )
    scored = whole.kpis[0]
    assert ([part.score for part in scored.parts], scored.points) == (
        [75, Decimal("51.05")],
        Decimal("3.15125"),
    )


def test_a_result_still_to_come_is_pending_and_not_zero():
    nothing = score(READINESS, [])
    kpi = kpi_input("3", Decimal(5), results(READINESS, nothing), {})
    assert [(part.result, part.missing) for part in kpi.parts] == [(None, "not_reported")] * 2
    assert str(results(READINESS, nothing)[0].steps[-1]) == "ระดับความพร้อมรัฐบาลดิจิทัลหน่วยงานภาครัฐ: ยังไม่มีผล"


def test_one_weak_pillar_holds_the_level_back():
    """500 ÷ 6 = 83.33 would be the fifth level; a pillar at 0 leaves the third."""
    weak = {"people_trained": 0, "people_leader": "none", "people_plan": "none"}
    scored = score(READINESS, [sheet(READINESS, BEST | weak)])
    assert (scored.published, scored.level.number if scored.level else None) == ("83.33", 3)
    held = [str(step) for step in scored.steps if step.code == "instrument_level_held"]
    assert held == [
        "ยังไม่ถึงระดับ พัฒนาต่อเนื่อง (Optimizing) เพราะ 2 ศักยภาพเจ้าหน้าที่ภาครัฐด้านดิจิทัล ได้ 0 ต่ำกว่า 60",
        "ยังไม่ถึงระดับ บริหารจัดการได้ (Managed) เพราะ 2 ศักยภาพเจ้าหน้าที่ภาครัฐด้านดิจิทัล ได้ 0 ต่ำกว่า 40",
    ]
    best = score(READINESS, [sheet(READINESS, BEST)])
    assert (best.published, best.level.number if best.level else None) == ("100.00", 5)


def test_an_office_without_services_is_not_judged_by_them():
    scored = score(READINESS, [sheet(READINESS, BEST | {"services_has": "no"})])
    assert (scored.section("services").value, scored.published) == (None, "100.00")
    assert scored.level is not None
    assert scored.level.number == 5


def test_the_official_result_stands_beside():
    official = {"": Decimal("61.3"), "policy": Decimal(55)}
    rows = {row.code: row for row in side_by_side(READINESS, [column(SCORE), official])}
    assert rows["policy"].changes == (0, -5)
    assert rows["people"].values == (40, None)
    assert list(rows) == ["", *READINESS.sections]


@pytest.mark.parametrize("given", ["yes", "no"])
def test_services_are_asked_about_only_where_there_are_any(given: str):
    asked = sheet(READINESS, {"services_has": given, "services_online": 0}).reached
    found = [code for code in asked if code.startswith("services")]
    assert found == (
        ["services_has", "services_online", "services_feedback"] if given == "yes" else ["services_has"]
    )
