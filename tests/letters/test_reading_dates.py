"""Dates, stretches of days and times as letters write them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.thai import (
    MONTHS_SHORT,
    find_date_ranges,
    find_dates,
    find_times,
    thai_date,
    thai_digits,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("๓ เมษายน ๒๕๖๗", date(2024, 4, 3)),
        ("05 กค ๒๕๖๒", date(2019, 7, 5)),
        ("ลงวันที่ ๒ กรกฎาคม\nพ.ศ. ๒๕๖๒", date(2019, 7, 2)),
        ("14 มี.ค. 2561", date(2018, 3, 14)),
        ("3 มค. 67", date(2024, 1, 3)),
        ("9 พ. ค. 2567", date(2024, 5, 9)),
        ("ที่ ๑ เดือนตุลาคม พ.ศ. ๒๕๖๘", date(2025, 10, 1)),
        ("๑๕ กรกฏาคม ๒๕๖๖", date(2023, 7, 15)),
        ("3/4/2567", date(2024, 4, 3)),
        ("2567-04-03", date(2024, 4, 3)),
        ("3 April 2024", date(2024, 4, 3)),
    ],
)
def test_a_date(text: str, day: date) -> None:
    assert [read.value for read in find_dates(text)] == [day]


@pytest.mark.parametrize(
    "text", ["10 มีคนมา", "โทร 02-35-6999", "6 ก.พ.ร.", "เลขที่ 4/6", "32/15/ก", "ข้อ 2.5 ไมครอน"]
)
def test_no_date(text: str) -> None:
    assert find_dates(text) == []


def test_days_that_do_not_exist_and_days_that_are_incomplete() -> None:
    assert [(read.value, read.impossible) for read in find_dates("31 เมษายน 2567 และ 3 เมษายน 3967")] == [
        (None, True)
    ] * 2
    assert [(read.year, read.impossible) for read in find_dates("3 เมษายน 09.30 น.")] == [(None, False)]


def test_weekdays() -> None:
    friday, wednesday = find_dates("วันศุกร์ที่ ๑๙ กรกฎาคม ๒๕๖๒ และวันพุธที่ ๑๙ กรกฎาคม ๒๕๖๒")
    assert (friday.weekday, friday.weekday_contradicts) == (4, False)
    assert (wednesday.weekday, wednesday.weekday_contradicts) == (2, True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("๒๕ มีนาคม - ๑๑ เมษายน ๒๕๖๗", date(2024, 3, 25), date(2024, 4, 11)),
        ("ระหว่างวันที่ 1 - 20 ตุลาคม 2568", date(2025, 10, 1), date(2025, 10, 20)),
        ("วันที่ 25 มีนาคม 2567 ถึงวันที่ 11 เมษายน 2567", date(2024, 3, 25), date(2024, 4, 11)),
        ("25 มี.ค. – 11 เม.ย. 67", date(2024, 3, 25), date(2024, 4, 11)),
        ("25 ธ.ค. - 10 ม.ค. 2568", date(2024, 12, 25), date(2025, 1, 10)),
        ("วันจันทร์ที่ 25 มีนาคม ถึงวันพฤหัสบดีที่ 11 เมษายน พ.ศ. 2567", date(2024, 3, 25), date(2024, 4, 11)),
    ],
)
def test_a_stretch_of_days(text: str, first: date, last: date) -> None:
    assert [(found.first.value, found.last.value) for found in find_date_ranges(text)] == [(first, last)]


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("เวลา ๐๙.๓๐ – ๑๒.๐๐ น.", time(9, 30), time(12)),
        ("09:00-10:00 เปิด", time(9), time(10)),
        ("9.00 น. - 9.30 น. ลงทะเบียน", time(9), time(9, 30)),
        ("เวลา 9.30น. เป็นต้นไป", time(9, 30), None),
        ("ภายใน 24.00 น.", time(23, 59), None),
    ],
)
def test_a_time(text: str, starts: time, ends: time | None) -> None:
    assert [(read.starts, read.ends) for read in find_times(text)] == [(starts, ends)]


@pytest.mark.parametrize("text", ["น้ำหนัก 2.50 (2.50)", "ไม่เกิน 2.50 นาที", "09.30 นางสาว"])
def test_no_time(text: str) -> None:
    assert find_times(text) == []


@given(st.dates(date(1941, 1, 1), date(2099, 12, 31)), st.booleans(), st.booleans())
def test_what_is_written_is_read_back(day: date, short: bool, thai: bool) -> None:  # noqa: FBT001 - drawn
    written = thai_date(day, short=short)
    assert [read.value for read in find_dates(thai_digits(written) if thai else written)] == [day]


@given(st.dates(date(1941, 1, 1), date(2099, 12, 31)))
def test_months_are_read_without_their_dots(day: date) -> None:
    undotted = thai_date(day, short=True).replace(
        MONTHS_SHORT[day.month - 1], MONTHS_SHORT[day.month - 1].replace(".", "")
    )
    assert [read.value for read in find_dates(undotted)] == [day]


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    for read in find_dates(text):
        assert text[read.start : read.end]
    find_date_ranges(text)
    find_times(text)
