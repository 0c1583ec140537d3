"""A KPI's formula and what the database gives for it, by programs; formulas that try to escape."""

from urllib.parse import urlencode

import pytest

from samrit.frameworks.models import Kpi, KpiFormula
from samrit.indicators.actions.quality import examine_quality
from samrit.reports.models import ComputedResult, Result
from tests.api.calling import Program, token_for
from tests.reports.computing import sales, taken
from tests.world import NOW, World

ATTACKS = [
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "otop_sales.__class__",
    "[x for x in otop_sales]",
    "{otop_sales}",
    'f"{otop_sales}"',
    "eval(otop_sales)",
    "lambda: otop_sales",
    "otop_sales := 1",
    "9**9**9**9",
    "1e999",
    "sum(otop_sales); drop",
    "sum(otop_sales) or 1",
    "ѕum(otop_sales)",  # another alphabet's letter
    "(" * 400 + "1" + ")" * 400,
    "1+" * 499 + "1",
]


@pytest.fixture
def recorder(world: World) -> Program:
    return Program(token_for(world.recorder))


@pytest.fixture
def coordinator(world: World) -> Program:
    return Program(token_for(world.coordinator))


def test_formulas_that_try_to_escape_are_refused_in_words(coordinator: Program, world: World) -> None:
    at = f"/kpis/{world.kpis['1-1'].pk}/formula"
    for attack in ATTACKS:
        tried = coordinator.call("GET", f"{at}/try?{urlencode({'expression': attack})}")
        kept = coordinator.call("PUT", at, {"expression": attack, "reason": "ก"}, If_Match='"0"')
        assert (attack, tried.status_code, kept.status_code) == (attack, 409, 409)
        assert tried.json()["code"].startswith("formula_"), attack
        assert tried.json()["code"] == kept.json()["code"]
    too_long = coordinator.call("PUT", at, {"expression": "1" * 1001, "reason": "ก"}, If_Match='"0"')
    assert too_long.status_code == 422
    assert not KpiFormula.objects.exists()


def test_from_the_formula_to_the_confirmed_result(
    recorder: Program, coordinator: Program, world: World
) -> None:
    assert world.round is not None
    kpi = world.kpis["1-1"]
    formula, item = f"/kpis/{kpi.pk}/formula", f"/rounds/{world.round.pk}/items/{kpi.indicator_id}"
    assert recorder.call("GET", f"{item}/computed").json()["code"] == "formula_none_here"
    body = {"expression": "sum(otop_sales)", "decimals": 1, "reason": "ตามหนังสือแจ้ง"}
    assert recorder.call("PUT", formula, body, If_Match='"0"').status_code == 403
    stated = coordinator.call("PUT", formula, body, If_Match=coordinator.call("GET", formula)["ETag"])
    assert (stated.status_code, stated.json()["version"], stated.json()["unit"]) == (200, 1, "ล้านบาท")
    assert coordinator.call("PUT", formula, {**body, "decimals": 2}, If_Match='"0"').status_code == 412
    generation = taken(world, sales("14.555"))
    found = recorder.call("GET", f"{item}/computed").json()
    assert (found["value"], found["expected_cells"], found["empty_cells"], found["kept"]) == (
        "1222.6",
        84,
        0,
        [],
    )
    made = recorder.call("POST", f"{item}/computed")
    assert (made.status_code, made.json()["value"], made.json()["exact"]) == (201, "1222.6", "1222.62")
    assert made.json()["sources"] == [
        {"submission_id": generation.submission_id, "receipt": generation.submission.receipt, "cells": 84}
    ]
    assert not Result.objects.exists()
    confirm = f"{item}/computed/1/confirm"
    assert recorder.call("POST", confirm).status_code == 428
    assert recorder.call("POST", f"{item}/computed/2/confirm", If_Match='"0"').status_code == 412
    assert recorder.call("POST", confirm, If_Match='"0"').status_code == 200
    assert Result.objects.get().computed == ComputedResult.objects.get()
    taken(world, {("1301", "2024-01"): "100"}, now=NOW)
    after = recorder.call("GET", f"{item}/computed").json()
    assert (after["used"], after["changed"], after["value"]) == (1, True, "1308.1")
    assert recorder.call("POST", confirm, If_Match='"1"').json()["code"] == "computed_changed"


def test_the_quality_of_the_data_is_told_with_the_look_that_it_is_of(
    recorder: Program, coordinator: Program, world: World
) -> None:
    assert world.round is not None
    kpi = world.kpis["1-1"]
    Kpi.objects.filter(pk=kpi.pk).update(unit="ร้อยละ")
    item = f"/rounds/{world.round.pk}/items/{kpi.indicator_id}/computed"
    body = {"expression": "data_quality", "built_in": "data_quality", "reason": "ตามหนังสือแจ้ง"}
    assert coordinator.call("PUT", f"/kpis/{kpi.pk}/formula", body, If_Match='"0"').json()["gathers"] == []
    assert recorder.call("GET", item).json()["quality"] is None
    year, months = world.round.fiscal_year_id, world.round.months
    score = examine_quality(area=world.area, fiscal_year=year, months=months, by=None, now=NOW)
    told = recorder.call("POST", item).json()
    shown = recorder.call("GET", f"/data/13/quality?round={year}-{months}").json()
    assert (told["quality"]["round"], told["quality"]["number"]) == (f"{year}-{months}", score.number)
    assert (told["value"], shown["percent"]) == ("0", "0")  # owed, and nothing sent: that is not nothing
    after = recorder.call("GET", item).json()
    assert after["kept"][0]["quality"] == after["quality"] == told["quality"]
