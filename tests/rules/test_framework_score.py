"""A whole framework, worked by hand. Targets are 50, 75, 100, so a result from 50 on is its score."""

from decimal import Decimal
from typing import Any

import pytest

from samrit.rules.rulesets import load
from samrit.rules.scoring import ComponentInput, FrameworkScore, KpiInput, score_framework
from samrit.rules.wording import RefusedError
from tests.rules.frameworks import component, kpi

WEIGHTED, LABELLED = load("2567"), load("2562")


def score(*components: ComponentInput, reweight: str | None = None) -> FrameworkScore:
    return score_framework(WEIGHTED, components, reweight=reweight)


def facts(answer: FrameworkScore) -> list[tuple[Any, ...]]:
    return [
        (one.component, one.number, _text(one.score), _text(one.points), _text(one.weight_used))
        for one in answer.kpis
    ]


def _text(value: Decimal | None) -> str:
    return "-" if value is None else str(value)


def test_the_public_example() -> None:
    """Performance Base 70 of 70, Potential Base 29.94 of 30: 99.94, ระดับคุณภาพ."""
    answer = score(
        component("1", "70", kpi("1", "30", "100"), kpi("2", "40", "120")),
        component("2", "30", kpi("1", "29", "100"), kpi("2", "1", "94")),
    )
    assert (str(answer.total), answer.total_published) == ("99.94", "99.940")
    assert answer.rating is not None
    assert answer.rating.name == "ระดับคุณภาพ"
    assert [(one.number, str(one.score), str(one.points)) for one in answer.components] == [
        ("1", "100", "70"),
        ("2", "99.8", "29.94"),
    ]
    assert facts(answer) == [
        ("1", "1", "100", "30", "30"),
        ("1", "2", "100", "40", "40"),
        ("2", "1", "100", "29", "29"),
        ("2", "2", "94", "0.94", "1"),
    ]
    assert not answer.provisional
    assert [str(step) for step in answer.steps] == [
        "ใช้เกณฑ์การให้คะแนนปีงบประมาณ พ.ศ. 2567",
        "องค์ประกอบ 1: คะแนนถ่วงน้ำหนัก = 30 + 40 = 70 จากน้ำหนัก 70 (คิดเป็น 100 คะแนน)",
        "องค์ประกอบ 2: คะแนนถ่วงน้ำหนัก = 29 + 0.94 = 29.94 จากน้ำหนัก 30 (คิดเป็น 99.8 คะแนน)",
        "คะแนนรวม = 70 + 29.94 = 99.94",
        "คะแนนที่ประกาศ 99.940",
        "ระดับผลการประเมิน: ระดับคุณภาพ เพราะ 99.94 คะแนน ถึงเกณฑ์ขั้นต่ำ 90.00 คะแนนของระดับนี้",
        "จุดตัดของระดับในชุดเกณฑ์นี้เป็นข้อสันนิษฐาน ยังรอการยืนยันจากสำนักงาน ก.พ.ร.",
    ]


def dropped(reason: str = "not_applicable") -> tuple[ComponentInput, ...]:
    """KPI 2 of component 1 (30 of 70) leaves."""
    return (
        component("1", "70", kpi("1", "10", "100"), kpi("2", "30", missing=reason), kpi("3", "30", "60")),
        component("2", "30", kpi("1", "30", "80")),
    )


def test_rebase_total() -> None:
    """100 × (10 + 18 + 24) ÷ (10 + 30 + 30) = 74.285714…"""
    answer = score(*dropped(), reweight="rebase_total")
    assert facts(answer) == [
        ("1", "1", "100", "10", "10"),
        ("1", "2", "-", "-", "-"),
        ("1", "3", "60", "18", "30"),
        ("2", "1", "80", "24", "30"),
    ]
    assert str(answer.total) == "74.28571428571428571428571429"
    assert answer.total_published == "74.286"
    assert [(str(one.score), str(one.points), str(one.weight_used)) for one in answer.components] == [
        ("70", "28", "40"),
        ("80", "24", "30"),
    ]
    assert "คะแนนรวม = 100 × (28 + 24) ÷ (40 + 30) ≈ 74.285714" in [str(step) for step in answer.steps]


