"""Charts: what one shows as plain values; drawn by the browser on pages, by the server for files and paper.

``Bars`` and ``Lines`` become one option of ECharts, the same in the browser and on the server; ``CountryMap`` and
``HeatMap`` are drawings of our own. Below every chart a page shows the same figures as a table.
"""

from samrit.ui.charts.drawing import ChartsUnavailableError, draw, picture, sheet
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
    "draw",
    "option",
    "picture",
    "sheet",
    "shortened",
]
