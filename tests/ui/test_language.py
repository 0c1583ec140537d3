"""Thai first: only a person's own choice makes a page English."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from samrit.rules.wording import Message, day_said, say
from samrit.ui.wording import in_words

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


@pytest.mark.parametrize(
    ("cookie", "asked", "language", "kept"),
    [
        ("", "en", "en", "en"),
        ("en", "th", "th", "th"),
        ("en", "en", "en", None),  # nothing new to keep: a proxy may keep the page
        ("", "th", "th", None),
        ("en", "xx", "en", None),
        ("", "../en", "th", None),
    ],
)
def test_an_address_may_ask_for_a_language(cookie: str, asked: str, language: str, kept: str | None) -> None:
    client = Client()
    if cookie:
        client.cookies["samrit_language"] = cookie
    answer = client.get("/accounts/login/", {"lang": asked})
    assert answer["Content-Language"] == language
    set_now = answer.cookies.get("samrit_language")
    assert (set_now.value if set_now else None) == kept


def test_the_switch_of_a_visitor_is_a_link_that_keeps_the_rest_of_the_address() -> None:
    html = Client().get("/accounts/login/", {"next": "/letters/", "lang": "th"}).content.decode()
    assert 'href="?next=%2Fletters%2F&amp;lang=en" lang="en"' in html


@pytest.mark.parametrize(("language", "words"), [("th", "ถึง 20 มิ.ย. 2568"), ("en", "ถึง 20 Jun 2025")])
def test_a_day_in_a_sentence_is_written_as_its_reader_does(language: str, words: str) -> None:
    """Kept as data, too. The sentence itself is no one of ours, so it has no English."""
    said = say("until", "ถึง {day}", day=day_said(date(2025, 6, 20)))
    with translation.override(language):
        assert [in_words(said), in_words(Message.from_data(said.to_data()))] == [words, words]
    assert said.thai() == "ถึง 20 มิ.ย. 2568"
