"""Formulas over items: exact values, missing figures, units, and what is said of them."""

from decimal import Decimal, localcontext

import pytest

from samrit.rules.formula import Cell, Need, Place, compute
from samrit.rules.formula.telling import status_name
from samrit.rules.observed import Status
from samrit.rules.wording import RefusedError
from tests.rules.formulas import cells, computed, formula, refused, value


# ── values ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "gives", "figures", "found"),
    [
        ("A", "คน", {"A": "5"}, "5"),
        ("A + B * 2 - 1", "คน", {"A": "5", "B": "3"}, "10"),
        ("(A + B) * 2", "คน", {"A": "5", "B": "3"}, "16"),
        ("A - B - C", "คน", {"A": "9", "B": "3", "C": "2"}, "4"),
        ("-A + 10", "คน", {"A": "4"}, "6"),
        ("A × ๒ ÷ ๔", "คน", {"A": "5"}, "2.5"),
        ("0.1 + 0.2", "คน", {}, "0.3"),
        ("A / 3", "คน", {"A": "1"}, "0.3333333333333333333333333333"),
        ("A / B", "เท่า", {"A": "1", "B": "4"}, "0.25"),
        ("A / 3 * 3 - A", "คน", {"A": "7"}, "0"),
        ("sum(A)", "คน", {"A": ["1", "2", "3.5"]}, "6.5"),
        ("mean(A)", "คน", {"A": ["1", "2", "4"]}, "2.333333333333333333333333333"),
        ("median(A)", "คน", {"A": ["1", "9", "4"]}, "4"),
        ("median(A)", "คน", {"A": ["1", "9", "4", "5"]}, "4.5"),
        ("min(A) + max(A)", "คน", {"A": ["3", "1", "2"]}, "4"),
        ("count(A)", "เดือน", {"A": ["3", Status.DASH, "0", Status.BLANK]}, "2"),
        ("count(PM25 > 37.5)", "วัน", {"PM25": ["37.5", "37.6", "90"]}, "2"),
        ("count(if_missing(PM25, 0) > 37.5)", "วัน", {"PM25": ["37.5", Status.BLANK, "90"]}, "1"),
        ("sum(A - B)", "คน", {"A": ["3", "5"], "B": ["1", "1"]}, "6"),
        ("sum(A / sum(A)) * 100", "เท่า", {"A": ["3", "5"]}, "100"),
        ("share(A, B)", "ร้อยละ", {"A": "1", "B": "8"}, "12.5"),
        ("share(sum(RECYCLED), sum(WASTE))", "%", {"RECYCLED": ["10", "26"], "WASTE": ["50", "50"]}, "36"),
        ("growth(sum(OTOP_SALES), 1)", "ร้อยละ", {"OTOP_SALES": ["60", "60"], "OTOP_SALES-1": ["40", "60"]}, "20"),
        ("growth(A, 3)", "ร้อยละ", {"A": "9", "A-3": "10"}, "-10"),
        ("if_missing(A, 7)", "คน", {"A": Status.NO_DATA}, "7"),
        ("if_missing(A, B)", "คน", {"A": "0", "B": "5"}, "0"),
        # tourism of domain.md §6.1: Thai visitors, in million baht
        ("A * DAYS * SPEND + B * TRIP", "ล้านบาท", {"A": "1000000", "DAYS": "2", "SPEND": "1500", "B": "500000", "TRIP": "800"}, "3400"),
        ("MONEY + BAHT", "ล้านบาท", {"MONEY": "1", "BAHT": "500000"}, "1.5"),
        ("BAHT + MONEY", "ล้านบาท", {"MONEY": "1", "BAHT": "500000"}, "1.5"),
        ("share(BAHT, MONEY)", "ร้อยละ", {"MONEY": "1", "BAHT": "500000"}, "50"),
        ("if_missing(MONEY, BAHT)", "ล้านบาท", {"MONEY": Status.BLANK, "BAHT": "500000"}, "0.5"),
        ("count(MONEY > BAHT)", "ครั้ง", {"MONEY": ["1", "1"], "BAHT": ["500000", "2000000"]}, "1"),
        ("min(WQI)", "คะแนน", {"WQI": ["72", "65", "80"]}, "65"),
    ],
)  # fmt: skip
def test_values(text: str, gives: str, figures: dict[str, object], found: str):
    assert value(text, gives, figures) == found


