"""Charts on a page: ``{% load charts %}``, then ``{% chart chart key %}``."""

from typing import Any

from django import template

from samrit.ui.charts import Chart, CountryMap, HeatMap, option, provinces
from samrit.ui.charts.options import height

register = template.Library()


@register.inclusion_tag("ui/charts/chart.html")
def chart(shown: Chart, key: str) -> dict[str, Any]:
    """The drawing; ``key`` tells it from others on the page. Bars and lines need ``ui/charts/scripts.html``."""
    if isinstance(shown, CountryMap):
        return {"chart": shown, "kind": "map", "drawing": provinces.on_page(shown)}
    if isinstance(shown, HeatMap):
        return {"chart": shown, "kind": "heat"}
    return {"chart": shown, "kind": "drawn", "key": f"chart-{key}", "option": option(shown), "height": height(shown)}
