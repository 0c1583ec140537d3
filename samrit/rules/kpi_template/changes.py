"""Two versions of a KPI's details beside each other: what changed, and how two people's changes come together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samrit.rules.amounts import exact, readable, settled
from samrit.rules.kpi_template.contents import Contents
from samrit.rules.kpi_template.kinds import GRIDS, Field, Kind
from samrit.rules.kpi_template.table import KEPT
from samrit.rules.thai import MONTHS_SHORT

MEAN_DECIMALS = 4


@dataclass(frozen=True)
class Changed:
    """A field whose value differs; None: there was (is) nothing. The texts are ``in_text``'s."""

    field: Field
    before: str | None
    after: str | None


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """Every field that differs, in the table's order; what revised editions and the trail show."""
    return [
        Changed(field, in_text(field, before.get(key)), in_text(field, after.get(key)))
        for key, field in KEPT.items()
        if (before.get(key) or None) != (after.get(key) or None)
    ]


def in_text(field: Field, value: Any) -> str | None:
    """A field's value as plain text, rows on lines of their own; None when there is nothing."""
    if not value:
        return None
    if field.kind == Kind.CHOICE:
        return next((choice.label.thai() for choice in field.choices if choice.code == value), str(value))
    if field.kind == Kind.ROWS:
        return "\n".join(_line(field, row) for row in value)
    if field.kind in GRIDS:
        return "\n".join(f"{_row_name(field, key)}: {_line(field, row)}" for key, row in value.items())
    return str(value)


def _row_name(field: Field, key: str) -> str:
    return MONTHS_SHORT[int(key) - 1] if field.kind == Kind.MONTHS else key


def _line(field: Field, row: Mapping[str, str]) -> str:
    return " | ".join(row.get(column.key, "") for column in field.columns).rstrip(" |")


@dataclass(frozen=True)
class Merged:
    """``contents`` with both people's changes; where both changed a field in two ways, mine stand and it is named."""

    contents: Contents
    conflicts: tuple[Field, ...]
    theirs: tuple[Field, ...]


def merge(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merged:
    """Two changes of ``base`` brought together field by field."""
    merged: Contents = {}
    conflicts, taken = [], []
    for key, field in KEPT.items():
        was, their, my = base.get(key), theirs.get(key), mine.get(key)
        if my == was != their:
            taken.append(field)
        elif their not in (was, my):
            conflicts.append(field)
        value = their if my == was else my
        if value:
            merged[key] = value
    return Merged(merged, tuple(conflicts), tuple(taken))


# ── figures that follow from others ─────────────────────────────────────────
def mean(values: Sequence[str]) -> tuple[str, str] | None:
    """(``=`` or ``≈``, figure) of the stated values; None when there are none."""
    if not values:
        return None
    with exact():
        average = settled(sum(map(Decimal, values), Decimal(0)) / len(values))
    return readable(average, MEAN_DECIMALS)


def of_year(rows: Mapping[str, Mapping[str, str]], how: str) -> tuple[str, str] | None:
    """The year's figure from its months, as ``monthly_total`` says (nothing said: the sum)."""
    values = [row["value"] for row in rows.values() if row.get("value")]
    if not values:
        return None
    if how == "mean":
        return mean(values)
    with exact():
        total = Decimal(values[-1]) if how == "latest" else settled(sum(map(Decimal, values), Decimal(0)))
    return readable(total, 20)