def test_the_callers_own_precision_does_not_matter():
    with localcontext(prec=3):
        assert value("A / 3", "คน", {"A": "1"}) == "0.3333333333333333333333333333"


# ── PM2.5: the annual mean of stations that measured enough ─────────────────
def stations(**days: list[Cell]) -> dict[Need, dict[Place, Cell]]:
    return {
        Need("PM25"): {
            Place("20", f"2024-01-{day:02}", station): one
            for station, ones in days.items()
            for day, one in enumerate(ones, 1)
        }
    }


GAP = Status.NO_DATA


@pytest.mark.parametrize(
    ("days", "mean", "steps"),
    [
        ({"t1": [Decimal(20), Decimal(30)], "t2": [Decimal(10), Decimal(10)]}, Decimal("17.5"), ["formula_area", "formula_area", "formula_capture", "formula_result"]),
        ({"t1": [Decimal(20)] * 3 + [GAP], "t2": [Decimal(90), GAP, GAP, GAP]}, Decimal(20), ["formula_area", "formula_area_left", "formula_capture", "formula_result"]),
        ({"t1": [Decimal(20)] * 2 + [GAP] * 2}, None, ["formula_area_left", "formula_nothing"]),
        ({"t1": [GAP]}, None, ["formula_area_left", "formula_nothing"]),
        ({}, None, ["formula_nothing"]),
    ],
)  # fmt: skip
def test_mean_with_capture(days: dict[str, list[Cell]], mean: Decimal | None, steps: list[str]):
    found = compute(formula("mean_with_capture(PM25, 0.75)", "µg/m³"), stations(**days))
    assert (found.value, [step.code for step in found.steps]) == (mean, steps)


def test_a_station_left_out_is_named():
    found = compute(
        formula("mean_with_capture(PM25, 0.75)", "µg/m³"),
        stations(t1=[Decimal(20), GAP, GAP], t2=[Decimal(15)]),
    )
    assert [str(step) for step in found.steps] == [
        "20 t1: มี 1 จาก 3 ค่า ไม่ถึงร้อยละ 75 จึงไม่นำมาคิด",
        "20 t2: มี 1 จาก 1 ค่า เฉลี่ย = 15",
        "ค่าเฉลี่ยของ PM25 จาก 1 ใน 2 แห่งที่มีข้อมูลพอ = 15",
        "mean_with_capture(PM25, 0.75) = 15 µg/m³",
    ]


# ── missing is not zero ─────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "gives", "figures", "reason"),
    [
        ("A + 1", "คน", {"A": Status.BLANK}, "A พื้นที่ 20 ช่วง FY2567: เว้นว่าง"),
        ("A * 0", "คน", {"A": Status.DASH}, "A พื้นที่ 20 ช่วง FY2567: ขีด (-)"),
        ("A", "คน", {}, "A: ไม่มีช่องข้อมูลในพื้นที่และช่วงเวลานี้"),
        ("sum(A)", "คน", {"A": ["1", Status.NO_DATA, Status.BLANK]}, "ขาด 2 จาก 3 ค่า เช่น A พื้นที่ 20 ช่วง 2024-02: ไม่มีข้อมูล"),
        ("sum(A)", "คน", {}, "ไม่มีช่องข้อมูลให้รวม"),
        ("sum(A - B)", "คน", {"A": ["3", "5"], "B": ["1"]}, "ขาด 1 จาก 2 ค่า เช่น พื้นที่ 20 ช่วง 2024-02: รายการหนึ่งในสูตรไม่มีช่องข้อมูล"),
        ("count(A > 1)", "คน", {"A": ["3", Status.NOT_YET]}, "ขาด 1 จาก 2 ค่า เช่น A พื้นที่ 20 ช่วง 2024-02: ยังไม่ประกาศ"),
        ("A / B", "เท่า", {"A": "1", "B": "0"}, "ตัวหาร B เป็นศูนย์"),
        ("share(A, B - B)", "ร้อยละ", {"A": "1", "B": "2"}, "ตัวหาร B - B เป็นศูนย์"),
        ("growth(A, 1)", "ร้อยละ", {"A": "5"}, "ไม่มีค่าของ 1 ปีก่อน (A: ไม่มีช่องข้อมูลในพื้นที่และช่วงเวลานี้)"),
        ("growth(A, 1)", "ร้อยละ", {"A": "5", "A-1": "0"}, "ค่าของ 1 ปีก่อนคือ 0 จึงเทียบเป็นร้อยละไม่ได้"),
        ("growth(A, 1)", "ร้อยละ", {"A": Status.SUPPRESSED, "A-1": "5"}, "A พื้นที่ 20 ช่วง FY2567: ปกปิด"),
        ("if_missing(A, B)", "คน", {"A": Status.BLANK, "B": Status.NOT_APPLICABLE}, "B พื้นที่ 20 ช่วง FY2567: ไม่เกี่ยวข้อง"),
    ],
)  # fmt: skip
def test_missing_goes_on_with_its_reason(text: str, gives: str, figures: dict[str, object], reason: str):
    found = computed(text, gives, figures)
    assert (found.value, str(found.missing)) == (None, reason)
    assert str(found.steps[-1]) == f"คำนวณไม่ได้: {reason}"


