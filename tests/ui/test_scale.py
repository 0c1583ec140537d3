"""The scale's geometry: between the levels a position is a score; everything is on the drawing; less may be better."""

from decimal import Decimal
from typing import Any, Literal
from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st

from samrit.ui.scale import ADVANCED, BASIC, STANDARD, Scale, describe, position, reached, scale_svg

SVG = "{http://www.w3.org/2000/svg}"
POVERTY = (Decimal("98.72"), Decimal("98.84"), Decimal("98.90"))
DUST = (Decimal(25), Decimal(22), Decimal(20))
values = st.decimals(min_value=-(10**9), max_value=10**9, places=3)


def up(result: str | None = None) -> Scale:
    return Scale(POVERTY, "up", None if result is None else Decimal(result), unit="ร้อยละ")


def down(result: str | None = None) -> Scale:
    return Scale(DUST, "down", None if result is None else Decimal(result))


@pytest.mark.parametrize(
    ("scale", "value", "where"),
    [
        (up(), "98.72", BASIC),
        (up(), "98.84", STANDARD),
        (up(), "98.90", ADVANCED),
        (up(), "98.87", Decimal(70)),  # half way from มาตรฐาน to ขั้นสูง, as its score 87.5 is
        (down(), "25", 100 - BASIC),
        (down(), "22", 100 - STANDARD),
        (down(), "20", 100 - ADVANCED),
        (down(), "21", Decimal(30)),
        (up(), "98.54", Decimal(15)),  # one span below ขั้นต้น: half of the room there is
        (up(), "99.08", Decimal(91)),  # one span above ขั้นสูง
    ],
)
def test_where_a_value_stands(scale: Scale, value: str, where: Decimal) -> None:
    assert position(scale, Decimal(value)) == where


@given(st.lists(values, min_size=3, max_size=3, unique=True), values, values, st.sampled_from(["up", "down"]))
def test_every_value_is_on_the_drawing_and_a_better_one_never_stands_further_back(
    levels: Any, one: Decimal, other: Decimal, direction: Literal["up", "down"]
) -> None:
    basic, standard, advanced = sorted(levels, reverse=direction == "down")
    scale = Scale((basic, standard, advanced), direction)
    assume(one < other)
    left, right = position(scale, one), position(scale, other)
    assert 2 <= left <= right <= 98


@pytest.mark.parametrize("levels", [(1, 1, 1), (2, 2, 3), (2, 3, 3)])
def test_equal_levels_are_drawn_all_the_same(levels: tuple[int, int, int]) -> None:
    """Rules refuse them; a draft may still hold them, and its page must not fail."""
    basic, standard, advanced = map(Decimal, levels)
    scale = Scale((basic, standard, advanced), "up", Decimal(2))
    assert 2 <= position(scale, Decimal(2)) <= 98
    assert scale_svg(scale).startswith("<svg")


@pytest.mark.parametrize(
    ("scale", "levels", "thai"),
    [
        (up("98.71"), 0, "ผล 98.71 ร้อยละ ยังไม่ถึงขั้นต้น"),
        (up("98.72"), 1, "ผล 98.72 ร้อยละ ถึงขั้นต้น ยังไม่ถึงมาตรฐาน"),
        (up("98.87"), 2, "ผล 98.87 ร้อยละ ถึงมาตรฐาน ยังไม่ถึงขั้นสูง"),
        (up("98.94"), 3, "ผล 98.94 ร้อยละ ถึงขั้นสูง"),
        (down("26"), 0, "ผล 26 ยังไม่ถึงขั้นต้น"),
        (down("20"), 3, "ผล 20 ถึงขั้นสูง"),
        (up(), None, "ยังไม่มีผลบนมาตรวัด"),
        (Scale(None, "up", Decimal(1)), None, "ยังไม่กำหนดค่าเป้าหมาย"),
    ],
)
def test_the_drawing_is_said_in_words(scale: Scale, levels: Any, thai: str) -> None:
    assert reached(scale) == levels
    with override("th"):
        assert describe(scale) == thai


@pytest.mark.parametrize("scale", [up("98.87"), up("12"), up(), down("21"), down("61"), Scale(None)])
@pytest.mark.parametrize(("size", "width"), [("full", None), ("full", 480), ("spark", None)])
def test_the_drawing_is_xml_with_digits_only_and_no_style(
    scale: Scale, size: Literal["full", "spark"], width: int | None
) -> None:
    root = ET.fromstring(scale_svg(scale, size, width))  # noqa: S314 - our own drawing
    drawn = [node.text for node in root.iter(f"{SVG}text")]
    assert all(text is not None and text.isascii() for text in drawn)
    assert [node for node in root.iter() if "style" in node.attrib] == []
    assert root.attrib["role"] == "img"


def test_a_drawing_for_paper_has_no_percentages() -> None:
    assert "%" not in scale_svg(up("98.87"), width=480)


def test_a_unit_cannot_break_out_of_the_drawing() -> None:
    scale = Scale(POVERTY, "up", Decimal("98.87"), unit='"><script>')
    assert "<script>" not in scale_svg(scale)
