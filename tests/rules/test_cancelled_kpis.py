"""A cancelled KPI leaves with its weight, by the method that its decision names."""

from decimal import Decimal
from typing import Any

import pytest

from samrit.rules.reweighting import used_weights, weights_in_total, with_cancelled
from samrit.rules.rulesets import load
from samrit.rules.scoring import ComponentInput, from_json, score_framework, to_json
from samrit.rules.wording import RefusedError
from tests.rules.frameworks import component, kpi

RULES = load("2567")
# 70: KPIs of 40 (scores 100) and 30 (scores 50); 30: one of 30 (scores 75)
FRAMEWORK = (
    component("1", "70", kpi("1", "40", "100"), kpi("2", "30", "50")),
    component("2", "30", kpi("1", "30", "75")),
)


@pytest.mark.parametrize(
    ("method", "total", "points", "weights"),
    [
        # 100 × (40 + 22.5) ÷ 70
        ("rebase_total", "89.286", ("40", "22.5"), ("40", "30")),
        # all 70 of the component on the first: 70 + 22.5
        ("spread_component", "92.500", ("70", "22.5"), ("70", "30")),
    ],
)
@pytest.mark.parametrize("framework_method", ["rebase_total", "spread_component"])
def test_the_decision_s_method_wins_over_the_framework_s(
    framework_method: str, method: str, total: str, points: tuple[str, str], weights: tuple[str, str]
) -> None:
    cancelled = with_cancelled(FRAMEWORK, component="1", number="2", reweight=method)
    score = score_framework(RULES, cancelled, reweight=framework_method)
    assert score.total_published == total
    assert [card.points for card in score.components] == [Decimal(one) for one in points]
    assert [card.weight_used for card in score.components] == [Decimal(one) for one in weights]
    left = score.kpis[1]
    assert (left.score, left.points, left.weight_used, left.flags) == (None, None, None, ("cancelled",))
    assert [str(step) for step in left.steps] == ["ยกเลิกตัวชี้วัดในรอบนี้: ไม่นำน้ำหนักมาคิด"]
    said = [str(step) for step in score.steps]
    assert "องค์ประกอบ 1 ตัวชี้วัด 2: ยกเลิกตัวชี้วัดในรอบนี้: ไม่นำน้ำหนักมาคิด" in said
    spread = "องค์ประกอบ 1: กระจายน้ำหนัก 30 ที่ไม่นำมาคิด ให้ตัวชี้วัดที่เหลือตามสัดส่วน"
    assert (spread in said) is (method == "spread_component")


def test_two_leave_by_two_methods() -> None:
    weights = [Decimal(one) for one in (10, 20, 40)]
    used = used_weights(
        weights, [False, False, True], method="rebase_total", own_methods=["spread_component", None, None]
    )
    assert used == (None, None, Decimal(50))


def test_a_cancelled_part_leaves_its_kpi_whole() -> None:
    parts = (kpi("1.1", "15", "100"), kpi("1.2", "15", "50"))
    framework = (component("1", "100", kpi("1", "30", parts=parts), kpi("2", "70", "75")),)
    cancelled = with_cancelled(framework, component="1", number="1.2", reweight="rebase_total")
    score = score_framework(RULES, cancelled)
    assert (score.kpis[0].score, score.kpis[0].weight_used) == (Decimal(100), Decimal(30))
    assert score.kpis[0].flags == ("part_cancelled",)
    assert score.total_published == "82.500"


def test_with_all_its_parts_the_kpi_leaves_by_their_method() -> None:
    parts = (kpi("1.1", "15"), kpi("1.2", "15"))
    framework: tuple[ComponentInput, ...] = (
        component("1", "100", kpi("1", "30", parts=parts), kpi("2", "70", "75")),
    )
    for number in ("1.1", "1.2"):
        framework = with_cancelled(framework, component="1", number=number, reweight="spread_component")
    score = score_framework(RULES, framework, reweight="rebase_total")
    assert [one.weight_used for one in score.kpis] == [None, Decimal(100)]
    assert weights_in_total(framework, method="rebase_total") == {("1", "1"): None, ("1", "2"): Decimal(100)}


def test_a_component_that_loses_everything_leaves_the_total() -> None:
    cancelled = with_cancelled(FRAMEWORK, component="2", number="1", reweight="spread_component")
    score = score_framework(RULES, cancelled)
    # 100 × (40 + 15) ÷ 70
    assert (score.components[1].score, score.total_published) == (None, "78.571")


WEIGHTS = [
    (
        "rebase_total",
        {("1", "1"): "57.14285714285714285714285714", ("2", "1"): "42.85714285714285714285714286"},
    ),
    ("spread_component", {("1", "1"): "70", ("2", "1"): "30"}),
]


@pytest.mark.parametrize(("method", "expected"), WEIGHTS)
def test_what_each_weighs_in_a_hundred(method: str, expected: dict[tuple[str, str], str]) -> None:
    cancelled = with_cancelled(FRAMEWORK, component="1", number="2", reweight=method)
    wanted = {place: Decimal(weight) for place, weight in expected.items()}
    assert weights_in_total(cancelled, method="rebase_total") == {**wanted, ("1", "2"): None}
    before = weights_in_total(FRAMEWORK, method="rebase_total")
    assert before == {("1", "1"): Decimal(40), ("1", "2"): Decimal(30), ("2", "1"): Decimal(30)}


def document(**more: Any) -> dict[str, Any]:
    row = {"weight": 50, "direction": "up", "levels": [50, 75, 100], "result": 75}
    kpis = [{"number": "1", **row}, {"number": "2", "weight": 50, **more}]
    return {"rules": "2567", "components": [{"number": "1", "weight": 100, "kpis": kpis}]}


def test_the_document_carries_the_cancellation_and_the_method() -> None:
    request = from_json(document(cancelled=True, reweight="spread_component"))
    assert (request.components[0].kpis[1].cancelled, request.components[0].kpis[1].reweight) == (
        True,
        "spread_component",
    )
    answer = to_json(score_framework(request.rules, request.components), str)
    assert (answer["total_published"], answer["kpis"][1]["flags"]) == ("75.000", ["cancelled"])


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"cancelled": "yes"}, "not_true_or_false"),
        ({"cancelled": True, "reweight": "somehow"}, "unknown_reweight"),
        ({"canceled": True}, "unknown_key"),
    ],
)
def test_what_it_cannot_mean_is_refused(more: dict[str, Any], code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        from_json(document(**more))
    problem = refused.value.refusal.message.values.get("problem", refused.value.refusal.message)
    assert getattr(problem, "code", "") == code


def test_other_rules_than_the_document_names() -> None:
    assert from_json(document(cancelled=True), rules=load("2562")).rules.name == "2562"
