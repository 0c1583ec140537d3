"""Signing in by a real OpenID provider over HTTP: who gets in, is linked, takes up an invitation, proves again."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from samrit.audit.models import Event
from samrit.people.actions import invite, unlink_identity
from samrit.people.models import AccessToken, Agency, LinkedIdentity, Role, User
from samrit.rules.wording import RefusedError
from tests.people.providing import (
    BEGIN,
    LOGIN,
    PID,
    SECURITY,
    TOKEN,
    Between,
    claims_bent,
    comes_back,
    goes,
    is_in,
    linked,
    query_of,
)
from tests.world import DAY, person

pytestmark = pytest.mark.django_db


# ── who gets in ─────────────────────────────────────────────────────────────
def test_a_linked_person_signs_in_and_nobody_else(
    between: Between, officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "samrit")
    caplog.set_level(logging.DEBUG, "django")
    client = Client()
    page = client.get(LOGIN)
    assert "เข้าสู่ระบบด้วย ThaID" in page.content.decode()
    there = goes(client, BEGIN)
    asked = query_of(there)
    assert (asked["code_challenge_method"], asked["scope"], asked["response_type"]) == (
        "S256",
        "openid",
        "code",
    )
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    # Nobody is linked yet: the page says whom to ask, and no account is made.
    refused = comes_back(client, between.there(there))
    assert (refused.status_code, is_in(client), User.objects.count()) == (403, False, 1)
    assert "ขอคำเชิญจากผู้ประสานงานจังหวัด" in refused.content.decode()
    identity = linked(officer)
    before = client.session.session_key
    back = between.there(goes(client, BEGIN, next=reverse("people:tokens")))
    entered = comes_back(client, back)
    assert (entered.status_code, entered["Location"]) == (302, reverse("people:tokens"))
    assert is_in(client)
    assert client.session.session_key != before
    assert client.get(reverse("people:tokens")).status_code == 200
    identity.refresh_from_db()
    assert identity.last_used_at is not None
    # Signing out ends our session. The same answer again opens nothing, here or in another browser.
    client.post(reverse("account_logout"))
    assert not is_in(client)
    for other in (Client(), client):
        again = comes_back(other, back)
        assert again.status_code == 400
        assert "เริ่มใหม่" in again.content.decode()
    assert_refused_to_others(client, between)
    assert_the_number_is_nowhere(caplog.text)
    assert identity.subject not in caplog.text


def assert_refused_to_others(client: Client, between: Between) -> None:
    """Another's account at the provider, and one that is closed here."""
    assert comes_back(client, between.there(goes(client, BEGIN), "somebody")).status_code == 403
    User.objects.update(is_active=False)
    assert comes_back(client, between.there(goes(client, BEGIN))).status_code == 403
    assert not is_in(client)


def assert_the_number_is_nowhere(log: str) -> None:
    """Not in the tables, the sessions, the trail, or the log of all levels."""
    sessions = [one.get_decoded() for one in Session.objects.all()]
    kept = [list(LinkedIdentity.objects.values()), list(Event.objects.values()), sessions]
    assert PID not in str(kept) + log


