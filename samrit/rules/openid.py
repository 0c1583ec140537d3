"""Signing in by OpenID Connect: what must be true of an ID token, and of a citizen's number.

[openid.net/specs/openid-connect-core-1_0.html, 3.1.3.7]; the signature is checked before (people.openid.tokens).
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

LEEWAY = 60  # seconds that two clocks may differ
LONGEST_LIFE = 24 * 60 * 60  # a token older than that proves nothing about now
PROVEN_WITHIN = 5 * 60  # how long ago, at most, somebody who proves again was asked by the provider
LONGEST_SUBJECT = 255
DIGITS_OF_A_CITIZEN = 13


@dataclass(frozen=True)
class Asked:
    """What we asked for, and of whom; ``lately``: the person was to be asked anew."""

    issuer: str
    client_id: str
    nonce: str
    lately: bool = False


def wrong_claim(claims: Mapping[str, Any], asked: Asked, *, now: int) -> str:
    """The name of the first claim that is missing or not as it must be; empty when all is well. ``now``: seconds since 1970."""
    checks = {
        "iss": claims.get("iss") == asked.issuer,
        "aud": _is_for(claims, asked.client_id),
        "azp": claims.get("azp", asked.client_id) == asked.client_id,
        "exp": _is_number(claims.get("exp")) and claims["exp"] > now - LEEWAY,
        "iat": _is_number(claims.get("iat")) and now - LONGEST_LIFE < claims["iat"] < now + LEEWAY,
        "nbf": "nbf" not in claims or (_is_number(claims["nbf"]) and claims["nbf"] < now + LEEWAY),
        "nonce": _same(claims.get("nonce"), asked.nonce),
        "sub": bool(text_of(claims.get("sub"))),
        "auth_time": not asked.lately or _is_recent(claims.get("auth_time"), now),
    }
    return next((name for name, well in checks.items() if not well), "")


def _is_for(claims: Mapping[str, Any], client_id: str) -> bool:
    """For us alone, or for several with us named as the party it was issued to."""
    audience = claims.get("aud")
    if isinstance(audience, str):
        return audience == client_id
    if not isinstance(audience, list) or client_id not in audience:
        return False
    return len(audience) == 1 or claims.get("azp") == client_id


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_recent(value: Any, now: int) -> bool:
    return _is_number(value) and now - PROVEN_WITHIN - LEEWAY < value < now + LEEWAY


def _same(value: object, wanted: str) -> bool:
    """Nothing is not the same as nothing."""
    if not isinstance(value, str) or not wanted:
        return False
    return hmac.compare_digest(value.encode(errors="surrogatepass"), wanted.encode())


def text_of(value: object) -> str:
    """A claim that names a person; empty for anything else."""
    return (
        value if isinstance(value, str) and 0 < len(value) <= LONGEST_SUBJECT and value.isprintable() else ""
    )


def fits_hash(at_hash: object, access_token: str, algorithm: str) -> bool:
    """Whether the access token is the one the ID token came with. A token without ``at_hash`` says nothing about it."""
    if at_hash is None:
        return True
    by_length = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}
    made = by_length.get(algorithm[-3:], hashlib.sha512)(access_token.encode(errors="surrogatepass")).digest()
    half = base64.urlsafe_b64encode(made[: len(made) // 2]).rstrip(b"=").decode()
    return _same(at_hash, half)


def counts_as_second_step(claims: Mapping[str, Any], accepted: frozenset[str]) -> bool:
    """Whether the provider says (``acr``, ``amr``) that it asked for as much as the operator of this site accepts."""
    methods = claims.get("amr")
    told = [claims.get("acr"), *(methods if isinstance(methods, list) else ())]
    return bool(accepted & {one for one in told if isinstance(one, str)})


def person_in(claims: Mapping[str, Any], claim: str) -> str:
    """Who it is by the chosen claim; empty when it is missing, not verified, or no citizen's number."""
    found = text_of(claims.get(claim))
    if claim == "email":
        return found.strip().lower() if claims.get("email_verified") is True else ""
    if claim == "pid":
        digits = found.replace("-", "").replace(" ", "")
        return digits if is_citizen_number(digits) else ""
    return found


def is_citizen_number(text: str) -> bool:
    """เลขประจำตัวประชาชน: thirteen digits, the last of which checks the others (weights 13 to 2, modulo 11)."""
    if len(text) != DIGITS_OF_A_CITIZEN or not (text.isascii() and text.isdigit()) or text[0] == "0":
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, range(13, 1, -1), strict=False))
    return int(text[-1]) == (11 - total % 11) % 10
