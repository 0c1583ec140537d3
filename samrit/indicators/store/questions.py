"""The operations that ask, once for every engine: SQL to the engine, its rows to answers."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path
from typing import Any, Protocol

from samrit.indicators.store import exporting, sql
from samrit.indicators.store.cells import DECIMALS, STATUSES, marks_of
from samrit.indicators.store.port import (
    EVERYTHING,
    AddingAreas,
    AddingParts,
    Cell,
    Change,
    Choice,
    Comparing,
    Differences,
    Dimension,
    Expected,
    Files,
    Form,
    Gathering,
    Given,
    Key,
    Names,
    Pivot,
    PivotCell,
    Profile,
    Reject,
    Rule,
    Violation,
)
from samrit.indicators.store.rejecting import read_rejects
from samrit.rules.formula import Comparison, Need, Place, compare

Row = tuple[Any, ...]
_WIDE = Context(prec=60, rounding=ROUND_HALF_EVEN)
_STEP = Decimal(1).scaleb(-DECIMALS)
_SIDE = len(sql.COLUMNS.split(","))


class Engine(Protocol):
    """What answers a statement. ``files``: the tables of the statement that are cell files, by name."""

    def rows(self, statement: sql.Statement, files: Mapping[str, Files]) -> list[Row]:
        """Whole numbers as int, values as Decimal. No file: a table without a row. Raises UnreadableFilesError."""


class Questions:
    """The asking half of an ObservationStore."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def _of(self, files: Files, statement: sql.Statement) -> list[Row]:
        return self._engine.rows(statement, {"cells": files})

    # ── cells ───────────────────────────────────────────────────────────────
    def rejects(self, file: Path, *, first: int = 0, most: int = 100, code: str = "") -> tuple[Reject, ...]:
        return read_rejects(file, first=first, most=most, code=code)

    def series(self, files: Files, item: int, area: int, part: int = 0) -> tuple[Cell, ...]:
        chosen = Choice(items=(item,), areas=(area,), parts=(part,))
        return tuple(map(cell_of, self._of(files, sql.cells_of(chosen))))

    def table(self, files: Files, choice: Choice, *, first: int = 0, most: int = 10_000) -> tuple[Cell, ...]:
        return tuple(map(cell_of, self._of(files, sql.cells_of(choice, first, most))))

    # ── counts and figures ──────────────────────────────────────────────────
    def pivot(
        self,
        files: Files,
        choice: Choice,
        *,
        rows: Dimension,
        columns: Dimension,
        gathering: Gathering = Gathering.SUM,
    ) -> Pivot:
        found = {
            (row, column): PivotCell(_gathered(gathering, total, low, high, count), count, every - count)
            for row, column, total, low, high, count, every in self._of(
                files, sql.pivot(rows, columns, choice)
            )
        }
        return Pivot(
            tuple(sorted({row for row, _ in found})), tuple(sorted({column for _, column in found})), found
        )

    def counts(
        self, files: Files, by: Sequence[Dimension], choice: Choice = EVERYTHING
    ) -> Mapping[tuple[int, ...], int]:
        return {tuple(key): count for *key, count in self._of(files, sql.counts(by, choice))}

    def profile(self, files: Files, item: int, periods: Sequence[int] = ()) -> tuple[Profile, ...]:
        return tuple(
            Profile(area, part, count, _plain(_WIDE.divide(twice, 2)), _plain(_WIDE.divide(four, 4)))
            for area, part, count, twice, four in self._of(files, sql.profile(item, periods))
        )

    # ── what is owed ────────────────────────────────────────────────────────
    def completeness(self, files: Files, expected: Sequence[Expected]) -> tuple[Given, ...]:
        found = [dict.fromkeys(STATUSES.values(), 0) for _ in expected]
        provisional = [0] * len(expected)
        if expected:
            for which, status, count, marked in self._of(files, sql.completeness(_owed(expected))):
                found[which][STATUSES[status]] = count
                provisional[which] += marked
        return tuple(
            Given(each, {status: count for status, count in by.items() if count}, marked)
            for each, by, marked in zip(expected, found, provisional, strict=True)
        )

    def missing(
        self, files: Files, expected: Expected, *, first: int = 0, most: int = 100
    ) -> tuple[Key, ...]:
        owed: sql.Tables = {
            "areas": {"number": expected.areas},
            "periods": {"number": expected.periods},
            "parts": {"number": expected.parts},
        }
        rows = self._of(files, sql.missing(expected.item, owed, first, most))
        return tuple(Key(expected.item, *row) for row in rows)

    # ── two sets of files ───────────────────────────────────────────────────
    def compare(
        self, before: Files, after: Files, choice: Choice = EVERYTHING, *, first: int = 0, most: int = 100
    ) -> Differences:
        """Files that are in both sets are only counted."""
        same = [path for path in before if path in set(after)]
        sides = {
            "before": [path for path in before if path not in same],
            "after": [path for path in after if path not in same],
        }
        ((new, changed, removed, unchanged),) = self._engine.rows(sql.compare_counts(choice), sides)
        kept = self.counts(same, (), choice)[()] if same else 0
        page = self._engine.rows(sql.compare_page(choice, first, most), sides)
        changes = tuple(Change(_side(row[:_SIDE]), _side(row[_SIDE:])) for row in page)
        return Differences(int(new), int(changed), int(removed), int(unchanged) + kept, changes)

    def arriving(
        self, current: Files, good: Files, choice: Choice = EVERYTHING, *, first: int = 0, most: int = 100
    ) -> Differences:
        sides = {"before": current, "after": good}
        ((new, changed, unchanged),) = self._engine.rows(sql.arriving_counts(choice), sides)
        page = self._engine.rows(sql.arriving_page(choice, first, most), sides) if most else []
        changes = tuple(Change(_side(row[:_SIDE]), _side(row[_SIDE:])) for row in page)
        return Differences(int(new), int(changed), 0, int(unchanged), changes)

    def violations(
        self, files: Files, rule: Rule, *, periods: Sequence[int] = (), areas: Sequence[int] = ()
    ) -> tuple[Violation, ...]:
        choice = Choice(areas=tuple(areas), periods=tuple(periods))
        match rule:
            case Comparing():
                rows = self._of(files, sql.comparing(rule.comparison, rule.items, choice))
                return tuple(_compared(rule.comparison, rows))
            case AddingParts():
                rows = self._of(files, sql.adding_parts(rule.item, rule.parts, choice))
            case AddingAreas():
                rows = self._of(files, sql.adding_areas(rule.item, rule.below, choice))
        return tuple(_apart(rows, rule.percent))

    def export(self, files: Files, choice: Choice, to: Path, form: Form, names: Names) -> int:
        return exporting.export(files, choice, to, form, names)