def test_a_second_step_of_ones_own_is_asked_unless_the_providers_counts(
    between: Between, officer: User, settings: Any
) -> None:
    linked(officer)
    TOTP.activate(officer, "A" * 32)
    client = Client()
    assert comes_back(client, between.there(goes(client, BEGIN)))["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    settings.OPENID_PROVIDERS = [between.settings(second_step="highest, high")]
    assert comes_back(client, between.there(goes(client, BEGIN)))["Location"] == "/"
    assert is_in(client)
    # Where nobody accepts the provider's word for it, who must have a second step is led to making one.
    settings.SECOND_FACTOR_FROM = DAY.min
    assert client.get("/").status_code == 200
    officer.authenticator_set.all().delete()
    settings.OPENID_PROVIDERS = [between.settings()]
    other = Client()
    comes_back(other, between.there(goes(other, BEGIN)))
    assert other.get("/")["Location"] == SECURITY


# ── linking and unlinking, invitations ──────────────────────────────────────
def test_an_account_is_linked_by_its_owner_and_unlinked_again(
    between: Between, officer: User, django_capture_on_commit_callbacks: Any, mailoutbox: list[Any]
) -> None:
    officer.set_password("ทะเลสีครามยามเช้า")
    officer.save()
    client = Client()
    client.force_login(officer)
    link, unlink = reverse("openid_link", args=["thaid"]), reverse("openid_unlink", args=["thaid"])
    assert Client().post(link)["Location"].startswith(LOGIN)
    assert client.get(link).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        assert comes_back(client, between.there(goes(client, link)))["Location"] == SECURITY
    identity = LinkedIdentity.objects.get()
    assert "ผูกไว้เมื่อ" in client.get(SECURITY).content.decode()
    # One person there is one person here.
    other = person("other", Agency.objects.get(), Role.EVALUATOR)
    for holder, who in ((other, "officer"), (officer, "somebody")):
        client.force_login(holder)
        refused = comes_back(client, between.there(goes(client, link), who))
        assert (refused.status_code, LinkedIdentity.objects.get()) == (403, identity)
    client.force_login(other)
    assert client.post(unlink).status_code == 404
    client.force_login(officer)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(unlink)
    assert [(one.to, one.subject.partition(": ")[2]) for one in mailoutbox] == [
        ([officer.email], "ผูกบัญชีภายนอกสำหรับเข้าสู่ระบบ"), ([officer.email], "ยกเลิกการผูกบัญชีภายนอก"),
    ]  # fmt: skip
    assert not LinkedIdentity.objects.exists()
    assert list(Event.objects.order_by("pk").values_list("verb", "before", "after")) == [
        ("link_identity", {}, {"identity_provider": "thaid"}),
        ("unlink_identity", {"identity_provider": "thaid"}, {}),
    ]
    # The last way in stays.
    officer.set_unusable_password()
    officer.save()
    with pytest.raises(RefusedError, match="ทางเดียวที่คุณเข้าสู่ระบบได้"):
        unlink_identity(identity=linked(officer), by=officer, now=timezone.now())


def test_an_invitation_is_taken_up_without_a_password_and_such_a_person_proves_there(
    between: Between, officer: User, settings: Any
) -> None:
    settings.IDLE_MINUTES = 60
    with travel(timezone.now(), tick=False) as clock:
        client = invited(between, officer)
        # Long ago: what was sent waits until the provider has asked the person anew.
        make, sent = reverse("people:make_token"), {"name": "ก", "scopes": ["reports:read"], "days": "30"}
        assert client.get(reverse("people:tokens")).status_code == 200
        clock.shift(timedelta(minutes=61))
        waits = client.post(make, sent)["Location"]
        assert waits == f"/accounts/openid/thaid/prove/?next={make.replace('/', '%2F')}"
        assert "ยืนยันด้วย ThaID" in client.get(waits).content.decode()
        moment = int(timezone.now().timestamp())

        def proving(**told: Any) -> Any:
            there = goes(client, BEGIN + "prove/", next=make)
            assert (query_of(there)["prompt"], query_of(there)["max_age"]) == ("login", "0")
            back = between.there(there, "somebody")
            with between.bent(TOKEN, claims_bent(between, iat=moment, exp=moment + 300, **told)):
                return comes_back(client, back)

        # A provider that does not say when it asked, or asked long ago, proves nothing; nor does somebody else.
        refused = [
            proving(auth_time=None),
            proving(auth_time=moment - 4000),
            proving(auth_time=moment, pid=PID),
        ]
        assert [one.status_code for one in refused] == [400, 400, 403]
        assert not AccessToken.objects.exists()
        assert client.get(proving(auth_time=moment)["Location"]).status_code == 201
        assert AccessToken.objects.get().name == "ก"
        # Such a person is asked there before a new way in is added, as others are asked for the password.
        assert client.get(reverse("mfa_activate_totp")).status_code == 200
        clock.shift(timedelta(minutes=6))
        for name in ("mfa_activate_totp", "account_set_password"):
            assert client.get(reverse(name))["Location"].startswith("/accounts/openid/thaid/prove/")


def invited(between: Between, officer: User) -> Client:
    """A new person, in by the provider alone."""
    _invitation, token = invite(
        email="new@example.go.th", name="คนใหม่", agency=Agency.objects.get(), role=Role.EVALUATOR,
        by=officer, now=timezone.now(),
    )  # fmt: skip
    client, accept = Client(), reverse("people:accept", args=[token])
    assert "โดยไม่ตั้งรหัสผ่าน" in client.get(accept).content.decode()
    there = goes(client, f"{accept}by/thaid/")
    assert token not in str(dict(client.session))
    assert comes_back(client, between.there(there, "somebody"))["Location"] == "/"
    user = User.objects.get(email="new@example.go.th")
    assert (is_in(client), user.has_usable_password()) == (True, False)
    assert Client().post(f"{accept}by/thaid/").status_code == 302  # nobody takes it up again
    return client
