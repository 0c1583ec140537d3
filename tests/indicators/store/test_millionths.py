"""Figures that are read as binary fractions are the numbers that stand in the file, to the digit."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.indicators.store.embedded.millionths import VALUE, as_millionths, as_values, millionths_of

TEXTS = st.from_regex(r"[+-]?[0-9]{1,11}([.][0-9]{0,11})?", fullmatch=True).filter(
    lambda text: len(text) <= 13
)


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=50))
def test_a_text_is_the_number_it_says_or_none(texts: list[str]):
    read, good = millionths_of(pl.Series(texts).cast(pl.Float64).to_numpy())
    wanted = [Decimal(text) * 10**6 for text in texts]
    assert good.tolist() == [each == each.to_integral_value() and abs(each) < 10**15 for each in wanted]
    assert [number for number, is_one in zip(read.tolist(), good, strict=True) if is_one] == [
        int(each) for each, is_one in zip(wanted, good, strict=True) if is_one
    ]


def test_there_and_back_nothing_is_lost():
    numbers = pl.Series("value", [0, 1, -1, None, 10**15 - 1, 1 - 10**15, 1_234_500])
    values = as_values(numbers)
    assert values.dtype == VALUE
    assert values[-1] == Decimal("1.2345")
    again = as_millionths(values)
    assert again is not None
    assert again.to_list() == numbers.to_list()


@pytest.mark.parametrize("other", ["0.0000001", "1000000001", "-99999999999.5"])
def test_what_is_no_number_of_millionths_is_told(other: str):
    assert as_millionths(pl.Series([Decimal(1), None, Decimal(other)], dtype=VALUE)) is None
