"""Charts on a page: ``{% load charts %}``, then ``{% chart chart %}``."""

from typing import Any

from django import template

from samrit.ui.charts import (
    Chart,
    ChartsUnavailableError,
    CountryMap,
    HeatMap,
    Radar,
    heat,
    on_page,
    provinces,
    radar,
)

register = template.Library()
WIDE, NARROW = 600, 340  # px; the style sheet shows the one that fits its place


@register.inclusion_tag("ui/charts/chart.html")
def chart(shown: Chart) -> dict[str, Any]:
    """The drawing. Where the machine cannot draw bars and lines there is none: the table below has the figures."""
    if isinstance(shown, CountryMap):
        return {"chart": shown, "kind": "map", "drawing": provinces.on_page(shown)}
    if isinstance(shown, HeatMap):
        return {"chart": shown, "kind": "heat", "rows": heat.rows_on_page(shown)}
    if isinstance(shown, Radar):
        return {"kind": "radar", "drawing": radar.on_page(shown)}
    try:
        return {"kind": "drawn", "wide": on_page(shown, WIDE), "narrow": on_page(shown, NARROW)}
    except ChartsUnavailableError:
        return {"kind": "none"}
