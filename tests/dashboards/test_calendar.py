"""The calendar feed, read back with a calendar program's own library: no sign-in, only a secret address."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar, Event

from samrit.frameworks.models import Round
from samrit.notices.actions import change_preference, make_calendar, revoke_calendar
from samrit.people.models import Membership, User
from tests.world import DAY, NOW, World, make_world

pytestmark = pytest.mark.django_db
BANGKOK = ZoneInfo("Asia/Bangkok")


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def asked(token: str) -> HttpResponse:
    return Client(headers={"host": "localhost"}).get(f"/notices/calendar/{token}.ics")


def events(user: User) -> dict[str, Event]:
    answer = asked(make_calendar(by=user, now=NOW))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(answer.content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_opening_and_closing_with_alarms_in_bangkoks_time(world: World) -> None:
    assert world.round is not None
    found = events(world.recorder)
    opens, closes = (found[f"round-{world.round.pk}-{what}@127.0.0.1"] for what in ("opens", "closes"))
    assert len(found) == 2
    assert opens["DTSTART"].dt == world.round.opens_at
    assert opens["DTSTART"].params["TZID"] == "Asia/Bangkok"
    assert opens["DTSTART"].dt.astimezone(BANGKOK).utcoffset() == timedelta(hours=7)
    assert closes["DTEND"].dt == world.round.closes_at
    assert str(closes["SUMMARY"]) == "ปิดรับรายงาน – จังหวัดปทุมธานี ปีงบประมาณ 2567 รอบ 12 เดือน"
    assert str(closes["URL"]) == f"http://127.0.0.1:8000/reports/{world.round.pk}/"
    alarms = [alarm["TRIGGER"].dt for alarm in closes.walk("VALARM")]
    assert alarms == [timedelta(days=-7), timedelta(days=-3), timedelta(days=-1)]
    assert [alarm["TRIGGER"].dt for alarm in opens.walk("VALARM")] == [timedelta(0)]


def test_a_moved_window_keeps_its_events(world: World) -> None:
    before = events(world.recorder)
    Round.objects.update(closes_at=NOW + timedelta(days=9))
    after = events(world.recorder)
    assert before.keys() == after.keys()
    assert [event["DTEND"].dt for uid, event in after.items() if "closes" in uid] == [NOW + timedelta(days=9)]


def test_a_time_zone_is_described_for_programs_that_know_none(world: World) -> None:
    calendar = Calendar.from_ical(asked(make_calendar(by=world.recorder, now=NOW)).content)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Bangkok"]


def test_everybody_sees_the_windows_of_their_own_provinces(world: World) -> None:
    assert events(world.stranger) == {}
    assert len(events(world.evaluator)) == 2
    Membership.objects.filter(user=world.recorder).update(ends_on=DAY - timedelta(days=1))
    assert events(world.recorder) == {}


def test_a_waived_round_is_not_in_it(world: World) -> None:
    Round.objects.update(state="waived", state_reason="อุทกภัย", state_resolution="มติ ก.พ.ร. 3/2567")
    assert events(world.recorder) == {}


def test_a_revoked_renewed_or_invented_address_does_not_exist(world: World) -> None:
    first = make_calendar(by=world.recorder, now=NOW)
    second = make_calendar(by=world.recorder, now=NOW)
    assert [asked(token).status_code for token in (first, second, "x" * 43, second[:-1])] == [
        404,
        200,
        404,
        404,
    ]
    assert revoke_calendar(by=world.recorder, now=NOW)
    assert not revoke_calendar(by=world.recorder, now=NOW)
    assert asked(second).status_code == 404


def test_a_closed_account_has_no_calendar(world: World) -> None:
    token = make_calendar(by=world.recorder, now=NOW)
    User.objects.filter(pk=world.recorder.pk).update(is_active=False)
    assert asked(token).status_code == 404


def test_it_is_kept_by_nobody_on_the_way(world: World) -> None:
    answer = asked(make_calendar(by=world.recorder, now=NOW))
    assert answer["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer


def test_in_english_when_the_person_chose_it(world: World) -> None:
    change_preference(by=world.recorder, now=NOW, language="en")
    summaries = [str(event["SUMMARY"]) for event in events(world.recorder).values()]
    assert all("Pathum Thani" in summary for summary in summaries)


def test_many_windows_take_the_same_queries(world: World) -> None:
    assert world.round is not None
    token, counts = make_calendar(by=world.evaluator, now=NOW), []
    for areas in (["10"], ["11", "12"], [f"{code}" for code in range(14, 20)]):
        Round.objects.bulk_create(
            Round(
                area_id=code, fiscal_year=world.round.fiscal_year, months=6, opens_at=NOW,
                closes_at=NOW + timedelta(days=9),
            )
            for code in areas
        )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            asked(token)
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]
