"""A cell of a spreadsheet as the text that it shows."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.evidence.cells import cell_text, percent_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (" ก\r\nข_x000D_ ", "ก\nข"),
        (True, "TRUE"),
        (7, "7"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000"),
        (123456789012345678.0, "123456789012346000"),
        (1.5e-9, "0.0000000015"),
        (date(2566, 10, 1), "2566-10-01"),
        (datetime(2024, 1, 1), "2024-01-01"),  # noqa: DTZ001 - as spreadsheets keep it
        (Decimal("1.50"), "1.50"),
    ],
)
def test_what_a_cell_shows(value: object, text: str):
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.452, "45.2%"), (1, "100%"), (0.1 + 0.2, "30%"), (-0.005, "-0.5%"), (0, "0%")]
)
def test_what_a_percent_cell_shows(value: float, text: str):
    assert percent_text(value) == text


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_a_number_of_fifteen_digits_is_itself(digits: int, places: int):
    exact = Decimal(digits).scaleb(-places)
    assert Decimal(cell_text(float(exact))) == exact
