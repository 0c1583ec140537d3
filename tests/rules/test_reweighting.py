"""Where a weight goes when its KPI leaves, and weights that do not total."""

from decimal import Decimal

import pytest

from samrit.rules.reweighting import check_weights, used_weights
from samrit.rules.rulesets import load
from samrit.rules.scoring import ComponentInput, KpiInput
from samrit.rules.wording import RefusedError
from tests.rules.frameworks import component, kpi

WEIGHTED, LABELLED = load("2567"), load("2562")


@pytest.mark.parametrize(
    ("method", "weights", "counted", "used"),
    [
        # everything counts: either method leaves every weight as it is
        ("rebase_total", "10 20 40", "yes yes yes", "10 20 40"),
        ("spread_component", "10 20 40", "yes yes yes", "10 20 40"),
        # 10 leaves a component of 70; the rest keep theirs …
        ("rebase_total", "10 20 40", "no yes yes", "- 20 40"),
        # … or take it over in proportion: 20 × 70 ÷ 60, 40 × 70 ÷ 60
        ("spread_component", "10 15 45", "no yes yes", "- 17.5 52.5"),
        ("spread_component", "10 5 5 10", "no yes yes yes", "- 7.5 7.5 15"),
        # nothing is left to take it over
        ("rebase_total", "10 20", "no no", "- -"),
        ("spread_component", "10 20", "no no", "- -"),
    ],
)
def test_used_weights(method: str, weights: str, counted: str, used: str) -> None:
    answer = used_weights(
        [Decimal(weight) for weight in weights.split()],
        [word == "yes" for word in counted.split()],
        method=method,
    )
    assert answer == tuple(None if word == "-" else Decimal(word) for word in used.split())


GOOD = [
    (component("1", "70", kpi("1", "30"), kpi("2", "40")), component("2", "30", kpi("1", "30"))),
    # decimals total exactly: 33.4 + 33.3 + 33.3
    (component("1", "100", kpi("1", "33.4"), kpi("2", "33.3"), kpi("3", "33.3")),),
    # one that is not assessed may count in the 100, or stand outside it, or state nothing
    (component("1", "70", kpi("1", "70")), component("2", "30", assessed=False)),
    (component("1", "100", kpi("1", "100")), component("2", "30", assessed=False)),
    (component("1", "100", kpi("1", "100")), component("2", None, assessed=False)),
    (component("1", "100", kpi("1", "100")), component("2", "0", assessed=False)),
    # parts total their KPI, and parts of parts their part
    (component("1", "100", kpi("1", "100", parts=(kpi("1.1", "2.5"), kpi("1.2", "97.5")))),),
    (component("1", "100", kpi("1", "100", parts=(kpi("1.1", "100", parts=(kpi("1.1.1", "100"),)),))),),
]


@pytest.mark.parametrize("components", GOOD)
def test_weights_that_total(components: tuple[ComponentInput, ...]) -> None:
    check_weights(WEIGHTED, components)


