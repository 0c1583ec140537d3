"""A submitted table, and all that it is checked against."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

import polars as pl

from samrit.indicators.reading import CellProblem
from samrit.rules.areas import Area, AreaLevel
from samrit.rules.periods import PeriodType
from samrit.rules.units import Unit


class Table(Protocol):
    """A submitted table as text: ``reading.Raw``."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The titles, in their order."""

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        """Cells that cannot be believed; those in a column that is read are rejected with their message."""

    def scan(self) -> pl.LazyFrame:
        """``c0`` … ``cn`` (String, "" for blank, the text as in the file) and ``row`` (Int32, as a person counts)."""


@dataclass(frozen=True)
class ItemTerms:
    """What the store has to know of an item. ``id`` is Item.pk.

    ``names``: other texts that mean it in a column of items. ``levels``: of the areas it is kept for, () for any.
    ``least``, ``most``: as stored, None for no bound. ``whole`` is ``decimals`` 0. ``lists``: the codes of its code lists
    (``Terms.lists``), in the order of ``Terms.parts``.
    """

    id: int
    code: str
    unit: Unit
    period: PeriodType
    levels: tuple[AreaLevel, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    decimals: int = 12
    lists: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """All that a submission is checked against.

    ``items`` by id. ``known_area``: code → Area, villages too. ``more_areas``: those to be found by name that are not
    shipped. ``within``: the code of the province (or "" for any): cells of other areas are refused. ``lists``: code list →
    text that may stand in a cell (code, names) → code. ``parts``: (item id, a code for each of its lists, "" for the total
    of that list) → Part.pk; all-"" is 0 and need not be there. ``today``: what a period is still to come from; None: nobody asks.
    """

    items: Mapping[int, ItemTerms]
    known_area: Callable[[str], Area | None]
    more_areas: Sequence[Area] = ()
    within: str = ""
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parts: Mapping[tuple[int, tuple[str, ...]], int] = field(default_factory=dict)
    today: date | None = None
