"""The real provider as the tests use it, and what stands between it and us and can bend its answers."""

import base64
import hmac
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import RSAKey

from samrit.people.actions import link_identity
from samrit.people.models import LinkedIdentity, User
from samrit.people.openid.providers import digests, provider_named
from tests.people.openid_provider.people import CLAIMS, OURS, PASSWORD, SECRET

Answer = tuple[int, dict[str, str], bytes]
Bend = Callable[[Answer], Answer]
DISCOVERY, KEYS = "/.well-known/openid-configuration", "/.well-known/jwks.json"
TOKEN, USERINFO = "/identity/o/api/token", "/identity/o/api/userinfo"
BACK = "/accounts/openid/thaid/callback/"
SITE = "http://127.0.0.1:8000"
BEGIN, LOGIN, SECURITY = "/accounts/openid/thaid/", "/accounts/login/", "/accounts/2fa/"
PID = str(CLAIMS["officer"]["pid"])


@dataclass
class Between:
    """``address``: the provider's, to us and to browsers. ``bends``: path → what becomes of its answer there."""

    address: str
    key: RSAKey
    secret_file: str
    bends: dict[str, Bend] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    browsers: dict[str, httpx.Client] = field(default_factory=dict)

    @contextmanager
    def bent(self, path: str, bend: Bend) -> Iterator[None]:
        self.bends[path] = bend
        try:
            yield
        finally:
            del self.bends[path]

    def settings(self, **more: str) -> dict[str, str]:
        """As SAMRIT_OIDC_THAID_… would have it."""
        return {
            "name": "thaid", "issuer": self.address, "client_id": OURS, "secret_file": self.secret_file,
            "label_thai": "ThaID", "label_english": "ThaID", "claim": "pid", "claim_from": "id_token",
            "scopes": "openid", "hosts": "", "second_step": "", "metadata_file": "", **more,
        }  # fmt: skip

    def there(self, address: str, who: str = "officer") -> str:
        """What the person does in the provider's own pages; where the browser is sent in the end."""
        browser = self.browsers.setdefault(who, httpx.Client())
        answer = browser.get(address)
        while urlsplit(found := answer.headers["location"]).path != BACK:
            answer = browser.get(httpx.URL(self.address).join(found))
            if answer.status_code == httpx.codes.OK:  # the page to sign in, or to sign out before
                answer = browser.post(
                    answer.url, data=_filled(answer.text, who), headers={"referer": address}
                )
        return found


def _filled(page: str, who: str) -> dict[str, str]:
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None, page
    return {"csrfmiddlewaretoken": token[1], "login": who, "password": PASSWORD}


def goes(client: Client, path: str, **sent: str) -> str:
    """Where the button leads."""
    answer = client.post(path, sent)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def comes_back(client: Client, address: str) -> Any:
    """Our own address, as the browser asks for it."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def linked(user: User, pid: str = PID) -> LinkedIdentity:
    provider = provider_named("thaid")
    assert provider is not None
    return link_identity(
        provider="thaid", label="ThaID", digests=digests(provider, pid), by=user, now=timezone.now()
    )


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# ── bending ─────────────────────────────────────────────────────────────────
def claims_bent(
    between: Between, *, key: Any = None, header: dict[str, Any] | None = None, **changed: Any
) -> Bend:
    """Another ID token in the same answer; a claim that is None is taken out. Signed by the provider's own key unless told."""

    def bend(answer: Answer) -> Answer:
        status, headers, body = answer
        said = json.loads(body)
        head, claims = (json.loads(unpacked(part)) for part in said["id_token"].split(".")[:2])
        claims = {name: one for name, one in (claims | changed).items() if one is not None}
        said["id_token"] = signed({**head, **(header or {})}, claims, key or between.key)
        return status, headers, json.dumps(said).encode()

    return bend


def signed(header: dict[str, Any], claims: dict[str, Any], key: Any) -> str:
    if header["alg"] == "none":
        return f"{packed(header)}.{packed(claims)}."
    if header["alg"] == "HS256":  # no library makes this with somebody's public key
        told = f"{packed(header)}.{packed(claims)}"
        return f"{told}.{packed_bytes(hmac.digest(key, told.encode(), 'sha256'))}"
    return jwt.encode(header, claims, key, algorithms=[header["alg"]])


def packed(thing: dict[str, Any]) -> str:
    return packed_bytes(json.dumps(thing).encode())


def packed_bytes(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unpacked(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


# ── running ─────────────────────────────────────────────────────────────────
@contextmanager
def provider_running(folder: Path, site: str = SITE) -> Iterator[Between]:
    """The provider's process, which knows us at ``site``, and what stands before it; both are gone afterwards."""
    key = RSAKey.generate_key(2048)
    secret_file = folder / "client-secret"
    secret_file.write_text(SECRET + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "tests.people.openid_provider", site + BACK]
    environment = {
        "PATH": os.environ.get("PATH", ""), "PROVIDER_KEY": key.as_pem(private=True).decode().replace("\n", "|"),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }  # fmt: skip
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            server = ThreadingHTTPServer(("127.0.0.1", 0), _Relay)
            between = Between(f"http://127.0.0.1:{server.server_port}", key, str(secret_file))
            server.between, server.port = between, port  # type: ignore[attr-defined]
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            yield between
            for browser in between.browsers.values():
                browser.close()
            server.shutdown()
            server.server_close()
            thread.join()
        finally:
            process.terminate()


class _Relay(BaseHTTPRequestHandler):
    """Hands on what it is asked, under the name that it was asked by, and the answer as bent as the test wants it."""

    def _relayed(self) -> None:
        between, port = self.server.between, self.server.port  # type: ignore[attr-defined]
        between.asked.append(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        behind = HTTPConnection("127.0.0.1", port, timeout=20)
        behind.request(self.command, self.path, body, dict(self.headers.items()))
        answer = behind.getresponse()
        content = answer.read()
        dropped = {"content-length", "server", "date"}
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in dropped]
        behind.close()
        if bend := between.bends.get(urlsplit(self.path).path):
            status, told, content = bend((answer.status, {}, content))
            headers = [one for one in headers if one[0] not in told] + [*told.items()]
        else:
            status = answer.status
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:
            """Nobody waits any more: a test of an answer that is too long or too late."""

    do_GET = do_POST = _relayed  # noqa: N815 - the names of http.server

    def log_message(self, *_told: object) -> None:
        """Nothing: the tests' output is theirs."""
