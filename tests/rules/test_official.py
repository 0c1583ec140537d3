"""Official figures beside reported ones: the table of tolerances, at their very edges."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.official import (
    Given,
    Tolerance,
    Verdict,
    compared,
    data_owner,
    data_owners,
    reason_of,
    refuse_unreasoned,
    supplies,
    supply_of,
)

HALF = Tolerance("absolute", Decimal("0.5"), "reported")
ONE_PERCENT = Tolerance("relative", Decimal(1), "official")
TWO_DECIMALS = Tolerance("decimals", Decimal(2), "official")
NONE = Tolerance("absolute", Decimal(0), "reported")


@pytest.mark.parametrize(
    ("tolerance", "reported", "official", "verdict", "stands"),
    [
        (HALF, "21", "21", Verdict.SAME, "reported"),
        (HALF, "21", "21.0", Verdict.SAME, "reported"),
        (HALF, "21", "21.5", Verdict.WITHIN, "reported"),
        (HALF, "21", "20.5", Verdict.WITHIN, "reported"),
        (HALF, "21", "21.500000000000000001", Verdict.OUTSIDE, ""),
        (ONE_PERCENT, "99", "100", Verdict.WITHIN, "official"),
        (ONE_PERCENT, "101", "100", Verdict.WITHIN, "official"),
        (ONE_PERCENT, "98.9999999999", "100", Verdict.OUTSIDE, ""),
        (ONE_PERCENT, "0", "0.00", Verdict.SAME, "reported"),
        (ONE_PERCENT, "0.01", "0", Verdict.OUTSIDE, ""),  # a share of zero is nothing
        (ONE_PERCENT, "-99", "-100", Verdict.WITHIN, "official"),
        (TWO_DECIMALS, "71.234", "71.2349", Verdict.WITHIN, "official"),
        (TWO_DECIMALS, "71.234", "71.235", Verdict.OUTSIDE, ""),  # half up
        (NONE, "3", "3", Verdict.SAME, "reported"),
        (NONE, "3", "3.0001", Verdict.OUTSIDE, ""),
    ],
)
def test_what_a_difference_means(
    tolerance: Tolerance, reported: str, official: str, verdict: Verdict, stands: str
) -> None:
    found = compared(Given(Decimal(reported)), Given(Decimal(official)), tolerance)
    assert (found.verdict, found.stands) == (verdict, stands)


@pytest.mark.parametrize(
    ("reported", "official", "verdict"),
    [
        (Given(None, "no_data"), Given(Decimal(0)), Verdict.OUTSIDE),  # missing is not zero
        (Given(Decimal(0)), Given(None, "no_data"), Verdict.OUTSIDE),
        (Given(None, "no_data"), Given(None, "no_data"), Verdict.SAME),
        (Given(None, "no_data"), Given(None, "not_yet_published"), Verdict.OUTSIDE),
        (None, Given(Decimal(1)), Verdict.ALONE),
    ],
)
def test_a_figure_without_the_other(reported: Given | None, official: Given, verdict: Verdict) -> None:
    assert compared(reported, official, HALF).verdict == verdict


@given(st.decimals("-1e12", "1e12", places=4), st.decimals("-1e12", "1e12", places=4))
def test_the_difference_leads_from_the_reported_to_the_official(reported: Decimal, official: Decimal) -> None:
    found = compared(Given(reported), Given(official), HALF)
    assert found.difference is not None
    assert reported + found.difference == official
    assert (found.verdict == Verdict.OUTSIDE) == (abs(official - reported) > HALF.amount)


def test_the_reason_says_owner_figure_difference_and_tolerance() -> None:
    within = compared(Given(Decimal(21)), Given(Decimal("21.4")), HALF)
    assert reason_of(within, data_owner("pcd"), "มคก./ลบ.ม.").thai() == (
        "ใช้ตัวเลขที่รายงาน ต่างจากตัวเลขทางการของกรมควบคุมมลพิษ (21.4 มคก./ลบ.ม.) 0.4 อยู่ในเกณฑ์ ไม่เกิน 0.5 มคก./ลบ.ม."
    )
    taken = compared(Given(Decimal(1000)), Given(Decimal(1005)), ONE_PERCENT)
    assert reason_of(taken, data_owner("mots"), "ล้านบาท").thai() == (
        "ใช้ตัวเลขทางการของสำนักงานปลัดกระทรวงการท่องเที่ยวและกีฬา (1,005 ล้านบาท) ซึ่งต่างจากที่รายงาน 5"
        " อยู่ในเกณฑ์ ไม่เกินร้อยละ 1 ของตัวเลขทางการ"
    )


def test_a_person_who_takes_the_reported_one_against_the_official_says_why() -> None:
    outside = compared(Given(Decimal(21)), Given(Decimal(30)), HALF)
    assert refuse_unreasoned(outside, Given(Decimal(21)), "  ") is not None
    assert refuse_unreasoned(outside, Given(Decimal(21)), "สถานีย้ายกลางปี") is None
    within = compared(Given(Decimal(21)), Given(Decimal("21.1")), HALF)
    assert refuse_unreasoned(within, Given(Decimal(21)), "") is None


def test_the_table_names_known_owners_and_each_kpi_once() -> None:
    known = {owner.code for owner in data_owners()}
    found = supplies(2567)
    assert {owner for one in found for owner in one.owners} <= known
    assert len({one.kpi for one in found}) == len(found)
    assert supply_of(2567, "J-04") is not None
    assert supply_of(2567, "F-01") is None
    assert data_owner("gone").name == "gone"
