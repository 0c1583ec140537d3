"""A real OpenID provider whose answers are bent on their way: with none of them anybody gets in."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from joserfc.jwk import RSAKey
from time_machine import travel

from samrit.people.models import LinkedIdentity, User
from samrit.people.openid import calling
from tests.people.openid_provider.people import ANOTHERS
from tests.people.providing import (
    BACK,
    BEGIN,
    DISCOVERY,
    KEYS,
    LOGIN,
    PID,
    TOKEN,
    USERINFO,
    Answer,
    Between,
    claims_bent,
    comes_back,
    goes,
    is_in,
    linked,
    query_of,
)

pytestmark = pytest.mark.django_db


# ── with which nobody gets in ───────────────────────────────────────────────
def test_no_bent_token_opens_anything(between: Between, officer: User) -> None:
    linked(officer)
    now = int(time.time())
    public = between.key.as_pem(private=False)  # what everybody has, as if it were a shared secret
    another = RSAKey.generate_key(2048)
    bends: dict[str, dict[str, Any]] = {
        "another nonce": {"nonce": "another"}, "no nonce": {"nonce": None},
        "another key": {"key": another}, "no signature": {"header": {"alg": "none"}},
        "a key that is not there": {"key": another, "header": {"kid": "unknown"}},
        "the public key for a secret": {"key": public, "header": {"alg": "HS256"}},
        "another issuer": {"iss": "https://elsewhere.example"}, "no issuer": {"iss": None},
        "another audience": {"aud": ANOTHERS}, "several audiences": {"aud": ["samrit", ANOTHERS]},
        "issued to another": {"aud": ["samrit", ANOTHERS], "azp": ANOTHERS}, "no audience": {"aud": []},
        "expired": {"exp": now - 61}, "no end": {"exp": None}, "of tomorrow": {"iat": now + 3600},
        "of last week": {"iat": now - 7 * 86400}, "not yet": {"nbf": now + 3600}, "a time in words": {"exp": "never"},
        "no subject": {"sub": None}, "a wrong check digit": {"pid": "1101700230709"}, "no number": {"pid": None},
        "a number for a text": {"pid": int(PID)}, "another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    }  # fmt: skip
    got_in = []
    for name, bend in bends.items():
        client = Client()
        back = between.there(goes(client, BEGIN))
        with between.bent(TOKEN, claims_bent(between, **bend)):
            answer = comes_back(client, back)
        if answer.status_code != 400 or is_in(client) or "แจ้งผู้ดูแลระบบ" not in answer.content.decode():
            got_in.append(name)
        cache.delete(f"openid:thaid:{between.address}:keys:again")
    assert got_in == []
    # Two clocks may differ by a minute; the unbent token gets in.
    client = Client()
    back = between.there(goes(client, BEGIN))
    with between.bent(TOKEN, claims_bent(between, exp=now - 20, iat=now + 30)):
        assert comes_back(client, back).status_code == 302


def test_state_code_and_verifier_are_of_one_browser_one_client_and_one_time(
    between: Between, officer: User
) -> None:
    linked(officer)

    def tried(client: Client, **changed: str) -> Any:
        asked = query_of(between.there(goes(client, BEGIN)))
        return client.get(BACK, {name: value for name, value in (asked | changed).items() if value})

    clients = [Client() for _ in range(7)]
    elsewhere = query_of(goes(clients[0], BEGIN))["state"]
    statuses = [
        tried(clients[0], state="wrong").status_code,
        tried(clients[1], state="").status_code,
        tried(clients[2], state=elsewhere).status_code,
        tried(clients[3], code="").status_code,
        tried(clients[4], iss="https://elsewhere.example").status_code,
        tried(clients[5], error="access_denied").status_code,
        tried(clients[6], error="<script>").status_code,
    ]
    assert (statuses, [is_in(one) for one in clients]) == ([400] * 7, [False] * 7)


def test_the_provider_refuses_what_was_not_got_by_this_browser(between: Between, officer: User) -> None:
    """A code that another browser got, another client's, and a verifier that is gone: we say so."""
    linked(officer)
    client, thief = Client(), Client()
    code = query_of(between.there(goes(client, BEGIN)))["code"]
    stolen = query_of(goes(thief, BEGIN)) | {"code": code}
    refused = thief.get(BACK, {"code": code, "state": stolen["state"]})
    assert (refused.status_code, "ไม่รับรหัส" in refused.content.decode()) == (400, True)
    there = goes(client, BEGIN).replace("client_id=samrit", f"client_id={ANOTHERS}")
    assert comes_back(client, between.there(there)).status_code == 400
    back = between.there(goes(client, BEGIN))
    session = client.session
    session["samrit_openid"] = {
        state: one | {"verifier": ""} for state, one in session["samrit_openid"].items()
    }
    session.save()
    assert comes_back(client, back).status_code == 400
    assert not is_in(client)
    assert not is_in(thief)


def test_ten_minutes_are_enough_and_five_tries_stand_open(between: Between, officer: User) -> None:
    linked(officer)
    client = Client()
    with travel(timezone.now(), tick=False) as clock:
        back = between.there(goes(client, BEGIN))
        clock.shift(timedelta(seconds=601))
        assert comes_back(client, back).status_code == 400
    first = between.there(goes(client, BEGIN))
    for _more in range(5):
        goes(client, BEGIN)
    assert comes_back(client, first).status_code == 400
    assert not is_in(client)


