"""A person at the desk: opens a page, fills in the form that is there, presses one of its buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from lxml import html

from samrit.people.models import User

Filled = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """The page that came after the press: its status, where it stands, what it said."""

    status: int
    address: str
    content: bytes
    said: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words of the page without its markup, for a message of the test."""
        return _words(html.fromstring(self.content.decode()))


def _words(tree: Any) -> str:
    body = tree.find(".//main")
    return " ".join("".join(body.itertext()).split()) if body is not None else ""


def look(person: User | None, address: str) -> Answer:
    answer = _browser(person).get(address)
    content = b"".join(answer) if answer.streaming else answer.content
    return Answer(answer.status_code, address, content, ())


def press(
    person: User,
    address: str,
    filled: Filled | None = None,
    *,
    to: str = "",
    button: str = "",
    status: int = 200,
) -> Answer:
    """Send the form at ``address`` whose action ends with ``to`` with ``filled`` typed over what it shows.

    ``filled`` names a field whole or by its end (``reason`` for ``item-7-reason``); ``button``: ``name=value`` of
    the pressed one, which must be there and not disabled. ``status``: what is to come of it, redirects followed.
    """
    browser = _browser(person)
    page = browser.get(address)
    assert page.status_code == 200, f"{address}: {page.status_code}"
    tree = html.fromstring(page.content.decode())
    form = _form(tree, address, to, list(filled or {}), button)
    sent = _shown(tree, form)
    for name, value in (filled or {}).items():
        _type(sent, name, value)
    if button:
        sent[button.partition("=")[0]] = button.partition("=")[2]
    answer = browser.post(form.get("action") or address, sent, follow=True)
    said = tuple(str(one) for one in get_messages(answer.wsgi_request))
    came = Answer(answer.status_code, answer.wsgi_request.path, answer.content, said)
    assert came.status == status, f"{address}: {came.status} {said} {came.text[:1500]}"
    return came


def _browser(person: User | None) -> Client:
    browser = Client()
    if person:
        browser.force_login(person)
    return browser


def _form(tree: Any, address: str, to: str, names: list[str], button: str) -> Any:
    """The posting form of that action which has all of these fields, and the button."""
    forms = [form for form in tree.iter("form") if form.get("method", "").lower() == "post"]
    fitting = [
        form
        for form in forms
        if (_goes_to(form, address).endswith(to) if to else _goes_to(form, address) == _path(address))
        and all(any(_is(one.get("name"), name) for one in _controls(tree, form)) for name in names)
        and (not button or _button(tree, form, button) is not None)
    ]
    there = [(form.get("action"), [_told(one) for one in _controls(tree, form)]) for form in forms]
    assert fitting, (
        f"{address}: no form for {to or 'itself'} with {names} {button}; there are {there} {_words(tree)}"
    )
    return fitting[0]


def _path(address: str) -> str:
    return address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]


def _goes_to(form: Any, address: str) -> str:
    return _path(form.get("action") or address)


def _controls(tree: Any, form: Any) -> list[Any]:
    inside = [one for one in form.iter("input", "textarea", "select", "button") if one.get("form") is None]
    key = form.get("id")
    return inside + ([one for one in tree.iter() if one.get("form") == key] if key else [])


def _is(name: str | None, wanted: str) -> bool:
    return name is not None and (name == wanted or name.endswith(f"-{wanted}"))


def _shown(tree: Any, form: Any) -> dict[str, Any]:
    """What the browser would send if nothing was touched, without any button."""
    sent: dict[str, Any] = {}
    for one in _controls(tree, form):
        name, kind = one.get("name"), (one.get("type") or "").lower()
        if not name or one.get("disabled") is not None or one.tag == "button" or kind in {"submit", "file"}:
            continue
        if one.tag == "select":
            options = [option for option in one.iter("option") if option.get("selected") is not None]
            chosen = options or ([] if one.get("multiple") is not None else list(one.iter("option"))[:1])
            values = [option.get("value", option.text) or "" for option in chosen]
        elif kind in {"radio", "checkbox"}:
            values = [one.get("value", "on")] if one.get("checked") is not None else []
        else:
            values = [(one.text or "").removeprefix("\n") if one.tag == "textarea" else one.get("value", "")]
        if values:
            sent.setdefault(name, []).extend(values)
        elif kind in {"radio", "checkbox"} or one.tag == "select":
            sent.setdefault(name, [])
    return sent


def _type(sent: dict[str, Any], name: str, value: Any) -> None:
    names = [name] if name in sent else [one for one in sent if _is(one, name)] or [name]
    for one in names:
        sent[one] = value


def _told(one: Any) -> str:
    off = " (disabled)" if one.get("disabled") is not None else ""
    return f"{one.get('name')}={one.get('value', '')}{off}" if one.tag == "button" else str(one.get("name"))


def _button(tree: Any, form: Any, button: str) -> Any:
    name, _, value = button.partition("=")
    for one in _controls(tree, form):
        pressable = one.tag == "button" or (one.get("type") or "").lower() in {"submit", "hidden"}
        if (
            pressable
            and (one.get("name"), one.get("value", "")) == (name, value)
            and one.get("disabled") is None
        ):
            return one
    return None
