"""One result's score. The tables are the rules: ขั้นต้น 50, มาตรฐาน 75, ขั้นสูง 100, linear between them."""

from decimal import Decimal
from typing import Any

import pytest

from samrit.rules.rulesets import load
from samrit.rules.scoring import ScoredResult, score_result
from samrit.rules.wording import RefusedError

RULES = load("2567")


def score(direction: str, levels: str, result: str, **options: Any) -> ScoredResult:
    return score_result(
        RULES,
        direction=direction,
        levels=[Decimal(level) for level in levels.split()],
        result=Decimal(result),
        **options,
    )


VECTORS = [
    # the two rows of the public example whose total is 99.94: better than ขั้นสูง earns 100, no more
    ("up", "98.72 98.84 98.90", "98.94", "100"),
    ("up", "1150.40 1202.17 1256.27", "1259.86", "100"),
    # the same rows between their targets
    ("up", "98.72 98.84 98.90", "98.87", "87.5"),
    ("up", "1150.40 1202.17 1256.27", "1176.285", "62.5"),
    # less is better (PM2.5): the mirror
    ("down", "25 22 20", "21", "87.5"),
    ("down", "25 22 20", "23.5", "62.5"),
    ("down", "25 22 20", "19.9", "100"),
    # exactly on a target: that target's score
    ("up", "98.72 98.84 98.90", "98.72", "50"),
    ("up", "98.72 98.84 98.90", "98.84", "75"),
    ("up", "98.72 98.84 98.90", "98.90", "100"),
    ("down", "25 22 20", "25", "50"),
    ("down", "25 22 20", "22", "75"),
    ("down", "25 22 20", "20", "100"),
    # below ขั้นต้น: nothing
    ("up", "98.72 98.84 98.90", "98.71999", "0"),
    ("up", "98.72 98.84 98.90", "0", "0"),
    ("down", "25 22 20", "25.0001", "0"),
    # negative numbers are numbers
    ("up", "-5 -3 -1", "-4", "62.5"),
    ("down", "-1 -3 -5", "-4", "87.5"),
    # a division that does not end: 28 digits leave, and the last is rounded
    ("up", "0 3 6", "1", "58.33333333333333333333333333"),
    ("up", "0 3 6", "2", "66.66666666666666666666666667"),
    # very long inputs stay exact
    ("up", "0.00000000000000000001 0.00000000000000000003 0.00000000000000000005",
     "0.00000000000000000002", "62.5"),
    ("up", "10000000000000000000 30000000000000000000 50000000000000000000", "20000000000000000000", "62.5"),
]  # fmt: skip


@pytest.mark.parametrize(("direction", "levels", "result", "expected"), VECTORS)
def test_linear(direction: str, levels: str, result: str, expected: str) -> None:
    assert str(score(direction, levels, result).score) == expected


STEPWISE = [
    ("up", "1 2 3", "0.9", "0"),
    ("up", "1 2 3", "1", "50"),
    ("up", "1 2 3", "1.999", "50"),
    ("up", "1 2 3", "2", "75"),
    ("up", "1 2 3", "2.999", "75"),
    ("up", "1 2 3", "3", "100"),
    ("down", "3 2 1", "2.001", "50"),
    ("down", "3 2 1", "1.5", "75"),
    ("down", "3 2 1", "0", "100"),
]


@pytest.mark.parametrize(("direction", "levels", "result", "expected"), STEPWISE)
def test_step(direction: str, levels: str, result: str, expected: str) -> None:
    """A milestone earns what was reached, and nothing for being on the way."""
    assert str(score(direction, levels, result, interpolate="step").score) == expected


PROPORTIONAL = [
    # more is better: 50 × result ÷ ขั้นต้น
    ("up", "80 90 100", "40", "25"),
    ("up", "80 90 100", "0", "0"),
    ("up", "80 90 100", "-8", "0"),
    ("up", "0 90 100", "-1", "0"),
    ("up", "-5 -3 -1", "-6", "0"),
    # less is better: 50 × ขั้นต้น ÷ result
    ("down", "25 22 20", "50", "25"),
    ("down", "25 22 20", "100", "12.5"),
    ("down", "0 -1 -2", "5", "0"),
    ("down", "-1 -3 -5", "-0.5", "0"),
    ("down", "-1 -3 -5", "7", "0"),
    # from ขั้นต้น on nothing changes
    ("up", "80 90 100", "80", "50"),
    ("up", "80 90 100", "85", "62.5"),
]


@pytest.mark.parametrize(("direction", "levels", "result", "expected"), PROPORTIONAL)
def test_below_basic_proportional(direction: str, levels: str, result: str, expected: str) -> None:
    assert str(score(direction, levels, result, below_basic="proportional").score) == expected


