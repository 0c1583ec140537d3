"""Two sides of a validation rule: what may stand in them, in which unit they meet, and when nothing can be said."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.formula import (
    OPERATORS,
    Compared,
    Comparison,
    Need,
    compare,
    make_comparison,
    read_side,
    written_out,
)
from samrit.rules.observed import Status
from samrit.rules.wording import RefusedError
from tests.rules.formulas import UNITS, cells


def comparison(left: str, operator: str, right: str, percent: str = "0") -> Comparison:
    sides = [read_side(side, units=UNITS) for side in (left, right)]
    return make_comparison(sides[0], operator, sides[1], Decimal(percent))


def told(left: str, operator: str, right: str, figures: Mapping[str, object], percent: str = "0") -> Compared:
    return compare(comparison(left, operator, right, percent), cells(figures))


# What stands left and right, what may be between, how far apart it may be → whether it holds.
HOLDS = [
    ("10", "=", "10", "0", True),
    ("10", "=", "10.000000000001", "0", False),
    ("98", "=", "100", "2", True),
    ("97.99", "=", "100", "2", False),
    ("102", "=", "100", "2", True),
    ("98", "!=", "100", "2", False),
    ("97.99", "!=", "100", "2", True),
    ("10", "!=", "10", "0", False),
    ("10", "<=", "10", "0", True),
    ("10.1", "<=", "10", "1", True),
    ("10.2", "<=", "10", "1", False),
    ("10", "<", "10", "0", False),
    ("10", "<", "10", "1", True),
    ("9.9", ">=", "10", "1", True),
    ("9.8", ">=", "10", "1", False),
    ("10", ">", "10", "0", False),
    ("-98", "=", "-100", "2", True),
    ("1", "=", "0", "50", False),
]


@pytest.mark.parametrize(("left", "operator", "right", "percent", "holds"), HOLDS)
def test_whether_a_comparison_holds(
    left: str, operator: str, right: str, percent: str, *, holds: bool
) -> None:
    assert told("A", operator, "B", {"A": left, "B": right}, percent).holds is holds


def test_a_bare_number_takes_the_unit_of_what_it_stands_beside() -> None:
    """Million baht, not baht."""
    assert told("MONEY", ">", "5", {"MONEY": "6"}) == Compared(holds=True, left=Decimal(6), right=Decimal(5))
    assert told("5", "<", "MONEY", {"MONEY": "6"}).holds is True


def test_million_baht_and_baht_meet_in_the_left_ones_unit() -> None:
    figures = {"MONEY": "1.5", "BAHT": "1500000"}
    assert told("MONEY", "=", "BAHT", figures) == Compared(
        holds=True, left=Decimal("1.5"), right=Decimal("1.5")
    )
    assert told("BAHT", "=", "MONEY", figures) == Compared(
        holds=True, left=Decimal(1500000), right=Decimal(1500000)
    )
    assert told(
        "MONEY", "=", "A * DAYS * SPEND", {"MONEY": "3", "A": "1000", "DAYS": "2", "SPEND": "1500"}
    ).holds


@pytest.mark.parametrize("lost", [Status.BLANK, Status.DASH, Status.NO_DATA, Status.NOT_APPLICABLE])
def test_of_a_missing_figure_nothing_is_said(lost: Status) -> None:
    found = told("A", "<=", "B", {"A": "5", "B": lost})
    assert (found.holds, found.left, found.right) == (None, None, None)
    assert found.missing is not None


def test_of_a_figure_without_a_cell_and_of_a_division_by_zero_nothing_is_said() -> None:
    assert told("A", "<=", "B", {"A": "5"}).holds is None
    assert told("A / B", "<=", "1", {"A": "5", "B": "0"}).holds is None


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("A", "MONEY", "comparison_units_differ"),
        ("1", "2 * 3", "comparison_without_items"),
        ("sum(A)", "B", "comparison_function"),
        ("growth(A, 1)", "5", "comparison_function"),
        ("if_missing(A, 0)", "B", "comparison_function"),
        ("A > B", "1", "formula_truth"),
        ("A + MONEY", "B", "formula_units_differ"),
        ("A", "X", "formula_item_unknown"),
    ],
)
def test_what_cannot_stand_in_a_rule(left: str, right: str, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        comparison(left, "=", right)
    assert caught.value.refusal.code == code


def test_items_and_needs_in_their_order() -> None:
    found = comparison("B + A", "=", "B * 2")
    assert found.items == ("B", "A")
    assert found.needs == {Need("A"), Need("B")}


@pytest.mark.parametrize(
    ("left", "right", "text"),
    [
        ("MONEY", "BAHT + MONEY", "MONEY == (BAHT + MONEY * 1000000) * 0.000001"),
        ("MONEY", "5", "MONEY == 5"),
        ("-BAHT", "MONEY / 2", "-BAHT == MONEY / 2 * 1000000"),
    ],
)
def test_conversions_can_be_written_out(left: str, right: str, text: str) -> None:
    assert str(written_out(comparison(left, "=", right).as_tree())) == text


@given(
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=2),
    st.sampled_from(["0", "1", "33.3"]),
)
def test_the_six_signs_agree_with_each_other(left: Decimal, right: Decimal, percent: str) -> None:
    said = {sign: told("A", sign, "B", {"A": left, "B": right}, percent).holds is True for sign in OPERATORS}
    assert said["="] is not said["!="]
    assert said["="] is (said["<="] and said[">="])
    assert not said["<"] or said["<="]
    assert not said[">"] or said[">="]
    assert said["<="] or said[">"]
