"""Tables whose columns are set apart by blanks only."""

import re
from collections.abc import Sequence
from dataclasses import replace

from samrit.letters.reading.items import column_roles
from samrit.letters.reading.lines import Line
from samrit.letters.reading.offices import is_agency
from samrit.letters.reading.weights import is_weight_cell

_NUMBER = re.compile(r"[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?[.)]?")
_GAP = 2  # blank lines that end the table


def with_spaced_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of such a table with cells: below a head that names the columns, until two blank lines."""
    changed: list[Line] = []
    roles: dict[str, int] | None = None
    blanks = 0
    for line in lines:
        blanks = blanks + 1 if line.blank else 0
        if line.cells or blanks >= _GAP:
            roles = None
        head = column_roles(replace(line, cells=line.spaced)) if len(line.spaced) > 1 else None
        if head:
            roles = head
            changed.append(replace(line, cells=line.spaced, table=0))
        elif roles and len(line.spaced) > 1:
            changed.append(replace(line, cells=_placed(line.spaced, roles), table=0))
        else:
            changed.append(line)
    return changed


def _placed(pieces: Sequence[str], roles: dict[str, int]) -> tuple[str, ...]:
    """The pieces under their columns, as their looks tell: blanks do not say which column was left empty."""
    cells = [""] * (max(roles.values()) + 1)
    for position, piece in enumerate(pieces):
        if position == 0 and "number" in roles and _NUMBER.fullmatch(piece):
            role = "number"
        elif is_weight_cell(piece) and "weight" in roles:
            role = "weight"
        elif cells[roles["name"]] and "owner" in roles and (is_agency(piece) or position == len(pieces) - 1):
            role = "owner"
        else:
            role = "name"
        column = roles[role]
        cells[column] = f"{cells[column]} {piece}".strip()
    return tuple(cells)
