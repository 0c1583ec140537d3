"""กลุ่มเล็กที่ต้องปกปิด: nothing is shown of few people, and nothing that lets it be found by subtraction.

What is hidden first are the counts from 1 to below ``least``. Then more is hidden until no hidden count follows from the
shown ones and their totals: in a row of groups by two rules, in a table because each row and each column is an equation.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)
TOTAL = None  # the row of column totals, the column of row totals
Cell = tuple[Hashable, Hashable]
Lines = frozenset[tuple[str, Hashable]]  # rows and columns


def hidden_groups(counts: Mapping[Group, int], least: int) -> frozenset[Group]:
    """Groups to be hidden where the total of all is shown beside them.

    Those hidden are at least two and together at least ``least``; the smallest of the others go first, of equal ones the
    earliest. Groups with no answers are shown as such. Everything is hidden where the total itself is below ``least``.
    """
    if sum(counts.values()) < least:
        return frozenset(group for group, count in counts.items() if count)
    hidden = {group for group, count in counts.items() if 0 < count < least}
    others = sorted((group for group, count in counts.items() if count >= least), key=counts.__getitem__)
    while hidden and others and (len(hidden) == 1 or sum(counts[group] for group in hidden) < least):
        hidden.add(others.pop(0))
    return frozenset(hidden)


def hidden_cells(counts: Mapping[Cell, int], least: int) -> frozenset[Cell]:
    """Cells (row, column) of a table to be hidden, totals among them: ``(row, None)``, ``(None, column)``, ``(None, None)``.

    ``counts`` holds the cells without totals. A hidden cell is a line between its row and its column; it can be computed
    exactly when no other way of hidden cells joins the two, so cells are hidden until every one has such a way. In each
    row and column whose total is shown the hidden cells are together at least ``least``.
    """
    table = _with_totals(counts)
    if table[TOTAL, TOTAL] < least:
        return frozenset(cell for cell, count in table.items() if count)
    hidden = {cell for cell, count in table.items() if 0 < count < least}
    while more := next(_to_hide(table, hidden, least), None):
        hidden.add(more)
    return frozenset(hidden)


def _with_totals(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    table: dict[Cell, int] = dict(counts) | {(TOTAL, TOTAL): sum(counts.values())}
    for (row, column), count in counts.items():
        for total in ((row, TOTAL), (TOTAL, column)):
            table[total] = table.get(total, 0) + count
    return table


def _to_hide(table: Mapping[Cell, int], hidden: set[Cell], least: int) -> Iterator[Cell]:
    """The next cell to hide, while there is a reason."""
    for cell in sorted(hidden, key=lambda each: (table[each], str(each))):
        row_side, column_side = (
            _joined(("row", cell[0]), hidden - {cell}),
            _joined(("column", cell[1]), hidden - {cell}),
        )
        if row_side != column_side:
            yield from _to_join(table, hidden, row_side, column_side)
    for cell in sorted(hidden, key=str):
        for side in (0, 1):
            line = [each for each in table if each[side] == cell[side]]
            total = next(each for each in line if each[1 - side] is TOTAL)
            inside = sum(table[each] for each in line if each in hidden and each != total)
            if total not in hidden and inside < least:
                yield from _smallest(table, hidden, line)


def _to_join(table: Mapping[Cell, int], hidden: set[Cell], one: Lines, other: Lines) -> list[Cell]:
    """What leads from one side of a hidden cell to the other; where nothing does, what brings the two nearer."""
    between, beside = [], []
    for each in table:
        row, column = ("row", each[0]), ("column", each[1])
        if (row in one and column in other) or (row in other and column in one):
            between.append(each)
        elif row in one | other or column in one | other:
            beside.append(each)
    return _smallest(table, hidden, between) or _smallest(table, hidden, beside)


def _smallest(table: Mapping[Cell, int], hidden: set[Cell], cells: Iterable[Cell]) -> list[Cell]:
    """The shown cell that costs least to hide; a total only when nothing else is left, the grand one never."""
    shown = [each for each in cells if each not in hidden and table[each] and each != (TOTAL, TOTAL)]
    return sorted(shown, key=lambda each: (TOTAL in each, table[each], str(each)))[:1]


def _joined(start: tuple[str, Hashable], hidden: set[Cell]) -> Lines:
    """The rows and columns that hidden cells lead to from a row or a column, itself among them."""
    seen, waiting = {start}, [start]
    while waiting:
        kind, name = waiting.pop()
        side, other = (0, "column") if kind == "row" else (1, "row")
        found = {(other, each[1 - side]) for each in hidden if each[side] == name} - seen
        seen |= found
        waiting += found
    return frozenset(seen)


def may_release(shown: Mapping[Group, int], now: Mapping[Group, int], least: int) -> bool:
    """Whether newer figures may replace those shown: every group that changed did so by at least ``least`` answers.

    Otherwise who subtracts yesterday's figures from today's sees the answers of a few.
    """
    changes = (now.get(group, 0) - shown.get(group, 0) for group in {*shown, *now})
    return all(change == 0 or change >= least for change in changes)
