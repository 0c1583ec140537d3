"""Units as offices write them: equal, convertible, multiplied."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.units import (
    NO_UNIT,
    PERCENT_UNIT,
    Unit,
    alike,
    converted,
    is_multiplier,
    product,
    ratio,
    read_unit,
    same_unit,
)

WORDS = st.sampled_from(
    ["บาท", "ล้านบาท", "คน", "วัน", "บาท/คน/วัน", "ตัน", "ร้อยละ", "", "พันธุ์", "ผู้ป่วยต่อแสนประชากร"]
)
steadily = settings(deadline=None)


@pytest.mark.parametrize(
    ("words", "powers", "factor"),
    [
        ("บาท", {"บาท": 1}, 1),
        ("ล้านบาท", {"บาท": 1}, 10**6),
        ("ล้าน บาท", {"บาท": 1}, 10**6),
        ("พันล้านบาท", {"บาท": 1}, 10**9),
        ("ล้านล้านบาท", {"บาท": 1}, 10**12),
        ("million baht", {"บาท": 1}, 10**6),
        ("บาท/คน/วัน", {"บาท": 1, "คน": -1, "วัน": -1}, 1),
        ("บาทต่อคนต่อวัน", {"บาท": 1, "คน": -1, "วัน": -1}, 1),
        ("ไมโครกรัมต่อลูกบาศก์เมตร", {"ไมโครกรัม": 1, "ลูกบาศก์เมตร": -1}, 1),
        ("µg/m³", {"ไมโครกรัม": 1, "ลูกบาศก์เมตร": -1}, 1),
        ("มคก./ลบ.ม.", {"ไมโครกรัม": 1, "ลูกบาศก์เมตร": -1}, 1),
        ("ร้อยละของครัวเรือน", {"ร้อยละ": 1}, 1),
        ("%", {"ร้อยละ": 1}, 1),
        ("พันธุ์", {"พันธุ์": 1}, 1),
        ("พันต้น", {"ต้น": 1}, 1000),
        ("แสนไร่", {"ไร่": 1}, 10**5),
        ("เท่า", {}, 1),
        ("ล้าน", {}, 10**6),
        ("คะแนน (เต็ม 100)", {"คะแนน": 1}, 1),
    ],
)
def test_reading(words: str, powers: dict[str, int], factor: int):
    assert read_unit(words) == Unit(tuple(sorted(powers.items())), Decimal(factor))
    assert read_unit(words).words == words


def test_a_multiplier_written_apart_is_the_same():
    assert read_unit("บาท", Decimal(10**6)) == read_unit("ล้านบาท")
    assert read_unit("ผู้ป่วยต่อแสนประชากร").factor == Decimal("0.00001")


def test_alike_and_converted():
    million, baht, people = read_unit("ล้านบาท"), read_unit("บาท"), read_unit("คน")
    assert alike(million, baht)
    assert not alike(million, people)
    assert converted(Decimal("1.5"), million, baht) == 1500000
    assert converted(Decimal(1500000), baht, million) == Decimal("1.5")
    assert PERCENT_UNIT.is_percent
    assert not NO_UNIT.is_percent


def test_products_cancel():
    spent = product(product(read_unit("คน"), read_unit("วัน")), read_unit("บาท/คน/วัน"))
    assert spent == read_unit("บาท")
    assert spent.words == "บาท"
    assert ratio(read_unit("ล้านบาท"), read_unit("คน")).words == "ล้านบาท/คน"
    assert ratio(read_unit("ตัน"), read_unit("ตัน")) == NO_UNIT
    assert str(ratio(NO_UNIT, read_unit("วัน"))) == "1/วัน"
    assert [is_multiplier(word) for word in ("ล้าน", "ล้านบาท", "")] == [True, False, False]


@steadily
@given(WORDS, WORDS)
def test_what_is_multiplied_divides_again(one: str, other: str):
    first, second = read_unit(one), read_unit(other)
    assert ratio(product(first, second), second) == first
    assert product(first, second) == product(second, first)


@steadily
@given(st.text(max_size=30))
def test_any_words_are_some_unit(words: str):
    assert read_unit(words) == read_unit(words)


@pytest.mark.parametrize(
    ("words", "unit", "same"),
    [
        ("tons", "ตัน", True),
        ("กก.", "ตัน", False),
        ("พันตัน", "ตัน", False),
        ("ตัน/วัน", "ตัน", False),
        ("ล้าน", "ล้านบาท", True),
        ("บาท", "ล้านบาท", False),
        ("ราย", "คน", True),
        ("พันราย", "คน", False),
        ("คน", "ร้อยละ", False),
        ("เบื้องต้น", "คน", None),
        ("2566", "คน", None),
    ],
)
def test_words_beside_figures_may_name_another_unit(words: str, unit: str, same: object):
    assert same_unit(words, read_unit(unit)) is same
