"""A mail server that takes its time and remembers what it took."""

import asyncio
import contextlib
import email
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from benchmarks.deadline_day.machine import free_port

SECONDS = 0.1  # of one mail


@dataclass
class Mailbox:
    port: int = 0
    ids: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        await asyncio.sleep(SECONDS)
        self.ids.append(str(email.message_from_bytes(envelope.content)["Message-ID"]))
        return "250 taken"


@contextlib.contextmanager
def mail_server() -> Iterator[Mailbox]:
    made = Mailbox(free_port())
    controller = Controller(made, hostname="127.0.0.1", port=made.port)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()
