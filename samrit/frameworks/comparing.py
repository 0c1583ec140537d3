"""Changes between two editions as the pages lay them out: by KPI, numbers with arrows, words with what went and came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Literal

from samrit.rules.amendment import (
    LABELS,
    Change,
    ComponentState,
    Kind,
    KpiState,
    in_words,
    number_in_words,
)
from samrit.rules.differences import Piece
from samrit.rules.wording import Message, say

LEVELS = (say("basic", "ขั้นต้น"), say("standard", "มาตรฐาน"), say("advanced", "ขั้นสูง"))


@dataclass(frozen=True)
class Pair:
    """One value before and after. ``trend`` for numbers: rises or falls; None where there is none to tell."""

    label: Message
    before: str | Message
    after: str | Message
    trend: Literal["up", "down"] | None = None


@dataclass(frozen=True)
class ChangeShown:
    """A change as pairs, or as one text with ``pieces`` marked."""

    label: Message
    pairs: Sequence[Pair] = ()
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True)
class Changed:
    """Everything that changes about one KPI (``subject``), a component, or the edition itself."""

    sort: Literal["added", "dropped", "changed"]
    place: str
    name: str
    subject: int | None
    changes: Sequence[ChangeShown] = ()
    facts: Sequence[tuple[Message, str | Message]] = field(default=())

    @property
    def of_component(self) -> bool:
        return self.subject is None and bool(self.place)


def laid_out(changes: Iterable[Change]) -> list[Changed]:
    """By KPI in the order of the changes."""
    return [
        _changed(list(group)) for _, group in groupby(changes, lambda change: (change.subject, change.place))
    ]


def _changed(changes: Sequence[Change]) -> Changed:
    first = changes[0]
    if first.kind in {Kind.ADDED, Kind.COMPONENT_ADDED}:
        return Changed("added", first.place, first.name, first.subject, facts=_facts(first.after))
    if first.kind in {Kind.DROPPED, Kind.COMPONENT_DROPPED}:
        return Changed("dropped", first.place, first.name, first.subject, facts=_facts(first.before))
    return Changed("changed", first.place, first.name, first.subject, [_shown(one) for one in changes])


def _facts(state: object) -> list[tuple[Message, str | Message]]:
    """What an added or dropped thing says."""
    if isinstance(state, ComponentState):
        return [(LABELS[Kind.WEIGHT], in_words(Kind.WEIGHT, state.weight))]
    if not isinstance(state, KpiState):
        return []
    found: list[tuple[Kind, object]] = [
        (Kind.WEIGHT, state.weight),
        (Kind.OWNERS, state.owners),
        (Kind.DIRECTION, state.direction),
    ]
    if state.levels is not None:
        found += [(Kind.LEVELS, state.levels), (Kind.UNIT, state.unit)]
    found += [(Kind.DEFINITION, state.definition)] if state.definition else []
    return [(LABELS[kind], in_words(kind, value)) for kind, value in found]


def _shown(change: Change) -> ChangeShown:
    label = LABELS[change.kind]
    if pieces := change.words():
        return ChangeShown(label, pieces=pieces)
    if change.kind == Kind.LEVELS:
        return ChangeShown(label, _level_pairs(change))
    if change.kind == Kind.DETAILS:
        return ChangeShown(label)
    pair = Pair(
        label,
        in_words(change.kind, change.before),
        in_words(change.kind, change.after),
        _trend(change.before, change.after),
    )
    return ChangeShown(label, [pair])


def _level_pairs(change: Change) -> list[Pair]:
    """Each level on a line of its own; only those that changed."""
    before, after = _levels(change.before), _levels(change.after)
    return [
        Pair(name, _number(old), _number(new), _trend(old, new))
        for name, old, new in zip(LEVELS, before, after, strict=True)
        if old != new
    ]


def _levels(value: object) -> Sequence[Decimal | None]:
    return value if isinstance(value, tuple) else (None,) * len(LEVELS)


def _number(value: Decimal | None) -> str | Message:
    return say("not_stated", "ไม่ระบุ") if value is None else number_in_words(value)


def _trend(before: object, after: object) -> Literal["up", "down"] | None:
    if not isinstance(before, Decimal) or not isinstance(after, Decimal) or before == after:
        return None
    return "up" if after > before else "down"
