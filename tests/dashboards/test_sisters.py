"""The same KPI in other provinces: published values only, and who may look."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from samrit.dashboards.queries.sisters import sisters_of
from samrit.frameworks.models import Edition, FiscalYear, Framework, Indicator, Kpi, Round
from samrit.people.models import Area
from samrit.reports.models import Result
from samrit.scores.models import KpiScore, ProvinceScore, Verification
from tests.dashboards.published import make_public
from tests.reports.pages import signed_in, text
from tests.world import NOW, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> World:
    return make_world()


def elsewhere(
    world: World,
    code: str,
    value: str | None,
    *,
    year: int = 2567,
    published: bool = True,
    unit: str = "ล้านบาท",
) -> None:
    """Another province's verified result of the same KPI, as rows: its way there is tested elsewhere."""
    area, by = Area.objects.get(code=code), world.evaluator
    fiscal_year, _ = FiscalYear.objects.get_or_create(year=year, defaults={"rule_set": "2567"})
    framework = Framework.objects.create(area=area, fiscal_year=fiscal_year)
    edition = Edition.objects.create(
        framework=framework, number=1, status="published", created_by=by, created_at=NOW, published_by=by, published_at=NOW,
    )  # fmt: skip
    model = world.kpis["1-1"]
    component = edition.components.create(number=1, name=model.component.name, weight=70)
    group = component.groups.create(position=1)
    indicator = Indicator.objects.create(framework=framework)
    kpi = Kpi.objects.create(
        component=component, group=group, indicator=indicator, position=1, number="1", name=model.name, unit=unit,
    )  # fmt: skip
    round_ = Round.objects.create(
        area=area, fiscal_year=fiscal_year, months=12, opens_at=NOW, closes_at=NOW.replace(year=2025)
    )
    figure = {"value": Decimal(value)} if value else {"missing": "suppressed"}
    result = Result.objects.create(
        indicator=indicator, round=round_, status="verified", approved_by=by, **figure
    )
    verification = Verification.objects.create(
        result=result, decision="accept", verified_by=by, verified_at=NOW, **figure
    )
    score = ProvinceScore.objects.create(
        round=round_, version=1, state="confirmed", edition=edition, rule_set="2567", rule_version="x", inputs={}, outcome={},
        computed_by=by, computed_at=NOW,
    )  # fmt: skip
    KpiScore.objects.create(province_score=score, kpi=kpi, verification=verification, steps=[])
    if published:
        make_public(score)


def found(world: World) -> list[tuple[str, str | None, str | None]]:
    rows = sisters_of(world.kpis["1-1"], 2567, world.area.code, now()).rows
    return [(row.area.code, row.value and str(row.value), row.missing) for row in rows]


def test_published_values_the_best_first_and_the_silent_last(made: World):
    elsewhere(made, "12", "900")
    elsewhere(made, "14", None)
    elsewhere(made, "20", "1100.5")
    elsewhere(made, "21", "5000", published=False)
    elsewhere(made, "22", "1100500000", unit="บาท")
    assert found(made) == [("20", "1100.5", None), ("12", "900", None), ("14", None, "suppressed")]
    sisters = sisters_of(made.kpis["1-1"], 2567, made.area.code, now())
    assert (sisters.lowest, sisters.middle, sisters.highest) == (
        Decimal(900),
        Decimal("1000.25"),
        Decimal("1100.5"),
    )


def test_less_is_better_turns_the_order(made: World):
    elsewhere(made, "12", "900")
    elsewhere(made, "20", "1100.5")
    made.kpis["1-1"].direction = Kpi.Direction.DOWN
    assert [code for code, *_ in found(made)] == ["12", "20"]


def test_last_years_value_counts_while_this_years_is_not_out_and_older_ones_do_not(made: World):
    elsewhere(made, "12", "850", year=2566)
    elsewhere(made, "20", "700", year=2565)
    assert found(made) == [("12", "850", None)]


def test_the_page_and_its_part_for_who_may_see_the_kpi(made: World):
    for code in ("12", "14", "20", "21", "22", "24", "25"):
        elsewhere(made, code, f"9{code}")
    assert made.round is not None
    url = reverse("dashboards:sisters", args=[made.round.pk, made.kpis["1-1"].indicator_id])
    assert text(signed_in(made.recorder).get(url)).count("<tr>") == 8
    part = text(signed_in(made.recorder).get(url, headers={"HX-Request": "true"}))
    assert (part.count("<tr>"), "<html" in part) == (6, False)
    assert f'href="{url}"' in part
    assert signed_in(made.statistician).get(url).status_code == 404
    assert signed_in(made.stranger).get(url).status_code == 404


def test_as_many_queries_for_three_provinces_as_for_one(made: World):
    elsewhere(made, "12", "900")
    with CaptureQueriesContext(connection) as one:
        found(made)
    elsewhere(made, "14", "800")
    elsewhere(made, "20", None)
    with CaptureQueriesContext(connection) as three:
        found(made)
    assert len(three) == len(one)
