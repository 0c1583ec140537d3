"""The starter set of data items: what is in it, who owes it, what its rules may say."""

from datetime import date
from decimal import Decimal

import pytest

from samrit.rules.areas import AreaLevel
from samrit.rules.formula import written_out
from samrit.rules.items import (
    Owes,
    RuleKind,
    Total,
    book,
    combinations,
    comparison_of,
    due_on,
    formula_units,
    owed_by,
    owes,
)
from samrit.rules.periods import PeriodType
from samrit.rules.thailand import BANGKOK, provinces

STARTER = book()


# ── the starter set ─────────────────────────────────────────────────────────
def test_it_is_large_enough_and_in_the_seven_groups() -> None:
    assert len(STARTER.items) >= 45
    assert list(STARTER.groups) == [f"category0{number}" for number in range(1, 8)]
    assert min(sum(item.group == group for item in STARTER.items.values()) for group in STARTER.groups) >= 5


# What each indicator computed from data needs: unit as written, period, and what it comes to over a year.
KPI_ITEMS = [
    ("pm25_daily", "ไมโครกรัมต่อลูกบาศก์เมตร", PeriodType.DAY, Total.MEAN),
    ("wqi_section", "คะแนน (เต็ม 100)", PeriodType.MONTH, Total.LEAST),
    ("tourists_thai", "คน", PeriodType.MONTH, Total.SUM),
    ("tourists_foreign", "คน", PeriodType.MONTH, Total.SUM),
    ("excursionists_thai", "คน", PeriodType.MONTH, Total.SUM),
    ("stay_thai", "วัน", PeriodType.MONTH, Total.MEAN),
    ("spend_tourist_thai", "บาทต่อคนต่อวัน", PeriodType.MONTH, Total.MEAN),
    ("spend_excursionist_thai", "บาทต่อคน", PeriodType.MONTH, Total.MEAN),
    ("tourism_revenue_thai", "ล้านบาท", PeriodType.MONTH, Total.SUM),
    ("otop_sales", "ล้านบาท", PeriodType.MONTH, Total.SUM),
    ("waste_generated", "ตัน", PeriodType.YEAR, Total.SUM),
    ("waste_recycled", "ตัน", PeriodType.YEAR, Total.SUM),
    ("waste_disposed", "ตัน", PeriodType.YEAR, Total.SUM),
    ("waste_left", "ตัน", PeriodType.YEAR, Total.LATEST),
    ("waste_left_managed", "ตัน", PeriodType.YEAR, Total.SUM),
    ("villages_assessed", "หมู่บ้านและชุมชน", PeriodType.FISCAL_QUARTER, Total.LATEST),
    ("villages_drug_free", "หมู่บ้านและชุมชน", PeriodType.FISCAL_QUARTER, Total.LATEST),
    ("households_target", "ครัวเรือน", PeriodType.FISCAL_YEAR, Total.LATEST),
    ("households_passed", "ครัวเรือน", PeriodType.FISCAL_YEAR, Total.LATEST),
    ("green_establishments", "ราย", PeriodType.FISCAL_YEAR, Total.LATEST),
    ("eservice_satisfaction", "ร้อยละ", PeriodType.FISCAL_YEAR, Total.NONE),
    ("digital_readiness", "คะแนน (เต็ม 100)", PeriodType.FISCAL_YEAR, Total.NONE),
]


@pytest.mark.parametrize(("code", "unit", "period", "over_periods"), KPI_ITEMS)
def test_what_the_indicators_are_computed_from(
    code: str, unit: str, period: PeriodType, over_periods: Total
) -> None:
    item = STARTER.items[code]
    assert (STARTER.unit_text(item), item.period, item.over_periods) == (unit, period, over_periods)


def test_a_mean_of_pm25_needs_its_share_of_days() -> None:
    assert STARTER.items["pm25_daily"].checks.capture_percent == 75
    assert [item.code for item in STARTER.items.values() if item.checks.capture_percent] == ["pm25_daily"]


def test_households_are_counted_and_small_counts_are_kept_back() -> None:
    target = STARTER.items["households_target"]
    assert (target.least_shown, target.decimals, target.least) == (5, 0, Decimal(0))
    assert not any("person" in code or "household" in code for code in STARTER.lists)
    assert [code for code, each in STARTER.lists.items() if each.place] == ["air_station", "river_section"]