# ── rows to answers ─────────────────────────────────────────────────────────
def cell_of(row: Row) -> Cell:
    """The cell of a row of ``sql.COLUMNS``."""
    item, period, area, part, status, marks, value, *origin = row
    key = Key(item, period, area, part)
    return Cell(key, STATUSES[status], None if value is None else _plain(value), marks_of(marks), *origin)


def _side(row: Row) -> Cell | None:
    return None if row[0] is None else cell_of(row)


def _plain(value: Decimal) -> Decimal:
    """Without needless zeros and without an exponent."""
    short = _WIDE.plus(value).normalize(_WIDE)
    return short if int(short.as_tuple().exponent) <= 0 else short.quantize(Decimal(1), context=_WIDE)


def _gathered(
    gathering: Gathering, total: Decimal | None, low: Decimal | None, high: Decimal | None, count: int
) -> Decimal | None:
    if total is None or low is None or high is None:
        return None
    match gathering:
        case Gathering.SUM:
            found = total
        case Gathering.LEAST:
            found = low
        case Gathering.MOST:
            found = high
        case Gathering.MEAN:
            found = _WIDE.divide(total, count).quantize(_STEP, context=_WIDE)
    return _plain(found)


def _owed(expected: Sequence[Expected]) -> sql.Tables:
    """Equal lists of areas stand in the table once."""
    places: dict[tuple[int, ...], int] = {}
    rows = [
        (which, each.item, period, part, places.setdefault(each.areas, len(places)))
        for which, each in enumerate(expected)
        for period in each.periods
        for part in each.parts
    ]
    names = ("which", "item", "period", "part", "areas")
    return {
        "owed": {name: [row[place] for row in rows] for place, name in enumerate(names)},
        "owed_areas": {
            "areas": [place for areas, place in places.items() for _ in areas],
            "area": [area for areas in places for area in areas],
        },
    }


def _apart(rows: Sequence[Row], percent: Decimal) -> Iterator[Violation]:
    """Those that differ by more than so much of the right one."""
    for area, period, left, right in rows:
        if _WIDE.abs(_WIDE.subtract(left, right)) * 100 > _WIDE.abs(right) * percent:
            yield Violation(area, period, _plain(left), _plain(right))


def _compared(comparison: Comparison, rows: Sequence[Row]) -> Iterator[Violation]:
    here = Place("", "")
    for area, period, *figures in rows:
        cells = {
            Need(code): {here: _plain(figure)} for code, figure in zip(comparison.items, figures, strict=True)
        }
        found = compare(comparison, cells)
        if found.holds is False and found.left is not None and found.right is not None:
            yield Violation(area, period, found.left, found.right)
