"""The trail: one event per action, chained, and the database itself refuses to change it."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from samrit.audit.models import Chain, Event
from samrit.audit.queries import first_broken_link, history_of
from samrit.people.history import told
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def full() -> world.World:
    made = world.make_world()
    world.file_all(made)
    return made


def test_every_step_of_a_result_is_one_event_with_before_and_after(full: world.World) -> None:
    result = full.item("1-1").result
    assert result is not None
    events = list(history_of(result))

    assert [event.verb for event in events] == ["file", "approve", "submit", "save"]
    assert events[-1].before["status"] == "not_started"
    assert events[-1].after["value"] == "1176.285"
    assert (events[1].before, events[1].after) == ({"status": "submitted"}, {"status": "approved"})
    assert [event.actor_id for event in events] == [
        full.coordinator.pk,
        full.approver.pk,
        full.recorder.pk,
        full.recorder.pk,
    ]


def test_the_chain_holds_and_knows_its_length(full: world.World) -> None:
    assert first_broken_link() is None
    chain = Chain.objects.get()
    assert chain.length == Event.objects.count()
    assert chain.head == Event.objects.latest("id").hash


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_an_event(full: world.World, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_event_changed_behind_the_database_s_back_breaks_the_chain_there(full: world.World) -> None:
    events = list(Event.objects.order_by("id"))
    events[5].after = {"value": "99"}
    assert first_broken_link(events) == events[5]
    assert first_broken_link([*events[:3], *events[4:5]]) == events[4]


def test_history_reads_in_words(full: world.World) -> None:
    result = full.item("1-1").result
    assert result is not None
    newest = told(list(history_of(result)))[1]
    assert newest.what == "อนุมัติ"
    assert newest.who.startswith("approver (ผู้อนุมัติข้อมูล · สำนักงานพัฒนาชุมชน")
    assert [(change.label, change.before, change.after) for change in newest.changes] == [
        ("สถานะ", "รอผู้อนุมัติ", "อนุมัติแล้ว")
    ]


def test_events_hold_plain_json(full: world.World) -> None:
    for event in Event.objects.all():
        assert json.loads(json.dumps([event.before, event.after])) == [event.before, event.after]
