"""The radar: pillars around a centre, one polygon for each of a few columns. A value that is missing leaves a gap, never 0.

Axes carry short labels (numbers of pillars); their names and figures stand in the table below it.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from samrit.ui.charts.shapes import Line, Radar

SIZE, MIDDLE, REACH, LABEL = 360, 180, 128, 152  # px
RINGS = 5
_TOP = -math.pi / 2
DASHES = ("", "6 4", "2 3")


def draw(chart: Radar, colours: Mapping[str, str]) -> SafeString:
    """The drawing in these colours: names of the theme on a page, plain ones in a file."""
    legend = 26 * len(chart.lines) + 8
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {s} {h}" width="{s}" height="{h}" '
        'font-family="Sarabun, sans-serif" font-size="13">{rings}{axes}{lines}{legend}</svg>',
        s=SIZE,
        h=SIZE + legend,
        rings=_rings(chart, colours),
        axes=_axes(chart, colours),
        lines=format_html_join("", "{}", ((part,) for part in _lines(chart, colours))),
        legend=_legend(chart, colours),
    )


def _point(place: int, count: int, distance: float) -> tuple[float, float]:
    angle = _TOP + 2 * math.pi * place / count
    return MIDDLE + distance * math.cos(angle), MIDDLE + distance * math.sin(angle)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _rings(chart: Radar, colours: Mapping[str, str]) -> SafeString:
    count = len(chart.labels)
    return format_html_join(
        "",
        '<polygon points="{}" fill="none" stroke="{}" stroke-width="{}"/>',
        (
            (
                _path([_point(place, count, REACH * ring / RINGS) for place in range(count)]),
                colours["line"],
                "1.5" if ring == RINGS else "1",
            )
            for ring in range(1, RINGS + 1)
        ),
    )


def _axes(chart: Radar, colours: Mapping[str, str]) -> SafeString:
    count = len(chart.labels)
    parts = []
    for place, label in enumerate(chart.labels):
        (x, y), (tx, ty) = _point(place, count, REACH), _point(place, count, LABEL)
        parts.append(
            (
                MIDDLE,
                MIDDLE,
                f"{x:.1f}",
                f"{y:.1f}",
                colours["line"],
                f"{tx:.1f}",
                f"{ty + 5:.1f}",
                colours["ink"],
                label,
            )
        )
    return format_html_join(
        "",
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}"/><text x="{}" y="{}" text-anchor="middle" fill="{}">{}</text>',
        parts,
    )


def _lines(chart: Radar, colours: Mapping[str, str]) -> Iterator[SafeString]:
    count = len(chart.labels)
    for number, line in enumerate(chart.lines):
        colour, dash = colours[f"chart-{number % 5 + 1}"], DASHES[number % len(DASHES)]
        points = [
            None if value is None else _point(place, count, REACH * _share(value, chart.top))
            for place, value in enumerate(line.values)
        ]
        whole = [point for point in points if point is not None]
        if len(whole) == count:
            yield format_html(
                '<polygon points="{}" fill="{}" fill-opacity="0.12" stroke="{}" stroke-width="2.5" stroke-dasharray="{}"/>',
                _path(whole), colour, colour, dash,
            )  # fmt: skip
        else:
            yield from _pieces(points, colour, dash)
        yield _dots(line, points, colour)


def _pieces(points: Sequence[tuple[float, float] | None], colour: str, dash: str) -> Iterator[SafeString]:
    """Only between neighbours that both have a value."""
    for place, point in enumerate(points):
        following = points[(place + 1) % len(points)]
        if point is not None and following is not None:
            yield format_html(
                '<polyline points="{}" fill="none" stroke="{}" stroke-width="2.5" stroke-dasharray="{}"/>',
                _path([point, following]), colour, dash,
            )  # fmt: skip


def _dots(line: Line, points: Sequence[tuple[float, float] | None], colour: str) -> SafeString:
    return format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="4" fill="{}"><title>{}: {}</title></circle>',
        (
            (f"{point[0]:.1f}", f"{point[1]:.1f}", colour, line.name, f"{value:,.2f}")
            for point, value in zip(points, line.values, strict=True)
            if point is not None and value is not None
        ),
    )


def _share(value: Decimal, top: Decimal) -> float:
    return float(max(Decimal(0), min(value / top, Decimal(1))))


def _legend(chart: Radar, colours: Mapping[str, str]) -> SafeString:
    return format_html_join(
        "",
        '<line x1="16" x2="48" y1="{y}" y2="{y}" stroke="{c}" stroke-width="3" stroke-dasharray="{d}"/>'
        '<text x="56" y="{t}" fill="{ink}">{name}</text>',
        (
            {
                "y": SIZE + 14 + 26 * number,
                "t": SIZE + 19 + 26 * number,
                "c": colours[f"chart-{number % 5 + 1}"],
                "d": DASHES[number % len(DASHES)],
                "ink": colours["ink"],
                "name": line.name,
            }
            for number, line in enumerate(chart.lines)
        ),
    )


class _OfTheme(dict[str, str]):
    """Every colour by the name that the theme's style sheet gives it."""

    def __missing__(self, name: str) -> str:
        return f"var(--{name})"


def on_page(chart: Radar) -> SafeString:
    return draw(chart, _OfTheme())
