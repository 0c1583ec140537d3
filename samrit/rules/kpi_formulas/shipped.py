"""The formulas that are built in (``kpi_formulas.toml``): from the published definitions, each with its source."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.items import book
from samrit.rules.kpi_formulas.kinds import Gather, Terms, checked
from samrit.rules.kpi_formulas.spans import Span
from samrit.rules.units import alike, read_unit


@dataclass(frozen=True)
class BuiltIn:
    """สูตรสำเร็จรูป. ``basis``: public, letter or assumed; ``note``: what an officer has to know before using it."""

    code: str
    name: str
    name_en: str
    terms: Terms
    source: str
    basis: str
    note: str = ""
    note_en: str = ""
    words: tuple[str, ...] = ()  # in a KPI's name, they make it likely


@cache
def built_in() -> tuple[BuiltIn, ...]:
    """All of them, in the order written; RefusedError or KeyError when a changed file does not hold together."""
    text = resources.files(__package__).joinpath("kpi_formulas.toml").read_text(encoding="utf-8")
    return tuple(_read(row) for row in tomllib.loads(text)["formulas"])


def built_in_by_code(code: str) -> BuiltIn | None:
    return next((one for one in built_in() if one.code == code), None)


def fitting(name: str, unit: str) -> tuple[BuiltIn, ...]:
    """Those that give the KPI's unit; the ones whose words stand in its name first."""
    gives = read_unit(unit)
    kept = [one for one in built_in() if alike(read_unit(one.terms.unit), gives)]
    return tuple(sorted(kept, key=lambda one: not any(word in name for word in one.words)))


def _read(row: dict[str, Any]) -> BuiltIn:
    items = book()
    row = dict(row)
    gathers = tuple(Gather.from_data({"take": "all", "of": "total", **one}) for one in row.pop("gathers"))
    terms = Terms(row.pop("expression"), row.pop("unit"), Span(row.pop("span")), row.pop("decimals"), gathers)
    whole, _ = checked(terms, items)
    return BuiltIn(terms=whole, words=tuple(row.pop("words", ())), **row)
