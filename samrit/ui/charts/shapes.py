"""What a chart shows: plain values, oldest or best first. A missing value is None, never zero."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

STEPS = 4  # ways to fill a place or a cell: 1 is best, 4 lowest, 0 means no value
SHORT = 5  # letters that fit above a cell
_CUT = "…"


@dataclass(frozen=True)
class Bar:
    """``text`` is the value as people read it; ``step`` (1–4) fills by rating, 0 with the accent; ``url`` opens its why."""

    label: str
    value: Decimal | None
    text: str = ""
    step: int = 0
    url: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars side by side (``upright``: standing, else lying with their names before them). ``top`` ends the scale."""

    title: str
    bars: Sequence[Bar]
    unit: str = ""
    top: Decimal | None = None
    upright: bool = False


@dataclass(frozen=True)
class Line:
    """One value for each label of the chart; None leaves a gap."""

    name: str
    values: Sequence[Decimal | None]
    dashed: bool = False


@dataclass(frozen=True)
class Lines:
    """``labels`` stand along the foot, oldest first."""

    title: str
    labels: Sequence[str]
    lines: Sequence[Line]
    unit: str = ""
    top: Decimal | None = None


@dataclass(frozen=True)
class Place:
    """A province on the map: ``text`` is read out and shown, ``step`` fills it (0: no value), ``url`` opens it."""

    label: str
    text: str
    step: int = 0
    url: str = ""
    dimmed: bool = False


@dataclass(frozen=True)
class CountryMap:
    """``places`` by TIS 1099 code; ``legend`` are the words of the steps that occur, best first."""

    title: str
    places: Mapping[str, Place]
    legend: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class HeatCell:
    """``text`` is the short figure in the cell, ``label`` the whole one: row and column say whose."""

    text: str
    step: int = 0
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class HeatMap:
    """``rows`` are (name, address, cells), as many cells as ``columns`` (short name, full name, address); None: not asked for."""

    title: str
    columns: Sequence[tuple[str, str, str]]
    rows: Sequence[tuple[str, str, Sequence[HeatCell | None]]]
    legend: Sequence[tuple[int, str]]

    @property
    def is_short(self) -> bool:
        """Whether the columns' names fit above their columns without standing on end: years, numbers."""
        return all(len(short) <= SHORT for short, _full, _url in self.columns)


@dataclass(frozen=True)
class Radar:
    """Around a centre, one axis for each of at least three short ``labels``; ``top`` ends every axis, which begins at 0."""

    title: str
    labels: Sequence[str]
    lines: Sequence[Line]
    top: Decimal


Chart = Bars | Lines | CountryMap | HeatMap | Radar


def shortened(text: str, most: int) -> str:
    """At most so many letters, cut before one that stands alone: a tone mark is never left without its letter."""
    if len(text) <= most:
        return text
    end = most - 1
    while end and leans(text[end]):
        end -= 1
    return text[:end].rstrip() + _CUT


def leans(letter: str) -> bool:
    """Whether a letter stands only on, under or behind another one."""
    return unicodedata.category(letter) == "Mn" or letter in "ะาำๅ"
