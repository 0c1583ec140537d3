"""What an attacker tries at the door: forged forms, foreign addresses, stolen sessions, names of other hosts."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samrit.people.models import User
from tests.sweep.addresses import PASSWORD, address, sent
from tests.sweep.filled import Filled
from tests.sweep.test_every_address import EXPECTED, ROLES, person_of, standing

pytestmark = pytest.mark.django_db

WRITERS = {
    name: ROLES[[answer.endswith("+") for answer in answers].index(True)]
    for (name, method), answers in EXPECTED.items()
    if method == "POST" and any(answer.endswith("+") for answer in answers)
}
EVIL = "https://evil.example/"
ELSEWHERE = (
    EVIL,
    "//evil.example/",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http:///evil.example",
)


@pytest.mark.parametrize("name", WRITERS)
def test_a_forged_form_writes_nothing(filled: Filled, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    user = person_of(filled, WRITERS[name])
    if user:
        client.force_login(user)
    url, form, before = address(filled, name), sent(filled, name), standing()
    for headers in ({}, {"origin": EVIL}, {"referer": EVIL}, {"hx-request": "true"}):
        assert client.post(url, form, headers=headers).status_code == 403
    assert standing() == before


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_change_password",
        "account_reset_password",
        "set_language",
        "people:demo_sign_in",
    ],
)
def test_a_forged_form_at_the_door_is_refused(filled: Filled, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(address(filled, name), sent(filled, name)).status_code == 403


@pytest.mark.parametrize("name", WRITERS)
def test_no_other_method_passes_for_a_post(filled: Filled, name: str) -> None:
    client, before = Client(), standing()
    user = person_of(filled, WRITERS[name])
    if user:
        client.force_login(user)
    url = address(filled, name)
    for method in ("put", "patch", "delete", "trace"):
        answer = getattr(client, method)(url)
        assert answer.status_code in {403, 404, 405, 200, 422}
    client.get(
        url, {"_method": "POST", **{k: v for k, v in sent(filled, name).items() if isinstance(v, str)}}
    )
    client.get(url, headers={"x-http-method-override": "POST"})
    assert standing() == before


# ── leading people elsewhere ────────────────────────────────────────────────
def with_password(filled: Filled) -> User:
    user = User.objects.get(pk=filled.here.world.recorder.pk)  # the shared one keeps its own password
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_sign_in_and_language_lead_nowhere_else(filled: Filled, wanted: str) -> None:
    user = with_password(filled)
    form = {"login": user.email, "password": PASSWORD, "next": wanted}
    answer = Client().post(reverse("account_login"), form)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    answer = Client().post(
        reverse("set_language"), {"language": "en", "next": wanted}, headers={"referer": wanted}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")
    client = Client()
    client.force_login(user)
    assert client.post(reverse("account_logout"), {"next": wanted})["Location"] == "/"


def test_the_session_changes_with_the_person(filled: Filled) -> None:
    """A session that somebody planted before the sign-in is worth nothing after it."""
    user = with_password(filled)
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    assert (
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}).status_code == 302
    )
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get(reverse("frameworks:list")).status_code == 302
    used = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    thief.cookies["sessionid"] = used
    assert thief.get(reverse("frameworks:list")).status_code == 302


def test_a_changed_password_ends_other_sessions(filled: Filled) -> None:
    user = with_password(filled)
    other = Client()
    other.force_login(user)
    assert other.get(reverse("frameworks:list")).status_code == 200
    user.set_password(PASSWORD + "ใหม่")
    user.save()
    assert other.get(reverse("frameworks:list")).status_code == 302


def test_cookies_are_for_this_site_only(filled: Filled) -> None:
    user = with_password(filled)
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")


def test_the_e_mail_of_an_account_stays(filled: Filled) -> None:
    user = filled.here.world.recorder
    client = Client()
    client.force_login(user)
    for action in ("action_add", "action_primary", "action_send", "action_remove"):
        answer = client.post(reverse("account_email"), {"email": "other@example.go.th", action: ""})
        assert answer.status_code == 405
    user.refresh_from_db()
    assert user.email == "recorder@example.go.th"


# ── hosts ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "a b"])
def test_another_host_is_refused(filled: Filled, host: str, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]  # type: ignore[attr-defined]  # the test runner adds its own
    for url in ("/", "/performance/2567/14/", "/accounts/login/"):
        assert Client().get(url, headers={"host": host}).status_code == 400


def test_a_forwarded_host_names_no_address(filled: Filled) -> None:
    """Neither the invitation's link nor the mail for a new password."""
    headers = {"x-forwarded-host": "evil.example", "x-original-url": EVIL, "forwarded": "host=evil.example"}
    client = Client(headers=headers)
    client.force_login(filled.here.world.coordinator)
    answer = client.post(reverse("people:invite"), sent(filled, "people:invite"))
    client.post(reverse("account_reset_password"), {"email": filled.here.world.recorder.email})
    assert len(mail.outbox) == 2
    assert [
        text for text in (answer.content.decode(), *(one.body for one in mail.outbox)) if "evil" in text
    ] == []


