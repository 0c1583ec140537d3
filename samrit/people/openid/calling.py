"""Asking a provider: at the hosts that the operator named, no redirects, no more than is needed, in time."""

import json
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from samrit.people.openid.providers import Provider

SECONDS = 5.0  # for connecting, and for each part of the answer
SECONDS_ALTOGETHER = 10.0
LARGEST = 256 * 1024  # bytes
PIECE = 16 * 1024
# 4xx but for those of a provider that is too busy to say.
NOES = set(range(400, 500)) - {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


class NoAnswerError(Exception):
    """The provider cannot be asked; the text is for the operator's log."""


class RefusedThereError(NoAnswerError):
    """The provider answered, and what it said is no. ``code``: its reason, of RFC 6749 (5.2) where it keeps to it."""

    def __init__(self, address: str, status: int, code: str) -> None:
        super().__init__(f"{address} answered {status}: {code or 'no reason given'}")
        self.code = code


class _StaysHere(HTTPRedirectHandler):
    """A provider that sends us elsewhere would choose what our server asks."""

    def redirect_request(self, *_told: Any, **_named: Any) -> None:
        return None


OPENER = build_opener(_StaysHere)


def ask(
    provider: Provider,
    address: str,
    *,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The JSON object at the address (POST with a ``form``). NoAnswerError when there is none."""
    if not provider.may_live_at(address):
        raise NoAnswerError(f"{address} is not at a host of the provider {provider.name}")
    request = Request(  # noqa: S310 - the scheme was looked at
        address,
        data=urlencode(form).encode() if form is not None else None,
        headers={"Accept": "application/json", **(headers or {})},
    )
    try:
        with OPENER.open(request, timeout=SECONDS) as response:
            said = _read(response)
    except HTTPError as refused:
        with refused:
            raise _no(address, refused) from refused
    except (OSError, ValueError) as failed:
        raise NoAnswerError(f"{address}: {type(failed).__name__}: {failed}") from failed
    try:
        found = json.loads(said)
    except (ValueError, RecursionError) as failed:
        raise NoAnswerError(f"{address} did not answer in JSON") from failed
    if not isinstance(found, dict):
        raise NoAnswerError(f"{address} did not answer with an object")
    return found


def _read(response: Any) -> bytes:
    """Whole, or ValueError: who sends a letter at a time, or without end, is not waited for."""
    if response.status != HTTPStatus.OK:
        raise ValueError(f"status {response.status}")
    until, said = time.monotonic() + SECONDS_ALTOGETHER, b""
    while piece := response.read1(PIECE):
        said += piece
        if len(said) > LARGEST:
            raise ValueError(f"more than {LARGEST} bytes")
        if time.monotonic() > until:
            raise ValueError(f"not done within {SECONDS_ALTOGETHER:g} seconds")
    return said


def _no(address: str, refused: HTTPError) -> NoAnswerError:
    """A provider that is down or busy gave no answer; a no is one."""
    if refused.code not in NOES:
        return NoAnswerError(f"{address} answered {refused.code}")
    return RefusedThereError(address, refused.code, _reason(refused))


def _reason(refused: HTTPError) -> str:
    """The error's code alone: descriptions may name the person."""
    try:
        told = json.loads(refused.read(PIECE)).get("error")
    except (OSError, ValueError, AttributeError, RecursionError):
        told = None
    return told[:80] if isinstance(told, str) and told.isprintable() else ""
