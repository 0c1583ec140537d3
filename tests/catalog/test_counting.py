"""The KPI's four counts: what is counted, which datasets fail and why, and the result that is kept."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from samrit.catalog.actions.datasets import register_dataset
from samrit.catalog.actions.plans import drop_plan, plan_dataset, propose_result, tie_plan
from samrit.catalog.models import CatalogResult
from samrit.catalog.queries.counting import counts_of, newest_result
from samrit.rules.catalog import Counted, Result
from samrit.rules.wording import RefusedError
from tests.catalog.catalogued import dataset
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
YEAR = 2568  # of NOW: 10 Oct 2567


@pytest.fixture
def world() -> World:
    return make_people()


def counts(world: World) -> Result:
    return counts_of([world.development.pk], YEAR, on=DAY)[world.development.pk]


def told(result: Result) -> dict[str, tuple[int, int]]:
    return {one.terms.counted.value: (one.met, one.base) for one in result.counts}


def test_an_agency_without_datasets_has_no_result_which_is_not_zero(world: World) -> None:
    result = counts(world)
    assert told(result) == {"developed": (0, 0), "current": (0, 0), "complete": (0, 0), "registered": (0, 0)}
    assert result.percent is None
    kept = propose_result(agency=world.development, fiscal_year=YEAR, by=world.recorder, now=NOW)
    assert (kept.percent, kept.value) == ("", None)


def test_each_count_names_the_datasets_that_fail_it(world: World) -> None:
    """Two published, open, complete datasets: one updated and registered, the other neither; nothing is planned.

    developed 0 of 0 (leaves), current 1 of 2, complete 2 of 2, registered 1 of 2: (25 + 50 + 25) ÷ 2 ÷ 75 × 100 = 66.67.
    """
    good = dataset(world, "good", last_updated_date="2024-10-01")
    register_dataset(dataset=good, on=DAY, by=world.recorder, now=NOW)
    poor = dataset(world, "poor")
    dataset(world, "draft", publish=False)
    result = counts(world)
    assert told(result) == {"developed": (0, 0), "current": (1, 2), "complete": (2, 2), "registered": (1, 2)}
    for counted in (Counted.CURRENT, Counted.REGISTERED):
        assert [one.entry.id for one in result.count(counted).failing] == [str(poor.pk)]
    assert result.percent is not None
    assert str(round(result.percent, 2)) == "66.67"


def test_what_is_planned_counts_once_it_is_made(world: World) -> None:
    item = plan_dataset(
        agency=world.development, fiscal_year=YEAR, title="ชุดข้อมูลใหม่", by=world.recorder, now=NOW
    )
    again = plan_dataset(
        agency=world.development, fiscal_year=YEAR, title=" ชุดข้อมูลใหม่ ", by=world.coordinator, now=NOW
    )
    assert again == item
    assert told(counts(world))["developed"] == (0, 1)
    made = dataset(world, "fresh", title="ชุดข้อมูลใหม่")
    tie_plan(item=item, dataset=made, by=world.recorder, now=NOW)
    assert told(counts(world))["developed"] == (1, 1)
    drop_plan(item=item, reason="เลื่อนไปปีหน้า", by=world.recorder, now=NOW)
    assert told(counts(world))["developed"] == (0, 0)
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_plan_dropped"):
        drop_plan(item=item, reason="อีกครั้ง", by=world.recorder, now=NOW)


def test_the_same_counts_are_the_same_result_and_others_the_next(world: World) -> None:
    made = dataset(world, "waste", last_updated_date="2024-10-01")
    first = propose_result(agency=world.development, fiscal_year=YEAR, by=world.recorder, now=NOW)
    assert propose_result(agency=world.development, fiscal_year=YEAR, by=world.approver, now=NOW) == first
    register_dataset(dataset=made, on=DAY, by=world.recorder, now=NOW)
    second = propose_result(
        agency=world.development, fiscal_year=YEAR, by=world.recorder, now=NOW + timedelta(hours=1)
    )
    assert (first.number, second.number, second.percent) == (1, 2, "100")
    assert newest_result(world.development, YEAR) == second
    failing = {one["counted"]: [each["title"] for each in one["failing"]] for one in first.counts}
    assert failing == {"developed": [], "current": [], "complete": [], "registered": [made.title]}
    with pytest.raises(DatabaseError), transaction.atomic():
        CatalogResult.objects.filter(pk=first.pk).update(percent="100")


def test_a_stranger_counts_nothing(world: World) -> None:
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_not_counting"):
        propose_result(agency=world.development, fiscal_year=YEAR, by=world.stranger, now=NOW)


def test_many_datasets_ask_as_often_as_one(world: World, django_assert_num_queries: object) -> None:
    dataset(world, "one")
    keys = [world.development.pk, world.statistics.pk]
    with django_assert_num_queries(4):  # type: ignore[operator]
        counts_of(keys, YEAR, on=DAY)
    for name in ("two", "three"):
        dataset(world, name, agency=world.statistics)
    with django_assert_num_queries(4):  # type: ignore[operator]
        counts_of(keys, YEAR, on=DAY)
