"""What is asked about a figure before it is sent: units, shares, jumps, fractions – and what is not."""

from decimal import Decimal

import pytest

from samrit.rules import rulesets
from samrit.rules.magnitude import Figure, doubts, is_share, share_of
from samrit.rules.wording import say

LIMITS = rulesets.load("2567").magnitude
LAST_YEAR = say("last_year", "ผลปีก่อน")
TARGET = say("advanced", "เป้าหมายขั้นสูง")


def asked(
    value: str, unit: str = "ล้านบาท", last_year: str | None = "1100", target: str | None = None
) -> list[str]:
    figures = []
    if last_year is not None:
        figures.append(Figure(LAST_YEAR, Decimal(last_year)))
    if target is not None:
        figures.append(Figure(TARGET, Decimal(target), is_target=True))
    found = doubts(Decimal(value), unit=unit, figures=figures, limits=LIMITS)
    return [doubt.code for doubt in found]


# value, last year's → what is asked. A thousand is 333⅓ to 3,000 times; ten times is a jump; between is silence.
BESIDE_LAST_YEAR = [
    ("1100", []),
    ("1200", []),
    ("10999.99", []),
    ("11000", ["jump_up"]),
    ("110.01", []),
    ("110", ["jump_down"]),
    ("366666", ["jump_up"]),
    ("366667", ["unit_mistaken"]),
    ("1176285", ["unit_mistaken"]),
    ("3300000", ["unit_mistaken"]),
    ("3300001", ["jump_up"]),
    ("1176285000", ["unit_mistaken"]),
    ("1.1", ["unit_mistaken"]),
    ("0.0011", ["unit_mistaken"]),
    ("0", ["zero_now"]),
    ("-1100", []),
]


@pytest.mark.parametrize(("value", "codes"), BESIDE_LAST_YEAR)
def test_beside_last_years_figure(value: str, codes: list[str]):
    assert asked(value) == codes


# A target tells the unit, never a jump: a poor year may stay far below it.
@pytest.mark.parametrize(
    ("value", "codes"),
    [("1256000000", ["unit_mistaken"]), ("1.25", ["unit_mistaken"]), ("20", []), ("12560", []), ("0", [])],
)
def test_beside_a_target(value: str, codes: list[str]):
    assert asked(value, last_year=None, target="1256.27") == codes


@pytest.mark.parametrize(
    ("unit", "value", "codes"),
    [
        ("ร้อยละ", "100", []),
        ("ร้อยละ", "100.01", ["share_above_most"]),
        ("ร้อยละของครัวเรือน", "101", ["share_above_most"]),
        (" % ", "250", ["share_above_most"]),
        ("คะแนน", "250", []),
        ("", "250", []),
    ],
)
def test_more_than_a_hundred_of_a_hundred(unit: str, value: str, codes: list[str]):
    assert asked(value, unit, last_year=None) == codes


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "codes"),
    [
        ("ร้อยละ", "637", "801", []),
        ("ร้อยละ", "801", "801", []),
        ("ร้อยละ", "801", "637", ["part_above_whole"]),
        ("บาทต่อคน", "801", "637", []),
    ],
)
def test_a_part_larger_than_its_whole(unit: str, numerator: str, denominator: str, codes: list[str]):
    found = doubts(
        Decimal(50),
        unit=unit,
        figures=[],
        limits=LIMITS,
        numerator=Decimal(numerator),
        denominator=Decimal(denominator),
    )
    assert [doubt.code for doubt in found] == codes


def test_the_sentence_names_both_figures_and_the_unit():
    (doubt,) = doubts(
        Decimal(1176285000), unit="ล้านบาท", figures=[Figure(LAST_YEAR, Decimal("1100.5"))], limits=LIMITS
    )
    assert str(doubt) == (
        "1,176,285,000 มากกว่าผลปีก่อน (1,100.5) ราว 1,000,000 เท่า – ตรวจว่าพิมพ์ถูกหน่วย ตัวชี้วัดนี้นับเป็น “ล้านบาท”"
    )


def test_an_earlier_figure_of_zero_says_nothing():
    assert asked("5000", last_year="0") == []


def test_one_question_is_enough_where_several_figures_ask_the_same():
    assert asked("1256000000", last_year="1100", target="1256.27") == ["unit_mistaken"]


@pytest.mark.parametrize(
    ("numerator", "denominator", "share"),
    [
        ("637", "801", "79.5256"),
        ("1", "3", "33.3333"),
        ("2", "3", "66.6667"),
        ("801", "801", "100"),
        ("0", "7", "0"),
    ],
)
def test_a_share_is_computed_from_its_figures(numerator: str, denominator: str, share: str):
    assert str(share_of(Decimal(numerator), Decimal(denominator), 4)) == share


def test_what_a_share_is_called():
    assert [is_share(unit, LIMITS) for unit in ("ร้อยละ", "%", "เปอร์เซ็นต์", "ระดับ", "")] == [
        True, True, True, False, False,
    ]  # fmt: skip
