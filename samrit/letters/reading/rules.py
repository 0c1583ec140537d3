"""Finds tables among the straight lines of a page: a grid, with cells that may span rows and columns."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samrit.letters.reading.glyphs import Rule

_SNAP = 2.5  # points: rules this close are one
_JOIN = 4.0  # points: a gap this small is a corner
_OPEN = 8.0  # points: columns that go on so far beyond the outermost row are a row that the page's edge cut
_MOST_CROSSINGS = 400_000


@dataclass(frozen=True)
class Table:
    """``ys`` fall from top to bottom, ``xs`` rise; ``owner`` gives each field of the grid the cell it belongs to.

    ``open_above``, ``open_below``: the page's edge cut the first or last row.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: tuple[tuple[int, ...], ...]
    open_above: bool = False
    open_below: bool = False

    @property
    def top(self) -> float:
        return self.ys[0]

    def cell_at(self, x: float, y: float) -> int | None:
        column = bisect_right(self.xs, x) - 1
        row = bisect_right([-at for at in self.ys], -y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owner[row][column]
        return None

    @property
    def rows(self) -> list[list[tuple[int, bool]]]:
        """For each row its fields: the cell, and whether the cell begins here."""
        seen: set[int] = set()
        rows = []
        for fields in self.owner:
            row = []
            for cell in fields:
                row.append((cell, cell not in seen))
                seen.add(cell)
            rows.append(row)
        return rows


def find_tables(rules: Sequence[Rule]) -> list[Table]:
    """Every grid of at least two fields."""
    horizontal = _merged([rule for rule in rules if rule.horizontal])
    vertical = _merged([rule for rule in rules if not rule.horizontal])
    if len(horizontal) * len(vertical) > _MOST_CROSSINGS:
        return []
    tables = [_table(rows, columns) for rows, columns in _connected(horizontal, vertical)]
    return [table for table in tables if table is not None]


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line, joined where they touch."""
    merged: list[Rule] = []
    for group in _close(sorted(rules, key=lambda rule: rule.at)):
        at = sum(rule.at for rule in group) / len(group)
        for rule in sorted(group, key=lambda rule: rule.start):
            last = merged[-1] if merged and merged[-1].at == at else None
            if last and rule.start <= last.end + _JOIN:
                merged[-1] = Rule(rule.horizontal, at, last.start, max(last.end, rule.end))
            else:
                merged.append(Rule(rule.horizontal, at, rule.start, rule.end))
    return merged


def _close(rules: Iterable[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][0].at <= _SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _touch(horizontal: Rule, vertical: Rule) -> bool:
    return (
        horizontal.start - _JOIN <= vertical.at <= horizontal.end + _JOIN
        and vertical.start - _JOIN <= horizontal.at <= vertical.end + _JOIN
    )


def _connected(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together, by crossing one another."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for row, across in enumerate(horizontal):
        for column, down in enumerate(vertical, len(horizontal)):
            if _touch(across, down):
                parent[root(row)] = root(column)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for node, rule in enumerate((*horizontal, *vertical)):
        groups.setdefault(root(node), ([], []))[0 if rule.horizontal else 1].append(rule)
    return [group for group in groups.values() if group[0] and len(group[1]) > 1]


def _table(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Table | None:
    xs = sorted({rule.at for rule in vertical})
    rows = sorted({rule.at for rule in horizontal}, reverse=True)
    above, below = _reach([rule.end for rule in vertical]), -_reach([-rule.start for rule in vertical])
    open_above, open_below = above > rows[0] + _OPEN, below < rows[-1] - _OPEN
    ys = [*([above] if open_above else []), *rows, *([below] if open_below else [])]
    if len(ys) < 2 or len(xs) * len(ys) <= 4:  # noqa: PLR2004 - a frame around text is no table
        return None
    owner = [[row * len(xs) + column for column in range(len(xs) - 1)] for row in range(len(ys) - 1)]
    for row in range(len(ys) - 1):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(len(xs) - 1):
            if column and not _parted(vertical, xs[column], middle):
                owner[row][column] = owner[row][column - 1]
            elif row and not _parted(horizontal, ys[row], (xs[column] + xs[column + 1]) / 2):
                owner[row][column] = owner[row - 1][column]
    return Table(tuple(xs), tuple(ys), tuple(tuple(row) for row in owner), open_above, open_below)


def _reach(ends: Sequence[float]) -> float:
    """How far at least two columns go."""
    return sorted(ends)[-2]


def _parted(rules: Sequence[Rule], at: float, middle: float) -> bool:
    """Whether a rule stands at ``at`` where the middle of the field is."""
    return any(rule.at == at and rule.start - _JOIN <= middle <= rule.end + _JOIN for rule in rules)