REFUSALS = [
    # code, direction, levels, result, what it says
    ("levels_equal", "up", "98.72 98.84 98.84", "98", "มาตรฐาน 98.84 กับขั้นสูง 98.84"),
    ("levels_equal", "down", "25 25.0 20", "21", "ขั้นต้น 25 กับมาตรฐาน 25"),
    ("levels_order", "up", "98.72 98.9 98.84", "98", "มาตรฐาน 98.90 มากกว่าขั้นสูง 98.84"),
    ("levels_order", "up", "25 22 20", "21", "ขั้นต้น 25 มากกว่ามาตรฐาน 22"),
    ("levels_order", "down", "98.72 98.84 98.90", "98", "ขั้นต้น 98.72 น้อยกว่ามาตรฐาน 98.84"),
    ("levels_count", "up", "98.72 98.84", "98", "ครบ 3 ระดับ (ขั้นต้น · มาตรฐาน · ขั้นสูง) แต่พบ 2 ค่า"),
    ("levels_count", "up", "1 2 3 4", "98", "พบ 4 ค่า"),
    ("unknown_direction", "sideways", "1 2 3", "2", "“sideways” – ใช้ได้: up, down"),
    ("not_a_number", "up", "1 2 3", "NaN", "“NaN”"),
    ("not_a_number", "up", "1 2 3", "sNaN", "“sNaN”"),
    ("not_a_number", "up", "1 2 3", "Infinity", "“Infinity”"),
    ("not_a_number", "up", "1 NaN 3", "2", "“NaN”"),
    ("number_too_long", "up", "1 2 3", "1e400", "“1E+400” มีหลักมากเกินไป"),
    ("number_too_long", "up", "1 2 3", "-1e20", "20 หลักหน้าจุดทศนิยม"),
    ("number_too_long", "up", "1 2 3", "1e-21", "20 หลักหลังจุด"),
    ("number_too_long", "up", "1 2 3", "1.000000000000000000001", "20 หลักหลังจุด"),
    ("number_too_long", "up", "1 2 1e999999", "1", "“1E+999999”"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "direction", "levels", "result", "says"), REFUSALS)
def test_refusals(code: str, direction: str, levels: str, result: str, says: str) -> None:
    with pytest.raises(RefusedError) as refused:
        score(direction, levels, result)
    assert refused.value.refusal.code == code
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("option", "code"),
    [("interpolate", "unknown_interpolate"), ("below_basic", "unknown_below_basic")],
)
@pytest.mark.parametrize("word", ["curved", ""])
def test_unknown_options(option: str, code: str, word: str) -> None:
    with pytest.raises(RefusedError) as refused:
        score("up", "1 2 3", "2", **{option: word})
    assert refused.value.refusal.code == code


def test_needless_zeros_change_nothing() -> None:
    """A database gives 98.870000 and a person types 98.87: score and sentences are the same."""
    assert score("up", "98.720000 98.84 98.9", "98.870000") == score("up", "98.72 98.84 98.90", "98.87")
    assert score("up", "0.0 1E+1 2e1", "0e-9") == score("up", "0 10 20", "0")


def steps(*case: str, **options: str) -> list[str]:
    return [str(step) for step in score(*case, **options).steps]


def test_steps_between_targets() -> None:
    assert steps("up", "98.72 98.84 98.9", "98.87") == [
        "ยิ่งมากยิ่งดี · เป้าหมาย ขั้นต้น 98.72 · มาตรฐาน 98.84 · ขั้นสูง 98.90 · ผลการดำเนินงาน 98.87",
        "ผลการดำเนินงาน 98.87 อยู่ระหว่างมาตรฐาน 98.84 กับขั้นสูง 98.90",
        "คะแนน = 75 + 25 × (98.87 − 98.84) ÷ (98.90 − 98.84) = 87.5",
    ]


def test_steps_of_less_is_better() -> None:
    assert steps("down", "25 22 20", "21") == [
        "ยิ่งน้อยยิ่งดี · เป้าหมาย ขั้นต้น 25 · มาตรฐาน 22 · ขั้นสูง 20 · ผลการดำเนินงาน 21",
        "ผลการดำเนินงาน 21 อยู่ระหว่างมาตรฐาน 22 กับขั้นสูง 20",
        "คะแนน = 75 + 25 × (22 − 21) ÷ (22 − 20) = 87.5",
    ]


LAST_STEPS = [
    # a number that does not end is shown rounded, and says so
    ("up", "0 3 6", "1", {}, "คะแนน = 50 + 25 × (1 − 0) ÷ (3 − 0) ≈ 58.333333"),
    # thousands commas; negative numbers in brackets
    ("up", "1000 2000 3000", "1500", {}, "คะแนน = 50 + 25 × (1,500 − 1,000) ÷ (2,000 − 1,000) = 62.5"),
    ("up", "-5 -3 -1", "-4", {}, "คะแนน = 50 + 25 × ((-4) − (-5)) ÷ ((-3) − (-5)) = 62.5"),
    ("up", "1 2 3", "3", {}, "คะแนน = 100"),
    ("up", "1 2 3", "9", {}, "คะแนน = 100"),
    ("up", "1 2 3", "0", {}, "ต่ำกว่าขั้นต้น: คะแนน = 0"),
    ("up", "80 90 100", "40", {"below_basic": "proportional"}, "คะแนน = 50 × 40 ÷ 80 = 25"),
    ("down", "25 22 20", "50", {"below_basic": "proportional"}, "คะแนน = 50 × 25 ÷ 50 = 25"),
    ("up", "80 90 100", "-1", {"below_basic": "proportional"}, "ค่าติดลบหรือเป็นศูนย์ เทียบสัดส่วนไม่ได้: คะแนน = 0"),
]


@pytest.mark.parametrize(("direction", "levels", "result", "options", "says"), LAST_STEPS)
def test_last_step(direction: str, levels: str, result: str, options: dict[str, str], says: str) -> None:
    assert steps(direction, levels, result, **options)[-1] == says


def test_steps_of_a_milestone() -> None:
    assert steps("up", "1 2 3", "2.5", interpolate="step")[1:] == [
        "ผลการดำเนินงาน 2.5 อยู่ระหว่างมาตรฐาน 2 กับขั้นสูง 3",
        "ตัวชี้วัดนี้ให้คะแนนตามขั้น ใช้คะแนนของมาตรฐานซึ่งทำได้ถึงแล้ว",
        "คะแนน = 75",
    ]
