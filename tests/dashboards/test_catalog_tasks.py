"""The data catalog on the desks: who updates, who publishes; and who is told before a dataset goes out of date."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from samrit.catalog.actions.reminding import tell_of_currency
from samrit.dashboards.queries.work import work_of
from samrit.dashboards.wording import address_of
from samrit.notices.models import Notice
from samrit.people.models import User
from samrit.people.queries import duties_of
from tests.catalog.catalogued import dataset
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
PEOPLE = ("recorder", "colleague", "approver", "coordinator", "statistician", "stranger", "evaluator")
BANGKOK = ZoneInfo("Asia/Bangkok")


def desks(world: World, day: date, now: datetime) -> dict[str, list[tuple[str, int, str]]]:
    def desk(user: User) -> list[tuple[str, int, str]]:
        tasks = work_of(duties_of(user, day), now=now).todo
        return [(one.kind, one.count, one.state) for one in tasks if one.kind.endswith("_datasets")]

    found = {name: desk(getattr(world, name)) for name in PEOPLE}
    return {name: tasks for name, tasks in found.items() if tasks}


def test_what_is_nearly_due_is_the_recorders_and_what_is_complete_the_approvers() -> None:
    """DAY is the 10th of October 2024; every year, updated 14 days less than a year ago is nearly due, 15 is not."""
    world = make_people()
    for days, name in ((14, "near"), (15, "far"), (-200, "late")):
        updated = (DAY + timedelta(days=days)).replace(year=DAY.year - 1)
        dataset(world, name, last_updated_date=updated.isoformat())
    dataset(world, "draft", publish=False)
    update, publish = ("update_datasets", 2, "late"), ("publish_datasets", 1, "")
    assert desks(world, DAY, NOW) == {
        "recorder": [update],
        "colleague": [update, publish],
        "approver": [publish],
    }
    (task,) = work_of(duties_of(world.recorder, DAY), now=NOW).todo
    assert address_of(task) == f"/catalog/own/?agency={world.development.pk}&todo=update"


def test_an_agency_is_told_before_and_on_the_day_and_once() -> None:
    world = make_people()
    made = dataset(world, "waste", last_updated_date="2024-01-31")
    dataset(world, "hidden", publish=False, last_updated_date="2024-01-31")
    assert made.due_on == date(2025, 1, 31)
    assert made.late_from is not None
    days = {
        made.due_on - timedelta(days=15): 0,
        made.due_on - timedelta(days=14): 2,  # both recorders
        made.due_on - timedelta(days=3): 2,
        made.due_on: 0,
        made.late_from - timedelta(days=1): 0,
        made.late_from: 3,  # and the coordinator
        made.late_from + timedelta(days=1): 0,
    }
    moments = {day: datetime(day.year, day.month, day.day, 9, tzinfo=BANGKOK) for day in days}
    assert {day: tell_of_currency(now=moment) for day, moment in moments.items()} == days
    assert [tell_of_currency(now=moment) for moment in moments.values()] == [0] * len(days)
    told = Notice.objects.filter(person=world.recorder).order_by("pk")
    assert [str(one.subject_message) for one in told] == [
        "ชุดข้อมูลครบกำหนดปรับปรุงในอีก 14 วัน: 1 ชุด",
        "ชุดข้อมูลครบกำหนดปรับปรุงในอีก 3 วัน: 1 ชุด",
        "ชุดข้อมูลไม่เป็นปัจจุบันตั้งแต่วันนี้: 1 ชุด",
    ]
    assert {one.url for one in told[:2]} == {f"/catalog/own/?agency={world.development.pk}&todo=update"}
