"""The list of people: who looks after whom sees them, and nobody else; queries do not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samrit.people.actions import end_membership, invite
from samrit.people.models import Agency, Membership, Role, User
from tests import world
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = "/people/"


@pytest.fixture
def made() -> World:
    return world.make_people()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(user: User, query: str = "") -> str:
    answer = client_of(user).get(LIST + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_coordinator_sees_the_own_province_only(made: World) -> None:
    page = shown(made.coordinator)
    for person in (made.recorder, made.approver, made.statistician, made.coordinator):
        assert person.email in page
    for person in (made.stranger, made.evaluator):
        assert person.email not in page


def test_the_central_office_sees_everybody(made: World) -> None:
    page = shown(made.evaluator)
    for person in (made.recorder, made.coordinator, made.stranger, made.evaluator):
        assert person.email in page


@pytest.mark.parametrize("who", ["recorder", "colleague", "approver", "stranger"])
def test_others_find_nothing_here(made: World, who: str) -> None:
    client = client_of(getattr(made, who))
    for address in (LIST, reverse("people:invite"), reverse("people:add_agency", args=["13"])):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == (405 if address == LIST else 404)


def test_visitors_sign_in_first(made: World) -> None:
    for address in (LIST, reverse("people:invite"), reverse("people:add_agency", args=["13"])):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


def test_the_list_can_be_searched(made: World) -> None:
    page = shown(made.evaluator, "?q=statist")
    assert (made.statistician.email in page, made.recorder.email in page) == (True, False)
    page = shown(made.evaluator, "?area=20")
    assert (made.stranger.email in page, made.recorder.email in page) == (True, False)
    page = shown(made.evaluator, "?area=central")
    assert (made.evaluator.email in page, made.recorder.email in page) == (True, False)
    assert "ไม่พบคนตามที่ค้นหา" in shown(made.evaluator, "?q=ไม่มีใครชื่อนี้")


def test_roles_that_ended_are_shown_when_asked_for(made: World) -> None:
    held = made.recorder.memberships.get()
    end_membership(membership=held, by=made.coordinator, now=timezone.now())
    Membership.objects.filter(pk=held.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert made.recorder.email not in shown(made.coordinator)
    assert made.recorder.email in shown(made.coordinator, "?show=all")


def test_ending_a_role_takes_it_off_the_next_day(made: World) -> None:
    held = made.recorder.memberships.get()
    answer = client_of(made.coordinator).post(reverse("people:end", args=[held.pk]), follow=True)
    assert "สิ้นสุดวันนี้" in answer.content.decode()
    held.refresh_from_db()
    assert held.ends_on == timezone.localdate()


def test_what_one_may_not_see_one_cannot_end_or_revoke(made: World) -> None:
    invitation, _ = invite(
        email="x@example.go.th", name="x", agency=made.elsewhere, role=Role.RECORDER, by=made.evaluator,
        now=timezone.now(),
    )  # fmt: skip
    for who in (made.coordinator, made.recorder, made.stranger):
        client = client_of(who)
        assert client.post(reverse("people:revoke", args=[invitation.pk])).status_code == 404
    held = made.stranger.memberships.first()
    assert held is not None
    assert client_of(made.coordinator).post(reverse("people:end", args=[held.pk])).status_code == 404


def test_a_refusal_is_said_not_done(made: World) -> None:
    own = made.coordinator.memberships.get()
    answer = client_of(made.coordinator).post(reverse("people:end", args=[own.pk]), follow=True)
    assert "ดูแลโดยสำนักงาน ก.พ.ร. เท่านั้น" in answer.content.decode()
    own.refresh_from_db()
    assert own.ends_on is None


def test_writing_needs_a_post(made: World) -> None:
    held = made.recorder.memberships.get()
    assert client_of(made.coordinator).get(reverse("people:end", args=[held.pk])).status_code == 405


def more_people(agency: Agency, count: int) -> None:
    first = User.objects.count()
    users = User.objects.bulk_create(
        User(email=f"person{first + place}@example.go.th", name=f"คนที่ {first + place}")
        for place in range(count)
    )
    Membership.objects.bulk_create(
        Membership(user=user, agency=agency, role=Role.RECORDER, starts_on=world.DAY) for user in users
    )


def queries_of(user: User) -> int:
    client = client_of(user)
    client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(LIST).status_code == 200
    return len(asked)


@pytest.mark.parametrize("who", ["coordinator", "evaluator"])
def test_queries_do_not_grow(made: World, who: str) -> None:
    user = getattr(made, who)
    few = queries_of(user)
    more_people(made.development, 3)
    assert queries_of(user) == few
    more_people(made.statistics, 10_000)
    assert queries_of(user) == few


def test_an_agency_is_entered_and_then_invited_to(made: World) -> None:
    client = client_of(made.coordinator)
    terms = {
        "name": "สำนักงาน  พาณิชย์จังหวัดปทุมธานี", "kind": "provincial", "short_name": "",
        "aliases": "สนง.พาณิชย์ จ.ปท.\n\n พณจ.ปท. \nสนง.พาณิชย์ จ.ปท.",
    }  # fmt: skip
    answer = client.post(reverse("people:add_agency", args=["13"]), terms)
    assert (answer.status_code, answer["Location"]) == (302, "/people/invite/?area=13")
    agency = Agency.objects.get(name="สำนักงาน พาณิชย์จังหวัดปทุมธานี")
    assert (agency.area_id, agency.aliases) == ("13", ["สนง.พาณิชย์ จ.ปท.", "พณจ.ปท."])
    assert agency.name in client.get("/people/invite/").content.decode()
    again = client.post(reverse("people:add_agency", args=["13"]), terms)
    assert again.status_code == 422
    assert client.post(reverse("people:add_agency", args=["20"]), terms).status_code == 404
