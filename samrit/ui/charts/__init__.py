"""Charts: what one shows as plain values; drawn by the server for pages, files and paper.

``Bars`` and ``Lines`` become an option of ECharts, which draws them here, on the server; ``CountryMap`` and
``HeatMap`` and ``Radar`` are drawings of our own. A page needs no script for any of them. Below every chart a page shows the same figures as a table.
"""

from samrit.ui.charts.drawing import ChartsUnavailableError, draw, on_page, picture, sheet
from samrit.ui.charts.options import option
from samrit.ui.charts.shapes import (
    STEPS,
    Bar,
    Bars,
    Chart,
    CountryMap,
    HeatCell,
    HeatMap,
    Line,
    Lines,
    Place,
    Radar,
    shortened,
)

__all__ = [
    "STEPS",
    "Bar",
    "Bars",
    "Chart",
    "ChartsUnavailableError",
    "CountryMap",
    "HeatCell",
    "HeatMap",
    "Line",
    "Lines",
    "Place",
    "Radar",
    "draw",
    "on_page",
    "option",
    "picture",
    "sheet",
    "shortened",
]
