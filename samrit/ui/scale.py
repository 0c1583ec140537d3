"""The scale: where a result stands between its three targets. Geometry and drawing, no request, no clock.

Across the width the position is the score: ขั้นต้น 50, มาตรฐาน 75 and ขั้นสูง 100 stand at fixed, equal distances, and
between them a value stands where its linear score stands. Outside them the distance shrinks, so that every value
is on the drawing. For "less is better" everything is mirrored, so that numbers still grow to the right.
The drawing holds digits only: Thai words stand beside it as text, where line breaks and tone marks are right
(a PDF lays SVG text out letter by letter).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from samrit.ui.formats import number

BASIC, STANDARD, ADVANCED = Decimal(28), Decimal(56), Decimal(84)  # positions in percent of the width
_EDGE = Decimal(2)  # nothing is drawn nearer to the ends than this
_HUNDRED = Decimal(100)

# Light colours as attributes, so that the drawing stands alone; on pages the style sheet overrules them.
_TRACK = ("#e6e2d6", "#d6e3df", "#bcd6d1", "#a3c8c3")
_FILL, _FILL_BELOW, _INK, _PAPER = "#0f6b6b", "#b7791f", "#1d2433", "#ffffff"


@dataclass(frozen=True)
class Scale:
    """``levels`` are ขั้นต้น, มาตรฐาน, ขั้นสูง in the result's unit; None where not stated yet. All Decimal."""

    levels: tuple[Decimal, Decimal, Decimal] | None
    direction: Literal["up", "down"] = "up"
    result: Decimal | None = None
    last_year: Decimal | None = None
    six_month: Decimal | None = None
    unit: str = ""

    @property
    def mirrored(self) -> bool:
        return self.direction == "down"


def position(scale: Scale, value: Decimal) -> Decimal:
    """Where a value stands, in percent of the width from the left, to two decimals. Needs ``levels``."""
    if scale.levels is None:
        raise ValueError("a scale without levels has no positions")
    sign = -1 if scale.mirrored else 1
    basic, standard, advanced = (sign * level for level in scale.levels)
    along = _along(sign * value, basic, standard, advanced).quantize(Decimal("0.01"))
    return _HUNDRED - along if scale.mirrored else along


def _along(value: Decimal, basic: Decimal, standard: Decimal, advanced: Decimal) -> Decimal:
    span = (advanced - basic) or Decimal(1)
    if value < basic:
        return BASIC - (BASIC - _EDGE) * _shrunk(basic - value, span)
    if value < standard:
        return BASIC + (STANDARD - BASIC) * (value - basic) / (standard - basic)
    if value < advanced:
        return STANDARD + (ADVANCED - STANDARD) * (value - standard) / (advanced - standard)
    return ADVANCED + (_HUNDRED - _EDGE - ADVANCED) * _shrunk(value - advanced, span)


def _shrunk(distance: Decimal, span: Decimal) -> Decimal:
    """0 … 1: any distance beyond the outer levels, half of the room for one span."""
    return distance / (distance + abs(span))


def level_names() -> tuple[str, str, str]:
    return gettext("ขั้นต้น"), gettext("มาตรฐาน"), gettext("ขั้นสูง")


def reached(scale: Scale) -> int | None:
    """How many of the three levels the result has reached (0–3); None without result or levels."""
    if scale.levels is None or scale.result is None:
        return None
    sign = -1 if scale.mirrored else 1
    result = scale.result
    return sum(sign * result >= sign * level for level in scale.levels)


def describe(scale: Scale) -> str:
    """The drawing in one sentence, for those who do not see it."""
    if scale.levels is None:
        return gettext("ยังไม่กำหนดค่าเป้าหมาย")
    count = reached(scale)
    if count is None or scale.result is None:
        return gettext("ยังไม่มีผลบนมาตรวัด")
    names = level_names()
    result = f"{number(scale.result)} {scale.unit}".strip()
    if not count:
        return gettext("ผล %(result)s ยังไม่ถึงขั้นต้น") % {"result": result}
    if count == len(names):
        return gettext("ผล %(result)s ถึงขั้นสูง") % {"result": result}
    return gettext("ผล %(result)s ถึง%(level)s ยังไม่ถึง%(next)s") % {
        "result": result, "level": names[count - 1], "next": names[count],
    }  # fmt: skip


# ── drawing ─────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class _Sheet:
    """What is drawn on: fluid (positions in percent) or with a width in px (positions in px)."""

    width: int | None

    def x(self, percent: Decimal) -> str:
        return f"{percent}%" if self.width is None else f"{self.width * percent / _HUNDRED:.2f}"

    def at(self, percent: Decimal, inner: SafeString, css: str) -> SafeString:
        """A group whose own zero stands at ``percent``."""
        if self.width is None:
            return format_html('<svg class="{}" x="{}%" overflow="visible">{}</svg>', css, percent, inner)
        return format_html('<g class="{}" transform="translate({},0)">{}</g>', css, self.x(percent), inner)


