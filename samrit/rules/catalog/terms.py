"""What the KPI's four counts weigh in a fiscal year: data (``kpi.toml``)."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.amounts import Rounding, rounded
from samrit.rules.wording import Message


class Counted(StrEnum):
    """The four counts: DEVELOPED as planned, CURRENT, COMPLETE in the 14 items, REGISTERED in GD Catalog."""

    DEVELOPED = "developed"
    CURRENT = "current"
    COMPLETE = "complete"
    REGISTERED = "registered"


class Of(StrEnum):
    """Which datasets a count is taken of. OPEN ones are published and open to all."""

    PLANNED = "planned"
    OPEN = "open"
    PUBLISHED = "published"
    OPEN_UNREGISTERED = "open_unregistered"


@dataclass(frozen=True)
class CountTerms:
    counted: Counted
    name: Message
    of: Of
    weight: Decimal


@dataclass(frozen=True)
class Level:
    """ระดับ of a percentage of at least ``at_least``."""

    code: str
    name: Message
    at_least: Decimal


@dataclass(frozen=True)
class Terms:
    """``nothing``: what a count of no dataset does – "leave" the denominator, or count as "zero".

    ``version`` changes with every value; ``row`` is the table as data, to be kept with a result: ``read_terms(row)`` gives
    the same terms again.
    """

    year: int
    version: str
    decimals: int
    nothing: str
    counts: tuple[CountTerms, ...]
    levels: tuple[Level, ...]
    row: Mapping[str, Any] = field(compare=False, repr=False)

    def published(self, percent: Decimal) -> Decimal:
        return rounded(percent, self.decimals, Rounding.HALF_UP)

    def level(self, percent: Decimal) -> Level:
        """Taken from the figure as published."""
        shown = self.published(percent)
        return next(level for level in self.levels if shown >= level.at_least)


@cache
def _tables() -> tuple[Terms, ...]:
    text = (resources.files(__package__) / "kpi.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text, parse_float=Decimal)["from"]
    return tuple(sorted(map(read_terms, rows), key=lambda terms: terms.year))


def terms_of(year: int) -> Terms:
    """The terms in force in a fiscal year (พ.ศ.); of a year before all tables the oldest."""
    return next((terms for terms in reversed(_tables()) if terms.year <= year), _tables()[0])


def read_terms(row: Mapping[str, Any]) -> Terms:
    """The terms that one table states. ValueError, KeyError or TypeError when it contradicts itself."""
    counts = tuple(_count(each) for each in row["counts"])
    levels = tuple(
        Level(each["code"], Message(each["code"], each["name"]), Decimal(each["at_least"]))
        for each in row["levels"]
    )
    if [each.counted for each in counts] != list(Counted) or sum(each.weight for each in counts) <= 0:
        raise ValueError("kpi.toml: the four counts, in their order, some of them with a weight")
    if any(each.weight < 0 for each in counts):
        raise ValueError("kpi.toml: a weight is not below 0")
    least = [level.at_least for level in levels]
    if least != sorted(set(least), reverse=True) or least[-1:] != [0]:
        raise ValueError("kpi.toml: the levels fall and end at 0")
    if row["nothing"] not in {"leave", "zero"}:
        raise ValueError("kpi.toml: nothing is leave or zero")
    return Terms(row["year"], _version(row), row["decimals"], row["nothing"], counts, levels, row)


def _count(row: Mapping[str, Any]) -> CountTerms:
    return CountTerms(
        Counted(row["code"]), Message(row["code"], row["name"]), Of(row["of"]), Decimal(row["weight"])
    )


def _version(row: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()[:16]
