"""Formulas of KPIs: their months, what the built-in ones come to, and the fingerprint of their cells."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from samrit.rules.areas import AreaLevel
from samrit.rules.formula import Cell, Need, Place
from samrit.rules.items import book
from samrit.rules.kpi_formulas import (
    Answer,
    Frame,
    Gather,
    Of,
    Span,
    Take,
    Terms,
    answer,
    built_in,
    built_in_by_code,
    checked,
    fitting,
    mean_of,
    months_of,
)
from samrit.rules.observed import Status
from samrit.rules.periods import PeriodType
from samrit.rules.wording import RefusedError

FISCAL, MONTH, DAY = PeriodType.FISCAL_YEAR, PeriodType.MONTH, PeriodType.DAY


# ── which periods ───────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("span", "months", "kind", "ends", "count"),
    [
        # a year's figure belongs to the half-year's report too: it began by then
        (Span.FISCAL_YEAR, 6, FISCAL, ("FY2567", "FY2567"), 1),
        (Span.FISCAL_YEAR, 6, MONTH, ("2023-10", "2024-03"), 6),
        (Span.FISCAL_YEAR, 9, MONTH, ("2023-10", "2024-06"), 9),
        (Span.FISCAL_YEAR, 12, MONTH, ("2023-10", "2024-09"), 12),
        (Span.FISCAL_YEAR, 12, DAY, ("2023-10-01", "2024-09-30"), 366),
        (Span.FISCAL_YEAR, 12, PeriodType.FISCAL_QUARTER, ("FY2567-Q1", "FY2567-Q4"), 4),
        # the calendar year that ended within the fiscal one
        (Span.YEAR_ENDED, 12, PeriodType.YEAR, ("2023", "2023"), 1),
        (Span.YEAR_ENDED, 6, MONTH, ("2023-01", "2023-12"), 12),
        (Span.YEAR, 12, MONTH, ("2024-01", "2024-12"), 12),
        (Span.YEAR, 6, MONTH, ("2024-01", "2024-03"), 3),
        (Span.TWELVE_MONTHS, 6, MONTH, ("2023-04", "2024-03"), 12),
    ],
)
def test_months(span: Span, months: int, kind: PeriodType, ends: tuple[str, str], count: int):
    found = months_of(span, 2567, months).periods(kind)
    assert ((str(found[0]), str(found[-1])), len(found)) == (ends, count)


def test_a_calendar_year_is_never_cut_out_of_a_fiscal_one():
    assert months_of(Span.FISCAL_YEAR, 2567, 12).periods(PeriodType.YEAR) == ()


def test_a_year_earlier():
    found = months_of(Span.FISCAL_YEAR, 2567, 12).earlier(1).periods(DAY)
    assert (str(found[0]), str(found[-1]), len(found)) == ("2022-10-01", "2023-09-30", 365)


# ── the built-in ones ───────────────────────────────────────────────────────
def frame(
    code: str,
    periods: Iterable[str],
    areas: Iterable[str] = ("13",),
    parts: Iterable[str] = ("",),
    back: int = 0,
) -> Frame:
    item = book().items[code]
    keys = {part: place for place, part in enumerate(parts)}
    return Frame(
        Need(code, back),
        1,
        item.name,
        book().unit_text(item),
        item.period.value,
        tuple(areas),
        tuple(periods),
        keys,
    )


def worked(code: str, given: list[tuple[Frame, list[str | Status]]]) -> Answer:
    """The built-in formula over the frames, their cells in the order of their places."""
    terms = built_in_by_code(code).terms
    cells: dict[Need, dict[Place, Cell]] = {
        one.need: {
            place: cell if isinstance(cell, Status) else Decimal(cell)
            for place, cell in zip(one.places(), figures, strict=True)
        }
        for one, figures in given
    }
    return answer(terms.expression, terms.unit, terms.decimals, [one for one, _ in given], cells)


MONTHS = [str(one) for one in months_of(Span.FISCAL_YEAR, 2567, 12).periods(MONTH)]
DAYS = [str(one) for one in months_of(Span.FISCAL_YEAR, 2567, 12).periods(DAY)]
TOWNS = ["1301", "1302"]


def test_the_pm25_mean_leaves_out_stations_with_too_few_days():
    """366 days: 275 are 75 %, 274 are not."""
    stations = frame("pm25_daily", DAYS, parts=["20t", "21t"])
    full = ["20"] * 275 + [Status.NO_DATA] * 91
    for other, value in (
        (["30"] * 275 + [Status.BLANK] * 91, "25.0"),
        (["30"] * 274 + [Status.BLANK] * 92, "20.0"),
    ):
        rows = [figure for pair in zip(full, other, strict=True) for figure in pair]
        assert str(worked("pm25_annual_mean", [(stations, rows)]).value) == value


def test_without_enough_days_there_is_no_pm25_mean():
    found = worked(
        "pm25_annual_mean", [(frame("pm25_daily", DAYS, parts=["20t"]), ["20"] * 274 + [Status.DASH] * 92)]
    )
    assert (found.value, str(found.missing)) == (None, "ไม่มีแห่งใดใน 1 แห่งที่มีข้อมูลถึงร้อยละ 75")


def test_water_quality():
    section = frame("wqi_section", ["2023-11", "2024-02", "2024-05", "2024-08"], parts=["chao_phraya_middle"])
    sampled = ["72", "65.5", "70", "71.25"]
    assert worked("wqi_section_mean", [(section, sampled)]).value == Decimal("69.69")  # 69.6875
    assert worked("wqi_section_least", [(section, sampled)]).value == Decimal("65.50")
    five = frame(
        "wqi_parameter",
        ["2024-05"],
        parts=[f"chao_phraya_middle/{one}" for one in ("do", "bod", "tcb", "fcb", "nh3")],
    )
    assert worked("wqi_of_five", [(five, ["80", "70", "60", "65", "90"])]).value == 73


def visits(*codes: str) -> list[Frame]:
    return [frame(code, MONTHS) for code in codes]


def test_tourism_revenue_is_made_month_by_month():
    """(100,000 × 2.2 × 1,850 + 50,000 × 900) × 12 = 5,424 million; with foreigners 10,000 × 3 × 2,400 × 12 more."""
    thai = visits(
        "tourists_thai", "stay_thai", "spend_tourist_thai", "excursionists_thai", "spend_excursionist_thai"
    )
    figures = [[one] * 12 for one in ("100000", "2.2", "1850", "50000", "900")]
    assert worked("tourism_revenue_thai", [*zip(thai, figures, strict=True)]).value == Decimal(5424)
    foreign = visits("tourists_foreign", "stay_foreign", "spend_tourist_foreign")
    more = [[one] * 12 for one in ("10000", "3", "2400")]
    whole = worked("tourism_revenue", [*zip((*thai, *foreign), (*figures, *more), strict=True)])
    assert whole.value == Decimal(6288)


def test_a_missing_month_is_no_zero():
    thai = visits(
        "tourists_thai", "stay_thai", "spend_tourist_thai", "excursionists_thai", "spend_excursionist_thai"
    )
    figures: list[list[str | Status]] = [[one] * 12 for one in ("100000", "2.2", "1850", "50000", "900")]
    figures[1][4] = Status.NOT_YET
    found = worked("tourism_revenue_thai", [*zip(thai, figures, strict=True)])
    assert found.value is None
    assert "ขาด 1 จาก 12 ค่า" in str(found.missing)


@pytest.mark.parametrize(
    ("code", "figures", "value"),
    [
        # the nation's figures: 9.13 of 25.37 million tons disposed of properly are 36 %
        (
            "waste_disposed",
            {"waste_disposed": ["9000000", "130000"], "waste_generated": ["25000000", "370000"]},
            "35.99",
        ),
        ("waste_recycled", {"waste_recycled": ["30", "3"], "waste_generated": ["80", "20"]}, "33.00"),
        (
            "villages_drug_free",
            {"villages_drug_free": ["90", "35"], "villages_assessed": ["100", "50"]},
            "83.33",
        ),
        (
            "tpmap_households",
            {"households_passed": ["120", "0"], "households_target": ["150", "10"]},
            "75.00",
        ),
    ],
)
def test_percentages(code: str, figures: dict[str, list[str]], value: str):
    given = [(frame(item, ["2023"], TOWNS), cells) for item, cells in figures.items()]
    assert str(worked(code, given).value) == value


def test_sales_and_their_growth():
    now, then = frame("otop_sales", MONTHS, TOWNS), frame("otop_sales", MONTHS, TOWNS, back=1)
    assert worked("otop_sales", [(now, ["50.5"] * 24)]).value == Decimal(1212)
    assert worked("otop_growth", [(now, ["50.5"] * 24), (then, ["48"] * 24)]).value == Decimal("5.21")


def test_residual_waste_against_the_year_before():
    now, then = frame("waste_left", ["2023"], TOWNS), frame("waste_left", ["2022"], TOWNS, back=1)
    assert worked("waste_left", [(now, ["300", "60"]), (then, ["400", "50"])]).value == Decimal(80)


def test_every_built_in_formula_reads_over_the_shipped_items():
    assert len(built_in()) == 15
    assert [one.code for one in built_in() if checked(one.terms, book())[0] != one.terms] == []


def test_what_fits_a_kpi_gives_its_unit_and_is_named_like_it():
    name = "ค่าเฉลี่ยรายปีของปริมาณฝุ่นละอองขนาดไม่เกิน 2.5 ไมครอน (PM 2.5)"
    assert [one.code for one in fitting(name, "มคก./ลบ.ม.")] == ["pm25_annual_mean"]
    assert fitting("รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)", "บาท")[0].code == "otop_sales"
    assert fitting("ระดับความพร้อม", "ระดับ") == ()


# ── stating one ─────────────────────────────────────────────────────────────
def test_what_is_not_said_is_as_the_items_are_owed():
    terms, _ = checked(Terms("share(sum(villages_drug_free), sum(villages_assessed))", "ร้อยละ"), book())
    assert terms.gathers == (
        Gather("villages_assessed", AreaLevel.DISTRICT, Take.LATEST, Of.TOTAL),
        Gather("villages_drug_free", AreaLevel.DISTRICT, Take.LATEST, Of.TOTAL),
    )


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms("sum(waste_generated)", "ร้อยละ"), "formula_gives_other_unit"),
        (Terms("sum(waste_generated) + sum(otop_sales)", "ตัน"), "formula_units_differ"),
        (Terms("sum(waste_generate)", "ตัน"), "formula_item_near"),
        (Terms("waste_generated.real", "ตัน"), "formula_unknown"),
        (Terms("sum(waste_generated)", "ตัน", decimals=7), "kpi_formula_decimals"),
        (
            Terms("sum(waste_generated)", "ตัน", gathers=(Gather("waste_generated", AreaLevel.VILLAGE),)),
            "kpi_formula_level",
        ),
        (
            Terms(
                "sum(waste_generated)",
                "ตัน",
                gathers=(Gather("waste_generated", AreaLevel.DISTRICT, of=Of.EACH),),
            ),
            "kpi_formula_not_broken_down",
        ),
        (
            Terms(
                "mean(wqi_parameter)",
                "คะแนน",
                gathers=(
                    Gather(
                        "wqi_parameter", AreaLevel.PROVINCE, of=Of.EACH, only={"water_parameter": ("ph",)}
                    ),
                ),
            ),
            "kpi_formula_code",
        ),
    ],
)
def test_what_makes_no_sense(terms: Terms, code: str):
    with pytest.raises(RefusedError) as refused:
        checked(terms, book())
    assert refused.value.refusal.code == code


def test_gathering_round_trip():
    gather = Gather("wqi_section", AreaLevel.PROVINCE, Take.ALL, Of.EACH, {"river_section": ("bang_pakong",)})
    assert Gather.from_data(gather.to_data()) == gather


# ── the fingerprint ─────────────────────────────────────────────────────────
def test_years_later_the_kept_frames_give_the_same_digits():
    given = [
        (frame("waste_disposed", ["2023"], TOWNS), ["1", "1"]),
        (frame("waste_generated", ["2023"], TOWNS), ["3", "3"]),
    ]
    first = worked("waste_disposed", given)
    again = worked("waste_disposed", [(Frame.from_data(one.to_data()), cells) for one, cells in given])
    assert (first.exact, first.value) == (Decimal("33.33333333333333333333333333"), Decimal("33.33"))
    assert again == first


def test_the_fingerprint_tells_any_change():
    one = frame("waste_disposed", ["2023"], TOWNS), frame("waste_generated", ["2023"], TOWNS)

    def print_of(*figures: str | Status, unit: str = "ตัน") -> str:
        first = replace(one[0], unit=unit)
        return worked("waste_disposed", [(first, [*figures[:2]]), (one[1], [*figures[2:]])]).digest

    same = print_of("1", "1", "3", "3")
    assert print_of("1.0", "1", "3", "3") == same
    others = [
        print_of("1", "1", "3", "4"),
        print_of("0", "1", "3", "3"),
        print_of("1", "1", "3", "3", unit="พันตัน"),
    ]
    empty = [print_of("1", one, "3", "3") for one in (Status.BLANK, Status.DASH, Status.NO_DATA)]
    assert len({same, *others, *empty}) == 7


def test_a_mean_has_as_many_decimals_as_a_formula_takes():
    assert mean_of([Decimal("66.67"), Decimal(100), Decimal("16.67")]) == Decimal("61.113333333333")
    assert mean_of([Decimal("0.1"), Decimal("0.2")]) == Decimal("0.15")