def test_spread_component() -> None:
    """70 is carried by weights 10 and 30: 17.5 and 52.5. 17.5 + 31.5 + 24 = 73."""
    answer = score(*dropped(), reweight="spread_component")
    assert facts(answer) == [
        ("1", "1", "100", "17.5", "17.5"),
        ("1", "2", "-", "-", "-"),
        ("1", "3", "60", "31.5", "52.5"),
        ("2", "1", "80", "24", "30"),
    ]
    assert (str(answer.total), answer.total_published) == ("73", "73.000")
    assert "องค์ประกอบ 1: กระจายน้ำหนัก 30 ที่ไม่นำมาคิด ให้ตัวชี้วัดที่เหลือตามสัดส่วน" in [
        str(step) for step in answer.steps
    ]


def test_the_rule_set_names_the_method_when_the_framework_does_not() -> None:
    assert score(*dropped()) == score(*dropped(), reweight="rebase_total")


@pytest.mark.parametrize("method", ["rebase_total", "spread_component"])
def test_a_component_that_leaves_is_rebased_by_both_methods(method: str) -> None:
    """A component not assessed, or without any KPI that counts: 100 × 24 ÷ 30."""
    gone = component("1", "70", kpi("1", "70", missing="not_applicable"))
    unassessed = component("1", "70", kpi("1", "70"), assessed=False)
    rest = component("2", "30", kpi("1", "30", "80"))
    for first in (gone, unassessed):
        answer = score(first, rest, reweight=method)
        assert str(answer.total) == "80"
        assert (answer.components[0].score, answer.components[0].points) == (None, None)
        assert facts(answer)[0] == ("1", "1", "-", "-", "-")
    assert score(unassessed, rest).kpis[0].flags == ("not_assessed",)
    assert score(unassessed, rest).components[0].label is not None
    assert "องค์ประกอบ 1: ไม่ประเมิน จึงไม่นำมาคิด" in [str(step) for step in score(unassessed, rest).steps]


MISSING = [
    # reason, score, provisional, total: KPI 1 (75 of 100) has no number, KPI 2 (25) scores 60
    ("no_data", "0", False, "15"),
    ("not_applicable", "-", False, "60"),
    ("not_yet_published", "-", True, "60"),
    ("not_reported", "-", True, "60"),
]


@pytest.mark.parametrize("method", ["rebase_total", "spread_component"])
@pytest.mark.parametrize(("reason", "expected", "provisional", "total"), MISSING)
def test_missing_is_not_zero(
    method: str, reason: str, expected: str, total: str, *, provisional: bool
) -> None:
    answer = score(
        component("1", "100", kpi("1", "75", missing=reason), kpi("2", "25", "60")), reweight=method
    )
    assert _text(answer.kpis[0].score) == expected
    assert answer.kpis[0].flags == (reason,)
    assert answer.kpis[0].provisional is provisional
    assert answer.provisional is provisional
    assert str(answer.total) == total
    assert any(str(step).startswith("องค์ประกอบ 1 ตัวชี้วัด 1: ") for step in answer.steps)
    assert ("ผลนี้เป็นผลชั่วคราว เพราะยังมีตัวชี้วัดที่รอผล" in [str(step) for step in answer.steps]) is provisional


def test_nothing_counts() -> None:
    answer = score(component("1", "100", kpi("1", "100", missing="not_applicable")))
    assert (answer.total, answer.total_published, answer.rating) == (None, None, None)
    assert "ยังไม่มีคะแนนรวม เพราะไม่มีตัวชี้วัดที่คิดคะแนนได้" in [str(step) for step in answer.steps]