BAD = [
    ("component_weights_total", "องค์ประกอบรวมได้ 95 ต้องรวมได้ 100",
     (component("1", "70", kpi("1", "70")), component("2", "25", kpi("1", "25")))),
    ("component_weights_total", "รวมได้ 100.1 ต้องรวมได้ 100",
     (component("1", "70", kpi("1", "70")), component("2", "30.1", kpi("1", "30.1")))),
    ("component_weights_total", "รวมได้ 90 ต้องรวมได้ 100",
     (component("1", "70", kpi("1", "70")), component("2", "20", assessed=False))),
    ("kpi_weights_total", "องค์ประกอบ 1: น้ำหนักของตัวชี้วัดรวมได้ 99.9 ต้องรวมได้ 100",
     (component("1", "100", kpi("1", "50"), kpi("2", "49.9")),)),
    ("part_weights_total", "องค์ประกอบ 1 ตัวชี้วัด 2: น้ำหนักของตัวชี้วัดย่อยรวมได้ 49 ต้องรวมได้ 50",
     (component("1", "100", kpi("1", "50"), kpi("2", "50", parts=(kpi("2.1", "25"), kpi("2.2", "24")))),)),
    ("part_weights_total", "ตัวชี้วัด 1 ตัวชี้วัดย่อย 1.1: น้ำหนักของตัวชี้วัดย่อยรวมได้ 1 ต้องรวมได้ 100",
     (component("1", "100", kpi("1", "100", parts=(kpi("1.1", "100", parts=(kpi("1.1.1", "1"),)),))),)),
    ("weight_missing", "องค์ประกอบ 1: ยังไม่ระบุน้ำหนัก", (component("1", None, kpi("1", "100")),)),
    ("weight_missing", "องค์ประกอบ 1 ตัวชี้วัด 2: ยังไม่ระบุน้ำหนัก",
     (component("1", "100", kpi("1", "100"), kpi("2", None)),)),
    ("weight_missing", "องค์ประกอบ 1 ตัวชี้วัด 1 ตัวชี้วัดย่อย 1.2: ยังไม่ระบุน้ำหนัก",
     (component("1", "100", kpi("1", "100", parts=(kpi("1.1", "100"), kpi("1.2", None)))),)),
    ("weight_not_positive", "น้ำหนัก 0 ต้องมากกว่า 0", (component("1", "100", kpi("1", "100"), kpi("2", "0")),)),
    ("weight_not_positive", "น้ำหนัก -10 ต้องมากกว่า 0",
     (component("1", "100", kpi("1", "110"), kpi("2", "-10")),)),
    ("weight_not_positive", "องค์ประกอบ 2: น้ำหนัก -30 ต้องมากกว่า 0",
     (component("1", "130", kpi("1", "130")), component("2", "-30", assessed=False))),
    ("not_a_number", "องค์ประกอบ 1 ตัวชี้วัด 1: “NaN”", (component("1", "100", kpi("1", "NaN")),)),
    ("number_too_long", "องค์ประกอบ 1: “1E+400”", (component("1", "1e400", kpi("1", "100")),)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "says", "components"), BAD)
def test_weights_that_do_not_total(code: str, says: str, components: tuple[ComponentInput, ...]) -> None:
    with pytest.raises(RefusedError) as refused:
        check_weights(WEIGHTED, components)
    assert refused.value.refusal.code == code
    assert says in str(refused.value)


def labelled(*kpis: KpiInput, weight: str | None = None) -> tuple[ComponentInput, ...]:
    return (component("2", weight, *kpis),)


@pytest.mark.parametrize(
    "components",
    [
        labelled(kpi("1", None), kpi("2", None)),
        labelled(kpi("1", "1"), kpi("2", "3")),
        labelled(kpi("1", None, parts=(kpi("1.1", None), kpi("1.2", None)))),
        labelled(kpi("1", None, parts=(kpi("1.1", "1"), kpi("1.2", "2")))),
    ],
)
def test_where_no_weights_are_required(components: tuple[ComponentInput, ...]) -> None:
    check_weights(LABELLED, components)


@pytest.mark.parametrize(
    ("code", "components"),
    [
        ("weight_missing", labelled(kpi("1", "1"), kpi("2", None))),  # for some only: which is meant?
        ("weight_missing", labelled(kpi("1", None, parts=(kpi("1.1", None), kpi("1.2", "1"))))),
        ("kpi_weights_total", labelled(kpi("1", "1"), kpi("2", "3"), weight="5")),
        ("part_weights_total", labelled(kpi("1", "5", parts=(kpi("1.1", "1"), kpi("1.2", "2"))))),
    ],
)
def test_stated_weights_total_even_where_none_is_required(
    code: str, components: tuple[ComponentInput, ...]
) -> None:
    with pytest.raises(RefusedError) as refused:
        check_weights(LABELLED, components)
    assert refused.value.refusal.code == code
