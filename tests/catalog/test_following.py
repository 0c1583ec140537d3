"""Datasets that show figures of the provincial database are as new as it is; a name that another took at the same instant."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from samrit.catalog.actions.datasets import create_dataset, fresh, keep_new
from samrit.catalog.actions.refreshing import follow_agencies, follow_database
from samrit.catalog.actions.resources import attach_observations, remove_resource
from samrit.catalog.actions.settling import pen_of
from samrit.catalog.models import Dataset, Resource
from samrit.evidence.models import EvidenceFile
from samrit.evidence.queries import unused
from samrit.people.models import Agency
from samrit.rules.wording import RefusedError
from tests.catalog.catalogued import dataset, with_table
from tests.indicators.submitting import all_of, taken
from tests.rules.catalog_records import record
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=40)


@pytest.fixture
def world() -> World:
    return make_people()


def test_figures_that_are_accepted_move_the_currency(world: World) -> None:
    taken(world, all_of("10"))
    made = dataset(world, "waste", links=0, last_updated_date="2023-01-31")
    said: dict[str, Any] = {"dataset": made, "level": "", "record": {}, "by": world.recorder, "now": NOW}
    for item in ("waste_generated", "otop_sales"):
        attach_observations(item=item, **said)
    days = dict(Resource.objects.order_by("pk").values_list("query__item", "answered_on"))
    assert days == {"waste_generated": DAY, "otop_sales": None}
    before = Dataset.objects.get(pk=made.pk)
    assert (before.updated_on, follow_database(now=LATER)) == (DAY, 0)

    taken(world, all_of("11"), year="2567", days=30)
    assert follow_database(now=LATER) == 1
    after = Dataset.objects.get(pk=made.pk)
    assert after.updated_on == localdate(NOW + timedelta(days=30))
    assert after.due_on == after.updated_on.replace(year=after.updated_on.year + 1)
    assert (after.modified_at, after.revision) == (LATER, before.revision)
    assert follow_database(now=LATER) == 0


def test_a_renamed_agency_renames_what_its_datasets_say(world: World) -> None:
    made = dataset(world, "waste")
    assert follow_agencies(now=LATER) == 0
    Agency.objects.filter(pk=world.development.pk).update(name="สำนักงานพัฒนาชุมชนแห่งใหม่")
    assert follow_agencies(now=LATER) == 1
    after = Dataset.objects.get(pk=made.pk)
    assert (after.record["owner_org"], after.modified_at) == ("สำนักงานพัฒนาชุมชนแห่งใหม่", LATER)
    assert follow_agencies(now=LATER) == 0


def test_a_resources_file_is_no_unused_one(world: World) -> None:
    made = with_table(world, dataset(world, "waste"))
    assert not unused(EvidenceFile.objects.all()).exists()
    remove_resource(resource=made, by=world.coordinator, now=NOW)
    assert [one.name for one in unused(EvidenceFile.objects.all())] == ["waste.csv"]


def test_a_name_that_another_province_took_meanwhile_is_refused(world: World) -> None:
    pen = pen_of(world.recorder, NOW)
    mine = fresh(world.development, record(name="population"), pen, "2.1.0")
    create_dataset(agency=world.elsewhere, record=record(name="population"), by=world.stranger, now=NOW)
    with pytest.raises(RefusedError, check=lambda error: error.refusal.code == "catalog_name_taken"):
        keep_new(mine, verb="create_dataset", pen=pen)
    assert Dataset.objects.count() == 1
