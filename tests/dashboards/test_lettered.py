"""Letters on the first page: to acknowledge, to act on, to wait for, to chase; the queries stay the same."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samrit.dashboards.queries import lettered
from samrit.dashboards.queries.lettered import tasks_of_letters
from samrit.dashboards.queries.tasks import how_many
from samrit.dashboards.wording import address_of
from samrit.letters.actions.arriving import Receiver, finish_routing
from samrit.letters.actions.receiving import acknowledge, finish_forward, forward
from samrit.people.models import User
from samrit.people.queries import duties_of
from tests.letters.arrived import arrived, routed
from tests.letters.delivered import DUE, make_void, sent
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
AFTER = DUE + timedelta(days=1)


@pytest.fixture
def world() -> World:
    return make_people()


def tasks(user: User, today: date = DAY) -> list[tuple[str, str, str]]:
    found = tasks_of_letters(duties_of(user, DAY), today=today)
    return [(task.part, task.kind, task.state) for task in found]


def test_a_letter_awaits_its_readers_and_its_sender_waits(world: World) -> None:
    one = sent(world, world.development)[0]
    assert (
        tasks(world.recorder) == tasks(world.approver) == [("todo", "acknowledge_letter", "letter_unopened")]
    )
    assert tasks(world.coordinator) == [("waiting", "await_acknowledgement", "letter_awaited")]
    assert tasks(world.statistician) == tasks(world.stranger) == tasks(world.evaluator) == []
    acknowledge(delivery=one, note="", by=world.recorder, now=NOW)
    assert tasks(world.approver) == tasks(world.coordinator) == []


def test_after_its_day_it_is_late_and_the_senders_to_chase(world: World) -> None:
    sent(world, world.development)
    assert tasks(world.recorder, AFTER) == [("todo", "acknowledge_letter", "late")]
    assert tasks(world.coordinator, AFTER) == [("todo", "chase_letter", "late")]


def test_who_was_asked_has_it_until_it_is_done(world: World) -> None:
    one = sent(world, world.development)[0]
    acknowledge(delivery=one, note="", by=world.approver, now=NOW)
    asked = forward(delivery=one, person=world.recorder, note="", due_on=None, by=world.approver, now=NOW)
    assert tasks(world.recorder) == [("todo", "act_on_letter", "")]
    assert tasks(world.approver) == []
    finish_forward(forward=asked, note="", by=world.recorder, now=NOW)
    assert tasks(world.recorder) == []


def test_a_void_letter_awaits_nobody(world: World) -> None:
    one = sent(world, world.development)[0]
    forward(delivery=one, person=world.recorder, note="", due_on=None, by=world.approver, now=NOW)
    make_void(one.letter, world)
    assert tasks(world.recorder) == tasks(world.coordinator) == []


def test_more_letters_cost_no_more_queries(world: World) -> None:
    counts = []
    for number in (1, 2, 3):
        one = sent(world, number=number)[0]
        forward(delivery=one, person=world.recorder, note="", due_on=None, by=world.approver, now=NOW)
        duties = duties_of(world.recorder, DAY)
        with CaptureQueriesContext(connection) as captured:
            assert len(tasks_of_letters(duties, today=DAY)) == 2 * number
        counts.append(len(captured))
    assert len(set(counts)) == 1


def test_of_many_letters_some_stand_in_the_list_and_one_line_leads_to_the_rest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lettered, "MANY", 2)
    for number in range(1, 6):
        sent(world, number=number)
    found = tasks_of_letters(duties_of(world.recorder, DAY), today=DAY)
    assert [(task.kind, task.count) for task in found] == [
        ("acknowledge_letter", 0),
        ("acknowledge_letter", 0),
        ("more_received", 3),
    ]
    assert (found[-1].name, address_of(found[-1]), how_many(found)) == ("อีก 3 ฉบับ", "/letters/inbox/", 5)
    waits = tasks_of_letters(duties_of(world.coordinator, DAY), today=DAY)
    assert [(task.part, task.kind) for task in waits][-1] == ("waiting", "more_sent")
    client = Client()
    client.force_login(world.recorder)
    page = client.get("/").content.decode()
    assert "อีก 3 ฉบับ" in page
    assert 'href="/letters/inbox/"' in page
    assert how_many(waits) == 5


# ── what came in and was passed on ──────────────────────────────────────────
def test_what_was_passed_on_awaits_them_and_who_passed_it_on_chases(world: World) -> None:
    one = arrived(world)
    mine = routed(world, one, Receiver(world.development.pk), due_on=DUE)[0]
    routed(world, one, Receiver(world.statistics.pk), due_on=None)
    assert tasks(world.recorder) == tasks(world.approver) == [("todo", "act_on_arrival", "")]
    assert tasks(world.coordinator) == [("waiting", "await_routing", "arrival_open")]
    assert tasks(world.stranger) == tasks(world.evaluator) == []
    assert tasks(world.recorder, AFTER) == [("todo", "act_on_arrival", "late")]
    assert tasks(world.coordinator, AFTER) == [("todo", "chase_routing", "late")]
    finish_routing(routing=mine, note="", by=world.recorder, now=NOW)
    assert tasks(world.approver, AFTER) == []
    assert tasks(world.coordinator, AFTER) == [("waiting", "await_routing", "arrival_open")]
    counts = []
    for _ in range(2):
        routed(world, arrived(world), Receiver(world.development.pk))
        with CaptureQueriesContext(connection) as captured:
            tasks(world.recorder)
            tasks(world.coordinator)
        counts.append(len(captured))
    assert len(set(counts)) == 1


def test_of_what_is_secret_not_even_the_subject_stands_in_lists(world: World) -> None:
    one = sent(world, world.development, secrecy="confidential")[0]
    forward(delivery=one, person=world.recorder, note="", due_on=None, by=world.approver, now=NOW)
    routed(world, arrived(world, secrecy="confidential"), Receiver(world.development.pk))
    for user, count in ((world.recorder, 3), (world.coordinator, 2)):
        found = tasks_of_letters(duties_of(user, DAY), today=DAY)
        assert [task.name for task in found] == ["หนังสือลับ"] * count