def test_areas_left_out_exist() -> None:
    left_out = {code for item in STARTER.items.values() for code in item.expects.without}
    assert left_out <= {province.code for province in provinces()}
    assert BANGKOK in left_out


def test_what_an_item_does_not_say_is_the_default() -> None:
    checks = STARTER.items["gpp"].checks
    assert (checks.robust_z, checks.years, checks.least_values, checks.revision_percent) == (
        Decimal("3.5"), 3, 3, Decimal(20),
    )  # fmt: skip
    assert STARTER.items["disaster_events"].checks.robust_z == 20
    assert STARTER.items["gpp"].expects.by == "treasury"
    assert STARTER.items["otop_sales"].expects.by == STARTER.items["otop_sales"].owner


def test_every_item_with_all_codes_and_a_total_has_its_sum_checked() -> None:
    both = {
        item.code
        for item in STARTER.items.values()
        if item.expects.cells is Owes.BOTH and all(STARTER.lists[each].adds for each in item.by)
    }
    assert both == {rule.item for rule in STARTER.rules.values() if rule.kind is RuleKind.CODES}


def test_an_item_may_be_in_another_group_too() -> None:
    assert "otop_sales" in {item.code for item in STARTER.of_group("category04")}
    assert STARTER.items["otop_sales"].group == "category02"


def test_numbers_are_never_floats() -> None:
    numbers = [
        value
        for item in STARTER.items.values()
        for value in (item.least, item.most, *vars(item.checks).values())
        if value is not None
    ]
    assert {type(number) for number in numbers} <= {Decimal, int}


# ── who owes what by when ───────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("code", "end", "due"),
    [
        ("otop_sales", date(2024, 2, 29), date(2024, 3, 15)),
        ("population", date(2023, 12, 31), date(2024, 2, 14)),
        ("gpp", date(2022, 12, 31), date(2024, 12, 30)),
        ("households_target", date(2024, 9, 30), date(2024, 11, 29)),
    ],
)
def test_when_a_figure_is_due(code: str, end: date, due: date) -> None:
    assert due_on(STARTER.items[code], end) == due


@pytest.mark.parametrize(
    ("code", "level", "area", "end", "owed"),
    [
        ("electricity_users", AreaLevel.DISTRICT, "1301", date(2024, 1, 31), True),
        ("electricity_users", AreaLevel.DISTRICT, "1201", date(2024, 1, 31), False),
        ("electricity_users", AreaLevel.PROVINCE, "13", date(2024, 1, 31), False),
        ("electricity_users", AreaLevel.DISTRICT, "1301", date(2018, 12, 31), False),
        ("electricity_users", AreaLevel.DISTRICT, "1301", date(2019, 1, 31), True),
        ("catalog_datasets", AreaLevel.PROVINCE, "13", date(2023, 12, 31), False),
    ],
)
def test_who_owes(code: str, level: AreaLevel, area: str, end: date, *, owed: bool) -> None:
    assert owes(STARTER.items[code], level, area, end) is owed


def test_the_cells_of_an_item() -> None:
    assert list(combinations(STARTER, STARTER.items["gpp"])) == [{}]
    assert list(combinations(STARTER, STARTER.items["births"])) == [{}, {"sex": "male"}, {"sex": "female"}]
    assert len(list(combinations(STARTER, STARTER.items["population"]))) == 1 + 2 * 22
    assert len(list(combinations(STARTER, STARTER.items["households_by_dimension"]))) == 5
    assert list(combinations(STARTER, STARTER.items["pm25_daily"])) == []


def test_every_item_is_owed_by_one_kind_of_agency() -> None:
    owed = [item.code for owner in STARTER.owners for item in owed_by(STARTER, owner)]
    assert sorted(owed) == sorted(STARTER.items)
    assert not any(STARTER.owners[item.expects.by].central for item in STARTER.items.values())


# ── rules as formulas ───────────────────────────────────────────────────────
def test_every_comparison_of_the_starter_set_is_a_formula() -> None:
    units = formula_units(STARTER)
    compared = {
        rule.code: str(written_out(comparison_of(rule, units).as_tree()))
        for rule in STARTER.rules.values()
        if rule.kind is RuleKind.COMPARE
    }
    assert len(compared) == 16
    assert compared["labour_force_parts"] == "employed + unemployed <= labour_force"
    assert compared["tourism_revenue_foreign_formula"] == (
        "tourism_revenue_foreign >= tourists_foreign * stay_foreign * spend_tourist_foreign * 0.000001"
    )
