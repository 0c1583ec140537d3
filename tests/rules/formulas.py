"""What the tests of formulas share: items with their units, and figures for them."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from samrit.rules.formula import Cell, Computed, Formula, Need, Place, compute, make_formula
from samrit.rules.observed import Status
from samrit.rules.units import read_unit
from samrit.rules.wording import RefusedError

UNITS = {
    code: read_unit(unit)
    for code, unit in {
        "A": "คน", "B": "คน", "C": "คน", "MONEY": "ล้านบาท", "BAHT": "บาท", "DAYS": "วัน", "SPEND": "บาท/คน/วัน", "TRIP": "บาท/คน",
        "PM25": "ไมโครกรัม/ลูกบาศก์เมตร", "RATE": "ร้อยละ", "WQI": "คะแนน", "WASTE": "ตัน", "RECYCLED": "ตัน", "OTOP_SALES": "ล้านบาท",
    }.items()
}  # fmt: skip
HERE = Place("20", "FY2567")


def formula(text: str, gives: str) -> Formula:
    return make_formula(text, units=UNITS, gives=read_unit(gives))


def refused(text: str, gives: str = "คน") -> str:
    with pytest.raises(RefusedError) as caught:
        formula(text, gives)
    assert str(caught.value)
    return caught.value.refusal.code


def cells(figures: Mapping[str, object]) -> dict[Need, dict[Place, Cell]]:
    """``{"A": "5"}`` is one figure; ``{"A": ["1", Status.BLANK]}`` the months; ``{"A-1": …}`` a year before."""
    found: dict[Need, dict[Place, Cell]] = {}
    for key, given_ in figures.items():
        code, _, back = key.partition("-")
        several = given_ if isinstance(given_, list) else None
        rows = (
            {Place("20", f"2024-{n:02}"): one for n, one in enumerate(several, 1)}
            if several is not None
            else {HERE: given_}
        )
        found[Need(code, int(back or 0))] = {
            place: one if isinstance(one, Status) else Decimal(str(one)) for place, one in rows.items()
        }
    return found


def computed(text: str, gives: str, figures: Mapping[str, object]) -> Computed:
    return compute(formula(text, gives), cells(figures))


def value(text: str, gives: str, figures: Mapping[str, object]) -> str:
    found = computed(text, gives, figures)
    return str(found.missing) if found.value is None else format(found.value, "f")
