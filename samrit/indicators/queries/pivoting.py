"""Figures of a table put together by two of their dimensions; what is missing in a sum is told beside it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.indicators.queries.exploring import Line, Scope, Table, figures
from samrit.indicators.queries.observations import store
from samrit.indicators.store.port import Dimension, Gathering, Pivot
from samrit.rules.exploring import Over, Way, nested, refuse_gathering
from samrit.rules.wording import Refusal, refuse

SIDES = (Dimension.AREA, Dimension.PERIOD, Dimension.ITEM, Dimension.PART)
MOST_LINES = 10_000  # of a table that is put together
MOST_CELLS = 2_000
_OVER = {
    Dimension.ITEM: Over.ITEMS,
    Dimension.AREA: Over.AREAS,
    Dimension.PERIOD: Over.PERIODS,
    Dimension.PART: Over.PARTS,
}


@dataclass(frozen=True)
class Gathered:
    """``value`` None: no figure, or ``kept_back``. ``figures`` of ``expected`` cells went into it; the others hold none."""

    value: Decimal | None
    figures: int
    expected: int
    kept_back: bool = False

    @property
    def is_whole(self) -> bool:
        return self.figures == self.expected


@dataclass(frozen=True)
class Crossed:
    """``rows`` and ``columns`` are numbers of their dimension, in the order of the table; ``cells`` has every pair."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    cells: Mapping[tuple[int, int], Gathered]


def refuse_crossing(
    scope: Scope, table: Table, *, rows: Dimension, columns: Dimension, way: Way, by: str
) -> Refusal | None:
    """Why the figures may not be put together like this."""
    if rows is columns:
        return refuse("cross_same", "แถวและคอลัมน์เป็นอย่างเดียวกัน – เลือกให้ต่างกัน")
    if table.rows > MOST_LINES:
        return refuse(
            "cross_too_much", "เลือกไว้เกิน {most} แถว – เลือกพื้นที่หรือรายการให้น้อยลง", most=f"{MOST_LINES:,}"
        )
    if by and any(entry.key not in table.parts for entry in table.entries):
        return refuse("cross_without_list", "บางรายการไม่ได้จำแนกอย่างนี้ – เลือกเฉพาะรายการที่จำแนก หรือดูเป็นยอดรวม")
    if len(table.entries) > 1 and (
        Dimension.ITEM not in {rows, columns} or Dimension.PART in {rows, columns}
    ):
        return refuse("cross_items", "หลายรายการรวมกันไม่ได้ – ให้รายการเป็นแถวหรือคอลัมน์ หรือเลือกรายการเดียว")
    if _wide(table, rows, columns) > MOST_CELLS:
        return refuse("cross_too_wide", "ตารางไขว้เกิน {most} ช่อง – เลือกให้แคบลง", most=f"{MOST_CELLS:,}")
    over = _over(table, {rows, columns})
    adds = not by or scope.book.book.lists[by].adds
    inside = nested(place.code for place in table.places)
    refusals = (refuse_gathering(entry.item, way, over, adds=adds, nested=inside) for entry in table.entries)
    return next((one for one in refusals if one), None)


def _over(table: Table, sides: set[Dimension]) -> list[Over]:
    """What a cell runs over: more than one of what stands on no side."""
    lines = table.lines(most=MOST_LINES)
    return [
        over
        for dimension, over in _OVER.items()
        if dimension not in sides and len(_places(table, lines, dimension)) > 1
    ]


def _wide(table: Table, rows: Dimension, columns: Dimension) -> int:
    lines = table.lines(most=MOST_LINES)
    return len(_places(table, lines, rows)) * len(_places(table, lines, columns))


def _places(table: Table, lines: Sequence[Line], dimension: Dimension) -> tuple[int, ...]:
    """The numbers of a dimension, in the order of the table."""
    if dimension is Dimension.PERIOD:
        return tuple(period.number for period in table.periods)
    return tuple(dict.fromkeys(number_of(line, dimension) for line in lines))


def number_of(line: Line, dimension: Dimension) -> int:
    """What stands for a row on a side that is not of periods."""
    return {
        Dimension.ITEM: line.entry.key,
        Dimension.AREA: int(line.area.code),
        Dimension.PART: line.part,
    }[dimension]


def crossed(scope: Scope, table: Table, *, rows: Dimension, columns: Dimension, way: Way) -> Crossed:
    """What ``refuse_crossing`` lets through, put together by the store. Small counts take what holds them back with them."""
    lines = table.lines(most=MOST_LINES)
    expected = _expected(table, lines, rows, columns)
    sides = _places(table, lines, rows), _places(table, lines, columns)
    found = _asked(scope, table, rows, columns, Gathering(way.value))
    small = _small(scope, table, rows, columns)
    cells = {}
    for row in sides[0]:
        for column in sides[1]:
            it, hidden = found.cells.get((row, column)) if found else None, (row, column) in small
            cells[row, column] = Gathered(
                None if hidden or it is None else it.value,
                it.figures if it else 0,
                expected[row, column],
                hidden,
            )
    return Crossed(*sides, cells)


def _asked(
    scope: Scope, table: Table, rows: Dimension, columns: Dimension, gathering: Gathering
) -> Pivot | None:
    if not (scope.files and table.entries and table.places):
        return None
    return store().pivot(scope.files, table.choice(), rows=rows, columns=columns, gathering=gathering)


def _small(scope: Scope, table: Table, rows: Dimension, columns: Dimension) -> set[tuple[int, int]]:
    """Cells that a count goes into which is kept back: what it is put together to could tell it."""
    hiding = {one.key for one in table.entries if one.item.least_shown and one.key not in scope.whole}
    lines = [line for line in table.lines(most=MOST_LINES) if line.entry.key in hiding]
    found = set()
    for (place, period), figure in figures(scope, lines, table.periods).items():
        if figure.kept_back:
            row, column = (
                period if side is Dimension.PERIOD else number_of(lines[place], side)
                for side in (rows, columns)
            )
            found.add((row, column))
    return found


def _expected(
    table: Table, lines: Sequence[Line], rows: Dimension, columns: Dimension
) -> Counter[tuple[int, int]]:
    """How many cells go into each pair when nothing is missing."""
    found: Counter[tuple[int, int]] = Counter()
    if Dimension.PERIOD not in {rows, columns}:
        for line in lines:
            found[number_of(line, rows), number_of(line, columns)] += len(table.periods)
        return found
    other = columns if rows is Dimension.PERIOD else rows
    for number, count in Counter(number_of(line, other) for line in lines).items():
        for period in table.periods:
            pair = (period.number, number) if rows is Dimension.PERIOD else (number, period.number)
            found[pair] = count
    return found
