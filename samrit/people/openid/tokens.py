"""What a provider says of itself, and whether an ID token is its word."""

import json
from pathlib import Path
from typing import Any

from django.core.cache import cache
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from samrit.people.openid.calling import NoAnswerError, ask
from samrit.people.openid.providers import Provider
from samrit.rules.openid import Asked, fits_hash, wrong_claim

# Public-key signatures only, whatever the token or the provider says: "none" is no signature, and HS256 would take the
# provider's public key, which everybody has, for a shared secret.
ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
    "EdDSA",
)
KEPT_SECONDS = 600
ASKED_AGAIN_AFTER = 60  # seconds: a stream of made-up tokens does not become a stream of calls
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LONGEST_TOKEN = 32 * 1024


class NotProvenError(Exception):
    """The answer proves nothing; the text names what is wrong with it, for the log, and holds nothing of the person."""


def metadata_of(provider: Provider) -> dict[str, Any]:
    """The discovery document, of the file where the operator gave one. Its issuer is the one that was set, to the letter."""
    name = f"openid:{provider.name}:{provider.issuer}:metadata"
    found = cache.get(name)
    if found is None:
        found = _written_down(provider) or ask(
            provider, provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
        )
        if found.get("issuer") != provider.issuer:
            raise NotProvenError("the discovery document is of another issuer")
        for endpoint in ENDPOINTS:
            if not isinstance(found.get(endpoint), str) or not provider.may_live_at(found[endpoint]):
                raise NotProvenError(f"{endpoint} is not at a host of the provider {provider.name}")
        cache.set(name, found, KEPT_SECONDS)
    return dict(found)


def _written_down(provider: Provider) -> dict[str, Any] | None:
    """For a provider without discovery, or one that this network cannot ask for it."""
    if not provider.metadata_file:
        return None
    try:
        found = json.loads(Path(provider.metadata_file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as failed:
        raise NoAnswerError(f"{provider.metadata_file}: {type(failed).__name__}") from failed
    return found if isinstance(found, dict) else None


def read_id_token(provider: Provider, answer: dict[str, Any], asked: Asked, *, now: int) -> dict[str, Any]:
    """The claims of the answer's ID token, signed by the provider and meant for us. NotProvenError otherwise."""
    token, access_token = answer.get("id_token"), answer.get("access_token", "")
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN or not isinstance(access_token, str):
        raise NotProvenError("there is no ID token in the answer")
    try:
        read = _signed(token, KeySet.import_key_set(_keys(provider)))
        if read is None and (newer := _keys_again(provider)):
            read = _signed(token, KeySet.import_key_set(newer))
    except (JoseError, ValueError, TypeError, KeyError) as failed:
        raise NotProvenError(
            f"the ID token is not signed by the provider: {type(failed).__name__}"
        ) from failed
    if read is None:
        raise NotProvenError("the ID token names a key that the provider does not have")
    if name := wrong_claim(read.claims, asked, now=now):
        raise NotProvenError(f"the ID token's {name} is not as it must be")
    if not fits_hash(read.claims.get("at_hash"), access_token, str(read.header.get("alg"))):
        raise NotProvenError("the ID token came with another access token")
    return dict(read.claims)


def _signed(token: str, keys: KeySet) -> jwt.Token | None:
    """None: signed with a key that is not among these, which a newer list may have."""
    try:
        return jwt.decode(token, keys, algorithms=list(ALGORITHMS))
    except InvalidKeyIdError:
        return None


def _keys(provider: Provider) -> Any:
    name = _cached(provider)
    found = cache.get(name)
    if found is None:
        found = _fetched(provider)
    return found


def _keys_again(provider: Provider) -> Any:
    """The list anew, once a minute at most."""
    return _fetched(provider) if cache.add(_cached(provider) + ":again", 1, ASKED_AGAIN_AFTER) else None


def _fetched(provider: Provider) -> dict[str, Any]:
    found = ask(provider, metadata_of(provider)["jwks_uri"])
    cache.set(_cached(provider), found, KEPT_SECONDS)
    return found


def _cached(provider: Provider) -> str:
    return f"openid:{provider.name}:{provider.issuer}:keys"
