"""Rows that come at the same time: each is kept once, by whoever writes; a row that cannot stand is told to its own sender alone."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from samrit.assessments.actions.gathering import MOST, Gathering

pytestmark = pytest.mark.anywhere

Row = tuple[object, ...]


class Table:
    """Keeps rows; refuses a statement with a negative one, as a database does: the whole of it."""

    def __init__(self) -> None:
        self.statements: list[list[Row]] = []

    def write(self, rows: Sequence[Row]) -> None:
        if any(isinstance(row[0], int) and row[0] < 0 for row in rows):
            raise ValueError([row for row in rows if isinstance(row[0], int) and row[0] < 0])
        self.statements.append(list(rows))

    @property
    def rows(self) -> list[Row]:
        return [row for statement in self.statements for row in statement]


def test_a_row_alone_is_kept_at_once() -> None:
    table = Table()
    Gathering().keep((1,), table.write)
    assert table.statements == [[(1,)]]


def test_a_fault_is_raised_where_the_row_came_from() -> None:
    table = Table()
    gathering = Gathering()
    with pytest.raises(ValueError, match=r"\(-1,\)"):
        gathering.keep((-1,), table.write)
    gathering.keep((2,), table.write)
    assert table.rows == [(2,)]


def test_what_waits_is_taken_along_by_one_statement() -> None:
    """While the first row is being written, nine others arrive: they need one more statement, not nine."""
    table, gathering, begun, go_on = Table(), Gathering(), Event(), Event()

    def write(rows: Sequence[Row]) -> None:
        if not begun.is_set():
            begun.set()
            assert go_on.wait(10)
        table.write(rows)

    with ThreadPoolExecutor(10) as people:
        first = people.submit(gathering.keep, (0,), write)
        assert begun.wait(10)
        others = [people.submit(gathering.keep, (number,), write) for number in range(1, 10)]
        while len(gathering._waiting) < 9:  # noqa: SLF001 - until all of them stand in line
            pass
        go_on.set()
        for one in (first, *others):
            one.result(10)
    assert [len(statement) for statement in table.statements] == [1, 9]
    assert sorted(table.rows) == [(number,) for number in range(10)]


def test_nobody_pays_for_the_row_of_another() -> None:
    """Three hundred at once, every tenth cannot stand: the others are each kept exactly once."""
    table, gathering, together = Table(), Gathering(), Barrier(30)
    numbers = [-number if number % 10 == 0 else number for number in range(1, 301)]

    def person(part: Sequence[int]) -> list[int]:
        together.wait(10)
        refused = []
        for number in part:
            try:
                gathering.keep((number,), table.write)
            except ValueError:
                refused.append(number)
        return refused

    with ThreadPoolExecutor(30) as people:
        told = people.map(person, [numbers[start::30] for start in range(30)])
        refused = sorted(number for part in told for number in part)
    assert refused == sorted(number for number in numbers if number < 0)
    assert sorted(table.rows) == [(number,) for number in sorted(numbers) if number > 0]
    assert max(len(statement) for statement in table.statements) <= MOST
