"""What a figure does not keep to: each rule at its edge, missing figures, and an explanation that holds as long as it should."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.formula import Cell, Place
from samrit.rules.items import RuleKind, book, comparison_of, formula_units
from samrit.rules.observed import Status
from samrit.rules.quality.findings import (
    Finding,
    Key,
    Past,
    Severity,
    of_comparison,
    of_decimals,
    of_figure,
    of_outlier,
    of_parts,
    of_range,
    of_revision,
    past_of,
    robust_z,
)

BOOK = book()
UNITS = formula_units(BOOK)
KEY = Key("occupancy_rate", "20", "2024-01")
RATE = BOOK.items["occupancy_rate"]  # 0 to 100, two decimals
SUM = next(rule for rule in BOOK.rules.values() if rule.kind is RuleKind.CODES and rule.percent == 1)
HERE = Place("20", "FY2567")


def numbers(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


# ── one figure by itself ────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("value", "code"),
    [("0", None), ("100", None), ("100.01", "finding_above"), ("-0.01", "finding_below"), ("50", None)],
)
def test_the_range(value: str, code: str | None) -> None:
    found = of_range(RATE, KEY, Decimal(value))
    assert (found and found.message.code) == code
    assert found is None or found.severity is Severity.REFUSES


def test_an_item_without_bounds_takes_every_figure() -> None:
    assert of_range(replace(RATE, least=None, most=None), KEY, Decimal("-1e9")) is None


@pytest.mark.parametrize(
    ("decimals", "value", "code"),
    [
        (2, "1.23", None), (2, "1.230", None), (2, "1.234", "finding_decimals"), (0, "12", None), (0, "12.0", None),
        (0, "1.2E1", None), (0, "12.5", "finding_not_whole"),
    ],
)  # fmt: skip
def test_decimals(decimals: int, value: str, code: str | None) -> None:
    found = of_decimals(replace(RATE, decimals=decimals), KEY, Decimal(value))
    assert (found and found.message.code) == code


def test_all_that_is_wrong_with_one_figure() -> None:
    assert [found.rule for found in of_figure(RATE, KEY, Decimal("100.001"))] == ["range", "decimals"]
    assert list(of_figure(RATE, KEY, Decimal(5))) == []


# ── a total and its parts ───────────────────────────────────────────────────
def parts(total: Cell | None, *cells: Cell | None) -> Finding | None:
    return of_parts(SUM, KEY, total, {str(place): cell for place, cell in enumerate(cells)})


@pytest.mark.parametrize(
    ("total", "broken"), [("100", False), ("101.01", False), ("101.02", True), ("99.01", False), ("99", True)]
)
def test_parts_may_differ_by_a_percentage_of_their_total(total: str, *, broken: bool) -> None:
    found = parts(Decimal(total), *numbers("60", "40"))
    assert (found is not None) is broken
    if found:
        assert found.figures == (("total", Decimal(total)), ("parts", Decimal(100)))
        assert (found.rule, found.severity) == (SUM.code, Severity.ASKS)


@pytest.mark.parametrize("lost", [None, Status.BLANK, Status.DASH, Status.NO_DATA, Status.SUPPRESSED])
def test_a_missing_part_or_total_says_nothing(lost: Cell | None) -> None:
    assert parts(Decimal(100), Decimal(1), lost) is None
    assert parts(lost, Decimal(1), Decimal(2)) is None
    assert parts(Decimal(100)) is None


def test_a_rule_that_refuses_gives_a_finding_that_refuses() -> None:
    found = of_parts(replace(SUM, refuses=True), KEY, Decimal(5), {"male": Decimal(2), "female": Decimal(2)})
    assert found is not None
    assert found.severity is Severity.REFUSES
    assert str(found.message) == "ยอดรวม 5 แต่ส่วนย่อยรวมได้ 4 ต่างกัน 1 – ดูว่าส่วนใดขาด ซ้ำ หรือพิมพ์ผิด"


# ── two sides ───────────────────────────────────────────────────────────────
def compared(rule: str, figures: Mapping[str, Cell]) -> Finding | None:
    chosen = BOOK.rules[rule]
    return of_comparison(chosen, comparison_of(chosen, UNITS), HERE, figures)


def test_items_are_compared_in_the_left_ones_unit() -> None:
    figures: dict[str, Cell] = {
        "tourists_foreign": Decimal(1000),
        "stay_foreign": Decimal(2),
        "spend_tourist_foreign": Decimal(5000),
    }
    assert (
        compared("tourism_revenue_foreign_formula", figures | {"tourism_revenue_foreign": Decimal("9.5")})
        is None
    )
    found = compared("tourism_revenue_foreign_formula", figures | {"tourism_revenue_foreign": Decimal("9.4")})
    assert found is not None
    assert found.key == Key("tourism_revenue_foreign", "20", "FY2567")
    assert found.figures == (("left", Decimal("9.4")), ("right", Decimal(10)))
    assert str(found.message) == (
        "สองข้างได้ 9.4 กับ 10 ล้านบาท แต่ต้องเป็น ≥ – ดูทุกรายการของเงื่อนไขนี้ในพื้นที่และช่วงเดียวกัน"
    )
    assert compared("tourism_revenue_foreign_formula", figures) is None


# ── against the past ────────────────────────────────────────────────────────
CHECKS = BOOK.items["gpp"].checks  # z over 3.5, three figures at least, 20 percent


def test_median_and_deviation() -> None:
    assert past_of(numbers("1", "2", "4", "10")) == Past(4, Decimal(3), Decimal("1.5"))
    assert past_of(numbers("7")) == Past(1, Decimal(7), Decimal(0))


@pytest.mark.parametrize(
    ("value", "far"), [("100", "0"), ("110", "0.6745"), ("90", "0.6745"), ("200", "6.745")]
)
def test_the_robust_z(value: str, far: str) -> None:
    assert robust_z(Decimal(value), Past(3, Decimal(100), Decimal(10))) == Decimal(far)


@pytest.mark.parametrize(
    ("value", "past", "broken"),
    [
        ("151.89", ("90", "100", "110"), False),  # 3.49998…
        ("151.90", ("90", "100", "110"), True),  # 3.50065…
        ("48.10", ("90", "100", "110"), True),
        ("9999", ("90", "110"), False),  # too few
        ("9999", ("100", "100", "100"), False),  # no spread: nothing can be said
    ],
)
def test_an_outlier(value: str, past: Sequence[str], *, broken: bool) -> None:
    found = of_outlier(CHECKS, KEY, Decimal(value), past_of(numbers(*past)))
    assert (found is not None) is broken


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        ("100", "120", None), ("100", "120.01", "finding_revised"), ("100", "80", None), ("100", "79.99", "finding_revised"),
        ("-100", "-80", None), ("-100", "20", "finding_revised"), ("0", "0", None), ("0", "0.1", "finding_revised_zero"),
    ],
)  # fmt: skip
def test_a_correction_that_moves_the_figure_far(before: str, now: str, code: str | None) -> None:
    found = of_revision(CHECKS, KEY, Decimal(before), Decimal(now))
    assert (found and found.message.code) == code


# ── the digest ──────────────────────────────────────────────────────────────
def outlier(value: str = "200", middle: str = "100", key: Key = KEY) -> Finding:
    found = of_outlier(CHECKS, key, Decimal(value), Past(3, Decimal(middle), Decimal(10)))
    assert found is not None
    return found


def test_an_explanation_holds_until_the_figure_changes() -> None:
    assert outlier().digest == outlier("200.00").digest == outlier(middle="101").digest
    assert outlier().digest == outlier().digest
    others = [
        outlier("201"),
        outlier(key=KEY._replace(area="21")),
        outlier(key=KEY._replace(part="sex=male")),
    ]
    assert len({outlier().digest, *(other.digest for other in others)}) == 4


def test_two_rules_on_one_figure_are_two_findings() -> None:
    first, second = of_figure(RATE, KEY, Decimal("100.001"))
    assert first.digest != second.digest


@given(
    st.decimals(-(10**6), 10**6, places=3),
    st.lists(st.decimals(-(10**6), 10**6, places=3), min_size=1, max_size=9),
)
def test_the_past_does_not_depend_on_its_order_and_its_middle_is_no_outlier(
    value: Decimal, earlier: list[Decimal]
) -> None:
    past = past_of(earlier)
    assert past == past_of(sorted(earlier))
    assert of_outlier(CHECKS, KEY, past.middle, past) is None
    far = robust_z(value, past)
    assert far is None or far >= 0
