"""What became of areas: splits, new numbers, moves (data: ``changes.toml``). Nothing here knows today's areas."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Move:
    """Codes before and after, whose figures add up to the same; a code on both sides goes on, smaller or larger."""

    old: frozenset[str]
    new: frozenset[str]


@dataclass(frozen=True)
class EndedCode:
    """``last_day``: the last on which the register of กรมการปกครอง had the code, often long after the law."""

    code: str
    th: str
    en: str
    last_day: date


@dataclass(frozen=True)
class Change:
    """``on``: the law's first day; None where no law is known. ``newborn``: the new codes did not exist before it."""

    on: date | None
    law: str
    newborn: bool
    moves: tuple[Move, ...]
    ended: tuple[EndedCode, ...]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("changes.toml").read_text(encoding="utf-8"))


@cache
def changes() -> tuple[Change, ...]:
    """All of them by the law's day, those without one last."""
    return tuple(sorted(map(_change, _table()["change"]), key=lambda change: change.on or date.max))


def _change(row: Mapping[str, Any]) -> Change:
    return Change(
        on=row.get("on"),
        law=row["law"],
        newborn=row.get("newborn", False),
        moves=tuple(Move(frozenset(one["old"]), frozenset(one["new"])) for one in row.get("moves", ())),
        ended=tuple(EndedCode(**one) for one in row.get("ended", ())),
    )


@cache
def first_days() -> Mapping[str, date]:
    """Code → the day from which it exists, for those that came with a change we know."""
    return {
        code: change.on
        for change in changes()
        if change.on and change.newborn
        for move in change.moves
        for code in move.new - move.old
    }


@cache
def taken_over() -> Mapping[str, Move]:
    """Code that ended → what took its place, where a law says so."""
    return {code: move for change in changes() for move in change.moves for code in move.old - move.new}


@cache
def replaced_on() -> Mapping[str, date]:
    """Code that ended → the law's day."""
    return {
        code: change.on
        for change in changes()
        if change.on
        for move in change.moves
        for code in move.old - move.new
    }


def complete_from(level: str) -> date:
    """From which day on the table is complete for a level: ``province``, ``district``, ``subdistrict`` [assumed]."""
    day: date = _table()["complete_from"][level]
    return day
