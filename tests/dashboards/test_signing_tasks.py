"""Letters to decide on or to write anew, and what meetings gave to do, on the first page; the queries stay the same."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samrit.dashboards.queries.signing import tasks_of_meetings, tasks_of_signing
from samrit.dashboards.queries.tasks import Task
from samrit.dashboards.wording import address_of
from samrit.letters import actions
from samrit.letters.actions import meeting as meetings
from samrit.letters.models import AgendaItem, Resolution
from samrit.people.models import User
from samrit.people.queries import duties_of
from tests.letters import letters_written as writing
from tests.letters.meeting_world import STARTS, held
from tests.world import DAY, NOW, World, make_people

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
DUE = DAY + timedelta(days=5)


@pytest.fixture
def world() -> World:
    return make_people()


def tasks(user: User, today: date = DAY) -> list[Task]:
    duties = duties_of(user, DAY)
    return [*tasks_of_signing(duties), *tasks_of_meetings(duties, today=today)]


def told(user: User, today: date = DAY) -> list[tuple[str, str, str]]:
    return [(one.kind, one.state, one.reason) for one in tasks(user, today)]


def test_a_letter_goes_from_desk_to_desk_and_back(world: World) -> None:
    letter = writing.proposed(world)
    assert told(world.approver) == [("decide_letter", "letter_in_chain", "")]
    assert told(world.colleague) == told(world.coordinator) == told(world.stranger) == []
    actions.approve_letter(letter=letter, version=1, by=world.approver, now=NOW)
    assert (told(world.approver), [one.name for one in tasks(world.colleague)]) == ([], [letter.subject])
    actions.return_letter(letter=letter, reason="แก้ตัวเลข", version=1, by=world.colleague, now=NOW)
    assert told(world.coordinator) == [("revise_letter", "letter_returned", "แก้ตัวเลข")]
    assert address_of(tasks(world.coordinator)[0]) == f"/letters/written/{letter.pk}/"
    assert told(world.colleague) == []


def test_a_secret_letter_is_told_without_its_subject(world: World) -> None:
    letter = writing.proposed(world, writing.drafted(world, secrecy="confidential"))
    assert [one.name for one in tasks(world.approver)] == ["หนังสือลับ"]
    actions.return_letter(letter=letter, reason="ชื่อบุคคลผิด", version=1, by=world.approver, now=NOW)
    assert [(one.name, one.reason) for one in tasks(world.coordinator)] == [("หนังสือลับ", "")]


def test_what_a_meeting_assigned_waits_until_its_agency_says_that_it_is_done(world: World) -> None:
    assigned = given(world)
    assert told(world.statistician) == [("do_resolution", "", "")]
    assert told(world.statistician, DUE + timedelta(days=1)) == [("do_resolution", "late", "")]
    assert told(world.recorder) == told(world.stranger) == []
    assert tasks(world.statistician)[0].due_on == DUE
    meetings.report_done(
        resolution=assigned, note="ส่งแล้ว", by=world.statistician, now=STARTS + timedelta(hours=1)
    )
    assert told(world.statistician) == []


def given(world: World) -> Resolution:
    item = AgendaItem.objects.filter(meeting=held(world)).select_related("meeting").order_by("position")[0]
    return meetings.resolve(
        item=item, kind="assigned", text="ส่งข้อมูล", agency=world.statistics, due_on=DUE,
        by=world.coordinator, now=STARTS + timedelta(minutes=10),
    )  # fmt: skip


def test_more_of_them_cost_no_more_queries(world: World) -> None:
    counts = []
    for number in (1, 2, 3):
        writing.proposed(world)
        given(world)
        with CaptureQueriesContext(connection) as captured:
            found = (len(tasks(world.approver)), len(tasks(world.statistician)))
        assert found == (number, number)
        counts.append(len(captured))
    assert len(set(counts)) == 1
