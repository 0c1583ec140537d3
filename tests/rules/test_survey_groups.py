"""Small groups stay hidden, and nobody finds them by subtraction."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.instruments import hidden_cells, hidden_groups, may_release
from samrit.rules.instruments.groups import Cell

LEAST = 10
steadily = settings(deadline=None, max_examples=60)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 50, "b": 10}, ""),
        ({"a": 50, "b": 0}, ""),  # nobody answered: that is shown
        ({"a": 3, "b": 50, "c": 20, "d": 40}, "ac"),  # alone, a would be the total less the others
        ({"a": 9, "b": 9, "c": 50}, "ab"),  # together 18
        ({"a": 3, "b": 4, "c": 50}, "abc"),  # together 7: the difference would still be of a few
        ({"a": 3, "b": 4}, "ab"),
        ({"a": 9}, "a"),
        ({"a": 9, "b": 20, "c": 20}, "ab"),  # of equal ones the first
        ({}, ""),
    ],
)
def test_what_is_hidden_of_groups(counts: dict[str, int], hidden: str):
    assert hidden_groups(counts, LEAST) == frozenset(hidden)


@steadily
@given(st.dictionaries(st.integers(0, 20), st.integers(0, 40), max_size=12))
def test_no_small_group_is_shown_or_follows_from_the_total(counts: dict[int, int]):
    hidden = hidden_groups(counts, LEAST)
    assert not any(0 < count < LEAST for group, count in counts.items() if group not in hidden)
    shown = {group for group, count in counts.items() if group not in hidden and count}
    if hidden and shown:
        assert len(hidden) > 1
        assert sum(counts[group] for group in hidden) >= LEAST


def test_a_table_worked_by_hand():
    """3 of (x, q) would follow from its row and from its column. Nearest is (y, q) with 25, then (y, p) with 20 and (x, p)
    with 30 close the ring: each of the four now has another way round.
    """
    counts: dict[Cell, int] = {
        ("x", "p"): 30,
        ("x", "q"): 3,
        ("y", "p"): 20,
        ("y", "q"): 25,
        ("z", "p"): 90,
        ("z", "q"): 80,
    }
    assert hidden_cells(counts, LEAST) == {("x", "p"), ("x", "q"), ("y", "p"), ("y", "q")}


def test_a_small_total_is_hidden_too_and_everything_where_all_are_few():
    hidden = hidden_cells({("x", "p"): 4, ("x", "q"): 3, ("y", "p"): 60, ("y", "q"): 50}, LEAST)
    assert {("x", "p"), ("x", "q"), ("x", None)} <= hidden
    assert (None, None) not in hidden
    assert hidden_cells({("x", "p"): 4, ("y", "p"): 5}, LEAST) == {
        ("x", "p"),
        ("y", "p"),
        ("x", None),
        ("y", None),
        (None, "p"),
        (None, None),
    }
    assert hidden_cells({("x", "p"): 40, ("y", "p"): 0}, LEAST) == frozenset()


TABLES = st.integers(1, 4).flatmap(
    lambda rows: st.integers(1, 4).flatmap(
        lambda columns: st.fixed_dictionaries(
            {(f"r{row}", f"c{column}"): st.one_of(st.integers(0, 12), st.integers(0, 60)) for row in range(rows) for column in range(columns)}
        )
    )
)  # fmt: skip


@steadily
@given(TABLES)
def test_no_hidden_cell_can_be_computed_from_what_is_shown(counts: Mapping[Cell, int]):
    """The oracle solves the equations of all rows and columns, totals among them, for what is hidden."""
    hidden = hidden_cells(counts, LEAST)
    whole = _whole(counts)
    assert not any(0 < count < LEAST for cell, count in whole.items() if cell not in hidden)
    if (None, None) in hidden:
        assert whole[None, None] < LEAST
    elif sum(cell not in hidden for cell, count in whole.items() if count) > 1:
        assert _computable(whole, hidden) == set()


def test_what_is_hidden_beside_a_shown_total_is_together_not_few():
    """Four corners of 1 hide each other exactly, but each pair is 2 of a shown total: a third is hidden in every line."""
    counts: dict[Cell, int] = {(row, column): 30 for row in "xyz" for column in "pqr"}
    counts |= dict.fromkeys([("x", "p"), ("x", "q"), ("y", "p"), ("y", "q")], 1)
    hidden = hidden_cells(counts, LEAST)
    assert hidden >= {("x", "r"), ("y", "r"), ("z", "p"), ("z", "q")}
    assert ("x", None) not in hidden


@steadily
@given(TABLES)
def test_no_line_tells_of_a_few_together(counts: Mapping[Cell, int]):
    hidden = hidden_cells(counts, LEAST)
    whole = _whole(counts)
    for side in (0, 1):
        for name in {cell[side] for cell in whole}:
            line = [cell for cell in whole if cell[side] == name]
            total = next(cell for cell in line if cell[1 - side] is None)
            inside = [cell for cell in line if cell in hidden and cell != total]
            shown = [cell for cell in line if cell not in hidden and whole[cell] and cell != total]
            if inside and shown and total not in hidden:
                assert sum(whole[cell] for cell in inside) >= LEAST


def _whole(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    whole: dict[Cell, int] = dict(counts)
    for (row, column), count in counts.items():
        for cell in ((row, None), (None, column), (None, None)):
            whole[cell] = whole.get(cell, 0) + count
    return whole


def _computable(whole: Mapping[Cell, int], hidden: frozenset[Cell]) -> set[Cell]:
    """Reduced row echelon form: a cell is known when an equation holds it alone."""
    cells = sorted(hidden, key=str)
    lines = [
        [cell for cell in whole if cell[side] == name]
        for side in (0, 1)
        for name in {cell[side] for cell in whole}
    ]
    rows = [
        [Fraction((cell in line) * (-1 if _is_total(cell, line) else 1)) for cell in cells] for line in lines
    ]
    done = 0
    for place in range(len(cells)):
        pivot = next((n for n in range(done, len(rows)) if rows[n][place]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][place] for value in rows[done]]
        for n, row in enumerate(rows):
            if n != done and row[place]:
                rows[n] = [a - row[place] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return {
        cells[place] for row in rows if sum(map(bool, row)) == 1 for place, value in enumerate(row) if value
    }


def _is_total(cell: Cell, line: list[Cell]) -> bool:
    """Of a row its total stands in the column None, of a column in the row None."""
    along = 1 if len({each[0] for each in line}) == 1 else 0
    return cell[along] is None


@pytest.mark.parametrize(
    ("shown", "now", "may"),
    [
        ({}, {"a": 10}, True),
        ({}, {"a": 9}, False),
        ({"a": 20}, {"a": 29}, False),
        ({"a": 20}, {"a": 30}, True),
        ({"a": 20, "b": 20}, {"a": 40, "b": 21}, False),  # b's one new answer would be seen
        ({"a": 20, "b": 20}, {"a": 40, "b": 20}, True),
        ({"a": 20}, {"a": 19}, False),  # one that was taken back
        ({"a": 20}, {}, False),
        ({"a": 20}, {"a": 20}, True),
    ],
)
def test_newer_figures_wait_until_the_difference_hides_everybody(
    shown: dict[str, int], now: dict[str, int], may: object
):
    assert may_release(shown, now, LEAST) is may
