"""Charts: what they say, that a missing value is no zero, that Thai stands right, that nobody's words become markup."""

import io
from decimal import Decimal
from pathlib import Path
from re import findall

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from samrit.rules.thailand import provinces as known_provinces
from samrit.ui import charts
from samrit.ui.charts import (
    Bar,
    Bars,
    ChartsUnavailableError,
    CountryMap,
    HeatCell,
    HeatMap,
    Line,
    Lines,
    Place,
    Radar,
    drawing,
    option,
    provinces,
    shortened,
)
from samrit.ui.charts.drawing import LIGHT
from samrit.ui.charts.options import height

EVIL = "<script>alert(1)</script>{b}&\"'"
BARS = Bars(
    "คะแนน", [Bar("ปทุมธานี", Decimal("94.974"), "94.974", 1, "/why/?a=1&b=2"), Bar("ชลบุรี", None)], "คะแนน"
)
LINES = Lines("รายปี", ["2566", "2567", "2568"], [Line("มัธยฐาน", [Decimal(1), None, Decimal(3)])])
MAP = CountryMap(
    "แผนที่",
    {"13": Place("ปทุมธานี", "94.974", 1, "/13/"), "20": Place("ชลบุรี", "ไม่มีคะแนน")},
    [(1, "ดี"), (0, "ไม่มี")],
)
HEAT = HeatMap("ตาราง", [("OTOP", "รายได้ OTOP", "")], [("ปทุมธานี", "", [HeatCell("95.0", 1)])], [(1, "ดี")])


def test_a_missing_value_is_no_zero() -> None:
    (series,) = option(BARS)["series"]
    assert [one["value"] for one in series["data"]] == [94.974, None]
    (line,) = option(LINES)["series"]
    assert [one["value"] for one in line["data"]] == [1.0, None, 3.0]
    assert line["connectNulls"] is False


@pytest.mark.parametrize("upright", [False, True])
def test_where_a_bar_is_missing_the_word_says_why(*, upright: bool) -> None:
    bars = [Bar("ก", Decimal("1234.5"), "1,234.5"), Bar("ข", None, "ยังไม่ได้ส่ง"), Bar("ค", Decimal(0), "0")]
    svg = charts.on_page(Bars("", bars, upright=upright), 760)
    assert [svg.count(f">{word}</text>") for word in ("1,234.5", "ยังไม่ได้ส่ง", "0")] == [1, 1, 2]


def test_names_of_lines_leave_the_scale_its_room() -> None:
    several = [Line(f"อำเภอลาดหลุมแก้ว {number}", [Decimal("1234.5")]) for number in range(5)]
    drawn = {
        len(lines): height(Lines("", ["1"], lines), 340) for lines in (several[:1], several[:2], several)
    }
    assert drawn == {1: 300, 2: 300, 5: 348}
    assert ">1,234.5</text>" in charts.on_page(Lines("", ["1"], several[:1]), 760)


@pytest.mark.parametrize("chart", [BARS, LINES, MAP, HEAT], ids=["bars", "lines", "map", "heat"])
def test_everything_is_drawn_as_svg_and_png(chart: charts.Chart) -> None:
    svg = charts.sheet(chart, note="ข้อมูล ณ 11 เม.ย. 2567")
    assert svg.startswith("<svg ")
    assert chart.title in svg
    assert "ข้อมูล ณ 11 เม.ย. 2567" in svg
    assert "var(--" not in svg  # a file has no style sheet
    assert "style=" not in svg  # a page's policy refuses inline styles
    picture = Image.open(io.BytesIO(charts.picture(svg)))
    assert picture.width > 400
    assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 3  # something stands on the paper


def test_a_bar_on_a_page_is_a_link_in_the_colours_of_the_page() -> None:
    svg = charts.on_page(BARS, 760)
    assert '<a href="/why/?a=1&amp;b=2" tabindex="-1"><title>ปทุมธานี: 94.974</title>' in svg
    assert 'fill="var(--step-1)"' in svg
    assert svg.count("<a ") == 1
    assert "style=" not in svg
    assert "<style" not in svg


def test_points_of_lines_say_their_figure() -> None:
    svg = charts.on_page(LINES, 760)
    assert "<title>มัธยฐาน 2566: 1</title>" in svg
    assert "<title>มัธยฐาน 2568: 3</title>" in svg
    assert "2567: " not in svg


@pytest.mark.parametrize(
    "chart",
    [
        Bars(EVIL, [Bar(EVIL, Decimal(1), EVIL, 1, 'javascript:"x"')], EVIL),
        Lines(EVIL, [EVIL], [Line(EVIL, [Decimal(1)]), Line("b", [Decimal(2)])], EVIL),
        CountryMap(EVIL, {"13": Place(EVIL, EVIL, 1, '"><b>')}, [(1, EVIL)]),
        HeatMap(EVIL, [(EVIL, EVIL, "")], [(EVIL, "", [HeatCell(EVIL, 1, "", EVIL)])], [(1, EVIL)]),
    ],
    ids=["bars", "lines", "map", "heat"],
)
def test_nobodys_words_become_markup(chart: charts.Chart) -> None:
    drawn = [charts.sheet(chart, note=EVIL)]
    if isinstance(chart, Bars | Lines):
        drawn.append(charts.on_page(chart, 340))
    if isinstance(chart, CountryMap):
        drawn.append(provinces.on_page(chart))
    for svg in drawn:
        assert "<script" not in svg
        assert "<b>" not in svg


