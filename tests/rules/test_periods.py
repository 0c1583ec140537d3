"""Periods: their days, texts, neighbours and labels."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given

from samrit.rules.periods import (
    Period,
    PeriodType,
    due_at,
    enclosing,
    from_text,
    label,
    label_en,
    months,
    parts,
    period_of,
    periods_from_to,
    years_earlier,
)
from samrit.rules.wording import RefusedError
from tests.rules.periods import (
    DAY,
    DAYS,
    FISCAL_QUARTER,
    FISCAL_YEAR,
    MONTH,
    PERIODS,
    QUARTER,
    TYPES,
    YEAR,
    steadily,
)


# ── what a period is ────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "first", "last", "thai", "short", "english"),
    [
        ("2024", "2024-01-01", "2024-12-31", "ปี 2567", "ปี 2567", "2024"),
        ("FY2567", "2023-10-01", "2024-09-30", "ปีงบประมาณ 2567", "ปีงบ 2567", "Fiscal year 2024"),
        ("2024-Q1", "2024-01-01", "2024-03-31", "ไตรมาส 1 ปี 2567", "ไตรมาส 1 ปี 2567", "Q1 2024"),
        ("FY2567-Q1", "2023-10-01", "2023-12-31", "ไตรมาส 1 ปีงบประมาณ 2567", "ไตรมาส 1 ปีงบ 2567", "Q1 fiscal year 2024"),
        ("FY2567-Q2", "2024-01-01", "2024-03-31", "ไตรมาส 2 ปีงบประมาณ 2567", "ไตรมาส 2 ปีงบ 2567", "Q2 fiscal year 2024"),
        ("2024-02", "2024-02-01", "2024-02-29", "กุมภาพันธ์ 2567", "ก.พ. 2567", "February 2024"),
        ("2023-10-01", "2023-10-01", "2023-10-01", "1 ตุลาคม 2566", "1 ต.ค. 2566", "1 October 2023"),
    ],
)  # fmt: skip
def test_days_and_labels(text: str, first: str, last: str, thai: str, short: str, english: str):  # noqa: PLR0917 - a row of the table
    period = from_text(text)
    assert (str(period), period.first.isoformat(), period.last.isoformat()) == (text, first, last)
    assert (label(period), label(period, short=True), label_en(period)) == (thai, short, english)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("FY2567", "FY 2024"),
        ("FY2567-Q4", "Q4 FY 2024"),
        ("2024-09", "Sep 2024"),
        ("2024-09-01", "1 Sep 2024"),
    ],
)
def test_short_english(text: str, english: str):
    assert label_en(from_text(text), short=True) == english


@pytest.mark.parametrize(
    "text",
    ["", "2567-13", "2024-00", "2023-02-29", "2024-Q5", "FY2567-01", "FY2567-10-01", "1800", "FY2200", "๒๕๖๗", "2024 ", "2024-1", "x" * 90],
)  # fmt: skip
def test_other_texts_are_no_periods(text: str):
    with pytest.raises(RefusedError):
        from_text(text)


def test_outside_the_years_there_are():
    for kind, number in ((YEAR, 1899), (YEAR, 2201), (MONTH, 2201 * 12), (DAY, 5)):
        with pytest.raises(ValueError, match="no "):
            Period(kind, number)
    with pytest.raises(ValueError, match="no "):
        Period(YEAR, 2200).next()


@steadily
@given(PERIODS)
def test_text_neighbours_and_days_agree(period: Period):
    assert from_text(str(period)) == period
    assert period.next().previous() == period
    assert period.next().first == period.last + timedelta(days=1)
    assert period_of(period.type, period.first) == period_of(period.type, period.last) == period
    assert period.contains(period.first)
    assert period.contains(period.last)
    assert not period.contains(period.next().first)


@steadily
@given(TYPES, DAYS, DAYS)
def test_sorted_as_time_runs(kind: PeriodType, one: date, other: date):
    first, second = sorted([one, other])
    assert period_of(kind, first).sort_key <= period_of(kind, second).sort_key


@steadily
@given(PERIODS, TYPES)
def test_parts_lie_within_and_do_not_overlap(period: Period, kind: PeriodType):
    found = parts(period, kind)
    assert all(period.contains(part) for part in found)
    assert all(one.next() == other for one, other in pairwise(found))
    assert all(enclosing(part, period.type) == period for part in found)


@steadily
@given(PERIODS)
def test_months_fill_everything_longer_than_a_day(period: Period):
    covered = months(period)
    assert (
        len(covered)
        == {YEAR: 12, FISCAL_YEAR: 12, QUARTER: 3, FISCAL_QUARTER: 3, MONTH: 1, DAY: 0}[period.type]
    )
    if covered:
        assert (covered[0].first, covered[-1].last) == (period.first, period.last)


def test_mixed_kinds_in_one_list():
    texts = ["2023-10-01", "2023-10", "FY2567-Q1", "FY2567", "2024", "2024-Q1", "FY2567-Q2", "2024-01"]
    assert [str(one) for one in sorted(map(from_text, texts), key=lambda one: one.sort_key)] == [
        "FY2567", "FY2567-Q1", "2023-10", "2023-10-01", "2024", "FY2567-Q2", "2024-Q1", "2024-01",
    ]  # fmt: skip


def test_ranges_and_what_contains_what():
    assert [str(one) for one in periods_from_to(from_text("2023-11"), from_text("2024-02"))] == [
        "2023-11", "2023-12", "2024-01", "2024-02",
    ]  # fmt: skip
    assert periods_from_to(from_text("2024-02"), from_text("2024-01")) == ()
    with pytest.raises(ValueError, match="kinds"):
        periods_from_to(from_text("2024"), from_text("2024-01"))
    assert enclosing(from_text("2024-01"), FISCAL_YEAR) == from_text("FY2567")
    assert enclosing(from_text("2024"), FISCAL_YEAR) is None
    assert enclosing(from_text("FY2567-Q2"), QUARTER) == from_text("2024-Q1")
    assert [str(one) for one in parts(from_text("FY2567"), YEAR)] == []


@pytest.mark.parametrize(
    ("text", "years", "earlier"),
    [("FY2567", 1, "FY2566"), ("2024-Q1", 2, "2022-Q1"), ("2024-02", 1, "2023-02"), ("2024-02-29", 1, "2023-02-28"), ("2024-02-29", 4, "2020-02-29")],
)  # fmt: skip
def test_years_earlier(text: str, years: int, earlier: str):
    assert str(years_earlier(from_text(text), years)) == earlier


def test_due_moment():
    # FY2567 ends on 30 Sep 2024; 15 days more end with 15 Oct, so 16 Oct 00:00 in Bangkok is late.
    assert due_at(from_text("FY2567"), 15) == datetime(2024, 10, 15, 17, 0, tzinfo=UTC)
    assert due_at(from_text("2024-01-31"), 0).isoformat() == "2024-02-01T00:00:00+07:00"
