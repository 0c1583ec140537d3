"""Which column of a table says what: the mapping that a person confirms and that is remembered for the next file."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from samrit.indicators.reading.levels import level_of_title
from samrit.rules.areas import AreaLevel
from samrit.rules.periods import Era, Habits

Parts = tuple[tuple[str, str], ...]  # (list, code) pairs: what a figure is broken down by


class Means(StrEnum):
    """What a column says."""

    ITEM = "item"
    AREA = "area"
    PERIOD = "period"
    PART = "part"
    VALUE = "value"
    STATUS = "status"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Column:
    """``place`` from 0. Of a VALUE column of a wide table ``item``, ``area``, ``period`` and ``parts`` say what it is of.

    ``item`` and ``area`` are codes, ``period`` the canonical text (``FY2567``) or a month alone (``--01``), whose year the
    PERIOD columns or the table say; ``list`` the code list of a PART column.
    """

    place: int
    title: str
    means: Means
    item: str = ""
    area: str = ""
    period: str = ""
    parts: Parts = ()
    list: str = ""


@dataclass(frozen=True)
class Mapping:
    """``item``, ``area``, ``period`` and ``parts``: the same for the whole table, "" where columns say it.

    Several AREA columns (จังหวัด, อำเภอ, ตำบล) or PERIOD columns (ปี, เดือน) are read together in their order, as
    ``joining`` does. ``level``: of the areas in the table, None where they may be of several.
    """

    columns: tuple[Column, ...]
    item: str = ""
    area: str = ""
    period: str = ""
    parts: Parts = ()
    habits: Habits = field(default_factory=Habits)
    level: AreaLevel | None = None

    def of(self, means: Means) -> tuple[Column, ...]:
        """The columns that say so, in their order; of areas the larger ones first where the titles say their levels."""
        found = [column for column in self.columns if column.means == means]
        levels = [level_of_title(column.title) for column in found]
        if means == Means.AREA and all(levels) and len(set(levels)) == len(levels):
            found.sort(key=_depth)
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """As JSON data; what is empty is left out."""
        said = {
            "item": self.item,
            "area": self.area,
            "period": self.period,
            "parts": _listed(self.parts),
            "short_years": self.habits.short_years.value if self.habits.short_years else "",
            "day_first": self.habits.day_first,
            "level": self.level.value if self.level else "",
        }
        kept = {key: value for key, value in said.items() if value not in ("", None, [])}
        return {"columns": [_column_data(column) for column in self.columns], **kept}

    @classmethod
    def from_json(cls, data: Dictionary[str, Any]) -> "Mapping":
        """The mapping that ``to_json`` wrote. ValueError, KeyError or TypeError for anything else."""
        era, level = data.get("short_years"), data.get("level")
        return cls(
            columns=tuple(_column(column) for column in data["columns"]),
            item=str(data.get("item", "")),
            area=str(data.get("area", "")),
            period=str(data.get("period", "")),
            parts=_pairs(data.get("parts", [])),
            habits=Habits(Era(era) if era else None, _yes_or_no(data.get("day_first"))),
            level=AreaLevel(level) if level else None,
        )


def says_period(column: Column) -> bool:
    """Whether a column of figures says by itself when they are of; a month alone needs its year from elsewhere."""
    return bool(column.period) and not column.period.startswith("--")


def _depth(column: Column) -> int:
    level = level_of_title(column.title)
    return level.depth if level else 0


def _column_data(column: Column) -> dict[str, Any]:
    said = {
        "item": column.item,
        "area": column.area,
        "period": column.period,
        "parts": _listed(column.parts),
        "list": column.list,
    }
    kept = {key: value for key, value in said.items() if value}
    return {"place": column.place, "title": column.title, "means": column.means.value, **kept}


def _column(data: Dictionary[str, Any]) -> Column:
    place = data["place"]
    if isinstance(place, bool) or not isinstance(place, int) or place < 0:
        raise ValueError(f"no place of a column: {place!r}")
    texts = {key: str(data.get(key, "")) for key in ("title", "item", "area", "period", "list")}
    return Column(place=place, means=Means(data["means"]), parts=_pairs(data.get("parts", [])), **texts)


def _listed(parts: Parts) -> list[list[str]]:
    return [list(pair) for pair in parts]


def _pairs(data: Any) -> Parts:
    return tuple((str(of), str(code)) for of, code in data)


def _yes_or_no(given: Any) -> bool | None:
    if given not in (None, True, False):
        raise ValueError(f"neither yes nor no: {given!r}")
    return None if given is None else bool(given)
