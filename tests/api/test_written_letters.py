"""Letters written, numbered, sent and received through the API; meetings and short links; each as on its page."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samrit.letters.models import Delivery, Letter
from tests.api.calling import Program, token_for
from tests.letters import letters_written as writing
from tests.letters.delivered import PDF, make_void, sent
from tests.letters.intakes import make_intake
from tests.letters.meeting_world import invited
from tests.world import World, make_people

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]


@pytest.fixture
def people(db: None) -> World:
    return make_people()


@pytest.fixture
def coordinator(people: World) -> Program:
    return Program(token_for(people.coordinator))


def items(program: Program, path: str) -> list[dict[str, Any]]:
    answer = program.call("get", path)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_letters_are_told_with_number_words_and_what_may_be_done(people: World, coordinator: Program) -> None:
    draft = writing.drafted(people, enclosures=(("รายละเอียด", "1 ชุด"),))
    signed = writing.signed(people, writing.drafted(people, circular=True))
    assert [(one["id"], one["number"], one["status"]) for one in items(coordinator, "/written-letters")] == [
        (signed.pk, "ปท 0017.2/ว 1", "signed"), (draft.pk, "", "draft"),
    ]  # fmt: skip
    assert [one["id"] for one in items(coordinator, "/written-letters?status=draft&q=2567")] == [draft.pk]
    signer = Program(token_for(people.colleague))
    assert items(signer, "/written-letters?mine=true") == []
    one = coordinator.call("get", f"/written-letters/{draft.pk}")
    assert one["ETag"].startswith('"1-')
    told = one.json()
    assert (told["body"], told["enclosures"], told["paper"]) == (
        "ขอส่งรายละเอียดตัวชี้วัด ดังนี้", [{"title": "รายละเอียด", "quantity": "1 ชุด"}], None,
    )  # fmt: skip
    standing = coordinator.call("get", f"/written-letters/{draft.pk}/standing").json()
    assert standing["moves"]["edit"] is None
    assert standing["moves"]["sign"]["code"] == "letter_not_proposed"
    assert [
        step["verdict"] for step in coordinator.call("get", f"/written-letters/{signed.pk}").json()["chain"]
    ] == ["signed"]


def test_a_register_tells_the_number_alone_of_what_is_secret(people: World) -> None:
    secret = writing.signed(people, writing.drafted(people, secrecy="secret"))
    program = Program(token_for(people.coordinator))
    (register,) = program.call("get", "/letter-registers").json()
    path = f"/letter-registers/{register['id']}/entries"
    assert [(one["number"], one["letter_id"]) for one in items(program, path)] == [(1, secret.pk)]
    Letter.objects.update(drafted_by=people.colleague)  # the coordinator stands in its chain no more
    assert [(one["number"], one["letter_id"], one["subject"]) for one in items(program, path)] == [
        (1, None, None)
    ]


def test_the_file_opens_a_received_letter_and_the_list_does_not(people: World, coordinator: Program) -> None:
    (one,) = sent(people, people.development)
    reader = Program(token_for(people.recorder))
    assert [(found["standing"], found["number"]) for found in items(reader, "/received-letters?show=waiting")] == [
        ("unopened", "ปท 0017.2/ว 123")
    ]  # fmt: skip
    path = f"/received-letters/{one.pk}"
    assert reader.call("head", f"{path}/file").status_code == 200
    assert reader.call("get", path).json()["standing"] == "unopened"
    assert reader.call("get", f"{path}/file").getvalue().startswith(PDF)
    (row,) = coordinator.call("get", f"/sent-letters/{one.letter_id}/recipients").json()
    assert (row["standing"], row["first_opened_by"]) == ("opened", people.recorder.name)
    assert coordinator.call("get", f"/sent-letters/{one.letter_id}").json()["opened"] == 1
    make_void(one.letter, people)
    gone = reader.call("get", f"{path}/file")
    assert (gone.status_code, gone.json()["code"]) == (409, "void_not_handed_out")
    assert Program(token_for(people.stranger)).call("get", path).status_code == 404


def test_minutes_are_told_to_who_is_invited_once_they_are_adopted(
    people: World, coordinator: Program
) -> None:
    meeting = invited(people)
    guest = Program(token_for(people.recorder))
    path = f"/office-meetings/{meeting.pk}"
    assert {one["minutes"] for one in coordinator.call("get", path).json()["agenda"]} == {""}
    assert {one["minutes"] for one in guest.call("get", path).json()["agenda"]} == {None}
    meeting.status, meeting.adopted_by, meeting.adopted_at = "adopted", people.coordinator, meeting.made_at
    meeting.save()
    assert {one["minutes"] for one in guest.call("get", path).json()["agenda"]} == {""}
    calendar = guest.call("get", f"{path}/calendar")
    assert b"BEGIN:VEVENT" in calendar.content


def test_longer_lists_cost_no_more_queries(people: World, coordinator: Program) -> None:
    paths = (
        "/written-letters",
        "/received-letters",
        "/sent-letters",
        "/office-meetings",
        "/letter-registers",
    )
    receiver = Program(token_for(people.recorder))

    def counts() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as captured:
                assert (receiver if "received" in path else coordinator).call("get", path).status_code == 200
            found.append(len(captured))
        return found

    sent(people, people.development)
    writing.signed(people)
    invited(people)
    counts()  # the tokens' first use is written down
    few = counts()
    for number in (124, 125):
        sent(people, people.development, number=number)
        invited(people)
    assert Delivery.objects.count() == 3
    assert counts() == few


def test_a_scan_is_told_with_how_sure_each_field_was(people: World, coordinator: Program) -> None:

    intake = make_intake(people)
    path = f"/letters/{intake.pk}/reading"
    assert coordinator.call("get", path).json()["scan"] is None
    place = {"line": 3, "field": "letters.0.number", "page": 1, "box": [1, 2, 30, 40], "confidence": 62}
    page = {
        "number": 1,
        "width": 2480,
        "height": 3508,
        "dots": 300,
        "turned": 0,
        "angle": 0.4,
        "confidence": 88,
    }
    intake.reading = {**intake.reading, "scan": {"pages": [page], "places": [place]}}
    intake.save()
    assert coordinator.call("get", path).json()["scan"] == {"pages": [page], "places": [place]}
