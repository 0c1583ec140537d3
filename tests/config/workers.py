"""Real ``samrit worker`` processes on a database of their own, for tests that kill them."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

SAMRIT = Path(sys.executable).with_name("samrit")
PATIENCE = 30  # seconds

PEOPLE = """
import django; django.setup()
from django.utils import timezone
from samrit.notices.actions import change_preference, tell
from samrit.notices.models import LineAccount
from samrit.people.models import User
from samrit.rules.wording import say
now = timezone.now()
people = [User.objects.create_user(f"p{n}@example.go.th", name=f"p{n}") for n in range(%(count)s)]
for person in people:  # any hour of the day at which the test runs
    change_preference(by=person, now=now, digest_hour=0, quiet_from=None, quiet_until=None, email=%(email)s)
    if %(line)s:
        LineAccount.objects.create(person=person, line_id=f"U{person.pk}", linked_at=now)
tell(to=people, kind="news", subject=say("n", "ข่าว"), url="/", key="n", by=None, now=now)
"""


class Site:
    """A database of its own with people whom a digest awaits."""

    def __init__(self, data: Path, **environment: str) -> None:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "DATABASE_"))
        }
        self.data = data
        self.environment = {
            **kept, "SAMRIT_DATA": str(data), "DJANGO_SETTINGS_MODULE": "samrit.config.settings", **environment,
        }  # fmt: skip
        self.started: list[subprocess.Popen[str]] = []

    def copy_of(self, database: Path) -> None:
        self.data.mkdir(exist_ok=True)
        shutil.copy(database, self.data)

    def run(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def people(self, count: int, *, email: bool = True, line: bool = False) -> None:
        self.run(PEOPLE % {"count": count, "email": email, "line": line})

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [SAMRIT, *words],
            env=self.environment,
            text=True,
            capture_output=True,
            check=False,
            timeout=PATIENCE * 10,  # migrating takes a minute where others use the processor too
        )

    def start(self, *words: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [SAMRIT, *words], env=self.environment, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.started.append(process)
        return process

    def end(self) -> None:
        """Whatever was started is gone afterwards."""
        for process in self.started:
            with suppress(ProcessLookupError):  # what a dead one started may still be there
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """Rows of the database, read beside the workers."""
        connection = sqlite3.connect(f"file:{self.data / 'samrit.sqlite3'}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()

    def states(self) -> dict[str, int]:
        return dict(self.ask("select state, count(*) from notices_delivery group by state"))


def kill(process: "subprocess.Popen[str]") -> None:
    """As a power cut does it."""
    process.kill()
    process.wait()


def eventually(what: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.05)
