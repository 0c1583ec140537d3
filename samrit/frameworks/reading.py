"""The library's file: KPIs that the office knows, and the components that a first proposal starts with."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.framework import ComponentTerms, GroupTerms


@dataclass(frozen=True)
class LibraryEntry:
    """One KPI of the file. ``part_of`` is the code of the KPI it is a part of."""

    code: str
    name: str
    category: str
    aliases: tuple[str, ...] = ()
    part_of: str = ""
    unit: str = ""
    direction: str = "up"
    interpolate: str = "linear"
    definition: str = ""
    evidence_asked: str = ""
    facts: str = ""


@cache
def library_entries() -> tuple[LibraryEntry, ...]:
    """In the order of the file: a whole before its parts."""
    return tuple(
        LibraryEntry(**{**entry, "aliases": tuple(entry.get("aliases", ()))}) for entry in _file()["kpi"]
    )


def shape_of(model: str) -> list[ComponentTerms]:
    """Components and groups without KPIs of a rule set's model; empty for one that the file does not know."""
    return [_component(one) for one in _file()["shape"].get(model, ())]


def group_of_category(category: str) -> str:
    """The number of the group that KPIs of this category stand in; empty where the file names none."""
    return str(_file()["groups"].get(category, ""))


def _component(one: dict[str, Any]) -> ComponentTerms:
    groups = tuple(GroupTerms(group["number"], group["name"]) for group in one["groups"])
    return ComponentTerms(one["number"], one["name"], Decimal(one["weight"]), groups=groups)


@cache
def _file() -> dict[str, Any]:
    text = resources.files("samrit.frameworks").joinpath("library.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)
