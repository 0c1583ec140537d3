"""The other sides, on this machine: a LINE that remembers retry keys, and a mail server that can be slow."""

import asyncio
import json
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TOKEN = "channel-token"  # noqa: S105 - made for a test
SECRET = "channel-secret"  # noqa: S105 - made for a test


@dataclass
class Pushed:
    """A message that LINE took."""

    to: str
    text: str
    key: str


@dataclass
class Line:
    """``answers`` are given first, one to a call; then 200, or 409 for a key that was taken before."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    taken: list[Pushed] = field(default_factory=list)
    calls: list[tuple[int, str]] = field(default_factory=list)  # (status answered, retry key)
    takes_before_failing: bool = False
    pauses: bool = False  # after taking, before answering: ``reached`` is set and ``go_on`` awaited
    reached: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, headers: Any, body: bytes) -> int:
        with self.lock:
            key = headers.get("X-Line-Retry-Key", "")
            code = self._answer(path, headers, body, key)
            self.calls.append((code, key))
        if self.pauses:
            self.reached.set()
            self.go_on.wait(30)
        return code

    def _answer(self, path: str, headers: Any, body: bytes, key: str) -> int:
        if path != "/v2/bot/message/push" or headers.get("Content-Type") != "application/json":
            return 404
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401
        told = json.loads(body)
        wished = self.answers.pop(0) if self.answers else 200
        if any(pushed.key == key for pushed in self.taken):
            return 409
        if wished == 200 or self.takes_before_failing:
            [message] = told["messages"]
            assert message["type"] == "text"
            self.taken.append(Pushed(told["to"], message["text"], key))
        return wished


def serve_line(line: Line) -> ThreadingHTTPServer:
    """Answers until ``shutdown``."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server calls
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code = line.answer(self.path, self.headers, body)
            with suppress(ConnectionError):  # who asked was killed
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(b'{"message":"said by the stand-in"}' if code != 200 else b"{}")

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    line.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


class Mailbox:
    """What the mail server took. ``reached`` is set and ``go_on`` awaited at the step named by ``pause_at``."""

    def __init__(self, *, pause_at: str = "", answer: str = "250 OK") -> None:
        self.mails: list[bytes] = []
        self.pause_at, self.answer = pause_at, answer
        self.port = 0
        self.reached, self.go_on = threading.Event(), threading.Event()

    async def _pause(self, step: str) -> None:
        if step == self.pause_at:
            self.reached.set()
            await asyncio.to_thread(self.go_on.wait, 30)

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await self._pause("before DATA")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """All of the message has arrived; taken is what is answered with 250."""
        assert isinstance(envelope.original_content, bytes)
        if self.answer.startswith("250"):
            self.mails.append(envelope.original_content)
        await self._pause("after DATA")
        return self.answer


def serve_mail(mailbox: Mailbox) -> Controller:
    """Answers until ``stop``."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    return controller