def test_every_status_has_a_name():
    assert len({str(status_name(status)) for status in Status}) == len(Status)


# ── the steps ───────────────────────────────────────────────────────────────
def test_steps_of_tourism():
    found = compute(
        formula("A * DAYS * SPEND", "ล้านบาท"),
        cells({"A": "1000000", "DAYS": "2.5", "SPEND": "1500"}),
        names={"A": "ผู้เยี่ยมเยือนค้างคืน"},
    )
    assert [str(step) for step in found.steps] == [
        "ผู้เยี่ยมเยือนค้างคืน (FY2567) = 1,000,000 คน",
        "DAYS (FY2567) = 2.5 วัน",
        "1,000,000 × 2.5 = 2,500,000 คน·วัน",
        "SPEND (FY2567) = 1,500 บาท/คน/วัน",
        "2,500,000 × 1,500 = 3,750,000,000 บาท",
        "แปลงหน่วย 3,750,000,000 บาท = 3,750 ล้านบาท",
        "A * DAYS * SPEND = 3,750 ล้านบาท",
    ]


def test_steps_of_a_share_and_a_growth():
    found = computed(
        "share(sum(RECYCLED), sum(WASTE))", "ร้อยละ", {"RECYCLED": ["10", "20"], "WASTE": ["40", "50"]}
    )
    assert [str(step) for step in found.steps] == [
        "ผลรวมของ RECYCLED (2 ค่า) = 10 + 20 = 30 ตัน",
        "ผลรวมของ WASTE (2 ค่า) = 40 + 50 = 90 ตัน",
        "30 ÷ 90 × 100 ≈ 33.333333 ร้อยละ",
        "share(sum(RECYCLED), sum(WASTE)) ≈ 33.333333 ร้อยละ",
    ]
    found = computed("growth(mean(A), 1)", "ร้อยละ", {"A": ["3"] * 13, "A-1": ["1", "3"]})
    assert [str(step) for step in found.steps] == [
        "ค่าเฉลี่ยของ A = (…) ÷ 13 = 3 คน",
        "ค่าของ 1 ปีก่อน:",
        "ค่าเฉลี่ยของ A = (1 + 3) ÷ 2 = 2 คน",
        "เทียบกับ 1 ปีก่อน = (3 − 2) ÷ 2 × 100 = 50",
        "growth(mean(A), 1) = 50 ร้อยละ",
    ]
    found = computed(
        "if_missing(A, 7) + median(B) + min(B) + max(B) + count(B)", "คน", {"A": Status.BLANK, "B": ["-1"]}
    )
    assert [str(step) for step in found.steps] == [
        "A (FY2567): ไม่มีค่า",
        "A พื้นที่ 20 ช่วง FY2567: เว้นว่าง – ใช้ 7 แทน",
        "มัธยฐานของ B (1 ค่า) = -1 คน",
        "7 + (-1) = 6 คน",
        "ค่าต่ำสุดของ B (1 ค่า) = -1 คน",
        "6 + (-1) = 5 คน",
        "ค่าสูงสุดของ B (1 ค่า) = -1 คน",
        "5 + (-1) = 4 คน",
        "นับ B ได้ 1 จาก 1",
        "4 + 1 = 5 คน",
        "if_missing(A, 7) + median(B) + min(B) + max(B) + count(B) = 5 คน",
    ]


