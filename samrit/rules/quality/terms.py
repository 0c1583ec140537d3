"""What the measures weigh and what counts how much in a fiscal year: data (``terms.toml``)."""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.amounts import Rounding, rounded
from samrit.rules.wording import Message


class Measure(StrEnum):
    """The five words of the KPI, in their order."""

    COMPLETE = "complete"  # ครบถ้วน
    CURRENT = "current"  # ทันสมัย
    CREDIBLE = "credible"  # น่าเชื่อถือ
    VERIFIABLE = "verifiable"  # ตรวจสอบได้
    LINKED = "linked"  # เชื่อมโยง


class Gather(StrEnum):
    """How items come together: all CELLS added up, or each of the ITEMS as one."""

    CELLS = "cells"
    ITEMS = "items"


@dataclass(frozen=True)
class MeasureTerms:
    measure: Measure
    name: Message
    weight: Decimal
    gather: Gather


@dataclass(frozen=True)
class Level:
    """ระดับ of a percentage of at least ``at_least``; ``light``: green, amber, red."""

    code: str
    name: Message
    at_least: Decimal
    light: str


@dataclass(frozen=True)
class Terms:
    """``worth``: late, asked, refused, uncertified (0–1). ``proof``: source, method, evidence, contact → share of one.

    ``effort``: of a fix, in cells typed. ``version`` changes with every value; ``row`` is the table as data, to be kept with
    a score: ``read_terms([row])`` gives the same terms again.
    """

    year: int
    version: str
    decimals: int
    step_decimals: int
    measures: tuple[MeasureTerms, ...]
    worth: Mapping[str, Decimal]
    proof: Mapping[str, Decimal]
    effort: Mapping[str, Decimal]
    levels: tuple[Level, ...]
    row: Mapping[str, Any] = field(compare=False, repr=False)

    def of(self, measure: Measure) -> MeasureTerms:
        return next(each for each in self.measures if each.measure is measure)

    def published(self, percent: Decimal) -> Decimal:
        return rounded(percent, self.decimals, Rounding.HALF_UP)

    def level(self, percent: Decimal) -> Level:
        """Taken from the figure as published."""
        shown = self.published(percent)
        return next(level for level in self.levels if shown >= level.at_least)


def terms_for(year: int) -> Terms:
    """Those in force in a fiscal year (พ.ศ.); the oldest before all of them."""
    tables = _tables()
    return next((terms for terms in reversed(tables) if terms.year <= year), tables[0])


@cache
def _tables() -> tuple[Terms, ...]:
    text = (resources.files(__package__) / "terms.toml").read_text(encoding="utf-8")
    return read_terms(tomllib.loads(text, parse_float=Decimal)["from"])


def read_terms(rows: Sequence[Mapping[str, Any]]) -> tuple[Terms, ...]:
    """The oldest first. ValueError when a table does not hold together."""
    return tuple(sorted((_terms(row) for row in rows), key=lambda terms: terms.year))


def _terms(row: Mapping[str, Any]) -> Terms:
    kept = json.dumps(row, sort_keys=True, default=str)
    made = Terms(
        year=row["year"],
        version=hashlib.sha256(kept.encode()).hexdigest()[:16],
        decimals=row["decimals"],
        step_decimals=row["step_decimals"],
        measures=tuple(map(_measure, row["measures"])),
        worth=_numbers(row["worth"]),
        proof=_numbers(row["proof"]),
        effort=_numbers(row["effort"]),
        levels=tuple(
            Level(each["code"], _named(each), Decimal(each["at_least"]), each["light"])
            for each in sorted(row["levels"], key=lambda each: each["at_least"], reverse=True)
        ),
        row=json.loads(kept),
    )
    _check(made)
    return made


def _measure(row: Mapping[str, Any]) -> MeasureTerms:
    return MeasureTerms(Measure(row["code"]), _named(row), Decimal(row["weight"]), Gather(row["gather"]))


def _named(row: Mapping[str, Any]) -> Message:
    return Message(row["code"], row["name"])


def _numbers(row: Mapping[str, Any]) -> Mapping[str, Decimal]:
    return {key: Decimal(value) for key, value in row.items()}


def _check(terms: Terms) -> None:
    """What a mistake in the file would otherwise spoil silently."""
    fits = (
        [each.measure for each in terms.measures] == list(Measure),
        all(each.weight >= 0 for each in terms.measures) and any(each.weight for each in terms.measures),
        terms.worth.keys() == {"late", "asked", "refused", "uncertified"},
        all(0 <= worth <= 1 for worth in terms.worth.values()),
        terms.worth["refused"] <= terms.worth["asked"],
        terms.proof.keys() == {"source", "method", "evidence", "contact"},
        all(share >= 0 for share in terms.proof.values()) and any(terms.proof.values()),
        all(effort > 0 for effort in terms.effort.values()),
        terms.levels[-1].at_least == 0,
    )
    if not all(fits):
        raise ValueError(f"terms.toml, {terms.year}: {fits}")
