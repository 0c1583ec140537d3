"""Bands, labels, patterns, and the published total. The cut points are the rule sets' own."""

from dataclasses import replace
from decimal import Decimal

import pytest

from samrit.rules.amounts import Rounding
from samrit.rules.rating import band_of, band_step, label_of, pattern_of, published
from samrit.rules.rulesets import load

WEIGHTED, LABELLED = load("2567"), load("2562")


@pytest.mark.parametrize(
    ("total", "name"),
    [
        ("100", "ระดับคุณภาพ"),
        ("99.94", "ระดับคุณภาพ"),  # the public example
        ("90", "ระดับคุณภาพ"),
        ("89.995", "ระดับคุณภาพ"),  # compared after rounding to 2 decimals: 90.00
        ("89.994999", "ระดับมาตรฐานขั้นสูง"),
        ("75", "ระดับมาตรฐานขั้นสูง"),
        ("74.99", "ระดับมาตรฐานขั้นต้น"),
        ("60", "ระดับมาตรฐานขั้นต้น"),
        ("59.994", "ระดับต้องปรับปรุง"),
        ("0", "ระดับต้องปรับปรุง"),
    ],
)
def test_band(total: str, name: str) -> None:
    assert band_of(WEIGHTED, Decimal(total)).name == name


def test_band_on_the_raw_total_is_a_matter_of_data() -> None:
    assert band_of(replace(WEIGHTED, band_decimals=None), Decimal("89.999999")).code == "standard_advanced"


def test_band_says_what_was_compared() -> None:
    assert str(band_step(WEIGHTED, Decimal("89.995"))) == (
        "ระดับผลการประเมิน: ระดับคุณภาพ เพราะ 90.00 คะแนน ถึงเกณฑ์ขั้นต่ำ 90.00 คะแนนของระดับนี้"
    )


@pytest.mark.parametrize(
    ("total", "shown"),
    [
        ("94.9735", "94.974"),
        ("94.97349999", "94.973"),
        ("100", "100.000"),
        ("0", "0.000"),
        ("87.5", "87.500"),
    ],
)
def test_published(total: str, shown: str) -> None:
    assert published(WEIGHTED, Decimal(total)) == shown


def test_published_rounding_is_a_matter_of_data() -> None:
    assert (
        published(replace(WEIGHTED, rounding=Rounding.DOWN, published_decimals=2), Decimal("94.979"))
        == "94.97"
    )
    assert published(replace(WEIGHTED, rounding=Rounding.HALF_EVEN), Decimal("94.9725")) == "94.972"


@pytest.mark.parametrize(
    ("score", "name"),
    [
        ("100", "สูงกว่าเป้าหมาย"),
        ("67.01", "สูงกว่าเป้าหมาย"),
        ("67.004", "เป็นไปตามเป้าหมาย"),  # 67.00 is not more than 67
        ("67", "เป็นไปตามเป้าหมาย"),
        ("50", "เป็นไปตามเป้าหมาย"),
        ("49.99", "ต่ำกว่าเป้าหมาย"),
        ("0", "ต่ำกว่าเป้าหมาย"),
    ],
)
def test_label(score: str, name: str) -> None:
    assert label_of(LABELLED, Decimal(score)).name == name


@pytest.mark.parametrize(
    ("scores", "name"),
    [
        ("90 80 70", "ระดับคุณภาพ"),  # all above
        ("90", "ระดับคุณภาพ"),
        ("90 60 70", "ระดับมาตรฐาน"),  # neither
        ("60 50", "ระดับมาตรฐาน"),
        ("90 90 49", "ระดับต้องปรับปรุง"),  # any below
        ("0", "ระดับต้องปรับปรุง"),
    ],
)
def test_pattern(scores: str, name: str) -> None:
    found = pattern_of(LABELLED, [label_of(LABELLED, Decimal(score)) for score in scores.split()])
    assert found is not None
    assert found.name == name


def test_no_label_no_rating() -> None:
    assert pattern_of(LABELLED, []) is None
