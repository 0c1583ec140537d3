"""From the cells of a formula's items to the figure that a recorder may report, and its fingerprint."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samrit.rules.amounts import Rounding, aligned, rounded
from samrit.rules.formula import Cells, Need, Place, compute, make_formula
from samrit.rules.observed import Status
from samrit.rules.thai import plain_number
from samrit.rules.units import read_unit
from samrit.rules.wording import Message, say


@dataclass(frozen=True)
class Frame:
    """The cells asked for of one need: areas × periods × parts, less ``without``.

    ``item``: its key in the store's files; ``unit``, ``name``: as the item had them then; ``parts``: text → key there
    ("" → 0 the total). All texts canonical, so that years later the same cells are read again. ``keys``: what a figure was
    made of, as its own room keeps it; ``of``: what was taken of these.
    """

    need: Need
    item: int
    name: str
    unit: str
    kind: str
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    parts: Mapping[str, int]
    unknown: tuple[Place, ...] = ()  # owed, but nobody knows yet at which period: so many samplings a year
    keys: tuple[int, ...] = ()
    of: str = ""

    def places(self) -> tuple[Place, ...]:
        """Every cell that is expected."""
        every = (
            Place(area, period, part) for area in self.areas for period in self.periods for part in self.parts
        )
        return (*every, *self.unknown)

    def to_data(self) -> dict[str, Any]:
        return {
            "code": self.need.code,
            "years_back": self.need.years_back,
            "item": self.item,
            "name": self.name,
            "unit": self.unit,
            "kind": self.kind,
            "areas": list(self.areas),
            "periods": list(self.periods),
            "parts": dict(self.parts),
            "unknown": [list(place) for place in self.unknown],
            **({"keys": list(self.keys), "of": self.of} if self.keys or self.of else {}),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Frame":
        return cls(
            Need(data["code"], data["years_back"]),
            data["item"],
            data["name"],
            data["unit"],
            data["kind"],
            tuple(data["areas"]),
            tuple(data["periods"]),
            dict(data["parts"]),
            tuple(Place(*place) for place in data["unknown"]),
            tuple(data.get("keys", ())),
            data.get("of", ""),
        )


@dataclass(frozen=True)
class Answer:
    """``value`` as it would be reported, ``exact`` before rounding; None with ``missing`` saying why."""

    value: Decimal | None
    exact: Decimal | None
    missing: Message | None
    steps: tuple[Message, ...]
    digest: str


def answer(
    expression: str,
    unit: str,
    decimals: int,
    frames: Sequence[Frame],
    cells: Mapping[Need, Cells],
) -> Answer:
    """The value of a checked expression over the cells of its frames; nothing but these makes it. RefusedError as ``compute``."""
    units = {frame.need.code: read_unit(frame.unit) for frame in frames}
    gives = read_unit(unit)
    formula = make_formula(expression, units=units, gives=gives)
    found = compute(formula, cells, names={frame.need.code: frame.name for frame in frames})
    fingerprint = digest(expression, unit, decimals, frames, cells)
    if found.value is None:
        return Answer(None, None, found.missing, found.steps, fingerprint)
    value = rounded(found.value, decimals, Rounding.HALF_UP)
    steps = found.steps if value == found.value else (*found.steps, _rounding(value, decimals, unit))
    return Answer(value, found.value, None, steps, fingerprint)


def _rounding(value: Decimal, decimals: int, unit: str) -> Message:
    return say(
        "kpi_formula_rounded",
        "ปัดเป็นทศนิยม {decimals} ตำแหน่ง = {value} {unit}",
        decimals=decimals,
        value=aligned(value, decimals),
        unit=unit,
    )


def digest(
    expression: str,
    unit: str,
    decimals: int,
    frames: Sequence[Frame],
    cells: Mapping[Need, Cells],
) -> str:
    """SHA-256 of all that the value depends on, in one order; so it tells whether any of it changed."""
    lines = [f"{expression}\t{unit}\t{decimals}"]
    for frame in sorted(frames, key=lambda one: one.need):
        lines.append(f"{frame.need.code}\t{frame.need.years_back}\t{frame.unit}")
        if frame.keys or frame.of:
            lines.append("\t".join((frame.of, *map(str, frame.keys))))
        own = cells.get(frame.need, {})
        lines += ["\t".join((*place, _cell(own[place]))) for place in sorted(own)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _cell(cell: Decimal | Status) -> str:
    return cell.value if isinstance(cell, Status) else plain_number(cell)
