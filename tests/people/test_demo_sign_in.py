"""One-click sign-in: only where the site is a demo, only as fictitious people; elsewhere it does not exist."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samrit.audit.models import Event
from samrit.people.actions import accept_invitation, invite, open_demo, sign_in_as_demo
from samrit.people.models import Agency, Area, Invitation, Role, User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError
from tests import world
from tests.world import DAY, NOW

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"


@pytest.fixture
def demo(settings: Any) -> User:
    """A demo site with its first person."""
    settings.DEMO = True
    return open_demo(email="evaluator@demo.invalid", name="ผู้ประเมิน · สำนักงาน ก.พ.ร.", now=NOW)


def sign_in(user: User, **more: str) -> Any:
    client = Client(enforce_csrf_checks=True)
    token = client.get(SIGN_IN).cookies["csrftoken"].value
    answer = client.post(
        reverse("people:demo_sign_in", args=[user.pk]), {"csrfmiddlewaretoken": token, **more}
    )
    answer.signed_in = client.session.get("_auth_user_id")
    return answer


def test_one_click_signs_in(demo: User) -> None:
    answer = sign_in(demo)
    assert (answer.status_code, answer["Location"], answer.signed_in) == (302, "/", str(demo.pk))
    assert Event.objects.filter(verb="demo_sign_in", actor_id=demo.pk).count() == 1


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [("/people/", "/people/"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/")],
)
def test_it_leads_on_within_the_site_only(demo: User, wanted: str, reached: str) -> None:
    assert sign_in(demo, next=wanted)["Location"] == reached


def test_the_sign_in_page_offers_it(demo: User) -> None:
    for address in (SIGN_IN, "/people/demo-sign-in/"):
        page = Client().get(address).content.decode()
        assert reverse("people:demo_sign_in", args=[demo.pk]) in page
        assert demo.name in page


def test_without_a_token_against_forgery_nothing_happens(demo: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("people:demo_sign_in", args=[demo.pk])).status_code == 403
    assert "_auth_user_id" not in client.session


def test_it_needs_a_post(demo: User) -> None:
    assert Client().get(reverse("people:demo_sign_in", args=[demo.pk])).status_code == 405


def test_outside_demo_mode_it_does_not_exist(demo: User, settings: Any) -> None:
    settings.DEMO = False
    assert sign_in(demo).status_code == 404
    assert sign_in(demo).signed_in is None
    assert Client().get("/people/demo-sign-in/").status_code == 404
    page = Client().get(SIGN_IN).content.decode()
    assert demo.name not in page
    assert "demo-sign-in" not in page


def test_real_people_are_refused_even_in_demo_mode(demo: User) -> None:
    real = User.objects.create_user("real@example.go.th", name="คนจริง")
    answer = sign_in(real)
    assert (answer.status_code, answer.signed_in) == (403, None)
    assert real.name not in Client().get(SIGN_IN).content.decode()
    with pytest.raises(RefusedError):
        sign_in_as_demo(user=real, now=NOW)


def test_people_who_left_are_refused(demo: User) -> None:
    User.objects.filter(pk=demo.pk).update(is_active=False)
    assert sign_in(demo).status_code == 403


def test_who_does_not_exist_is_not_found(demo: User) -> None:
    client = Client()
    assert client.post(reverse("people:demo_sign_in", args=[demo.pk + 1000])).status_code == 404


def test_fictitious_people_hold_no_role_outside_the_demo(demo: User, settings: Any) -> None:
    """A session opened in the demo opens nothing once the site is none."""
    assert duties_of(demo, DAY).evaluates is True
    client = Client()
    client.force_login(demo)
    assert client.get("/people/").status_code == 200
    settings.DEMO = False
    assert duties_of(demo, DAY).memberships == ()
    assert client.get("/people/").status_code == 404


def test_fictitious_people_have_no_password(demo: User) -> None:
    assert demo.has_usable_password() is False
    answer = Client().post(SIGN_IN, {"login": demo.email, "password": ""})
    assert answer.status_code == 200
    assert answer.wsgi_request.user.is_authenticated is False


def test_whoever_they_invite_is_fictitious_too(demo: User) -> None:
    office = Agency.objects.get(kind=Agency.Kind.CENTRAL)
    now = timezone.now()
    invite(email="next@demo.invalid", name="คนต่อไป", agency=office, role=Role.EVALUATOR, by=demo, now=now)
    user = accept_invitation(invitation=Invitation.objects.get(), password=None, by=None, now=now)
    assert (user.is_demo, user.has_usable_password()) == (True, False)


def test_a_demo_never_begins_beside_real_people(settings: Any) -> None:
    settings.DEMO = True
    world.person("someone", Agency.objects.create(area=Area.objects.get(code="13"), name="สำนักงานหนึ่ง"))
    with pytest.raises(RefusedError):
        open_demo(email="evaluator@demo.invalid", name="ผู้ประเมิน", now=NOW)


def test_a_demo_never_begins_outside_demo_mode(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(RefusedError):
        open_demo(email="evaluator@demo.invalid", name="ผู้ประเมิน", now=NOW)
    assert User.objects.count() == 0