def test_every_page_carries_the_strict_policy_and_is_kept_by_nobody_else(filled: Filled) -> None:
    client = Client()
    client.force_login(filled.here.world.evaluator)
    for name in ("dashboards:work", "reports:entry", "letters:detail", "people:list", "frameworks:edition"):
        answer = client.get(address(filled, name))
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
        # A proxy on the way hands it to nobody else.
        assert "private" in answer["Cache-Control"]
    assert "private" not in Client().get(reverse("dashboards:performance")).get("Cache-Control", "")


# ── forms that no browser sends ─────────────────────────────────────────────
def test_a_body_in_another_shape_is_no_form(filled: Filled) -> None:
    client = Client()
    client.force_login(filled.here.world.recorder)
    url, before = address(filled, "reports:entry"), standing()
    bodies = {
        "application/json": b'{"action": "save", "value": "1"}',
        "text/xml": b"<a/>",
        "application/x-www-form-urlencoded": b"action=save&narrative=%FF%FE%C3%28&version=%F0%28%8C",
        "application/x-www-form-urlencoded; charset=utf-16": b"action=save",
        "application/x-www-form-urlencoded; charset=nothing": b"action=save",
        "multipart/form-data": b"no boundary",
        "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="a',
        "": b"\x00\xff",
    }  # fmt: skip
    statuses = {
        kind: client.generic("POST", url, body, content_type=kind).status_code
        for kind, body in bodies.items()
    }
    assert {kind: status for kind, status in statuses.items() if status not in {400, 403, 413, 422}} == {}
    assert standing() == before


def test_a_field_sent_twice_is_read_once(filled: Filled) -> None:
    client = Client()
    client.force_login(filled.here.world.recorder)
    form = {
        **sent(filled, "reports:entry"),
        "value": ["1", "2"],
        "version": ["9", "1"],
        "unknown": ["a", "b"],
        "status": "approved",
        "approved_by": "1",
    }
    assert client.post(address(filled, "reports:entry"), form).status_code == 302
    result = filled.here.world.item("1-1").result
    assert result is not None
    assert (str(result.value), result.status, result.approved_by) == ("2", "draft", None)


def test_more_fields_and_files_than_a_form_has(filled: Filled) -> None:
    client = Client()
    client.force_login(filled.here.world.recorder)
    url, before = address(filled, "reports:entry"), standing()
    files = [SimpleUploadedFile(f"{n}.txt", str(n).encode()) for n in range(200)]
    assert client.post(url, {**sent(filled, "reports:entry"), "evidence": files}).status_code == 413
    body = "&".join(f"f{n}=1" for n in range(20_001)).encode()
    answer = client.generic("POST", url, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert standing() == before
