"""The door: no session given from outside, no way led outside, nobody signed in by another's page."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samrit.people.actions import invite
from samrit.people.models import Role, User
from tests.people.openid_provider.people import CLAIMS
from tests.people.providing import BEGIN, Between, comes_back, goes, linked
from tests.world import World, make_people

pytestmark = pytest.mark.django_db

PASSWORD = "ทะเลสีครามยามเช้า"  # noqa: S105 - made for a test, no secret
OUTSIDE = (
    "https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere.example", "///elsewhere.example",
    "https:elsewhere.example", "javascript:alert(1)", "\thttps://elsewhere.example", "http://testserver@elsewhere.example/",
    "/\t/elsewhere.example",
)  # fmt: skip


@pytest.fixture
def world() -> World:
    made = make_people()
    User.objects.all().update(password="")
    made.recorder.set_password(PASSWORD)
    made.recorder.save()
    return made


def login_of(world: World) -> dict[str, str]:
    return {"login": world.recorder.email, "password": PASSWORD}


def planted() -> tuple[Client, str]:
    """A browser with a session that somebody else knows."""
    client = Client()
    session = client.session
    session["planted"] = "here"
    session.save()
    return client, str(session.session_key)


def invited(world: World) -> str:
    """The token of an invitation that nobody has taken yet."""
    _invitation, token = invite(
        email="new@example.go.th", name="ก", agency=world.development, role=Role.RECORDER, by=world.coordinator,
        now=timezone.now(),
    )  # fmt: skip
    return token


def test_a_session_known_before_is_worth_nothing_after(world: World) -> None:
    token = invited(world)
    accepting = {"name": "ก", "password": PASSWORD, "again": PASSWORD}
    ways: dict[str, dict[str, str]] = {
        reverse("account_login"): login_of(world),
        reverse("people:accept", args=[token]): accepting,
    }
    for address, form in ways.items():
        client, known = planted()
        answer = client.post(address, form)
        assert answer.status_code == 302, address
        assert client.session["_auth_user_id"], address
        assert client.session.session_key != known
        assert not Session.objects.filter(session_key=known).exists()
        before = client.session.session_key
        client.post(reverse("account_logout"))
        assert not Session.objects.filter(session_key=before).exists()


def test_no_way_in_or_out_leads_outside(world: World, between: Between) -> None:
    linked(world.recorder, str(CLAIMS["officer"]["pid"]))
    signed_in = Client()
    signed_in.force_login(world.recorder)
    wrong = []
    for outside in OUTSIDE:
        answers = [
            Client().post(reverse("account_login"), login_of(world) | {"next": outside}),
            Client().post(f"{reverse('account_login')}?next={outside}", login_of(world)),
            Client().post(reverse("set_language"), {"language": "th", "next": outside}),
            signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": outside}),
            signed_in.post(reverse("openid_begin", args=["thaid"]), {"next": outside}),
        ]
        leaving = Client()
        leaving.force_login(world.recorder)
        answers.append(leaving.post(reverse("account_logout"), {"next": outside}))
        wrong += [
            (outside, number, answer.get("Location"))
            for number, answer in enumerate(answers)
            if answer.status_code != 302 or is_outside(answer["Location"])
        ]
    assert wrong == []
    # By a provider: one is enough, the address is kept in the session on the way there.
    client = Client()
    answer = comes_back(client, between.there(goes(client, BEGIN, next=OUTSIDE[2])))
    assert answer["Location"] == "/"


def is_outside(address: str) -> bool:
    parts = urlsplit(address.replace("\\", "/"))
    return (
        bool(parts.scheme or parts.netloc) or not address.startswith("/") or address[1:2] in {"/", "\\", "\t"}
    )


def test_another_s_page_signs_nobody_in_or_out(world: World, between: Between) -> None:
    token = invited(world)
    visitor = Client(enforce_csrf_checks=True)
    addresses = [
        reverse("account_login"), reverse("mfa_login_webauthn"), BEGIN, reverse("account_reset_password"),
        reverse("people:accept", args=[token]), reverse("people:accept_by", args=[token, "thaid"]),
    ]  # fmt: skip
    assert [visitor.post(one, login_of(world)).status_code for one in addresses] == [403] * len(addresses)
    # Nor by a plain link: going to a provider, signing out, linking and unlinking are sent, not followed.
    person = Client(enforce_csrf_checks=True)
    person.force_login(world.recorder)
    for name in ("openid_link", "openid_unlink"):
        assert person.get(reverse(name, args=["thaid"])).status_code == 405
        assert person.post(reverse(name, args=["thaid"])).status_code == 403
    assert person.get(BEGIN).status_code == 405
    assert person.get(reverse("account_logout")).status_code == 200
    assert person.post(reverse("account_logout")).status_code == 403
    assert "_auth_user_id" in person.session


def test_a_new_password_is_told_to_the_owner(
    world: World, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    client = Client()
    client.post(reverse("account_login"), login_of(world))
    with django_capture_on_commit_callbacks(execute=True):
        new = {"oldpassword": PASSWORD, "password1": PASSWORD + "ใหม่", "password2": PASSWORD + "ใหม่"}
        assert client.post(reverse("account_change_password"), new).status_code == 302
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([world.recorder.email], "บัญชีสัมฤทธิ์ของคุณเปลี่ยนแปลง: เปลี่ยนรหัสผ่าน")
    assert reverse("account_reset_password") in mail.body
    assert PASSWORD not in mail.body