def test_a_provider_that_does_not_answer_as_it_should_is_told_apart_from_ours(
    between: Between, officer: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked(officer)
    monkeypatch.setattr(calling, "SECONDS", 0.3)
    elsewhere = (
        b'{"issuer": "%s", "authorization_endpoint": "https://elsewhere.example/", "token_endpoint": "x"}'
    )

    def slow(answer: Answer) -> Answer:
        time.sleep(0.6)
        return answer

    bends: dict[str, tuple[str, Any]] = {
        "discovery elsewhere": (DISCOVERY, lambda _answer: (200, {}, elsewhere % between.address.encode())),
        "discovery of another": (DISCOVERY, lambda a: (200, {}, a[2].replace(b'"issuer": "http', b'"issuer": "https'))),
        "redirected": (DISCOVERY, lambda _answer: (302, {"Location": between.address + KEYS}, b"")),
        "too big": (DISCOVERY, lambda a: (200, {}, b" " * 300_000 + a[2])),
        "broken": (DISCOVERY, lambda _answer: (500, {}, b"<h1>")), "no JSON": (DISCOVERY, lambda _answer: (200, {}, b"<h1>")),
        "a list": (DISCOVERY, lambda _answer: (200, {}, b"[]")), "slow": (DISCOVERY, slow),
        "token slow": (TOKEN, slow), "token redirected": (TOKEN, lambda _answer: (307, {"Location": between.address + KEYS}, b"")),
        "no token": (TOKEN, lambda _answer: (200, {}, b"{}")), "token too big": (TOKEN, lambda a: (200, {}, a[2] + b" " * 300_000)),
        "keys broken": (KEYS, lambda _answer: (500, {}, b"")), "no keys": (KEYS, lambda _answer: (200, {}, b'{"keys": 1}')),
    }  # fmt: skip
    got_in = []
    for name, (path, bend) in bends.items():
        cache.clear()
        client = Client()
        with between.bent(path, bend):
            answer = client.post(BEGIN)
            if answer.status_code == 302:
                answer = comes_back(client, between.there(answer["Location"]))
        if answer.status_code not in {400, 502} or is_in(client) or "– " not in answer.content.decode():
            got_in.append((name, answer.status_code))
    assert got_in == []


def test_a_provider_that_is_not_there_or_not_set_up(between: Between, settings: Any) -> None:
    client = Client()
    for told, status in (
        ({"issuer": "http://127.0.0.1:9"}, 502), ({"issuer": "http://192.0.2.1"}, 404),
        ({"secret_file": "/nowhere"}, 404), ({"claim": "name"}, 404), ({"metadata_file": "/nowhere"}, 404),
    ):  # fmt: skip
        settings.OPENID_PROVIDERS = [between.settings(**told)]
        assert client.post(BEGIN).status_code == status, told
    settings.OPENID_PROVIDERS, settings.IDENTITY_KEY = [between.settings()], "short"
    assert client.post(BEGIN).status_code == 404
    assert "ThaID" not in client.get(LOGIN).content.decode()


def enters(between: Between) -> bool:
    client = Client()
    comes_back(client, between.there(goes(client, BEGIN)))
    return is_in(client)


# ── keys that change, other claims ──────────────────────────────────────────
def test_keys_change_on_both_sides(between: Between, officer: User, settings: Any) -> None:
    identity = linked(officer)

    # The site's key: known under the one before until the next time, then under the new one alone.
    settings.IDENTITY_KEY, settings.IDENTITY_KEY_BEFORE = "n" * 40, "k" * 40
    assert enters(between)
    moved = LinkedIdentity.objects.get()
    assert moved.subject != identity.subject
    assert moved.key_mark != identity.key_mark
    settings.IDENTITY_KEY_BEFORE = ""
    assert enters(between)
    settings.IDENTITY_KEY = "m" * 40
    assert not enters(between)
    settings.IDENTITY_KEY = "n" * 40
    # The provider's: a list of keys that lacks the one named is asked for again, once a minute at most.
    cache.set(
        f"openid:thaid:{between.address}:keys",
        {"keys": [RSAKey.generate_key(2048, {"kid": "old"}).as_dict(private=False)]},
    )
    between.asked.clear()
    assert enters(between)
    assert between.asked.count(KEYS) == 1


def test_the_person_may_be_named_elsewhere(
    between: Between, officer: User, settings: Any, tmp_path: Path
) -> None:
    """By the subject, at userinfo; or in a file of metadata instead of the discovery."""
    document = tmp_path / "metadata.json"
    document.write_bytes(httpx.get(between.address + DISCOVERY).content)
    for more in ({"claim": "sub"}, {"claim_from": "userinfo"}, {"metadata_file": str(document)}):
        LinkedIdentity.objects.all().delete()
        cache.clear()
        settings.OPENID_PROVIDERS = [between.settings(**more)]
        between.asked.clear()
        client = Client()
        client.force_login(officer)
        comes_back(client, between.there(goes(client, BEGIN + "link/")))
        assert enters(between), more
        assert (DISCOVERY in between.asked) == ("metadata_file" not in more)
    settings.OPENID_PROVIDERS = [between.settings(claim_from="userinfo")]
    with between.bent(USERINFO, lambda a: (200, {}, a[2].replace(b'"sub": "', b'"sub": "9'))):
        assert not enters(between)
