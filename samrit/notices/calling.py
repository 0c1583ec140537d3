"""Calling a system at an address that somebody gave us: resolved once, never inside the house, no redirects, in time."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from samrit.notices.outcomes import NotSentError
from samrit.rules.webhooks import Address, Network, as_address, may_call, refuse_address

SECONDS = 10  # for connecting, and for each part of the answer
SECONDS_ALTOGETHER = 20
KEPT = 1024  # bytes of the answer
LONGEST_PROBLEM = 300


@dataclass(frozen=True)
class Answer:
    """What the other side said; ``beginning`` is text."""

    status: int
    beginning: str
    milliseconds: int

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - 2xx


def call(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    loopback: bool,
    networks: Collection[Network],
    seconds: float = SECONDS_ALTOGETHER,
    silence: float = SECONDS,
    kept: int = KEPT,
) -> Answer:
    """POST it. NotSentError when there was no answer within ``seconds``, or the address is none that we call.

    ``silence``: for connecting, and for each part of the answer; ``kept``: bytes of the answer.
    """
    if refusal := refuse_address(address, loopback=loopback, networks=networks):
        raise NotSentError(refusal.code, permanent=False)
    began = time.monotonic()
    parts = urlsplit(address)
    found = _resolved(parts.hostname or "", loopback=loopback, networks=networks)
    connection = _connection(parts, found, silence)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    late = threading.Event()
    try:
        with _in_time(connection, seconds, late):
            connection.request("POST", path, body=body, headers=dict(headers))
            response = connection.getresponse()
            said = response.read(kept)
    except (OSError, http.client.HTTPException, ValueError) as failed:
        why = f"no answer within {seconds:g} seconds" if late.is_set() else _why(failed, parts.hostname or "")
        raise NotSentError(why[:LONGEST_PROBLEM], permanent=False) from failed
    finally:
        connection.close()
    beginning = said.decode("utf-8", "replace").replace("\x00", "")
    return Answer(response.status, beginning[:kept], round((time.monotonic() - began) * 1000))


def _why(failed: Exception, host: str) -> str:
    """For the log of calls: what the operator of the other side has to mend."""
    if isinstance(failed, ssl.SSLCertVerificationError):
        return f"the certificate of {host} is not trusted: {failed.verify_message}"
    return f"{type(failed).__name__}: {failed}"


def _resolved(host: str, *, loopback: bool, networks: Collection[Network]) -> Address:
    """One address of the host, which is then connected to; NotSentError when any of them lies inside."""
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as failed:
        raise NotSentError(f"no address for {host}: {failed}"[:LONGEST_PROBLEM], permanent=False) from failed
    addresses = [one for text in sorted(found) if (one := as_address(text.partition("%")[0]))]
    if not addresses or not all(may_call(one, loopback=loopback, networks=networks) for one in addresses):
        raise NotSentError(f"{host} leads into an internal network", permanent=False)
    return min(addresses, key=lambda one: one.version)  # IPv4 first: every network has it


class _Plain(http.client.HTTPConnection):
    """To the address that was looked at, whatever the name leads to by now."""

    found: Address

    def connect(self) -> None:
        self.sock = socket.create_connection((str(self.found), self.port), self.timeout)


class _Secure(_Plain):
    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _connection(parts: SplitResult, found: Address, silence: float) -> http.client.HTTPConnection:
    made = _Secure if parts.scheme == "https" else _Plain
    connection: Any = made(parts.hostname or "", parts.port, timeout=silence)
    connection.found = found
    return connection  # type: ignore[no-any-return]


@contextmanager
def _in_time(connection: http.client.HTTPConnection, seconds: float, late: threading.Event) -> Iterator[None]:
    """Who answers a letter at a time is cut off; ``late`` is set then."""

    def cut() -> None:
        late.set()
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
