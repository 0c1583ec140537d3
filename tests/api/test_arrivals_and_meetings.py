"""The register of what came in, holding meetings and keeping lists through the API."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samrit.people.models import User
from tests.api.calling import Program, token_for
from tests.letters.arrived import arrived, office
from tests.letters.meeting_world import held
from tests.world import World, make_people

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]


@pytest.fixture
def people(db: None) -> World:
    return make_people()


def program(user: User) -> Program:
    return Program(token_for(user))


def done(program: Program, method: str, path: str, body: Any = None, status: int = 200) -> Any:
    answer = program.call(method, path, body)
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def test_a_letter_is_registered_passed_on_and_done(people: World) -> None:
    desk, reader = program(people.coordinator), program(people.recorder)
    given = {
        "issuer_id": office(people).pk, "sender": "สำนักงาน ก.พ.ร.", "sender_number": "นร 1207/334",
        "subject": "รายละเอียดตัวชี้วัด", "references": ["ที่ ปท 0017.2/ว 1"],
    }  # fmt: skip
    made = done(desk, "post", "/arrivals", given, 201)
    assert (made["number"], made["routings"], made["route"]) == ("1/2567", [], None)
    path = f"/arrivals/{made['id']}"
    assert reader.call("get", path).status_code == 404, "not passed on to the agency yet"
    named = done(desk, "get", f"{path}/receivers")
    assert {"agency_id": people.development.pk, "person_id": None, "name": people.development.name} in named
    to = [
        {"agency_id": people.development.pk},
        {"agency_id": people.office.pk, "person_id": people.coordinator.pk},
    ]
    routed = done(desk, "post", f"{path}/route", {"to": to, "instruction": "ส่งผล", "due_on": "2024-10-25"})
    assert len(routed["routings"]) == 2
    assert [one["id"] for one in done(reader, "get", "/arrivals?show=waiting")["items"]] == [made["id"]]
    seen = done(reader, "get", path)
    (own,) = seen["routings"]
    assert (own["agency_id"], own["person_id"], own["instruction"]) == (people.development.pk, None, "ส่งผล")
    assert seen["route"]["code"] == "arrival_not_yours"
    assert reader.call("get", f"{path}/history").status_code == 404
    finished = done(reader, "post", f"{path}/routings/{own['id']}/done", {"note": "ส่งแล้ว"})
    assert [one["done_note"] for one in finished["routings"]] == ["ส่งแล้ว"]
    assert done(reader, "get", "/arrivals?show=waiting")["items"] == []
    other = next(one["id"] for one in routed["routings"] if one["person_id"])
    back = done(desk, "post", f"{path}/routings/{other}/withdraw", {"reason": "ทำเองแล้ว"})
    assert [one["withdrawn"] for one in back["routings"]] == [False, True]
    assert done(desk, "post", f"{path}/void", {"reason": "ลงผิดเล่ม"})["void"] is True
    assert done(desk, "get", f"{path}/history")["items"][0]["reason"] == "ลงผิดเล่ม"


def test_more_arrivals_ask_no_more_queries(people: World) -> None:
    desk, counts = program(people.coordinator), []
    for _ in range(3):
        arrived(people)
        with CaptureQueriesContext(connection) as asked:
            done(desk, "get", "/arrivals")
        counts.append(len(asked))
    assert counts[1] == counts[2], "the first call reads what is kept"


def test_minutes_are_written_over_what_was_read_and_adopted_once(people: World) -> None:
    meeting = held(people)
    desk, invited = program(people.coordinator), program(people.recorder)
    path = f"/office-meetings/{meeting.pk}"
    assert done(desk, "get", f"{path}/attendance") == []
    for name, body in (("attendance", None), ("adopt", {})):
        assert invited.call("get" if body is None else "post", f"{path}/{name}", body).status_code == 404
    for item in done(desk, "get", path)["agenda"]:
        write = f"{path}/agenda/{item['id']}"
        said = {"minutes": "ที่ประชุมรับทราบ", "version": item["version"]}
        done(desk, "put", f"{write}/minutes", said)
        again = desk.call("put", f"{write}/minutes", said | {"minutes": "อื่น"})
        assert (again.status_code, again.json()["code"]) == (409, "minutes_changed")
    task = {"kind": "assigned", "text": "ส่งแผน", "agency_id": people.development.pk, "due_on": "2024-10-25"}
    made = done(desk, "post", f"{write}/resolutions", task, 201)
    assert made["agenda"][-1]["resolutions"][0]["agency_id"] == people.development.pk
    slip = done(desk, "post", f"{write}/resolutions", {"text": "ผิดวาระ"}, 201)["agenda"][-1]["resolutions"][1]
    done(desk, "delete", f"{path}/resolutions/{slip['id']}")
    assert done(invited, "get", path)["agenda"][0]["minutes"] is None, "not adopted yet"
    assert done(desk, "post", f"{path}/adopt")["status"] == "adopted"
    assert done(invited, "get", path)["agenda"][0]["minutes"] == "ที่ประชุมรับทราบ"
    (one,) = done(invited, "get", "/meeting-tasks")["items"]
    assert (
        done(invited, "post", f"/meeting-tasks/{one['id']}/done", {"note": "ส่งแล้ว"})["done_note"] == "ส่งแล้ว"
    )


def test_lists_are_kept_by_who_coordinates(people: World) -> None:
    desk = program(people.coordinator)
    given = {"name": "บัญชี ก", "members": [{"agency_id": people.development.pk, "wording": "พัฒนาการจังหวัด"}]}
    made = done(desk, "post", "/distribution-lists", given | {"area": people.area.code}, 201)
    assert [one["wording"] for one in made["members"]] == ["พัฒนาการจังหวัด"]
    reader = program(people.recorder)
    assert reader.call("post", "/distribution-lists", given | {"area": people.area.code}).status_code == 404
    path = f"/distribution-lists/{made['id']}"
    assert reader.call("delete", path).status_code == 404
    assert done(desk, "put", path, given | {"name": "บัญชี ข"})["name"] == "บัญชี ข"
    done(desk, "delete", path, status=204)
    assert done(desk, "get", "/distribution-lists") == []
