"""The way there and back (authorization code with state, nonce and PKCE), kept in the visitor's own session meanwhile."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from samrit.people.openid.calling import NoAnswerError, ask
from samrit.people.openid.providers import Provider, digests
from samrit.people.openid.tokens import NotProvenError, metadata_of, read_id_token
from samrit.rules.openid import Asked, counts_as_second_step, person_in

ON_THE_WAY = "samrit_openid"  # in the session: state → what was asked
LASTS = 10 * 60  # seconds between going there and coming back
MOST_ON_THE_WAY = 5
LONGEST_CODE = 2048
OK = HTTPStatus.OK

__all__ = ["Errand", "NoAnswerError", "NotProvenError", "Proof", "begin", "come_back", "prove"]


@dataclass(frozen=True)
class Errand:
    """What somebody was sent to a provider for. ``purpose``: sign_in, link, prove or accept (then with the invitation)."""

    provider: str
    purpose: str
    nonce: str
    verifier: str
    at: int
    next: str = ""
    invitation: int | None = None


@dataclass(frozen=True)
class Proof:
    """Who came back, as digests under the site's keys (the present one first): the person's number or name is not in it."""

    digests: list[tuple[str, str]]
    second_step: bool


def redirect_address(provider: Provider) -> str:
    """Of the settings, not of the request: what the browser says about our name decides nothing."""
    return settings.SITE_URL.rstrip("/") + reverse("openid_callback", args=[provider.name])


def begin(
    session: SessionBase,
    provider: Provider,
    *,
    purpose: str,
    now: int,
    next_address: str = "",
    invitation: int | None = None,
) -> str:
    """The provider's address to go to; what was asked is in the session."""
    metadata = metadata_of(provider)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    errand = Errand(provider.name, purpose, nonce, verifier, now, next_address, invitation)
    kept = dict(list(session.get(ON_THE_WAY, {}).items())[-MOST_ON_THE_WAY + 1 :])
    session[ON_THE_WAY] = {**kept, state: asdict(errand)}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": redirect_address(provider),
        "scope": provider.scopes, "state": state, "nonce": nonce,
        "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    if purpose == "prove":
        asked |= {"prompt": "login", "max_age": "0"}
    address = str(metadata["authorization_endpoint"])
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def come_back(session: SessionBase, provider: Provider, state: str, *, now: int) -> Errand | None:
    """The errand of this state, which is used up by it. None: nobody was sent, it is long ago, or it was another provider."""
    on_the_way = dict(session.get(ON_THE_WAY, {}))
    found = on_the_way.pop(state, None)
    if found is None:
        return None
    session[ON_THE_WAY] = on_the_way
    errand = Errand(**found)
    return errand if errand.provider == provider.name and 0 <= now - errand.at <= LASTS else None


def prove(provider: Provider, errand: Errand, told: Mapping[str, str], *, now: int) -> Proof:
    """Exchange the code for who it is. NoAnswerError, NotProvenError."""
    code, issuer = told.get("code", ""), told.get("iss")
    if issuer is not None and not constant_time_compare(issuer, provider.issuer):  # RFC 9207
        raise NotProvenError("the answer came from another issuer")
    if not 0 < len(code) <= LONGEST_CODE:
        raise NotProvenError("there is no code in the answer")
    metadata = metadata_of(provider)
    answer = ask(provider, metadata["token_endpoint"], **_exchange(provider, metadata, code, errand.verifier))
    asked = Asked(provider.issuer, provider.client_id, errand.nonce, lately=errand.purpose == "prove")
    claims = read_id_token(provider, answer, asked, now=now)
    person = person_in(_claims_that_name(provider, metadata, answer, claims), provider.claim)
    if not person:
        raise NotProvenError(f"the answer has no usable {provider.claim}")
    return Proof(digests(provider, person), counts_as_second_step(claims, provider.second_step))


def _exchange(
    provider: Provider, metadata: Mapping[str, Any], code: str, verifier: str
) -> dict[str, dict[str, str]]:
    """The secret goes into the header unless the provider says that it takes it in the form only."""
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_address(provider),
        "code_verifier": verifier,
    }  # fmt: skip
    try:
        secret = provider.secret
    except (OSError, UnicodeDecodeError) as failed:
        raise NoAnswerError("the file of the secret cannot be read") from failed
    ways = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_basic" not in ways and "client_secret_post" in ways:
        return {"form": {**form, "client_id": provider.client_id, "client_secret": secret}, "headers": {}}
    both = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}"  # RFC 6749, 2.3.1
    return {"form": form, "headers": {"Authorization": f"Basic {base64.b64encode(both.encode()).decode()}"}}


def _claims_that_name(
    provider: Provider, metadata: Mapping[str, Any], answer: dict[str, Any], claims: dict[str, Any]
) -> Mapping[str, Any]:
    """Where the person stands: in the ID token, beside it in the same answer, or at the provider's userinfo of the same subject."""
    if provider.claim_from == "answer":
        return answer
    if provider.claim_from == "id_token":
        return claims
    told = ask(
        provider,
        str(metadata.get("userinfo_endpoint", "")),
        headers={"Authorization": f"Bearer {answer.get('access_token', '')}"},
    )
    if told.get("sub") != claims["sub"]:
        raise NotProvenError("userinfo is about somebody else")
    return told
