"""Guessing is slowed down for one account; an office behind one address goes on signing in."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from samrit.people.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "ทะเลสีครามยามเช้า"  # noqa: S105 - made for a test, no secret


def sign_in(user: User, password: str = PASSWORD) -> Any:
    return Client().post(reverse("account_login"), {"login": user.email, "password": password})


def test_one_account_waits_and_its_neighbours_do_not(settings: Any) -> None:
    cache.clear()
    guessed, neighbour = (
        User.objects.create_user(f"{name}@example.go.th", PASSWORD, name=name)
        for name in ("guessed", "neighbour")
    )
    for _guess in range(5):
        assert "ไม่ตรงกับที่มีอยู่" in sign_in(guessed, "wrong").content.decode()
    assert "โปรดรอ 5 นาทีแล้วลองใหม่" in sign_in(guessed).content.decode()  # though it is the right one
    for _one in range(40):  # eight in the morning: more than the library's own thirty a minute
        answer = sign_in(neighbour)
    assert answer.status_code == 302

    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    answers = [sign_in(neighbour) for _one in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert "รอหนึ่งนาทีแล้วลองใหม่ บัญชีไม่ได้ถูกล็อก" in answers[2].content.decode()
    cache.clear()
