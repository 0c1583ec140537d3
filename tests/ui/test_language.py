"""Thai first: only a person's own choice makes a page English."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("", "en-US,en;q=0.9", "th"),
        ("", "", "th"),
        ("en", "th", "en"),
        ("th", "en", "th"),
        ("xx", "en", "th"),
    ],
)
def test_only_the_cookie_chooses_the_language(cookie: str, accepted: str, language: str) -> None:
    client = Client(headers={"accept-language": accepted})
    if cookie:
        client.cookies["samrit_language"] = cookie
    answer = client.get("/accounts/login/")
    assert answer["Content-Language"] == language
    assert f'<html lang="{language}">' in answer.content.decode()
