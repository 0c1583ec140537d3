"""Periods as offices type them: read, or refused with the way to mend it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.periods import (
    Era,
    Habits,
    Period,
    PeriodRead,
    PeriodType,
    from_text,
    label,
    read_period,
)
from samrit.rules.periods.reading import kind_name
from samrit.rules.thai import MONTHS, MONTHS_SHORT, thai_digits
from samrit.rules.wording import Refusal
from tests.rules.periods import (
    DAY,
    FISCAL_QUARTER,
    FISCAL_YEAR,
    MONTH,
    PERIODS,
    QUARTER,
    TYPES,
    YEAR,
    steadily,
)


def read(given: object, expects: PeriodType | None = None, **habits: object) -> str:
    """The canonical text, or the code of the refusal."""
    found = read_period(given, expects=expects, habits=Habits(**habits))  # type: ignore[arg-type]
    return found.code if isinstance(found, Refusal) else str(found.period)


# ── reading ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("typed", "expects", "found"),
    [
        # years: without a word the item decides, without an item they are two things
        ("2567", YEAR, "2024"),
        ("2567", FISCAL_YEAR, "FY2567"),
        ("2567", None, "period_ambiguous"),
        (2567, FISCAL_YEAR, "FY2567"),
        ("2567.0", FISCAL_YEAR, "FY2567"),
        ("256701.0", MONTH, "2024-01"),
        ("2567.5", FISCAL_YEAR, "period_unreadable"),
        ("2024", YEAR, "2024"),
        ("2024", FISCAL_YEAR, "FY2567"),
        ("๒๕๖๗", FISCAL_YEAR, "FY2567"),
        (" พ.ศ. 2567 ", YEAR, "2024"),
        ("พ.ศ.๒๕๖๗", YEAR, "2024"),
        ("ปี พ.ศ. 2567", YEAR, "2024"),
        ("ค.ศ. 2024", YEAR, "2024"),
        ("ปีงบ 2567", None, "FY2567"),
        ("ปีงบประมาณ พ.ศ. 2567", None, "FY2567"),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๗", FISCAL_YEAR, "FY2567"),
        ("FY2567", None, "FY2567"),
        ("FY 2024", None, "FY2567"),
        ("ปีปฏิทิน 2567", None, "2024"),
        ("ปีงบ 2567", YEAR, "period_other_kind"),
        ("ปีปฏิทิน 2567", FISCAL_YEAR, "period_other_kind"),
        ("2567", MONTH, "period_other_kind"),
        ("พ.ศ. 67", YEAR, "2024"),
        ("ปีงบประมาณ พ.ศ. 67", None, "FY2567"),
        ("ปีงบ 67", None, "period_short_year"),
        ("67", FISCAL_YEAR, "period_short_year"),
        ("พ.ศ. 2024", YEAR, "period_era_contradicts"),
        ("ค.ศ. 2567", YEAR, "period_era_contradicts"),
        ("2300", YEAR, "period_year_unlikely"),
        ("1567", YEAR, "period_year_unlikely"),
        ("3567", YEAR, "period_year_unlikely"),
        ("2566/2567", FISCAL_YEAR, "period_unreadable"),
        ("2566-2567", FISCAL_YEAR, "period_unreadable"),
        ("ปีการศึกษา 2567", YEAR, "period_unreadable"),
        # quarters
        ("ไตรมาส 1/2567", FISCAL_QUARTER, "FY2567-Q1"),
        ("ไตรมาส 1/2567", QUARTER, "2024-Q1"),
        ("ไตรมาส 1/2567", None, "period_ambiguous"),
        ("ไตรมาสที่ ๑ ปีงบประมาณ พ.ศ. ๒๕๖๗", None, "FY2567-Q1"),
        ("ไตรมาส 4 ปีปฏิทิน 2567", None, "2024-Q4"),
        ("Q1 2567", QUARTER, "2024-Q1"),
        ("Q1/2567", FISCAL_QUARTER, "FY2567-Q1"),
        ("2567-Q3", FISCAL_QUARTER, "FY2567-Q3"),
        ("FY2567-Q3", None, "FY2567-Q3"),
        ("3Q2024", QUARTER, "2024-Q3"),
        ("ไตรมาส 5/2567", QUARTER, "period_impossible"),
        ("ไตรมาส 0/2567", QUARTER, "period_impossible"),
        ("Q1/67", QUARTER, "period_short_year"),
        ("1/2567", QUARTER, "period_other_kind"),
        # months
        ("ม.ค. 2567", MONTH, "2024-01"),
        ("ม.ค.-2567", None, "2024-01"),
        ("มค 2567", None, "2024-01"),
        ("ม. ค. 2567", None, "2024-01"),
        ("มกราคม 2567", None, "2024-01"),
        ("มกราคม พ.ศ. ๒๕๖๗", None, "2024-01"),
        ("เดือนกรกฏาคม 2567", None, "2024-07"),
        ("เดือน ธันวาคม ปี 2567", None, "2024-12"),
        ("01/2567", None, "2024-01"),
        ("1/2024", None, "2024-01"),
        ("2567-01", None, "2024-01"),
        ("2024-01", None, "2024-01"),
        ("Jan 2024", None, "2024-01"),
        ("Sept-2024", None, "2024-09"),
        ("256701", MONTH, "2024-01"),
        ("202401", MONTH, "2024-01"),
        ("202401", None, "period_unreadable"),
        ("ม.ค. 67", MONTH, "period_short_year"),
        ("ม.ค.-67", None, "period_short_year"),
        ("ม.ค. พ.ศ. 67", None, "2024-01"),
        ("13/2567", MONTH, "period_impossible"),
        ("2566-67", MONTH, "period_impossible"),
        ("ต.ค. ปีงบ 2567", MONTH, "period_unreadable"),
        ("มกรา 2567", MONTH, "2024-01"),
        ("ม.ค.-มี.ค. 2567", MONTH, "period_unreadable"),
        ("2024-01-01", MONTH, "2024-01"),
        ("2024-01-01 00:00:00", MONTH, "2024-01"),
        ("2024-01-02", MONTH, "period_other_kind"),
        ("1/1/2567", MONTH, "period_other_kind"),
        # days
        ("1/10/2566", None, "2023-10-01"),
        ("๑/๑๐/๒๕๖๖", None, "2023-10-01"),
        ("01-10-2566", None, "2023-10-01"),
        ("1.10.2566", None, "2023-10-01"),
        ("1 ต.ค. 2566", None, "2023-10-01"),
        ("1 ตุลาคม พ.ศ. 2566", None, "2023-10-01"),
        ("วันที่ 1 ตุลาคม 2566", None, "2023-10-01"),
        ("1-Oct-2023", None, "2023-10-01"),
        ("2023-10-01", None, "2023-10-01"),
        ("2566-10-01", None, "2023-10-01"),
        ("2023/10/1", None, "2023-10-01"),
        ("2023-10-01T00:00:00", DAY, "2023-10-01"),
        ("25661001", DAY, "2023-10-01"),
        ("25661001", MONTH, "period_unreadable"),
        ("29/2/2567", None, "2024-02-29"),
        ("29/2/2566", None, "period_impossible"),
        ("31 เม.ย. 2567", None, "period_impossible"),
        ("1/13/2566", None, "period_impossible"),
        ("1 ต.ค. 66", None, "period_short_year"),
        ("1/10/66", None, "period_short_year"),
        ("1/10/2024", None, "period_day_or_month_first"),
        ("10/10/2024", None, "2024-10-10"),
        ("13/10/2024", None, "2024-10-13"),
        ("10/13/2024", None, "period_impossible"),
        ("2023-10-01 13:45", DAY, "period_unreadable"),
        # nothing, and other things
        ("", None, "period_blank"),
        (None, None, "period_blank"),
        ("\u200b \ufeff", None, "period_blank"),
        (45200, DAY, "period_serial"),
        ("45200", YEAR, "period_serial"),
        ("สิ้นปี", YEAR, "period_unreadable"),
        (True, YEAR, "period_unreadable"),
        ("２５６７", YEAR, "period_unreadable"),
        ("٢٥٦٧", YEAR, "period_unreadable"),
        ("-", YEAR, "period_unreadable"),
        ("2567" * 100, YEAR, "period_unreadable"),
    ],
)  # fmt: skip
def test_what_offices_type(typed: object, expects: PeriodType | None, found: str):
    assert read(typed, expects) == found


@pytest.mark.parametrize(
    ("typed", "expects", "habits", "found"),
    [
        ("67", FISCAL_YEAR, {"short_years": Era.BUDDHIST}, "FY2567"),
        ("ปีงบ 67", None, {"short_years": Era.BUDDHIST}, "FY2567"),
        ("ม.ค. 67", MONTH, {"short_years": Era.BUDDHIST}, "2024-01"),
        ("ม.ค.-67", MONTH, {"short_years": Era.BUDDHIST}, "2024-01"),
        ("ม.ค.67", MONTH, {"short_years": Era.BUDDHIST}, "2024-01"),
        ("Q1/67", QUARTER, {"short_years": Era.BUDDHIST}, "2024-Q1"),
        ("1 ต.ค. 66", DAY, {"short_years": Era.BUDDHIST}, "2023-10-01"),
        ("1/10/66", DAY, {"short_years": Era.BUDDHIST}, "2023-10-01"),
        ("Jan-24", MONTH, {"short_years": Era.COMMON}, "2024-01"),
        ("พ.ศ. 67", YEAR, {"short_years": Era.COMMON}, "2024"),
        ("1/10/24", DAY, {"short_years": Era.COMMON, "day_first": True}, "2024-10-01"),
        ("1/10/24", DAY, {"short_years": Era.COMMON}, "period_day_or_month_first"),
        ("1/10/66", DAY, {"short_years": Era.BUDDHIST, "day_first": False}, "2023-01-10"),
        ("1/10/2024", DAY, {"day_first": True}, "2024-10-01"),
        ("1/10/2024", DAY, {"day_first": False}, "2024-01-10"),
        ("10/13/2024", DAY, {"day_first": False}, "2024-10-13"),
    ],
)
def test_what_the_owner_said_of_the_column(
    typed: str, expects: PeriodType | None, habits: dict[str, object], found: str
):
    assert read(typed, expects, **habits) == found


def test_what_was_taken_for_granted_is_said():
    found = read_period("ม.ค. 67", expects=MONTH, habits=Habits(short_years=Era.BUDDHIST))
    assert isinstance(found, PeriodRead)
    assert [str(note) for note in found.notes] == ["อ่านปี 67 เป็น พ.ศ. 2567"]
    found = read_period("ค.ศ. 05", expects=YEAR)
    assert isinstance(found, PeriodRead)
    assert [str(note) for note in found.notes] == ["อ่านปี 05 เป็น ค.ศ. 2005"]


def test_refusals_say_how_to_mend():
    told = {
        typed: str(read_period(typed, expects=expects))
        for typed, expects in (("67", YEAR), ("2567", None), ("ปีงบ 2567", YEAR), ("1/10/2024", DAY))
    }
    assert told == {
        "67": "ปีใน “67” มีสองหลัก อาจเป็น พ.ศ. 2567 หรือ ค.ศ. 2067 – พิมพ์ปีสี่หลัก หรือระบุในการจับคู่คอลัมน์ว่าปีสองหลักเป็น พ.ศ.",
        "2567": "“2567” อาจเป็นปี 2567 หรือปีงบประมาณ 2567 – เขียนให้ชัด เช่น ปีงบประมาณ 2567",
        "ปีงบ 2567": "“ปีงบ 2567” คือปีงบประมาณ 2567 แต่รายการนี้เก็บเป็นรายปีปฏิทิน",
        "1/10/2024": "“1/10/2024” อาจเป็น 1 ตุลาคม 2567 หรือ 10 มกราคม 2567 – พิมพ์ชื่อเดือน หรือระบุในการจับคู่คอลัมน์ว่าวันมาก่อนเดือน",
    }
    assert len({str(kind_name(kind)) for kind in PeriodType}) == 6


@pytest.mark.parametrize(
    ("cell", "expects", "found"),
    [
        (date(2023, 10, 1), DAY, "2023-10-01"),
        (date(2566, 10, 1), DAY, "2023-10-01"),  # พ.ศ. typed into a date cell
        (datetime(2023, 10, 1), None, "2023-10-01"),  # noqa: DTZ001 - spreadsheets have no zone
        (datetime(2023, 10, 1, 8, 30), DAY, "period_with_time"),  # noqa: DTZ001
        (datetime(2023, 10, 1, tzinfo=UTC), DAY, "period_with_time"),
        (date(2024, 1, 1), MONTH, "2024-01"),
        (date(2024, 1, 2), MONTH, "period_other_kind"),
        (date(2024, 1, 1), YEAR, "period_other_kind"),
        (date(1967, 10, 1), DAY, "period_swallowed"),  # 1/10/67
        (date(2568, 2, 29), DAY, "period_impossible"),  # 2568 has one in ค.ศ., พ.ศ. 2568 has not
        (date(2300, 1, 1), DAY, "period_year_unlikely"),
    ],
)
def test_dates_of_a_spreadsheet(cell: date, expects: PeriodType | None, found: str):
    assert read(cell, expects) == found


def test_a_column_of_both_eras():
    column = ["2566", "2023", "พ.ศ. 2567", 2024, "๒๕๖๗"]
    assert [read(cell, YEAR) for cell in column] == ["2023", "2023", "2024", "2024", "2024"]


def spellings(period: Period) -> list[str]:
    """What people may type for it, all of them clear once the kind is known."""
    year, day = period.year + 543, period.first
    match period.type:
        case PeriodType.YEAR | PeriodType.FISCAL_YEAR:
            return [str(year), f"พ.ศ. {year}", str(period.year), label(period)]
        case PeriodType.QUARTER | PeriodType.FISCAL_QUARTER:
            return [
                f"ไตรมาส {period.number % 4 + 1}/{year}",
                f"Q{period.number % 4 + 1} {year}",
                label(period),
                label(period, short=True),
            ]
        case PeriodType.MONTH:
            short = MONTHS_SHORT[day.month - 1]
            return [
                label(period),
                f"{short} {year}",
                f"{short}-{year}",
                f"{day.month:02}/{year}",
                f"{year}-{day.month:02}",
                f"{year}{day.month:02}",
            ]
        case _:
            return [label(period), label(period, short=True), f"{day.day}/{day.month}/{year}", day.isoformat(), f"{day.day} {MONTHS[day.month - 1]} {day.year}"]  # fmt: skip


@steadily
@given(PERIODS, st.booleans(), st.data())
def test_every_spelling_comes_back(period: Period, thai: object, data: st.DataObject):
    typed = data.draw(st.sampled_from([*spellings(period), str(period)]))
    assert read(thai_digits(typed) if thai else typed, period.type) == str(period)


@steadily
@given(
    st.one_of(
        st.text(max_size=40),
        st.text(alphabet="0123456789/-. ปีงบQqพศ.มค", max_size=20),
        st.floats(),
        st.integers(),
        st.none(),
        st.booleans(),
        st.datetimes(),
    ),
    st.none() | TYPES,
)
def test_anything_is_read_or_refused(typed: object, expects: PeriodType | None):
    found = read_period(typed, expects=expects)
    if isinstance(found, PeriodRead):
        assert expects in {None, found.period.type}
        assert from_text(str(found.period)) == found.period
    else:
        assert str(found)
