"""Dates, times, numbers and sizes in the reader's language."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from samrit.ui import formats

CLOSING = datetime(2024, 4, 11, 9, 30, tzinfo=UTC)  # 16.30 in Bangkok
JUST_BEFORE_MIDNIGHT_THERE = datetime(2023, 12, 31, 17, 5, tzinfo=UTC)  # already the new year in Bangkok


@pytest.mark.parametrize(
    ("write", "value", "thai", "english"),
    [
        (formats.date_long, date(2024, 4, 11), "11 เมษายน 2567", "11 April 2024"),
        (formats.date_short, date(2024, 4, 11), "11 เม.ย. 2567", "11 Apr 2024"),
        (formats.date_short, JUST_BEFORE_MIDNIGHT_THERE, "1 ม.ค. 2567", "1 Jan 2024"),
        (formats.time_of_day, CLOSING, "16.30 น.", "16:30"),
        (formats.date_and_time, CLOSING, "11 เม.ย. 2567 เวลา 16.30 น.", "11 Apr 2024 16:30"),
    ],
)
def test_dates_and_times(write: Callable[[Any], str], value: Any, thai: str, english: str) -> None:
    with override("th"):
        assert write(value) == thai
    with override("en"):
        assert write(value) == english


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1256270.50"), "1,256,270.5"),
        (Decimal("98.90"), "98.9"),
        (Decimal("1E+6"), "1,000,000"),
        (Decimal("-1234.5"), "-1,234.5"),
        (Decimal("-0.25"), "-0.25"),
        (Decimal("0.000"), "0"),
        (12, "12"),
    ],
)
def test_numbers_have_commas_and_no_needless_zeros(value: Any, written: str) -> None:
    assert formats.number(value) == written


@pytest.mark.parametrize(
    ("score", "published"),
    [("94.9735", "94.974"), ("94.97349", "94.973"), ("100", "100.000"), ("0", "0.000")],
)
def test_a_score_is_published_with_three_decimals_half_up(score: str, published: str) -> None:
    assert formats.score_3(Decimal(score)) == published


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (831_488, "812 KB"), (1_468_006, "1.4 MB"),
        (20 * 1024 * 1024, "20 MB"), (3 * 1024**4, "3072 GB"),
    ],
)  # fmt: skip
def test_file_sizes(size: int, written: str) -> None:
    assert formats.file_size(size) == written
