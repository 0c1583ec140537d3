"""งานของฉัน while a score is contested: whose turn it is, and that nobody else's queries grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samrit.dashboards.queries.planning import tasks_of_the_year
from samrit.dashboards.wording import address_of
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.scores import actions
from tests.scores.contested import SOON, Contested, contested_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Contested:
    return contested_world()


def tasks(user: User) -> list[tuple[str, str, str]]:
    duties = duties_of(user, SOON.date())
    return [
        (task.part, task.kind, task.number)
        for task in tasks_of_the_year(duties)
        if "appeal" in address_of(task)
    ]


def test_it_is_the_central_office_s_turn_then_the_panel_s(made: Contested) -> None:
    world, judge = made.world, made.judges[0]
    appeal = made.open()
    assert tasks(made.head) == [("todo", "take_up_appeal", "1-2")]
    assert tasks(world.coordinator) == tasks(world.approver) == [("waiting", "await_appeal", "1-2")]
    assert tasks(world.recorder) == tasks(world.statistics_approver) == tasks(world.stranger) == []

    actions.take_up_appeal(appeal=appeal, by=made.head, now=SOON)
    assert tasks(made.head) == [("todo", "appoint_panel", "1-2")]
    actions.appoint_panel(appeal=appeal, members=made.judges, order_number="5/2567", by=made.head, now=SOON)
    assert tasks(judge) == [("todo", "decide_appeal", "1-2")]
    assert tasks(made.head) == [("waiting", "await_appeal", "1-2")]
    made.decide(appeal)
    assert tasks(judge) == tasks(made.head) == tasks(world.coordinator) == []


def test_three_take_the_queries_of_one(made: Contested) -> None:
    counts = []
    for numbers in (("1-2",), ("1-1", "2-1.2")):
        for number in numbers:
            made.open(number)
        with CaptureQueriesContext(connection) as queries:
            assert tasks(made.head)
        counts.append(len(queries))
    assert counts[0] == counts[1]