def scale_svg(scale: Scale, size: Literal["full", "spark"] = "full", width: int | None = None) -> SafeString:
    """The drawing as SVG markup. Without ``width`` it is as wide as its place; a spark is always 120 px."""
    if size == "spark":
        return _frame(scale, _Sheet(120), height=16, inner=_spark(scale, _Sheet(120)), css="scale-spark")
    sheet = _Sheet(width)
    return _frame(scale, sheet, height=58, inner=_full(scale, sheet), css="scale-drawing")


def _frame(scale: Scale, sheet: _Sheet, *, height: int, inner: SafeString, css: str) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{}" role="img" aria-label="{}" width="{}" height="{}" '
        'font-family="Sarabun, sans-serif" overflow="visible">{}</svg>',
        css, describe(scale), sheet.width or "100%", height, inner,
    )  # fmt: skip


def _full(scale: Scale, sheet: _Sheet) -> SafeString:
    parts = list(_track(scale, sheet, top=36, height=10, tick=8))
    if scale.levels is not None:
        if scale.last_year is not None:
            parts.append(sheet.at(position(scale, scale.last_year), _diamond(41), "scale-mark"))
        if scale.six_month is not None:
            parts.append(sheet.at(position(scale, scale.six_month), _ring(41), "scale-mark"))
        if scale.result is not None:
            where = position(scale, scale.result)
            parts.append(sheet.at(where, _needle(number(scale.result), where), "scale-needle"))
    return mark_safe("".join(parts))  # noqa: S308 - every part comes from format_html


def _spark(scale: Scale, sheet: _Sheet) -> SafeString:
    parts = list(_track(scale, sheet, top=5, height=6, tick=4))
    if scale.levels is not None and scale.result is not None:
        bar = format_html(
            '<rect x="-2" y="0.5" width="4" height="15" rx="2" fill="{}" stroke="{}" stroke-width="1"/>',
            _INK,
            _PAPER,
        )
        parts.append(sheet.at(position(scale, scale.result), bar, "scale-needle"))
    return mark_safe("".join(parts))  # noqa: S308 - every part comes from format_html


def _track(scale: Scale, sheet: _Sheet, *, top: int, height: int, tick: int) -> Iterator[SafeString]:
    """Four stretches from "below" to "above the top", the filled part, and a tick at each level."""
    place = _mirror(scale)
    edges = (Decimal(0), BASIC, STANDARD, ADVANCED, _HUNDRED)
    for index, (start, end) in enumerate(pairwise(edges)):
        left = min(place(start), place(end))
        css = f"scale-track scale-track-{index}"
        yield _bar(css, sheet, left, end - start, top=top, height=height, colour=_TRACK[index])
    if scale.levels is None:
        return
    if scale.result is not None:
        end = place(position(scale, scale.result))
        below = not reached(scale)
        css, colour = ("scale-fill scale-fill-below", _FILL_BELOW) if below else ("scale-fill", _FILL)
        yield _bar(css, sheet, min(place(Decimal(0)), place(end)), end, top=top, height=height, colour=colour)
    for edge in edges[1:4]:
        line = format_html(
            '<line y1="{}" y2="{}" stroke="{}" stroke-width="1.5"/>',
            top - tick // 4,
            top + height + tick,
            _INK,
        )
        yield sheet.at(place(edge), line, "scale-tick")


def _mirror(scale: Scale) -> Callable[[Decimal], Decimal]:
    return (lambda percent: _HUNDRED - percent) if scale.mirrored else (lambda percent: percent)


def _bar(
    css: str, sheet: _Sheet, left: Decimal, width: Decimal, *, top: int, height: int, colour: str
) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        css, sheet.x(left), top, sheet.x(width), height, colour,
    )  # fmt: skip


def _diamond(y: int) -> SafeString:
    return format_html(
        '<path d="M0 {}l6 6l-6 6l-6 -6z" fill="{}" stroke="{}" stroke-width="1.75"/>', y - 6, _PAPER, _INK
    )


def _ring(y: int) -> SafeString:
    return format_html('<circle cy="{}" r="5" fill="{}" stroke="{}" stroke-width="1.75"/>', y, _PAPER, _INK)


def _needle(text: str, where: Decimal) -> SafeString:
    """The flag with the result over its point; near an end the flag leans inwards."""
    width = max(40, 9 * len(text) + 16)
    near = 20
    left = -8 if where < near else 8 - width if where > _HUNDRED - near else -width // 2
    return format_html(
        '<path d="M-7 24L0 35L7 24z" fill="{ink}"/><rect x="{left}" y="0" width="{width}" height="26" rx="5" fill="{ink}"/>'
        '<path d="M0 34V48" stroke="{paper}" stroke-width="5"/><path d="M0 32V49" stroke="{ink}" stroke-width="2.5"/>'
        '<text x="{middle}" y="18.5" text-anchor="middle" font-size="15" font-weight="700" fill="{paper}">{text}</text>',
        ink=_INK, paper=_PAPER, left=left, width=width, middle=left + width // 2, text=text,
    )  # fmt: skip
