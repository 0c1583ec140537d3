"""Where one is signed in, signing out everywhere else, and how long a session lasts."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from samrit.people.models import AccessToken
from tests.world import DAY, make_people

pytestmark = pytest.mark.django_db

PASSWORD = "ทะเลสีครามยามเช้า"  # noqa: S105 - made for a test, no secret
TOKEN = {"name": "ดึงผลเข้าแดชบอร์ด", "scopes": ["reports:read"], "days": "30"}


def signed_in(email: str) -> Client:
    client = Client(headers={"user-agent": "Firefox"})
    assert client.post(reverse("account_login"), {"login": email, "password": PASSWORD}).status_code == 302
    return client


def test_sessions_are_listed_ended_and_locked_and_what_was_typed_is_kept(settings: Any) -> None:
    settings.IDLE_MINUTES, settings.SESSION_HOURS = 60, 12
    user = make_people().recorder
    user.set_password(PASSWORD)
    user.save()
    tokens, make = reverse("people:tokens"), reverse("people:make_token")
    with travel(DAY, tick=False) as clock:
        here, elsewhere = signed_in(user.email), signed_in(user.email)
        listed = here.get(reverse("usersessions_list")).content.decode()
        assert (listed.count("Firefox"), listed.count("เครื่องนี้")) == (2, 1)
        assert here.post(reverse("usersessions_list")).status_code == 302
        assert elsewhere.get(tokens)["Location"].startswith("/accounts/login/")
        # Somebody who works is not asked; a page left open that asks by itself is nobody.
        for _fifty_minutes in range(2):
            clock.shift(timedelta(minutes=50))
            assert here.get(tokens).status_code == 200
        clock.shift(timedelta(minutes=50))
        assert here.get(tokens, headers={"HX-Request": "true"}).status_code == 200
        clock.shift(timedelta(minutes=20))
        # Away too long: the form that is sent now waits until the person has proven who it is, and then is done.
        asked = here.post(make, TOKEN)
        assert asked["Location"] == f"/accounts/reauthenticate/?next={make.replace('/', '%2F')}"
        assert not AccessToken.objects.exists()
        assert here.get(tokens)["Location"].startswith("/accounts/reauthenticate/")
        answer = here.post(asked["Location"], {"password": PASSWORD, "next": make})
        assert (answer.status_code, AccessToken.objects.get().name) == (201, TOKEN["name"])
        assert here.get(tokens).status_code == 200
        # Signed in too long ago, however busy.
        settings.IDLE_MINUTES = 0
        for _four_hours in range(3):
            clock.shift(timedelta(hours=4))
            assert here.get(tokens).status_code == 200
        clock.shift(timedelta(minutes=10))
        assert here.get(tokens)["Location"].startswith("/accounts/reauthenticate/")
        assert here.get(tokens, headers={"HX-Request": "true"})["HX-Redirect"].startswith("/accounts/reauth")