def test_the_same_chart_is_the_same_drawing() -> None:
    assert charts.draw(BARS) == charts.draw(BARS)


def test_many_bars_stand_closer() -> None:
    few, many = [Bar("ก", Decimal(1))] * 20, [Bar("ก", Decimal(1))] * 21
    assert height(Bars("", few)) == 56 + 20 * 30
    assert height(Bars("", many)) == 56 + 21 * 22


def test_the_map_knows_every_province_once() -> None:
    assert set(provinces.shapes()) == {one.code for one in known_provinces()}
    wide, high = provinces.size()
    for code, shape in provinces.shapes().items():
        assert 0 < shape.at[0] < wide, code
        assert 0 < shape.at[1] < high, code
        assert shape.path.startswith("M"), code
    assert set(provinces.AROUND_BANGKOK) < set(provinces.shapes())


def test_a_province_on_the_map_is_one_stop_of_the_keyboard() -> None:
    svg = provinces.on_page(MAP)
    assert svg.count('aria-label="ปทุมธานี: 94.974"') == 1
    assert svg.count('href="/13/"') == 2  # the enlarged one is for the finger
    assert svg.count('tabindex="-1"') == 1
    assert 'role="img" aria-label="ชลบุรี: ไม่มีคะแนน"' in svg


def test_steps_are_told_apart_without_colour() -> None:
    places = {code: Place(code, "x", step, "/") for step, code in enumerate(("11", "12", "13", "14", "15"))}
    svg = provinces.on_page(CountryMap("", places, []))
    assert [f"url(#hatch-{step})" in svg for step in range(5)] == [True, False, False, True, True]


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("ปทุมธานี", 8, "ปทุมธานี"),
        ("ที่นี่", 3, "…"),  # ท and its marks do not fit whole
        ("ที่นี่", 4, "ที่…"),
        ("น้ำมาก", 4, "น้ำ…"),
        ("น้ำมาก", 3, "…"),
        ("abcdef", 4, "abc…"),
    ],
)
def test_a_shortened_word_leaves_no_letter_without_its_marks(text: str, most: int, short: str) -> None:
    assert shortened(text, most) == short


def test_where_nothing_can_be_drawn_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise ChartsUnavailableError(name)

    monkeypatch.setattr(drawing, "_imported", gone)
    monkeypatch.setattr(drawing, "_PENS", [])
    chart = Bars("ใหม่", [Bar("ก", Decimal(42))])
    with pytest.raises(ChartsUnavailableError):
        charts.draw(chart)
    with pytest.raises(ChartsUnavailableError):
        charts.picture("<svg width='1' height='1'>")


# ── contrast ────────────────────────────────────────────────────────────────
def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_figures_in_the_heat_map_can_be_read() -> None:
    sheet = Path(str(finders.find("samrit/charts.css"))).read_text(encoding="utf-8")
    light, dark = (
        sheet.split('[data-bs-theme="dark"]')[0],
        sheet.split('[data-bs-theme="dark"]')[1].split("}")[0],
    )
    for theme in (light, dark):
        colours = dict(findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", theme))
        for step in range(5):
            assert contrast(colours[f"step-{step}"], colours[f"on-step-{step}"]) >= 4.5, (theme[:20], step)
    for name, colour in dict(findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", light)).items():
        assert LIGHT[name] == colour, name


def test_names_that_read_alike_when_shortened_keep_what_tells_them_apart() -> None:
    names = ["ภาคตะวันออกเฉียงเหนือตอนบน 1", "ภาคตะวันออกเฉียงเหนือตอนบน 2", "ภาคเหนือ"]
    chart = Bars("คะแนน", [Bar(name, Decimal(1)) for name in names], "คะแนน")
    assert option(chart, width=340)["yAxis"]["data"] == ["ภาคตะวันออกเฉียง…1", "ภาคตะวันออกเฉียง…2", "ภาคเหนือ"]


def test_a_radar_has_a_gap_where_nothing_was_assessed():
    """Four axes: a whole line is one closed shape, one with a gap only the strokes between neighbours that have values."""
    whole = Line(EVIL, [Decimal(100), Decimal(50), Decimal(0), Decimal(25)])
    holed = Line("ผู้ประเมิน", [Decimal(100), None, Decimal(50), Decimal(50)])
    drawn = charts.draw(Radar("คะแนน", ["1", "2", "3", "4"], [whole, holed], Decimal(100)))
    assert (drawn.count("fill-opacity"), drawn.count("<polyline"), drawn.count("<circle")) == (1, 2, 7)
    assert "<script>" not in drawn
    assert 'cx="180.0" cy="52.0"' in drawn  # the first axis points upwards: 180 − 128 at the full value