def test_nothing_is_assessed() -> None:
    assert score(component("1", None, assessed=False)).total is None


def parent(*parts: KpiInput, **more: Any) -> FrameworkScore:
    return score(component("1", "100", kpi("1", "10", parts=parts, **more), kpi("2", "90", "50")))


def test_parts() -> None:
    """(2.5 × 100 + 7.5 × 60) ÷ 10 = 70; the parts' points add up to the KPI's."""
    whole = parent(kpi("1.1", "2.5", "100"), kpi("1.2", "7.5", "60")).kpis[0]
    assert (str(whole.score), str(whole.points)) == ("70", "7")
    assert [(one.number, str(one.score), str(one.points)) for one in whole.parts] == [
        ("1.1", "100", "2.5"),
        ("1.2", "60", "4.5"),
    ]
    assert [str(step) for step in whole.steps] == [
        "จากตัวชี้วัดย่อย: คะแนน = (2.5 × 100 + 7.5 × 60) ÷ 10 = 70",
        "คะแนนถ่วงน้ำหนัก = น้ำหนัก 10 × 70 ÷ 100 = 7",
    ]


def test_a_part_that_leaves_gives_its_weight_to_the_others() -> None:
    whole = parent(kpi("1.1", "2.5", missing="not_applicable"), kpi("1.2", "7.5", "60")).kpis[0]
    assert (str(whole.score), str(whole.points), str(whole.weight_used)) == ("60", "6", "10")
    assert [(_text(one.points), _text(one.weight_used)) for one in whole.parts] == [("-", "-"), ("6", "10")]
    assert whole.flags == ("part_not_applicable",)


def test_a_part_without_data_scores_zero_and_flags_the_kpi() -> None:
    answer = parent(kpi("1.1", "2.5", missing="no_data"), kpi("1.2", "7.5", "60"))
    assert (str(answer.kpis[0].score), answer.kpis[0].flags) == ("45", ("part_no_data",))
    assert answer.kpis[0].parts[0].flags == ("no_data",)
    assert any("ตัวชี้วัดย่อย 1.1: ไม่มีข้อมูล" in str(step) for step in answer.steps)


def test_a_part_still_to_come_makes_the_result_provisional() -> None:
    answer = parent(kpi("1.1", "2.5", missing="not_yet_published"), kpi("1.2", "7.5", "60"))
    assert answer.provisional
    assert answer.kpis[0].provisional


def test_no_part_counts_nor_does_the_kpi() -> None:
    answer = parent(kpi("1.1", "2.5", missing="not_applicable"), kpi("1.2", "7.5", missing="not_applicable"))
    assert (answer.kpis[0].score, answer.kpis[0].points) == (None, None)
    assert str(answer.total) == "50"


def test_parts_of_parts() -> None:
    inner = kpi("1.1", "5", parts=(kpi("1.1.1", "1", "50"), kpi("1.1.2", "4", "100")))
    whole = parent(inner, kpi("1.2", "5", "60")).kpis[0]
    assert (str(whole.parts[0].score), str(whole.score)) == ("90", "75")
    assert str(whole.parts[0].parts[1].points) == "4"


def test_a_whole_kpi_may_be_missing_with_its_parts() -> None:
    answer = parent(kpi("1.1", "2.5"), kpi("1.2", "7.5"), missing="not_applicable")
    assert (answer.kpis[0].score, answer.kpis[0].flags, str(answer.total)) == (
        None,
        ("not_applicable",),
        "50",
    )


