"""From a chart to an option of ECharts. Colours are names of the style sheet (``var(--ink)``): whoever draws fills them in."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile
from typing import Any

from samrit.ui.charts.shapes import Bar, Bars, Lines, leans, shortened

ROW, MANY_ROW, HEAD, FOOT = 30, 22, 16, 40  # px: a lying bar (of many), the room above and below
STANDING = 300  # px: the height of everything that stands
WIDTH, NARROW = 760, 480  # px: of paper; below the second names are cut shorter
UNIT, LEGEND = 32, 24  # px above the scale for its unit, and for each row of names of the lines
SIGN, LETTER = 42, 7.5  # px of a line's sign with the room around, and of a letter, generously
NAME, NARROW_NAME = 34, 18  # letters of a name beside its bar
MANY = 20  # lying bars stand closer together from here on
FEW = 12  # as many standing bars can carry their figure on every screen
SERIES = ("var(--chart-1)", "var(--chart-2)", "var(--chart-3)", "var(--chart-4)", "var(--chart-5)")
SYMBOLS = ("circle", "rect", "triangle", "diamond", "emptyCircle")  # told apart without colour


def height(chart: Bars | Lines, width: int = WIDTH) -> int:
    """Px that the drawing needs."""
    if isinstance(chart, Lines):
        return STANDING + LEGEND * max(0, _rows_of_names(chart, width) - 1)
    if chart.upright:
        return STANDING
    row = ROW if len(chart.bars) <= MANY else MANY_ROW
    return HEAD + FOOT + row * max(1, len(chart.bars))


def option(chart: Bars | Lines, *, width: int = WIDTH) -> dict[str, Any]:
    """The option as ECharts takes it, ready for JSON; a narrow one leaves more of a phone's width to the bars."""
    letters = NARROW_NAME if width < NARROW else NAME
    made = _bars(chart, letters) if isinstance(chart, Bars) else _lines(chart, width)
    text = {"fontFamily": "Sarabun, sans-serif", "fontSize": 13, "color": "var(--ink)"}
    return {"animation": False, "textStyle": text, **made}


# ── bars ────────────────────────────────────────────────────────────────────
def _bars(chart: Bars, letters: int) -> dict[str, Any]:
    names = {
        **_axis("category"),
        "data": _told_apart([bar.label for bar in chart.bars], letters),
        "axisTick": {"show": False},
    }
    figures = {**_axis("value", chart.unit, chart.top), "minInterval": 1 if chart.upright else 0}
    if not chart.upright:
        names = {**names, "inverse": True, "axisLabel": {**names["axisLabel"], "interval": 0}}
    return {
        "grid": _grid(),
        "xAxis": names if chart.upright else figures,
        "yAxis": figures if chart.upright else names,
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 64 if chart.upright else 18,
                "label": {
                    "show": len(chart.bars) <= FEW or not chart.upright,
                    "position": "top" if chart.upright else "right",
                    "color": "var(--ink)",
                },
                "data": [_bar(bar) for bar in chart.bars],
            },
            *_words(chart),
        ],
    }


def _told_apart(names: list[str], letters: int) -> list[str]:
    """Shortened names; those that would read the same keep what tells them apart: ``ภาคตะวันออก…บน 1``."""
    short = [shortened(name, letters) for name in names]
    return [
        _with_end(name, [one for one, its in zip(names, short, strict=True) if its == said], letters)
        if short.count(said) > 1
        else said
        for name, said in zip(names, short, strict=True)
    ]


def _with_end(name: str, alike: list[str], letters: int) -> str:
    start = len(list(takewhile(lambda letters: len(set(letters)) == 1, zip(*alike, strict=False))))
    while 0 < start < len(name) and leans(name[start]):
        start -= 1
    end = name[start:]
    return f"{shortened(name, max(4, letters - len(end)))}{end}"


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        "value": None if bar.value is None else float(bar.value),  # a drawing knows no other numbers
        "name": bar.label,
        "label": {"formatter": _plain(bar.text or _figure(bar.value))},
        "itemStyle": {"color": f"var(--step-{bar.step})" if bar.step else "var(--chart-1)"},
    }


def _words(chart: Bars) -> Iterator[dict[str, Any]]:
    """Where there is no bar the word that says why stands at the foot of the scale, as the label of nothing."""
    if any(bar.value is None and bar.text for bar in chart.bars):
        yield {
            "type": "bar",
            "barGap": "-100%",
            "label": {
                "show": True,
                "position": "top" if chart.upright else "right",
                "color": "var(--ink-soft)",
            },
            "data": [
                {"value": 0, "label": {"formatter": _plain(bar.text)}}
                if bar.value is None and bar.text
                else None
                for bar in chart.bars
            ],
        }


def _plain(text: str) -> str:
    """Braces would be the beginning of a template of ECharts, so none get in."""
    return text.replace("{", "(").replace("}", ")")


# ── lines ───────────────────────────────────────────────────────────────────
def _lines(chart: Lines, width: int) -> dict[str, Any]:
    return {
        "grid": {**_grid(), "top": UNIT + LEGEND * _rows_of_names(chart, width)},
        "legend": {
            "show": len(chart.lines) > 1,
            "type": "plain",
            "top": 0,
            "textStyle": {"color": "var(--ink)"},
        },
        "xAxis": {**_axis("category"), "data": list(chart.labels)},
        "yAxis": {**_axis("value", chart.unit, chart.top), "scale": chart.top is None},
        "series": list(_series(chart)),
    }


def _rows_of_names(chart: Lines, width: int) -> int:
    """Rows that the names of the lines fill above the drawing; a single line needs no name."""
    if len(chart.lines) < 2:  # noqa: PLR2004 - as above
        return 0
    rows, room = 1, float(width)
    for line in chart.lines:
        needed = SIGN + LETTER * sum(not leans(letter) for letter in line.name)
        if needed > room and room < width:
            rows, room = rows + 1, float(width)
        room -= needed
    return rows


def _point(value: Decimal | None) -> dict[str, Any]:
    return {
        "value": None if value is None else float(value),
        "label": {"formatter": _figure(value)},
    }


def _series(chart: Lines) -> Iterator[dict[str, Any]]:
    for place, line in enumerate(chart.lines):
        colour, symbol = SERIES[place % len(SERIES)], SYMBOLS[place % len(SYMBOLS)]
        yield {
            "type": "line",
            "name": line.name,
            "symbol": symbol,
            "symbolSize": 8,
            "connectNulls": False,
            "clip": False,
            "lineStyle": {
                "color": colour,
                "width": 2 if line.dashed else 3,
                "type": "dashed" if line.dashed else "solid",
            },
            "itemStyle": {"color": colour},
            "label": {
                "show": len(chart.lines) == 1,
                "position": "top",
                "color": "var(--ink)",
                "textBorderColor": "var(--surface)",  # a line behind the figure does not cross it out
                "textBorderWidth": 3,
            },
            "data": [_point(value) for value in line.values],
        }


# ── both ────────────────────────────────────────────────────────────────────
def _grid() -> dict[str, Any]:
    return {"left": 8, "right": 64, "top": 32, "bottom": 8, "containLabel": True}


def _axis(kind: str, unit: str = "", top: Decimal | None = None) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "type": kind,
        "name": unit,
        "nameTextStyle": {"color": "var(--ink-soft)"},
        "axisLabel": {"color": "var(--ink-soft)", "hideOverlap": True},
        "axisLine": {"lineStyle": {"color": "var(--line-strong)"}},
        "splitLine": {"lineStyle": {"color": "var(--line)"}},
    }
    return axis if top is None else {**axis, "min": 0, "max": float(top)}


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,}"
