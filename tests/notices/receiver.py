"""A system that is told of events: a server on this machine that says how it was called."""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Got:
    """One call, and how it was answered."""

    headers: dict[str, str]
    body: bytes
    status: int


@dataclass
class Receiver:
    """``answers`` are given first, one to a call; then 200. ``pauses``: ``reached`` is set, ``go_on`` awaited."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    calls: list[Got] = field(default_factory=list)
    pauses: bool = False
    reached: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    server: ThreadingHTTPServer | None = None

    @property
    def taken(self) -> list[Got]:
        return [got for got in self.calls if got.status == 200]

    def answer(self, headers: Any, body: bytes) -> int:
        status = self.answers.pop(0) if self.answers else 200
        self.calls.append(Got({name.lower(): value for name, value in headers.items()}, body, status))
        if self.pauses:
            self.reached.set()
            self.go_on.wait(30)
        return status


def serve(receiver: Receiver) -> ThreadingHTTPServer:
    """Answers until ``shutdown``."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server calls
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.answer(self.headers, body)
            with suppress(ConnectionError):  # who asked was killed
                self.send_response(status)
                self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()
                self.wfile.write(f"said {status}".encode())

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = receiver.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/events?from=samrit"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server
