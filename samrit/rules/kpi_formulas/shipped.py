"""The formulas that are built in (``kpi_formulas.toml``): from the published definitions, each with its source."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.formula import FIGURES, Figure
from samrit.rules.items import Book, book
from samrit.rules.kpi_formulas.kinds import Gather, Terms, checked
from samrit.rules.kpi_formulas.spans import Span
from samrit.rules.units import alike, read_unit

_LATIN = re.compile(r"[A-Za-z][A-Za-z-]{2,}")


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


def offered(items: Book | None = None) -> tuple[BuiltIn, ...]:
    """Those of every province, and one for each figure that this one has besides (of its questionnaires)."""
    own = (one for code, one in (items or book()).figures.items() if code not in FIGURES)
    return (*built_in(), *map(_of_figure, own))


def built_in_by_code(code: str, items: Book | None = None) -> BuiltIn | None:
    return next((one for one in offered(items) if one.code == code), None)


def fitting(name: str, unit: str, items: Book | None = None) -> tuple[BuiltIn, ...]:
    """Those that give the KPI's unit; the ones whose words stand in its name first."""
    gives = read_unit(unit)
    kept = [one for one in offered(items) if alike(read_unit(one.terms.unit), gives)]
    return tuple(sorted(kept, key=lambda one: not any(word in name for word in one.words)))


def _of_figure(figure: Figure) -> BuiltIn:
    """The figure alone. Likely where a KPI is called the same, or has a foreign word in common with it (PMQA, e-Service)."""
    words = (figure.name, *_LATIN.findall(figure.name))
    terms = Terms(figure.code, figure.unit)
    return BuiltIn(
        figure.code,
        figure.name,
        figure.name_en,
        terms,
        figure.source,
        "assumed",
        figure.note,
        figure.note_en,
        words,
    )


def _read(row: dict[str, Any]) -> BuiltIn:
    items = book()
    row = dict(row)
    gathers = tuple(Gather.from_data({"take": "all", "of": "total", **one}) for one in row.pop("gathers"))
    terms = Terms(row.pop("expression"), row.pop("unit"), Span(row.pop("span")), row.pop("decimals"), gathers)
    whole, _ = checked(terms, items)
    return BuiltIn(terms=whole, words=tuple(row.pop("words", ())), **row)
