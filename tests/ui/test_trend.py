"""The trend: where points and targets stand, gaps for what is missing, and the same in words."""

from decimal import Decimal
from xml.etree import ElementTree as ET

from django.utils.translation import override

from samrit.ui.trend import HEIGHT, Trend, TrendPoint, describe, height, place, trend_svg

SVG = "{http://www.w3.org/2000/svg}"
LEVELS = (Decimal(60), Decimal(70), Decimal(80))


def trend(*values: str | None, levels: tuple[Decimal, ...] | None = LEVELS) -> Trend:
    points = [
        TrendPoint(
            f"ปี {2560 + index}", None if value is None else Decimal(value), "no_data" if value is None else ""
        )
        for index, value in enumerate(values)
    ]
    return Trend(points, levels, "ร้อยละ")


def test_points_stand_at_equal_distances():
    drawn = trend("60", "70", "80", "90")
    assert [place(drawn, index) for index in range(4)] == [
        Decimal(w) for w in ("12.50", "37.50", "62.50", "87.50")
    ]


def test_the_highest_and_the_lowest_of_figures_and_targets_fill_the_height():
    drawn = trend("50", "90")
    assert (height(drawn, Decimal(90)), height(drawn, Decimal(70)), height(drawn, Decimal(50))) == (
        30,
        90,
        150,
    )


def test_one_height_for_one_figure():
    drawn = trend("5", "5", levels=None)
    assert height(drawn, Decimal(5)) == 90


def test_a_missing_value_leaves_a_gap_and_is_no_point():
    drawing = ET.fromstring(trend_svg(trend("60", None, "70", "75")))  # noqa: S314 - our own
    lines = [line for line in drawing.iter(f"{SVG}line") if line.get("class") == "trend-line"]
    assert [(line.get("x1"), line.get("x2")) for line in lines] == [("62.50%", "87.50%")]
    assert len(list(drawing.iter(f"{SVG}circle"))) == 3


def test_three_targets_are_told_apart_without_colour():
    drawing = ET.fromstring(trend_svg(trend("60", "70")))  # noqa: S314 - our own
    targets = [line for line in drawing.iter(f"{SVG}line") if line.get("class") == "trend-target"]
    assert len({target.get("stroke-dasharray") for target in targets}) == 3


def test_everything_is_on_the_drawing():
    drawn = trend("-1000000", "0", "1176285000.5")
    tops = [height(drawn, point.value) for point in drawn.points if point.value is not None]
    assert all(0 < top < HEIGHT for top in tops)


def test_in_words():
    assert describe(trend("60", None, "1200.50")) == "แนวโน้ม: ปี 2560 60, ปี 2562 1,200.5 ร้อยละ"
    with override("th"):
        assert describe(trend(None, levels=None)) == "ยังไม่มีตัวเลขให้เทียบ"


def test_one_figure_alone_is_no_trend():
    assert not trend("60", None).is_worth_drawing
    assert trend("60", "61").is_worth_drawing
