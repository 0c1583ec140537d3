"""Thai first: only a person's own choice makes a page English."""

from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django.apps import apps
from django.forms import BaseForm, Field, fields
from django.test import Client
from django.utils import translation

from samrit.rules.wording import Message, day_said, say
from samrit.ui import catalogue
from samrit.ui.catalogue import THAI
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


# ── what Django itself says under a field ───────────────────────────────────
FILLED = {"limit_value": 3, "show_value": 5, "max": 3, "length": 5, "value": "x", "pk": 1, "name": "x"}


def forms_of_the_house() -> Iterator[type[BaseForm]]:
    """Also those that no address has loaded yet."""
    rooms = [app for app in apps.get_app_configs() if app.name.startswith("samrit.")]
    found = (module.name for room in rooms for module in walk_packages([room.path], f"{room.name}."))
    for module in (import_module(name) for name in found if ".forms" in name):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, BaseForm) and kind.__module__ == module.__name__:
                yield kind


def said_by(field: Field) -> Iterator[str]:
    """Everything that may be answered to what is typed, with its numbers filled in."""
    checks = (
        text
        for check in field.validators
        for text in getattr(check, "messages", {"": getattr(check, "message", "")}).values()
    )
    yield from (
        str(text % FILLED) for text in (*field.error_messages.values(), *checks) if repr(text) != "''"
    )


def test_every_form_answers_in_thai() -> None:
    fields = [
        (f"{kind.__module__}.{kind.__name__}.{name}", field)
        for kind in forms_of_the_house()
        for name, field in kind.base_fields.items()
    ]
    assert len(fields) > 200
    with translation.override("th"):
        said = {(name, text) for name, field in fields for text in said_by(field)}
    assert sorted(one for one in said if not THAI.search(one[1])) == []
    assert "โปรดกรอกช่องนี้" in {text for _, text in said}


def test_the_thai_of_djangos_fields_is_ours() -> None:
    """Django's own is half English, and says "field" for a box: every sentence of its fields stands in our catalogue."""
    ours = catalogue.read(catalogue.LOCALE / "th" / "LC_MESSAGES" / "django.po")
    kinds = [kind for kind in vars(fields).values() if isinstance(kind, type) and issubclass(kind, Field)]
    with translation.override(None):
        said = {str(text) for kind in kinds for text in kind.default_error_messages.values()} - {""}
    assert sorted(text for text in said if not (ours.get(text) and ours.get(text).string)) == []
