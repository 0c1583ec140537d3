"""The quality of a province's data as a KPI's result: one more word of a formula, computed, kept and traced like all others."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from samrit.frameworks.actions import set_formula
from samrit.frameworks.models import Kpi, KpiFormula
from samrit.indicators.actions.quality import examine_quality
from samrit.indicators.models import QualityScore
from samrit.reports.actions import compute_result, confirm_computed
from samrit.reports.models import ComputedResult, Result
from samrit.reports.queries.computed import reproduces, scores_behind
from samrit.rules.kpi_formulas import Terms, fitting
from samrit.rules.wording import Message
from tests.reports.computing import sales, taken
from tests.reports.pages import signed_in, text
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def kpi(made: World) -> Kpi:
    """1-1 is the success of the province's database now, in percent."""
    Kpi.objects.filter(pk=made.kpis["1-1"].pk).update(unit="ร้อยละ")
    found = made.kpis["1-1"]
    found.refresh_from_db()
    return found


def stated(made: World, kpi: Kpi, expression: str = "data_quality") -> KpiFormula:
    terms = Terms(expression, "ร้อยละ")
    return set_formula(
        kpi=kpi,
        terms=terms,
        base=0,
        reason="ตามหนังสือแจ้ง",
        built_in="data_quality",
        by=made.coordinator,
        now=NOW,
    )


def looked_at(made: World, days: int = 0) -> QualityScore:
    assert made.round is not None
    return examine_quality(
        area=made.area,
        fiscal_year=made.round.fiscal_year_id,
        months=made.round.months,
        by=None,
        now=NOW + timedelta(days=days),
    )


def computed(made: World) -> ComputedResult:
    return compute_result(item=made.item("1-1", made.recorder), by=made.recorder, now=LATER)


def page(made: World) -> str:
    assert made.round is not None
    return reverse("reports:computed", args=[made.round.pk, made.kpis["1-1"].indicator_id])


def test_the_percentage_is_a_result_with_its_measures_and_its_trace(made: World, kpi: Kpi) -> None:
    stated(made, kpi)
    generation = taken(made, sales())
    score = looked_at(made)
    kept = computed(made)
    assert score.value is not None
    assert (kept.value, kept.generation, kept.formula.built_in) == (
        round(score.value, 2),
        generation,
        "data_quality",
    )
    assert 0 < round(score.value, 2) < 100
    assert scores_behind([kept]) == {kept.pk: score}
    assert [one["receipt"] for one in kept.submissions] == [generation.submission.receipt]
    codes = [Message.from_data(step).code for step in kept.steps]
    assert (codes[0], codes[1:-2], codes[-1]) == (
        "quality_looked",
        [step["code"] for step in score.steps],
        "formula_result",
    )
    with time_machine.travel(NOW + timedelta(days=3650)):
        assert reproduces(kept)
    confirm_computed(item=made.item("1-1", made.recorder), computed=1, version=0, by=made.recorder, now=LATER)
    assert Result.objects.get(indicator=kpi.indicator_id).computed == kept


def test_the_page_tells_it_measure_by_measure_and_leads_to_the_quality(made: World, kpi: Kpi) -> None:
    stated(made, kpi)
    taken(made, sales())
    never = text(signed_in(made.recorder).get(page(made)))
    assert "ยังไม่ได้ตรวจคุณภาพข้อมูลของรอบนี้" in never
    assert computed(made).value is None
    looked_at(made)
    assert made.round is not None
    shown = text(signed_in(made.recorder).get(page(made)))
    for words in ("ครบถ้วน", "ทันสมัย", "น่าเชื่อถือ", "ตรวจสอบได้", "ไม่มีที่ต้องส่ง ไม่นำมาคิด"):
        assert words in shown
    assert f"/data/13/quality/?round={made.round.fiscal_year_id}-{made.round.months}" in shown


def test_it_may_stand_beside_items_and_is_offered_for_its_kpi(made: World, kpi: Kpi) -> None:
    stated(made, kpi, "min(data_quality) + share(sum(otop_sales), sum(otop_sales))")
    taken(made, sales())
    score = looked_at(made)
    assert score.value is not None
    kept = computed(made)
    assert kept.value == round(score.value, 2) + Decimal(100)
    assert reproduces(kept)
    assert fitting("ร้อยละความสำเร็จของการจัดทำฐานข้อมูลของจังหวัด", "ร้อยละ")[0].code == "data_quality"
