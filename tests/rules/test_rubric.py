"""Milestones judged by their levels."""

from decimal import Decimal
from typing import Any

import pytest

from samrit.rules.rubric import BELOW, Picked, Rubric, in_words, kept, refuse_picked, rubric_of

TARGETS = (Decimal(2), Decimal(3), Decimal(4))
FIVE = [{"level": f"ระดับ {place}", "description": f"ขั้นที่ {place} ครบ"} for place in (3, 1, 2, 5, 4)]


def rubric(rows: list[dict[str, str]], *, targets: Any = TARGETS, **contents: Any) -> Rubric | None:
    given = {"level_descriptions": rows, **contents}
    return rubric_of(given, interpolate="step", direction="up", targets=targets, name="ความพร้อม")


def test_levels_one_to_five_stand_for_their_numbers_lowest_first() -> None:
    made = rubric(FIVE)
    assert made is not None
    assert [(level.code, level.name, level.value) for level in made.levels] == [
        (str(place), f"ระดับ {place}", Decimal(place)) for place in range(1, 6)
    ]
    assert made.value_of(BELOW) == Decimal(0)
    assert made.criteria == ("ความพร้อม",)


@pytest.mark.parametrize(
    "names", [("ขั้นต้น", "มาตรฐาน", "ขั้นสูง"), ("50", "75", "100"), ("ขั้นต้น (50)", "มาตรฐาน (๗๕)", "ขั้นสูง (100)")]
)
def test_levels_named_like_the_targets_stand_for_them(names: tuple[str, ...]) -> None:
    made = rubric([{"level": name, "description": "ครบ"} for name in names])
    assert made is not None
    assert [level.value for level in made.levels] == [Decimal(2), Decimal(3), Decimal(4)]


def test_a_stated_bound_comes_before_the_name() -> None:
    made = rubric(
        [
            {"level": "ระดับ 1", "minimum": "10", "description": "ก"},
            {"level": "ระดับ 2", "minimum": "20", "description": "ข"},
        ]
    )
    assert made is not None
    assert [level.value for level in made.levels] == [Decimal(10), Decimal(20)]


def test_no_rubric_without_steps_descriptions_or_values() -> None:
    contents = {"level_descriptions": FIVE}
    assert rubric_of(contents, interpolate="linear", direction="up", targets=TARGETS, name="ก") is None
    assert rubric(FIVE[:1]) is None
    assert rubric([{"level": "ดี", "description": "ก"}, {"level": "ดีมาก", "description": "ข"}]) is None
    assert rubric([{"level": "ระดับ 1", "description": "ก"}, {"level": "ข้อ 1", "description": "ข"}]) is None
    assert rubric([{"level": "1"}, {"level": "2"}]) is None


def test_less_is_better_begins_with_the_worst_and_has_no_floor() -> None:
    rows = [
        {"level": "ก", "maximum": "10", "description": "ก"},
        {"level": "ข", "maximum": "5", "description": "ข"},
    ]
    made = rubric_of(
        {"level_descriptions": rows}, interpolate="step", direction="down", targets=None, name="ก"
    )
    assert made is not None
    assert [level.value for level in made.levels] == [Decimal(10), Decimal(5)]
    assert made.value_of(BELOW) is None


def test_a_pick_needs_a_level_and_a_reason_for_each_criterion() -> None:
    made = rubric(FIVE, issues=[{"issue": "แผน"}, {"issue": "ผล"}])
    assert made is not None
    said = [
        refuse_picked(made, Picked(code, reasons))
        for code, reasons in (("9", ("ก", "ข")), ("3", ("ก", " ")), ("3", ("ก",)), ("3", ("ก", "ข")))
    ]
    assert [refusal.code if refusal else None for refusal in said] == [
        "rubric_level_unknown",
        "rubric_reason_required",
        "rubric_reason_required",
        None,
    ]


def test_what_is_kept_can_be_read_without_the_rubric() -> None:
    made = rubric(FIVE, issues=[{"issue": "แผน"}, {"issue": "ผล"}])
    assert made is not None
    picked = kept(made, Picked("3", ("มีครบ ", "ทำแล้ว")))
    assert picked == {
        "code": "3",
        "level": "ระดับ 3",
        "value": "3",
        "description": "ขั้นที่ 3 ครบ",
        "reasons": [{"criterion": "แผน", "reason": "มีครบ"}, {"criterion": "ผล", "reason": "ทำแล้ว"}],
    }
    assert in_words(picked) == "แผน: มีครบ\nผล: ทำแล้ว"
