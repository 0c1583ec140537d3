"""Looked-up figures drawn: over time as lines, area beside area as bars, province by province on the map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from samrit.indicators.area_words import area_name
from samrit.indicators.explored_words import Teller, missing, periods_named
from samrit.indicators.item_words import name_of
from samrit.indicators.queries.exploring import Figure, Line, Scope
from samrit.indicators.queries.items import Entry
from samrit.rules.areas import AreaLevel
from samrit.rules.periods import Period
from samrit.ui import charts
from samrit.ui.charts import STEPS, Bar, Bars, CountryMap, Lines, Place
from samrit.ui.formats import number

MOST_LINES = 5  # that are told apart by colour and sign
MOST_BARS = 60
Figures = Mapping[tuple[int, int], Figure]  # (place of the line, number of the period)


@dataclass(frozen=True)
class Drawn:
    """``key`` names the chart in addresses; ``left_out`` rows are in the table only."""

    key: str
    chart: charts.Chart
    left_out: int = 0


@dataclass(frozen=True)
class Looked:
    """The rows and periods of one page of a table, with what stands in them."""

    scope: Scope
    teller: Teller
    lines: Sequence[Line]
    periods: Sequence[Period]
    figures: Figures

    def of(self, entry: Entry) -> list[int]:
        """Places of an item's rows."""
        return [place for place, line in enumerate(self.lines) if line.entry.key == entry.key]


def drawn(looked: Looked, entry: Entry) -> list[Drawn]:
    """The charts of one item: what there is enough of. Never a chart without a single figure."""
    places = looked.of(entry)
    made = [_lines(looked, entry, places), _bars(looked, entry, places), _map(looked, entry, places)]
    return [one for one in made if one]


# ── over time ───────────────────────────────────────────────────────────────
def _lines(looked: Looked, entry: Entry, places: Sequence[int]) -> Drawn | None:
    points = {place: sum(value is not None for value in _values(looked, place)) for place in places}
    having = [place for place in places if points[place]]
    if max(points.values(), default=0) < 2:  # noqa: PLR2004 - one point is no line
        return None
    if _on_map(looked) and len(having) > MOST_LINES:  # the first five of 77 provinces would tell nothing
        return None
    shown = having[:MOST_LINES]
    names = [looked.teller.line(looked.lines[place], with_item=False) for place in shown]
    lines = [charts.Line(name, _values(looked, place)) for name, place in zip(names, shown, strict=True)]
    chart = Lines(
        name_of(entry.item), periods_named(looked.periods), lines, looked.teller.unit(looked.lines[shown[0]])
    )
    return Drawn(f"line-{entry.code}", chart, len(places) - len(shown))


def _values(looked: Looked, place: int) -> list[Decimal | None]:
    """None leaves a gap."""
    return [looked.figures[place, period.number].value for period in looked.periods]


# ── area beside area ────────────────────────────────────────────────────────
def _bars(looked: Looked, entry: Entry, places: Sequence[int]) -> Drawn | None:
    """The newest period that has a figure. What is missing keeps its place, with the word that says why."""
    period = _newest(looked, places)
    if period is None or len(places) < 2 or _on_map(looked):  # noqa: PLR2004 - one bar compares nothing
        return None
    level = max(looked.lines[place].area.level.depth for place in places)
    finest = [place for place in places if looked.lines[place].area.level.depth == level]
    shown = finest[:MOST_BARS]
    bars = [_bar(looked, place, period) for place in shown]
    chart = Bars(_titled(entry, period), bars, looked.teller.unit(looked.lines[shown[0]]))
    return Drawn(f"bar-{entry.code}", chart, len(finest) - len(shown))


def _bar(looked: Looked, place: int, period: Period) -> Bar:
    line, figure = looked.lines[place], looked.figures[place, period.number]
    text = missing(figure) if figure.value is None else number(figure.value)
    name = looked.teller.line(line, with_item=False)
    return Bar(name, figure.value, text, url=looked.teller.url(line, period))


def _newest(looked: Looked, places: Sequence[int]) -> Period | None:
    having = (
        period
        for period in reversed(looked.periods)
        if any(looked.figures[place, period.number].value is not None for place in places)
    )
    return next(having, None)


def _titled(entry: Entry, period: Period) -> str:
    return f"{name_of(entry.item)} · {periods_named([period], short=False)[0]}"


# ── province by province ────────────────────────────────────────────────────
def _on_map(looked: Looked) -> bool:
    return looked.scope.area is None and all(not line.codes for line in looked.lines)


def _map(looked: Looked, entry: Entry, places: Sequence[int]) -> Drawn | None:
    """Only provinces have shapes. A quarter of them each: the highest figures are 1, the lowest 4, no figure 0."""
    period = _newest(looked, places)
    if period is None or not _on_map(looked):
        return None
    provinces = {
        looked.lines[place].area.code: place
        for place in places
        if looked.lines[place].area.level is AreaLevel.PROVINCE
    }
    values = {code: looked.figures[place, period.number].value for code, place in provinces.items()}
    steps, legend = quarters({code: value for code, value in values.items() if value is not None})
    shown = {
        code: Place(
            area_name(looked.lines[place].area),
            _bar(looked, place, period).text,
            steps.get(code, 0),
            looked.teller.url(looked.lines[place], period),
        )
        for code, place in provinces.items()
    }
    without = [(0, gettext("ไม่มีตัวเลข"))] if len(steps) < len(provinces) else []
    return Drawn(f"map-{entry.code}", CountryMap(_titled(entry, period), shown, [*legend, *without]))


def quarters(values: Mapping[str, Decimal]) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Code → step by its place among all (equal figures share a step), and what each step reaches from and to."""
    ordered = sorted(values.values(), reverse=True)
    step_of: dict[Decimal, int] = {}
    for place, value in enumerate(ordered):
        step_of.setdefault(value, place * STEPS // len(ordered) + 1)
    reach: dict[int, list[Decimal]] = {}
    for value in ordered:
        reach.setdefault(step_of[value], []).append(value)
    legend = [
        (step, number(found[0]) if found[0] == found[-1] else f"{number(found[-1])} – {number(found[0])}")
        for step, found in sorted(reach.items())
    ]
    return {code: step_of[value] for code, value in values.items()}, legend
