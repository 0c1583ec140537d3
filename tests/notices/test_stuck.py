"""งานเบื้องหลังที่ค้าง: what failed is told with its cause; tried again or put aside once, with an event; only for the central office."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from samrit.audit.models import Event
from samrit.config.status import status
from samrit.config.working import MOST_ATTEMPTS, take_up_tasks
from samrit.notices.models import Channel, Delivery, Notice
from samrit.people.models import User
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
PAGE = reverse("notices:stuck")


def of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def a_task(attempts: int = MOST_ATTEMPTS) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path="samrit.dashboards.tasks.build_report", args_kwargs={"args": [1], "kwargs": {}}, status="FAILED",
        queue_name="default", backend_name="default", run_after=NOW, started_at=NOW, finished_at=NOW,
        worker_ids=[f"w{n}" for n in range(attempts)], exception_class_path="builtins.OSError",
        traceback="Traceback\n  line\nOSError: <b>disk</b> full\n",
    )  # fmt: skip


def a_message(person: User, key: str, state: str) -> Delivery:
    notice = Notice.objects.create(person=person, kind="news", subject={}, url="/", key=key, created_at=NOW)
    return Delivery.objects.create(
        person=person, channel=Channel.EMAIL, key=key, notice=notice, state=state, attempts=8, made_at=NOW, next_at=NOW,
        handed_at=NOW, problem="550 no such mailbox",
    )  # fmt: skip


def post(client: Client, kind: str, key: object, action: str) -> int:
    return client.post(PAGE, {"kind": kind, "key": str(key), "action": action}).status_code


def test_what_is_stuck_is_told_and_settled_by_the_central_office_alone() -> None:
    world: World = make_people()
    task, gone = a_task(), a_task()
    given_up, uncertain = (
        a_message(world.recorder, "a", "given_up"),
        a_message(world.approver, "b", "uncertain"),
    )
    office = of(world.evaluator)
    for stranger in (of(world.coordinator), of(world.recorder)):
        assert stranger.get(PAGE).status_code == post(stranger, "work", task.pk, "again") == 404
    with CaptureQueriesContext(connection) as many:
        shown = office.get(PAGE).content.decode()
    for words in (
        "จัดทำรายงานระดับประเทศ",
        "OSError: &lt;b&gt;disk&lt;/b&gt; full",
        "550 no such mailbox",
        world.recorder.name,
    ):
        assert words in shown
    for kind, key, action in (
        ("work", "x", "again"), ("work", uuid4(), "again"), ("message", 10**19, "aside"), ("message", given_up.pk, "burn"),
        ("", "", ""),
    ):  # fmt: skip
        assert post(office, kind, key, action) == 404
    for _twice in range(2):
        post(office, "work", task.pk, "again")
        post(office, "work", gone.pk, "aside")
        post(office, "message", given_up.pk, "again")
        post(office, "message", uncertain.pk, "aside")
    task.refresh_from_db()
    given_up.refresh_from_db()
    assert (task.status, task.worker_ids, task.traceback) == ("READY", [], "")
    assert not DBTaskResult.objects.filter(pk=gone.pk).exists()
    assert (given_up.state, given_up.attempts) == ("pending", 0)
    told = Event.objects.filter(actor_id=world.evaluator.pk).values_list("verb", flat=True)
    assert sorted(told) == ["put_aside"] * 2 + ["try_again"] * 2
    assert status(now=NOW).stuck == []
    with CaptureQueriesContext(connection) as few:
        assert "ไม่มีงานค้าง" in office.get(PAGE).content.decode()
    assert len(few) <= len(many)


def test_what_failed_is_tried_again_after_growing_pauses_and_then_left_to_a_person() -> None:
    first, last = a_task(1), a_task(MOST_ATTEMPTS)
    assert take_up_tasks(now=NOW + timedelta(seconds=59)) == 0
    assert take_up_tasks(now=NOW + timedelta(seconds=60)) == 1
    first.refresh_from_db()
    last.refresh_from_db()
    assert (first.status, first.worker_ids) == ("READY", ["w0"])
    assert last.status == "FAILED"
    assert take_up_tasks(now=NOW + timedelta(days=2)) == 0
