"""The trend: one figure over the years and rounds, with its three targets as lines. Geometry and drawing only.

Points stand at equal distances; a missing one leaves a gap in the line (its word stands below it, never a zero). The
drawing holds digits only, as the scale's does: words stand beside it as text. A table says the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from samrit.ui.formats import number

HEIGHT, _TOP, _BOTTOM = 168, 30, 150  # px: room for a figure above the highest point
_HUNDRED = Decimal(100)
# Light colours as attributes, so that the drawing stands alone; on pages the style sheet overrules them.
_LINE, _INK, _PAPER, _TARGET = "#0f6b6b", "#1d2433", "#ffffff", "#6b7280"
DASHES = ("2 4", "7 4", "")  # ขั้นต้น, มาตรฐาน, ขั้นสูง: told apart without colour


@dataclass(frozen=True)
class TrendPoint:
    """One moment. ``missing`` is a badge's code where there is no value; ``here`` marks what is being typed.

    ``band``: (low, high) of a value that is not known but foreseen; it is drawn as what it is, a span.
    """

    label: str
    value: Decimal | None
    missing: str = ""
    here: bool = False
    band: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class Trend:
    """``points`` oldest first; ``levels`` are ขั้นต้น, มาตรฐาน, ขั้นสูง in the points' unit, or None.

    ``dense``: many points; only those that are marked carry their figure, the table has them all.
    """

    points: Sequence[TrendPoint]
    levels: Sequence[Decimal] | None = None
    unit: str = ""
    dense: bool = False

    @property
    def is_worth_drawing(self) -> bool:
        """One figure alone is no trend."""
        return sum(point.value is not None for point in self.points) > 1


def place(trend: Trend, index: int) -> Decimal:
    """Where the point stands, in percent of the width, to two decimals."""
    return ((index + Decimal("0.5")) * _HUNDRED / len(trend.points)).quantize(Decimal("0.01"))


def height(trend: Trend, value: Decimal) -> Decimal:
    """Where a value stands, in px from the top, to two decimals; the highest figure or target on top."""
    figures = [point.value for point in trend.points if point.value is not None] + list(trend.levels or ())
    figures += [edge for point in trend.points for edge in point.band or ()]
    low, high = min(figures), max(figures)
    if low == high:
        return Decimal(_TOP + _BOTTOM) / 2
    return (_BOTTOM - (value - low) * (_BOTTOM - _TOP) / (high - low)).quantize(Decimal("0.01"))


def describe(trend: Trend) -> str:
    """The drawing in one sentence, for those who do not see it."""
    told = [_told(point, point.value) for point in trend.points if point.value is not None]
    if not told:
        return gettext("ยังไม่มีตัวเลขให้เทียบ")
    return gettext("แนวโน้ม: %(points)s %(unit)s") % {"points": ", ".join(told), "unit": trend.unit}


def _told(point: TrendPoint, value: Decimal) -> str:
    return f"{point.label} {number(value)}" + (f" ({in_words(point.band)})" if point.band else "")


def in_words(band: tuple[Decimal, Decimal]) -> str:
    """``180 ถึง 240``."""
    low, high = (number(edge) for edge in band)
    return gettext("%(low)s ถึง %(high)s") % {"low": low, "high": high}


def trend_svg(trend: Trend) -> SafeString:
    """The drawing as SVG markup, as wide as its place. Needs at least one value."""
    inner = mark_safe("".join((*_targets(trend), *_lines(trend), *_bands(trend), *_points(trend))))  # noqa: S308 - all from format_html
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="trend-drawing" role="img" aria-label="{}" width="100%" height="{}" '
        'font-family="Sarabun, sans-serif" overflow="visible">{}</svg>',
        describe(trend), HEIGHT, inner,
    )  # fmt: skip


def _targets(trend: Trend) -> Iterator[SafeString]:
    for level, dash in zip(trend.levels or (), DASHES, strict=False):
        yield format_html(
            '<line class="trend-target" x1="0" x2="100%" y1="{y}" y2="{y}" stroke="{}" stroke-width="1.25" stroke-dasharray="{}"/>',
            _TARGET, dash, y=height(trend, level),
        )  # fmt: skip


def _lines(trend: Trend) -> Iterator[SafeString]:
    """Between neighbours that both have a value that is known."""
    for (left, one), (right, other) in pairwise(enumerate(trend.points)):
        if one.value is None or other.value is None or other.band:
            continue
        yield format_html(
            '<line class="trend-line" x1="{}%" x2="{}%" y1="{}" y2="{}" stroke="{}" stroke-width="2.5" stroke-linecap="round"/>',
            place(trend, left), place(trend, right), height(trend, one.value), height(trend, other.value), _LINE,
        )  # fmt: skip


def _bands(trend: Trend) -> Iterator[SafeString]:
    """The span of what is foreseen, and the way there from the last value that is known: a fan, not a line."""
    last: int | None = None
    for index, point in enumerate(trend.points):
        if point.band and point.value is not None:
            x, low, high = place(trend, index), *(height(trend, edge) for edge in point.band)
            yield format_html(
                '<line class="trend-band" x1="{x}%" x2="{x}%" y1="{}" y2="{}" stroke="{}" stroke-width="10" stroke-linecap="round" stroke-opacity="0.3"/>',
                low, high, _LINE, x=x,
            )  # fmt: skip
            if last is not None:
                yield from _fan(trend, last, index, (low, height(trend, point.value), high))
        elif point.value is not None:
            last = index


def _fan(trend: Trend, last: int, index: int, ends: Sequence[Decimal]) -> Iterator[SafeString]:
    known = trend.points[last].value
    for end, width in zip(ends, ("1", "2", "1"), strict=True):
        yield format_html(
            '<line class="trend-line trend-foreseen" x1="{}%" x2="{}%" y1="{}" y2="{}" stroke="{}" stroke-width="{}" stroke-dasharray="3 5"/>',
            place(trend, last), place(trend, index), height(trend, known or Decimal(0)), end, _LINE, width,
        )  # fmt: skip


def _points(trend: Trend) -> Iterator[SafeString]:
    for index, point in enumerate(trend.points):
        if point.value is None:
            continue
        y, figure = height(trend, point.value), number(point.value)
        if trend.dense and not (point.here or point.band):
            figure = ""
        yield format_html(
            '<svg class="{}" x="{}%" overflow="visible"><circle cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="2.5"/>'
            '<text y="{}" text-anchor="middle" font-size="13" font-weight="{}" fill="{}" stroke="{}" stroke-width="4" '
            'paint-order="stroke" stroke-linejoin="round">{}</text></svg>',
            "trend-point trend-here" if point.here else "trend-point", place(trend, index), y, 6 if point.here else 4.5,
            _LINE if point.here else _PAPER, _LINE, y - 11, 700 if point.here else 400, _INK, _PAPER, figure,
        )  # fmt: skip