def test_nothing_is_rounded_before_the_end() -> None:
    """Three thirds are a whole: 3 × (1 ÷ 3) gives exactly 100 ÷ 3 × 3."""
    third = kpi("1", "50", "1", levels=(Decimal(0), Decimal(3), Decimal(6)))
    answer = score(
        component("1", "100", third, kpi("2", "50", "1", levels=(Decimal(-3), Decimal(0), Decimal(3))))
    )
    assert [str(one.score) for one in answer.kpis] == [
        "58.33333333333333333333333333",
        "83.33333333333333333333333333",
    ]
    assert str(answer.total) == "70.83333333333333333333333333"
    sevenths = [
        kpi(str(number), "10", "1", levels=(Decimal(0), Decimal(7), Decimal(9))) for number in range(1, 8)
    ]
    spread = score(
        component("1", "100", *sevenths, kpi("8", "30", missing="not_applicable")),
        reweight="spread_component",
    )
    assert {str(one.weight_used) for one in spread.kpis[:7]} == {"14.28571428571428571428571429"}
    assert str(spread.components[0].weight_used) == "100"
    assert str(spread.total) == str(spread.kpis[0].score) == "53.57142857142857142857142857"


REFUSALS = [
    ("no_components", "ยังไม่มีองค์ประกอบ", ()),
    ("no_kpis", "องค์ประกอบ 2: ยังไม่มีตัวชี้วัด", (component("1", "70", kpi("1", "70", "60")), component("2", "30"))),
    ("result_missing", "องค์ประกอบ 1 ตัวชี้วัด 1: ยังไม่มีผลการดำเนินงาน", (component("1", "100", kpi("1", "100")),)),
    ("result_and_missing", "มีทั้งผลการดำเนินงานและเหตุที่ไม่มีผล “ไม่มีข้อมูล”",
     (component("1", "100", kpi("1", "100", "60", missing="no_data")),)),
    ("result_and_missing", "องค์ประกอบ 1 ตัวชี้วัด 1: มีทั้ง",
     (component("1", "100", kpi("1", "100", missing="no_data", parts=(kpi("1.1", "100", "60"),))),)),
    ("parts_and_result", "องค์ประกอบ 1 ตัวชี้วัด 1: มีตัวชี้วัดย่อยแล้ว",
     (component("1", "100", kpi("1", "100", "60", parts=(kpi("1.1", "100", "60"),))),)),
    ("unknown_missing", "“lost” – ใช้ได้: no_data, not_applicable",
     (component("1", "100", kpi("1", "100", missing="lost")),)),
    ("direction_missing", "องค์ประกอบ 1 ตัวชี้วัด 1: ยังไม่ระบุทิศทาง",
     (component("1", "100", kpi("1", "100", "60", direction=None)),)),
    ("levels_count", "องค์ประกอบ 1 ตัวชี้วัด 1: ต้องระบุเป้าหมายครบ 3",
     (component("1", "100", kpi("1", "100", "60", levels=())),)),
    ("levels_order", "ตัวชี้วัด 1 ตัวชี้วัดย่อย 1.1: ตัวชี้วัดแบบยิ่งน้อยยิ่งดี",
     (component("1", "100", kpi("1", "100", parts=(kpi("1.1", "100", "60", direction="down"),))),)),
    ("number_twice", "หมายเลข 1 ซ้ำกัน",
     (component("1", "50", kpi("1", "50", "60")), component("1", "50", kpi("1", "50", "60")))),
    ("number_twice", "องค์ประกอบ 1: หมายเลข ๑ ซ้ำกัน",
     (component("1", "100", kpi("1", "50", "60"), kpi("๑", "50", "60")),)),
    ("number_twice", "องค์ประกอบ 1 ตัวชี้วัด 1: หมายเลข 1.1 ซ้ำกัน",
     (component("1", "100", kpi("1", "100", parts=(kpi("1.1", "50", "60"), kpi("1.1", "50", "60")))),)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "says", "components"), REFUSALS)
def test_refusals(code: str, says: str, components: tuple[ComponentInput, ...]) -> None:
    with pytest.raises(RefusedError) as refused:
        score(*components)
    assert refused.value.refusal.code == code
    assert says in str(refused.value)


