"""A board as data: its figures, and every part with its table, its chart and the addresses of its files."""

from collections.abc import Callable
from typing import Any, Literal

from ninja import Schema

from samrit.dashboards.documents.boards.parts import Board, Cell, KeyFigure, Part, in_file
from samrit.ui.api.values import Amount
from samrit.ui.charts import Bars, Chart, CountryMap, HeatMap, Lines, Radar
from samrit.ui.wording import in_words


class KeyFigureFacts(Schema):
    label: str
    value: str
    unit: str
    note: str
    url: str


class ColumnFacts(Schema):
    label: str
    numeric: bool


class CellFacts(Schema):
    """``value`` with all its digits, null where there is none: then ``text`` says why. ``url`` leads to its explanation.

    ``step``: 1 (best) to 4, 0 without a rating. ``why``: the sentences that say how the figure came about.
    """

    value: str | None
    text: str
    url: str
    step: int
    why: list[str]


class LegendFacts(Schema):
    step: int
    text: str


class BarFacts(Schema):
    label: str
    value: Amount | None
    text: str
    step: int
    url: str


class BarsFacts(Schema):
    """``top``: where the scale ends; ``upright``: standing bars."""

    kind: Literal["bars"]
    unit: str
    top: Amount | None
    upright: bool
    bars: list[BarFacts]


class BoardLine(Schema):
    """One value for each label; null is a gap."""

    name: str
    values: list[Amount | None]


class LinesFacts(Schema):
    kind: Literal["lines"]
    unit: str
    labels: list[str]
    lines: list[BoardLine]


class BoardPlace(Schema):
    area: str
    label: str
    text: str
    step: int
    url: str


class MapFacts(Schema):
    kind: Literal["map"]
    places: list[BoardPlace]
    legend: list[LegendFacts]


class HeatColumnFacts(Schema):
    name: str
    url: str


class HeatCellFacts(Schema):
    text: str
    step: int
    url: str


class HeatRowFacts(Schema):
    """As many cells as there are columns; null: nothing was asked for."""

    name: str
    url: str
    cells: list[HeatCellFacts | None]


class HeatFacts(Schema):
    kind: Literal["heat"]
    columns: list[HeatColumnFacts]
    rows: list[HeatRowFacts]
    legend: list[LegendFacts]


class PartFacts(Schema):
    """One question and its answer. ``files``: kind (csv, xlsx, svg, png) → address. ``digest`` changes with anything in it."""

    key: str
    title: str
    note: str
    digest: str
    columns: list[ColumnFacts]
    rows: list[list[CellFacts]]
    chart: BarsFacts | LinesFacts | MapFacts | HeatFacts | None
    files: dict[str, str]


class LinkFacts(Schema):
    words: str
    url: str


class BoardYear(Schema):
    year: int
    url: str


class BoardFacts(Schema):
    """ภาพรวม – a board as its page shows it. ``unpublished``: some of it is not public and must not be passed on.

    ``stamp`` is what the board's own "has anything changed?" answers with.
    """

    year: int
    title: str
    kicker: str
    lead: str
    unpublished: bool
    stamp: str
    url: str
    figures: list[KeyFigureFacts]
    parts: list[PartFacts]
    links: list[LinkFacts]
    years: list[BoardYear]


def told_board(
    board: Board, *, year: int, page: str, stamp: str, file: Callable[[str, str], str]
) -> dict[str, Any]:
    """``page``: where people read it; ``file``: (part, kind) → where that file is."""
    return {
        "year": year,
        "title": board.title,
        "kicker": board.kicker,
        "lead": board.lead,
        "unpublished": board.unpublished,
        "stamp": stamp,
        "url": page,
        "figures": [_figure(one, page) for one in board.figures],
        "parts": [
            {**_part(part, page), "files": {kind: file(part.key, kind) for kind in part.kinds}}
            for part in board.parts
        ],
        "links": [{"words": words, "url": url} for words, url in board.links.items()],
        "years": [{"year": one, "url": url} for one, url in board.years],
    }


def _on(page: str, url: str) -> str:
    """A place on the page itself, with the page."""
    return f"{page}{url}" if url.startswith("#") else url


def _figure(one: KeyFigure, page: str) -> dict[str, Any]:
    return {
        "label": one.label,
        "value": one.value,
        "unit": one.unit,
        "note": one.note,
        "url": _on(page, one.url),
    }


def _part(part: Part, page: str) -> dict[str, Any]:
    return {
        "key": part.key,
        "title": part.title,
        "note": part.note,
        "digest": part.digest,
        "columns": [{"label": one.label, "numeric": one.numeric} for one in part.table.columns],
        "rows": [[_cell(cell, page) for cell in row] for row in part.table.rows],
        "chart": _chart(part.chart, page) if part.chart else None,
    }


def _cell(cell: Cell, page: str) -> dict[str, Any]:
    return {
        "value": None if cell.value is None else in_file(cell.value),
        "text": cell.shown,
        "url": _on(page, cell.url),
        "step": cell.step,
        "why": [step if isinstance(step, str) else in_words(step) for step in cell.why.steps]
        if cell.why
        else [],
    }


def _chart(chart: Chart, page: str) -> dict[str, Any]:
    if isinstance(chart, Bars):
        return _bars(chart, page)
    if isinstance(chart, Lines):
        lines = [{"name": one.name, "values": list(one.values)} for one in chart.lines]
        return {"kind": "lines", "unit": chart.unit, "labels": list(chart.labels), "lines": lines}
    if isinstance(chart, Radar):
        lines = [{"name": one.name, "values": list(one.values)} for one in chart.lines]
        return {"kind": "radar", "labels": list(chart.labels), "lines": lines}
    return _map(chart) if isinstance(chart, CountryMap) else _heat(chart)


def _bars(chart: Bars, page: str) -> dict[str, Any]:
    bars = [
        {
            "label": one.label,
            "value": one.value,
            "text": one.text,
            "step": one.step,
            "url": _on(page, one.url),
        }
        for one in chart.bars
    ]
    return {"kind": "bars", "unit": chart.unit, "top": chart.top, "upright": chart.upright, "bars": bars}


def _map(chart: CountryMap) -> dict[str, Any]:
    places = [
        {"area": code, "label": one.label, "text": one.text, "step": one.step, "url": one.url}
        for code, one in chart.places.items()
    ]
    return {"kind": "map", "places": places, "legend": _legend(chart)}


def _heat(chart: HeatMap) -> dict[str, Any]:
    rows = [
        {
            "name": name,
            "url": url,
            "cells": [
                None if one is None else {"text": one.text, "step": one.step, "url": one.url} for one in cells
            ],
        }
        for name, url, cells in chart.rows
    ]
    columns = [{"name": name, "url": url} for _short, name, url in chart.columns]
    return {"kind": "heat", "columns": columns, "rows": rows, "legend": _legend(chart)}


def _legend(chart: CountryMap | HeatMap) -> list[dict[str, Any]]:
    return [{"step": step, "text": words} for step, words in chart.legend]
