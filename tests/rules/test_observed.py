"""What a cell says of an observation: a number, or which kind of none – and what is not taken."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.rules.amounts import Limits
from samrit.rules.observed import Mark, Observed, Status, read_value
from samrit.rules.thai import thai_digits
from samrit.rules.units import read_unit
from samrit.rules.wording import Refusal

steadily = settings(deadline=None)


def read(typed: object, unit: str = "") -> str:
    """The number in full, the status, or the code of the refusal."""
    found = read_value(typed, unit=read_unit(unit))
    if isinstance(found, Refusal):
        return found.code
    return found.status.value if found.value is None else format(found.value, "f")


# ── four different things, and the others that are no number ────────────────
@pytest.mark.parametrize(
    ("typed", "status", "sdmx"),
    [
        (None, Status.BLANK, "O"),
        ("", Status.BLANK, "O"),
        (" \u00a0\u200b", Status.BLANK, "O"),
        ("-", Status.DASH, "O"),
        ("–", Status.DASH, "O"),
        ("—", Status.DASH, "O"),
        ("−", Status.DASH, "O"),
        ("--", Status.NEGLIGIBLE, "N"),
        ("ไม่มีข้อมูล", Status.NO_DATA, "O"),
        ("ไม่มี", Status.NO_DATA, "O"),
        ("n/a", Status.NO_DATA, "O"),
        ("N/A", Status.NO_DATA, "O"),
        ("N.A.", Status.NO_DATA, "O"),
        ("na", Status.NO_DATA, "O"),
        ("...", Status.NO_DATA, "O"),
        ("…", Status.NO_DATA, "O"),
        ("*", Status.NO_DATA, "O"),
        ("ไม่เกี่ยวข้อง", Status.NOT_APPLICABLE, "M"),
        ("รอผล", Status.NOT_YET, "O"),
        ("ยังไม่มีข้อมูล", Status.NOT_YET, "O"),
        ("ปกปิด", Status.SUPPRESSED, "Q"),
        ("0", Status.VALUE, "A"),
        (0, Status.VALUE, "A"),
        ("๐", Status.VALUE, "A"),
        ("0.00", Status.VALUE, "A"),
    ],
)
def test_no_number_is_not_zero(typed: object, status: Status, sdmx: str):
    found = read_value(typed)
    assert isinstance(found, Observed)
    assert (found.status, found.sdmx) == (status, sdmx)
    assert (found.value is None) == (status != Status.VALUE)


def test_none_in_a_word_is_asked():
    found = read_value("ไม่มี")
    assert isinstance(found, Observed)
    assert [note.code for note in found.notes] == ["observed_none"]


# ── numbers ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("๑,๒๓๔.๕๐", "1234.50"),
        ("1 234 567", "1234567"),
        ("1\u00a0234\u202f567.5", "1234567.5"),
        (" 12 ", "12"),
        ("'12", "12"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+5", "5"),
        ("-5", "-5"),
        ("- 5", "-5"),
        ("−5.25", "-5.25"),
        ("-0", "0"),
        ("(1,234.50)", "-1234.50"),
        ("( 5 )", "-5"),
        ("(0)", "0"),
        ("007", "7"),
        ("99999999999999999999.999999999999", "99999999999999999999.999999999999"),
        (12, "12"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
    ],
)
def test_numbers_stay_exact(typed: object, value: str):
    assert read(typed) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.234,5", "observed_separators"),
        ("1.234.567", "observed_separators"),
        ("1234,5", "observed_separators"),
        ("1,23", "observed_separators"),
        ("12,34,567", "observed_separators"),
        ("1,234,5.0", "observed_separators"),
        ("1 23", "observed_separators"),
        ("1 234,567", "observed_separators"),
        ("1. 5", "observed_separators"),
        ("#DIV/0!", "observed_spreadsheet_error"),
        ("#REF!", "observed_spreadsheet_error"),
        ("#N/A", "observed_spreadsheet_error"),
        ("#VALUE!", "observed_spreadsheet_error"),
        ("#name?", "observed_spreadsheet_error"),
        ("#####", "observed_too_narrow"),
        ("=SUM(A1:A3)", "observed_formula"),
        ("1.23457E+11", "observed_exponent"),
        ("1e5", "observed_exponent"),
        ("12-", "observed_unreadable"),
        ("(-5)", "observed_unreadable"),
        ("(5", "observed_unreadable"),
        ("5)", "observed_unreadable"),
        ("12 13/14", "observed_separators"),
        ("10-12", "observed_unreadable"),
        ("<10", "observed_unreadable"),
        ("ประมาณ 100", "observed_unreadable"),
        ("สิบ", "observed_unreadable"),
        ("nan", "observed_unreadable"),
        ("Infinity", "observed_unreadable"),
        (float("nan"), "observed_unreadable"),
        (float("inf"), "observed_unreadable"),
        (0.1 + 0.2, "number_too_long"),  # who reads the file gives its text
        (True, "observed_unreadable"),
        ("１２", "observed_unreadable"),
        ("١٢", "observed_unreadable"),
        ("5²", "observed_unreadable"),
        ("1" * 21, "number_too_long"),
        ("0." + "1" * 13, "number_too_long"),
        (Decimal("1E+999999"), "observed_exponent"),
        ("1" * 300, "observed_unreadable"),
        (date(2024, 1, 5), "observed_date"),
        (datetime(2024, 1, 5), "observed_date"),  # noqa: DTZ001 - as spreadsheets give it
        (time(1, 5), "observed_date"),
        (timedelta(hours=5), "observed_date"),
        (".", "observed_separators"),
        (",", "observed_separators"),
    ],
)
def test_what_is_not_taken(typed: object, code: str):
    assert read(typed) == code


def test_a_number_beyond_all_measure():
    assert read(10**5000) == read(-(10**60)) == "observed_unreadable"


def test_an_error_is_named():
    assert str(read_value("#DIV/0!")) == "สูตรในเซลล์ให้ผลผิดพลาด #DIV/0! – แก้สูตรในไฟล์ต้นทาง หรือพิมพ์ตัวเลขแทน"


# ── the item's own unit ─────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("typed", "unit", "found"),
    [
        ("1,234.50 ล้านบาท", "ล้านบาท", "1234.50"),
        ("1,234.50ล้านบาท", "ล้านบาท", "1234.50"),
        ("1,234.50 ล้าน", "ล้านบาท", "1234.50"),
        ("1.5 million baht", "ล้านบาท", "1.5"),
        ("1,234 บาท", "ล้านบาท", "observed_other_multiplier"),
        ("1.2 พันล้านบาท", "ล้านบาท", "observed_other_multiplier"),
        ("1.2 ล้าน", "บาท", "observed_other_unit"),
        ("12 คน", "ล้านบาท", "observed_other_unit"),
        ("12 ราย", "คน", "observed_other_unit"),
        ("฿1,234", "บาท", "1234"),
        ("45.2%", "ร้อยละ", "45.2"),
        ("45.2 %", "ร้อยละของครัวเรือน", "45.2"),
        ("ร้อยละ 45.2", "%", "45.2"),
        ("(5%)", "ร้อยละ", "-5"),
        ("45.2%", "คน", "observed_other_unit"),
        ("45.2%", "", "observed_other_unit"),
        ("25 µg/m³", "ไมโครกรัมต่อลูกบาศก์เมตร", "25"),
        ("25 ug/m3", "ไมโครกรัมต่อลูกบาศก์เมตร", "25"),
        ("12 ตัน", "ตัน", "12"),
        ("12 ตัน", "", "observed_unreadable"),
        ("บาท 12 บาท", "บาท", "observed_unreadable"),
    ],
)
def test_words_beside_a_number(typed: str, unit: str, found: str):
    assert read(typed, unit) == found


def test_another_multiplier_is_told_with_the_figure_to_type():
    found = read_value("1,234,500 บาท", unit=read_unit("ล้านบาท"))
    assert str(found) == "“1,234,500 บาท” เขียนหน่วยเป็น บาท แต่รายการนี้นับเป็น ล้านบาท – หากตั้งใจเช่นนั้น ให้พิมพ์ 1.2345"


# ── marks behind a figure ───────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("typed", "value", "marks", "sdmx"),
    [
        ("12.5(p)", "12.5", [Mark.PROVISIONAL], "P"),
        ("12.5 p", "12.5", [Mark.PROVISIONAL], "P"),
        ("12.5p", "12.5", [Mark.PROVISIONAL], "P"),
        ("12.5ᵖ", "12.5", [Mark.PROVISIONAL], "P"),
        ("12.5 (r)", "12.5", [Mark.REVISED], "A"),
        ("12.5 e", "12.5", [Mark.ESTIMATED], "E"),
        ("12.5 (เบื้องต้น)", "12.5", [Mark.PROVISIONAL], "P"),
        ("12.5 (ประมาณการ)", "12.5", [Mark.ESTIMATED], "E"),
        ("12.5 (p)(r)", "12.5", [Mark.PROVISIONAL, Mark.REVISED], "P"),
        ("(12.5) (p)", "-12.5", [Mark.PROVISIONAL], "P"),
        ("12.5 ล้านบาท (p)", "12.5", [Mark.PROVISIONAL], "P"),
        ("12.5", "12.5", [], "A"),
    ],
)
def test_marks(typed: str, value: str, marks: list[Mark], sdmx: str):
    found = read_value(typed, unit=read_unit("ล้านบาท"))
    assert isinstance(found, Observed)
    assert (str(found.value), list(found.marks), found.sdmx) == (value, marks, sdmx)


@pytest.mark.parametrize("typed", ["12.5 (1)", "12.5 (x)", "12.5 (ดูหมายเหตุ)", "12.5 p r x"])
def test_other_notes_are_not_swallowed(typed: str):
    assert read(typed) == "observed_unreadable"


def test_brackets_are_said():
    found = read_value("(1,234.50)")
    assert isinstance(found, Observed)
    assert [str(note) for note in found.notes] == ["อ่านวงเล็บเป็นจำนวนลบ: −1,234.5"]


def test_a_callers_own_limits():
    assert isinstance(read_value("1234", limits=Limits(3, 0)), Refusal)


# ── whatever comes ──────────────────────────────────────────────────────────
NUMBERS = st.decimals(min_value=-(10**18), max_value=10**18, places=4)


@steadily
@given(NUMBERS, st.booleans(), st.sampled_from(["", " ล้านบาท", "(p)"]))
def test_a_written_number_comes_back(value: Decimal, thai: object, behind: str):
    typed = f"{value:,f}{behind}"
    found = read_value(thai_digits(typed) if thai else typed, unit=read_unit("ล้านบาท"))
    assert isinstance(found, Observed)
    assert found.value == value
    assert found.text == (thai_digits(typed) if thai else typed)


@steadily
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet="0123456789.,()-+%pre #/๐๑บาทล้น", max_size=40),
        st.floats(),
        st.integers(),
        st.decimals(),
        st.none(),
        st.booleans(),
    )
)
def test_anything_is_read_or_refused(typed: object):
    found = read_value(typed, unit=read_unit("ล้านบาท"))
    if isinstance(found, Observed):
        assert (found.value is None) == (found.status != Status.VALUE)
        assert found.value is None or found.value.is_finite()
    else:
        assert str(found)