def test_the_same_number_in_another_component_is_another_kpi() -> None:
    answer = score(component("1", "50", kpi("1", "50", "60")), component("2", "50", kpi("1", "50", "70")))
    assert [(one.component, one.number) for one in answer.kpis] == [("1", "1"), ("2", "1")]


def test_unknown_method() -> None:
    with pytest.raises(RefusedError) as refused:
        score(component("1", "100", kpi("1", "100", "60")), reweight="drop")
    assert refused.value.refusal.code == "unknown_reweight"


# ── component labels (2562) ─────────────────────────────────────────────────
def five(*second: KpiInput, third: KpiInput, fourth: KpiInput) -> FrameworkScore:
    """The five components of 2562, the first and the last not assessed."""
    return score_framework(
        LABELLED,
        (
            component("1", None, assessed=False),
            component("2", None, *second),
            component("3", None, third),
            component("4", None, fourth),
            component("5", None, assessed=False),
        ),
    )


def test_component_labels() -> None:
    """No weights: plain means. (100 + 60 + 50) ÷ 3 = 70 is above 67; 60 is on target."""
    waste = kpi("1", None, parts=(kpi("1.1", None, "100"), kpi("1.2", None, "60"), kpi("1.3", None, "50")))
    answer = five(waste, third=kpi("1", None, "90"), fourth=kpi("1", None, "60"))
    assert (answer.total, answer.total_published) == (None, None)
    assert answer.rating is not None
    assert answer.rating.name == "ระดับมาตรฐาน"
    assert [(_text(one.score), one.points, one.label and one.label.name) for one in answer.components] == [
        ("-", None, "ไม่ประเมิน"),
        ("70", None, "สูงกว่าเป้าหมาย"),
        ("90", None, "สูงกว่าเป้าหมาย"),
        ("60", None, "เป็นไปตามเป้าหมาย"),
        ("-", None, "ไม่ประเมิน"),
    ]
    assert [str(step) for step in answer.steps[2:4]] == [
        "องค์ประกอบ 2: คะแนน = 70",
        "องค์ประกอบ 2: 70 คะแนน จัดเป็น “สูงกว่าเป้าหมาย”",
    ]
    assert [str(step) for step in answer.steps[-2:]] == [
        "ระดับผลการประเมิน: ระดับมาตรฐาน จากผลขององค์ประกอบ (สูงกว่าเป้าหมาย · สูงกว่าเป้าหมาย · เป็นไปตามเป้าหมาย)",
        "จุดตัดของระดับในชุดเกณฑ์นี้เป็นข้อสันนิษฐาน ยังรอการยืนยันจากสำนักงาน ก.พ.ร.",
    ]


def test_component_labels_with_weights() -> None:
    """Where all weights are given they are used: (1 × 100 + 3 × 60) ÷ 4 = 70."""
    answer = five(
        kpi("1", "1", "100"), kpi("2", "3", "60"), third=kpi("1", None, "90"), fourth=kpi("1", None, "90")
    )
    assert str(answer.components[1].score) == "70"
    assert [str(one.points) for one in answer.kpis[:2]] == ["1", "1.8"]
    assert answer.total is None


def test_a_component_without_a_score_leaves_the_pattern() -> None:
    answer = five(
        kpi("1", None, missing="not_applicable"), third=kpi("1", None, "90"), fourth=kpi("1", None, "90")
    )
    assert answer.rating is not None
    assert answer.rating.code == "quality"
    assert answer.components[1].label is None


def test_no_data_is_below_target() -> None:
    answer = five(kpi("1", None, missing="no_data"), third=kpi("1", None, "90"), fourth=kpi("1", None, "90"))
    assert answer.rating is not None
    assert answer.rating.code == "improve"


def test_no_component_has_a_label() -> None:
    gone = kpi("1", None, missing="not_reported")
    answer = five(gone, third=gone, fourth=gone)
    assert answer.rating is None
    assert answer.provisional
