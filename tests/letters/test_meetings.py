"""Meetings: planned, put into calendars, signed in to by QR code; who sees and who may do what."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from time_machine import travel

from samrit.audit.queries import history_of
from samrit.letters.actions import meeting as actions
from samrit.letters.models import AgendaItem, Attendance, CalendarMail, Meeting
from samrit.letters.queries.meetings import agenda_of, meetings_visible_to
from samrit.letters.tasks import send_calendar_mails
from samrit.notices.models import Notice
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError
from tests.letters.meeting_world import PLAN, STARTS, invited, planned
from tests.world import DAY, NOW, World, make_people, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_people()


@pytest.fixture(autouse=True)
def _at_now() -> Any:
    with travel(NOW, tick=False):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def refused(code: str, act: Any, **said: Any) -> None:
    with pytest.raises(RefusedError) as caught:
        act(**said)
    assert caught.value.refusal.code == code


# ── planning ────────────────────────────────────────────────────────────────
def test_a_meeting_is_planned_with_the_usual_agenda(world: World) -> None:
    made = planned(world)
    assert (made.status, made.sequence, made.invited_at) == ("planned", 0, None)
    assert [one.position for one in agenda_of(made)] == [1, 2, 3, 4, 5]
    assert [event.verb for event in history_of(made)] == ["plan_meeting"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "meeting_title_missing"),
        ({"place": "", "video": ""}, "meeting_nowhere"),
        ({"video": "http://meet.example.go.th/"}, "link_target_https"),
        ({"video": "/reports/"}, "meeting_video"),
        ({"ends_at": STARTS}, "meeting_ends_before"),
    ],
)
def test_what_makes_no_meeting(world: World, more: dict[str, Any], code: str) -> None:
    refused(
        code, actions.plan_meeting, area=world.area, plan=actions.Plan(**PLAN | more), by=world.coordinator, now=NOW
    )  # fmt: skip
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("who", ["recorder", "approver", "stranger"])
def test_only_who_looks_after_the_province_plans(world: World, who: str) -> None:
    refused(
        "not_convening", actions.plan_meeting, area=world.area, plan=actions.Plan(**PLAN),
        by=getattr(world, who), now=NOW,
    )  # fmt: skip


def test_two_who_change_a_meeting_lose_nothing(world: World) -> None:
    made, first = planned(world), actions.Plan(**PLAN | {"place": "ห้องใหม่"})
    actions.change_meeting(meeting=made, plan=first, seen=1, by=world.coordinator, now=NOW)
    second = actions.Plan(**PLAN | {"chair": "ปลัดจังหวัด"})
    refused(
        "meeting_changed",
        actions.change_meeting,
        meeting=made,
        plan=second,
        seen=1,
        by=world.coordinator,
        now=NOW,
    )
    made.refresh_from_db()
    assert (made.place, made.version) == ("ห้องใหม่", 2)


def test_the_agenda_is_kept_without_gaps(world: World) -> None:
    made = planned(world, usual_agenda=False)
    one, two, three = (
        actions.add_item(meeting=made, title=title, by=world.coordinator, now=NOW)
        for title in ("ก", "ข", "ค")
    )
    actions.move_item(item=three, up=True, by=world.coordinator, now=NOW)
    actions.move_item(item=one, up=True, by=world.coordinator, now=NOW)  # at the top already
    assert [item.title for item in agenda_of(made)] == ["ก", "ค", "ข"]
    actions.remove_item(item=one, by=world.coordinator, now=NOW)
    assert [(item.position, item.title) for item in agenda_of(made)] == [(1, "ค"), (2, "ข")]
    assert two.meeting_id == made.pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "other"}, {"ends_at": STARTS}, {"title": ""}, {"status": "cancelled"}, {"status": "adopted"},
    ],
)  # fmt: skip
def test_the_database_keeps_meetings_sound(world: World, wrong: dict[str, Any]) -> None:
    made = planned(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=made.pk).update(**wrong)


# ── calendars ───────────────────────────────────────────────────────────────
def event_of(content: bytes) -> Any:
    calendar = Calendar.from_ical(content)
    return calendar, next(iter(calendar.walk("VEVENT")))


def test_the_file_is_what_calendars_read(world: World) -> None:
    made = invited(world)
    response = signed_in(world.recorder).get(reverse("meetings:ics", args=[made.pk]))
    calendar, event = event_of(response.content)
    assert calendar["method"] == "PUBLISH"
    assert event.decoded("dtstart") == STARTS
    assert event.decoded("dtend") == PLAN["ends_at"]
    assert (int(event["sequence"]), str(event["status"])) == (0, "CONFIRMED")
    assert "ประชุมชี้แจงตัวชี้วัด" in str(event["summary"])
    assert "ระเบียบวาระที่ 1" in str(event["description"])
    assert "attendee" not in event


def sent() -> list[tuple[str, Any, Any]]:
    """(to whom, calendar, event) of every mail, in order."""
    found = []
    for message in mail.outbox:
        part = next(part for part in message.message().walk() if part.get_content_type() == "text/calendar")
        calendar, event = event_of(part.get_payload(decode=True))
        assert part.get_param("method") == calendar["method"]
        found.append((message.to[0], calendar, event))
    return found


def test_everybody_of_an_invited_agency_gets_a_request(world: World) -> None:
    invited(world)
    assert send_calendar_mails() == 5
    got = sent()
    assert {to for to, _, _ in got} == {
        one.email
        for one in (
            world.recorder,
            world.colleague,
            world.approver,
            world.statistician,
            world.statistics_approver,
        )
    }
    to, calendar, event = got[0]
    assert calendar["method"] == "REQUEST"
    assert str(event["attendee"]) == f"mailto:{to}"
    assert send_calendar_mails() == 0  # once each
    assert Notice.objects.filter(key__startswith="meeting:").count() == 5


def test_a_change_is_told_with_the_next_sequence_and_nothing_twice(world: World) -> None:
    made = invited(world)
    send_calendar_mails()
    actions.send_invitations(meeting=made, by=world.coordinator, now=NOW)
    assert send_calendar_mails() == 0
    later = actions.Plan(**PLAN | {"starts_at": STARTS + timedelta(hours=1)})
    actions.change_meeting(meeting=made, plan=later, seen=1, by=world.coordinator, now=NOW)
    actions.send_invitations(meeting=made, by=world.coordinator, now=NOW)
    mail.outbox.clear()
    assert send_calendar_mails() == 5
    assert {int(event["sequence"]) for _, _, event in sent()} == {1}
    first, second = ({str(event["uid"]) for _, _, event in sent()} for _ in range(2))
    assert len(first) == 1
    assert first == second


def test_a_cancelled_meeting_leaves_the_calendars(world: World) -> None:
    made = invited(world)
    send_calendar_mails()
    mail.outbox.clear()
    refused(
        "reason_required", actions.cancel_meeting, meeting=made, reason=" ", by=world.coordinator, now=NOW
    )
    actions.cancel_meeting(meeting=made, reason="อุทกภัย", by=world.coordinator, now=NOW)
    assert send_calendar_mails() == 5
    calendar, event = sent()[0][1:]
    assert (calendar["method"], str(event["status"]), int(event["sequence"])) == ("CANCEL", "CANCELLED", 1)


def test_invitations_that_were_not_sent_yet_are_not_sent_after_a_cancellation(world: World) -> None:
    actions.cancel_meeting(meeting=invited(world), reason="อุทกภัย", by=world.coordinator, now=NOW)
    assert not CalendarMail.objects.exists()


def test_a_mail_server_that_is_away_is_asked_again(world: World, settings: Any) -> None:
    invited(world)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody answers there
    assert send_calendar_mails() == 5
    assert set(CalendarMail.objects.values_list("state", "attempts")) == {("pending", 1)}
    assert not CalendarMail.objects.filter(next_at__lte=NOW).exists()


# ── who sees it ─────────────────────────────────────────────────────────────
def test_three_people_and_a_meeting(world: World) -> None:
    made = planned(world)
    actions.invite(meeting=made, agencies=[world.development], by=world.coordinator, now=NOW)
    own = reverse("meetings:one", args=[made.pk])
    far = person("far", world.elsewhere, "coordinator")  # type: ignore[arg-type]
    assert signed_in(world.recorder).get(own).status_code == 404  # nobody was told yet
    actions.send_invitations(meeting=made, by=world.coordinator, now=NOW)
    for user, expected in (
        (world.coordinator, 200), (world.evaluator, 200), (world.recorder, 200), (world.statistician, 404), (far, 404),
    ):  # fmt: skip
        assert signed_in(user).get(own).status_code == expected
    assert not meetings_visible_to(duties_of(far, DAY)).exists()


def test_who_is_invited_reads_and_changes_nothing(world: World) -> None:
    made = invited(world)
    client, own = signed_in(world.recorder), reverse("meetings:one", args=[made.pk])
    page = client.get(own).content.decode()
    assert "ระเบียบวาระที่ 1" in page
    assert made.sign_in_code not in page  # who is not at the door has no code
    assert client.post(own, {"verb": "hold"}).status_code == 409
    for name in ("change", "invite", "poster_pdf", "sheet_pdf", "minutes"):
        assert client.get(reverse(f"meetings:{name}", args=[made.pk])).status_code == 404


def test_the_pages_lead_from_planning_to_the_invitation(world: World) -> None:
    client = signed_in(world.coordinator)
    typed = {
        "area": world.area.pk, "title": "ประชุมชี้แจง", "starts_at": "2024-10-11T09:00", "ends_at": "2024-10-11T12:00",
        "place": "ห้องประชุม", "usual_agenda": "on",
    }  # fmt: skip
    wrong = client.post(reverse("meetings:new"), typed | {"ends_at": "2024-10-11T08:00"})
    assert wrong.status_code == 422 or "เวลาเลิกประชุมต้องหลังเวลาเริ่ม" in wrong.content.decode()
    assert "ประชุมชี้แจง" in wrong.content.decode()
    assert client.post(reverse("meetings:new"), typed).status_code == 302
    made = Meeting.objects.get()
    assert client.post(reverse("meetings:invite", args=[made.pk]), {"agencies": []}).status_code == 422
    chosen = {"agencies": [world.development.pk]}
    assert client.post(reverse("meetings:invite", args=[made.pk]), chosen).status_code == 302
    own = reverse("meetings:one", args=[made.pk])
    first = AgendaItem.objects.get(meeting=made, position=1)
    for said in ({"verb": "add", "title": "วาระใหม่"}, {"verb": "down", "item": first.pk}, {"verb": "send"}):
        assert client.post(own, said).status_code == 302
    assert client.post(own, {"verb": "add", "title": ""}).status_code == 422
    assert client.post(own, {"verb": "hold"}).status_code == 409  # not begun
    assert CalendarMail.objects.count() == 3


def test_lists_ask_as_much_for_three_as_for_one(world: World) -> None:
    client, counts = signed_in(world.coordinator), []
    for _ in range(2):
        made = invited(world)
        for address in (reverse("meetings:list"), reverse("meetings:one", args=[made.pk])):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        for number in range(3):
            actions.add_item(meeting=made, title=f"วาระ {number}", by=world.coordinator, now=NOW)
        planned(world)
    assert counts[:2] == counts[2:]


# ── signing in ──────────────────────────────────────────────────────────────
def door(meeting: Meeting) -> str:
    return f"/m/{meeting.sign_in_code}/"


def test_who_has_an_account_signs_with_one_tap_and_once(world: World) -> None:
    made, client = invited(world), signed_in(world.recorder)
    assert "ลงชื่อเป็น recorder" in client.get(door(made)).content.decode()
    for _ in range(2):
        assert "ลงชื่อแล้ว" in client.post(door(made)).content.decode()
    there = Attendance.objects.get()
    assert (there.person, there.agency, there.office) == (
        world.recorder,
        world.development,
        world.development.name,
    )


def test_a_visitor_types_name_and_office_once(world: World) -> None:
    made, client = invited(world), Client()
    typed = {"name": "ผู้แทน ก", "office": "เทศบาลเมือง"}
    assert client.post(door(made), {"name": "ผู้แทน ก"}).status_code == 422
    for _ in range(2):
        assert client.post(door(made), typed).status_code == 200
    assert Attendance.objects.count() == 1
    page = signed_in(world.coordinator).get(reverse("meetings:one", args=[made.pk])).content.decode()
    assert "ผู้แทน ก" in page
    assert (
        "ผู้แทน ก"
        not in signed_in(world.recorder).get(reverse("meetings:one", args=[made.pk])).content.decode()
    )


@pytest.mark.parametrize(
    ("away", "status"), [(timedelta(hours=-1), 410), (timedelta(hours=6), 410), (timedelta(), 200)]
)
def test_the_door_is_open_around_the_meeting(world: World, away: timedelta, status: int) -> None:
    made = invited(world)
    with travel(NOW + away, tick=False):
        assert Client().get(door(made)).status_code == status
        typed = {"name": "ก", "office": "ข"}
        assert Client().post(door(made), typed).status_code == status
    assert Attendance.objects.exists() is (status == 200)


def test_a_renewed_code_makes_the_old_poster_worthless(world: World) -> None:
    made = invited(world)
    old = door(made)
    signed_in(world.coordinator).post(reverse("meetings:one", args=[made.pk]), {"verb": "renew"})
    assert Client().get(old).status_code == 404
    made.refresh_from_db()
    assert Client().get(door(made).upper().replace("/M/", "/m/")).status_code == 302
    assert Client().get(door(made)).status_code == 200


@pytest.mark.pdf
def test_the_poster_and_the_list_are_drawn(world: World) -> None:
    import pypdfium2  # noqa: PLC0415 - as the tests of papers do
    import zxingcpp  # noqa: PLC0415

    made, client = invited(world), signed_in(world.coordinator)
    drawn = client.get(reverse("meetings:poster_pdf", args=[made.pk])).content
    picture = pypdfium2.PdfDocument(drawn)[0].render(scale=2).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [f"http://testserver{door(made)}"]
    listed = client.get(reverse("meetings:sheet_pdf", args=[made.pk])).content
    text = "".join(pypdfium2.PdfDocument(listed)[0].get_textpage().get_text_range().split()).replace("ํา", "ำ")
    assert "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี" in text