def test_of_many_figures_only_the_outcome_is_said():
    figures = {"MONEY": ["1", Status.BLANK], "BAHT": ["500000", "2000000"]}
    found = computed("sum(if_missing(MONEY, 0) + BAHT)", "ล้านบาท", figures)
    assert [str(step) for step in found.steps] == [
        "MONEY: ไม่มีค่า 1 จาก 2 ใช้ 0 แทน",
        "ผลรวมของ if_missing(MONEY, 0) + BAHT (2 ค่า) = 1.5 + 2 = 3.5 ล้านบาท",
        "sum(if_missing(MONEY, 0) + BAHT) = 3.5 ล้านบาท",
    ]


def test_what_has_to_be_brought():
    assert formula("growth(share(sum(A), B), 2) + RATE", "ร้อยละ").needs == {
        Need("A", 0), Need("B", 0), Need("A", 2), Need("B", 2), Need("RATE", 0),
    }  # fmt: skip


# ── units and sense ─────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "gives", "code"),
    [
        ("MONEY + A", "ล้านบาท", "formula_units_differ"),
        ("A - DAYS", "คน", "formula_units_differ"),
        ("count(A > MONEY)", "คน", "formula_units_differ"),
        ("share(A, MONEY)", "ร้อยละ", "formula_units_differ"),
        ("if_missing(A, MONEY)", "คน", "formula_units_differ"),
        ("RATE + A", "ร้อยละ", "formula_units_differ"),
        ("A", "ล้านบาท", "formula_gives_other_unit"),
        ("A / B * 100", "ร้อยละ", "formula_gives_other_unit"),
        ("A * B", "คน", "formula_gives_other_unit"),
        ("RATE * MONEY", "ล้านบาท", "formula_gives_other_unit"),
        ("share(A, B)", "คน", "formula_gives_other_unit"),
        ("A > B", "คน", "formula_truth"),
        ("(A > B) + 1", "คน", "formula_truth"),
        ("-(A > B)", "คน", "formula_truth"),
        ("sum(A > B)", "คน", "formula_truth"),
        ("(A > B) * 2", "คน", "formula_truth"),
        ("growth(A > B, 1)", "ร้อยละ", "formula_truth"),
        ("if_missing(A > B, 1)", "คน", "formula_truth"),
        ("(A > B) > 0", "คน", "formula_truth"),
        ("sum(5)", "คน", "formula_nothing_to_gather"),
        ("sum(sum(A))", "คน", "formula_nothing_to_gather"),
        ("mean_with_capture(A, 75)", "คน", "formula_least"),
        ("mean_with_capture(A, 0)", "คน", "formula_least"),
        ("mean_with_capture(A, B)", "คน", "formula_least"),
        ("growth(A, 0)", "ร้อยละ", "formula_years"),
        ("growth(A, 11)", "ร้อยละ", "formula_years"),
        ("growth(A, 1.5)", "ร้อยละ", "formula_years"),
        ("growth(A, B)", "ร้อยละ", "formula_years"),
        ("mean(growth(A, 1))", "ร้อยละ", "formula_growth_inside"),
        ("growth(growth(A, 1), 1)", "ร้อยละ", "formula_growth_inside"),
        ("OTOP_SALE", "ล้านบาท", "formula_item_near"),
        ("xyz", "คน", "formula_item_unknown"),
        ("sum", "คน", "formula_no_brackets"),
        ("sum(A, B)", "คน", "formula_arguments"),
        ("sum()", "คน", "formula_arguments"),
        ("share(A)", "คน", "formula_arguments"),
    ],
)
def test_what_makes_no_sense(text: str, gives: str, code: str):
    assert refused(text, gives) == code


def test_an_item_of_many_figures_has_to_be_gathered():
    with pytest.raises(RefusedError) as caught:
        computed("A", "คน", {"A": ["1", "2"]})
    assert caught.value.refusal.code == "formula_item_has_many"
