"""Pages of quality: what each person is shown, how many queries a list takes, what sending does."""

import csv
import io

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from samrit.indicators.models import Finding
from samrit.people.models import User
from tests.sweep.looked_at import PLANTED, looked_at
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = make_people()
    looked_at(made, lambda _whose, what: f"คำของ {what}")
    return made


def shown(name: str, *things: object, by: User, query: str = "") -> tuple[int, str]:
    client = Client()
    client.force_login(by)
    with time_machine.travel(NOW):
        response = client.get(reverse(f"indicators:{name}", args=["13", *things]) + query)
    return response.status_code, response.getvalue().decode()


def test_the_province_shows_each_person_what_is_theirs(world: World) -> None:
    status, page = shown("quality", by=world.coordinator)
    assert status == 200
    assert world.development.name in page
    assert "ยังไม่จับคู่หน่วยงาน" in page
    _, own = shown("quality", by=world.recorder)
    assert world.development.name in own
    assert "ยังไม่จับคู่หน่วยงาน" not in own
    _, nothing = shown("quality", by=world.statistician)
    assert world.development.name not in nothing
    assert shown("quality", by=world.stranger)[0] == 404


def test_an_agency_and_an_item_are_seen_by_their_own(world: World) -> None:
    for name, thing in (("quality_agency", world.development.pk), ("quality_item", PLANTED)):
        seen = {
            person.name: shown(name, thing, by=person)[0]
            for person in (
                world.recorder,
                world.approver,
                world.coordinator,
                world.evaluator,
                world.statistician,
                world.stranger,
            )
        }
        assert seen == {
            "recorder": 200,
            "approver": 200,
            "coordinator": 200,
            "evaluator": 200,
            "statistician": 404,
            "stranger": 404,
        }
    assert shown("quality_item", "no_such_item", by=world.coordinator)[0] == 404


def test_another_round_has_no_score_and_says_how_one_is_made(world: World) -> None:
    status, page = shown("quality", by=world.coordinator, query="?round=2568-6")
    assert status == 200
    assert "ยังไม่ได้ตรวจคุณภาพของรอบนี้" in page
    assert shown("quality", by=world.coordinator, query="?round=%00'--")[0] == 200


def test_a_list_takes_as_many_queries_for_one_as_for_three_and_ten_thousand(world: World) -> None:
    first = Finding.objects.get(place="1305")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert shown("findings", by=world.coordinator)[0] == 200
        return len(caught)

    def more(count: int, start: int) -> None:
        kept = {
            name: getattr(first, name)
            for name in ("area", "agency", "item", "rule", "period", "severity", "figures", "message")
        }
        Finding.objects.bulk_create(
            Finding(**kept, place="1301", digest=f"{start + number}", found_at=NOW) for number in range(count)
        )

    shown("findings", by=world.coordinator)
    alone = queries()
    more(2, 0)
    assert queries() == alone
    more(9_997, 2)
    assert queries() == alone


def test_a_finding_is_explained_on_its_page(world: World) -> None:
    found = Finding.objects.get(place="1305")
    address = reverse("indicators:finding", args=["13", found.pk])
    client = Client()
    client.force_login(world.recorder)
    with time_machine.travel(NOW):
        assert client.post(address, {"verb": "explain", "answer": " "}).status_code == 422
        assert client.post(address, {"verb": "settle", "answer": "ใช้ได้"}).status_code == 409
        assert client.post(address, {"verb": "explain", "answer": "ปลูกปีก่อน"})["Location"] == address
    found.refresh_from_db()
    assert (found.state, found.answer) == ("explained", "ปลูกปีก่อน")
    assert "ปลูกปีก่อน" in shown("finding", found.pk, by=world.coordinator)[1]
    assert shown("finding", found.pk, by=world.statistician)[0] == 404


def test_the_file_holds_what_the_list_shows(world: World) -> None:
    Finding.objects.filter(place="1306").update(answer="=1+1")
    status, text = shown("findings_csv", by=world.recorder, query="?state=all")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert status == 200
    assert sorted((row[1], row[9]) for row in rows[1:]) == [("1305", ""), ("1306", "'=1+1")]
    assert len(list(csv.reader(io.StringIO(shown("findings_csv", by=world.recorder)[1])))) == 2
    assert len(list(csv.reader(io.StringIO(shown("findings_csv", by=world.statistician)[1])))) == 1


def test_looking_again_is_put_into_the_queue(world: World) -> None:
    client = Client()
    client.force_login(world.recorder)
    with time_machine.travel(NOW):
        client.post(reverse("indicators:quality_examine", args=["13"]), {"round": "2567-12"})
        client.force_login(world.evaluator)
        client.post(reverse("indicators:quality_examine", args=["13"]), {"round": "2567-12"})
    (queued,) = DBTaskResult.objects.filter(task_path="samrit.indicators.tasks.examine_quality_of")
    assert queued.args_kwargs["args"] == ["13", 2567, 12, world.recorder.pk]
