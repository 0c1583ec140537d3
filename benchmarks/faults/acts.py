"""Every fault: what is done to the miniature, how long it lasts, how it ends. The names are the rows of docs/reliability.md."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.faults import disk
from benchmarks.faults.place import Place, asked

KILLS, MAILS = 4, 5  # of the worker, each after so many mails more
FORWARD, BACK = "+13h", "-1d"  # past the closing, which is twelve hours away; before anything here was done
LIBRARIES = ("*-linux-gnu/faketime/libfaketimeMT.so.1", "faketime/libfaketimeMT.so.1")
RUNS_AGAIN = 5  # seconds in which PostgreSQL may come back by itself
Act = Callable[[Place], AbstractContextManager[None]]


def first_child(process: int) -> int:
    return int(Path(f"/proc/{process}/task/{process}/children").read_text().split()[0])


@contextlib.contextmanager
def kill_web(here: Place) -> Iterator[None]:
    """SIGKILL to the process that answers; its parent starts another."""
    os.kill(first_child(here.web[0].process.pid), signal.SIGKILL)
    yield


@contextlib.contextmanager
def kill_web_unit(here: Place) -> Iterator[None]:
    """SIGKILL to the parent: systemd ends what is left of the unit and starts it anew."""
    os.kill(here.web[0].process.pid, signal.SIGKILL)
    yield


@contextlib.contextmanager
def kill_all_web(here: Place) -> Iterator[None]:
    """SIGKILL to every web process at once."""
    for one in here.web:
        os.kill(one.process.pid, signal.SIGKILL)
    yield


NEWS = """
from django.utils import timezone
from samrit.notices.actions import change_preference, tell
from samrit.people.models import User
from samrit.rules.wording import say
now = timezone.now()
people = list(User.objects.filter(email__startswith="approver")[:200])
for person in people:
    change_preference(by=person, now=now, digest_hour=0, quiet_from=None, quiet_until=None, email=True)
tell(to=people, kind="news", subject=say("n", "ข่าว"), url="/", key="faults", by=None, now=now)
"""


@contextlib.contextmanager
def kill_worker(here: Place) -> Iterator[None]:
    """SIGKILL to the worker, again and again, while it has two hundred people's mail to send."""
    asked(here, NEWS)
    for _ in range(KILLS):
        taken = len(here.mailbox.ids) + MAILS
        _until(lambda taken=taken: len(here.mailbox.ids) >= taken)  # type: ignore[misc]
        if here.worker:
            os.kill(here.worker.process.pid, signal.SIGKILL)
    yield


@contextlib.contextmanager
def restart_postgres(here: Place) -> Iterator[None]:
    """As an update does: sessions are ended (fast)."""
    if here.server:
        here.server.restart("fast")
    yield


@contextlib.contextmanager
def crash_postgres(here: Place) -> Iterator[None]:
    """As when the machine fails: no word to anybody, recovery at the start (immediate)."""
    if here.server:
        here.server.stop("immediate")
    yield
    if here.server:
        here.server.start()


@contextlib.contextmanager
def fill_disk(here: Place) -> Iterator[None]:
    """SAMRIT_DATA to the last byte; on SQLite the database lies there too."""
    disk.fill(here.data)
    yield
    disk.free(here.data)


@contextlib.contextmanager
def fill_database(here: Place) -> Iterator[None]:
    """PostgreSQL's disk to the last byte."""
    folder = here.server.folder if here.server else here.data
    disk.fill(folder)
    yield
    disk.free(folder)
    if here.server:
        here.server.until_it_runs(RUNS_AGAIN)


@contextlib.contextmanager
def cut_s3(here: Place) -> Iterator[None]:
    """Nobody answers where the store was."""
    here.cut()
    yield
    here.reach_store()


@contextlib.contextmanager
def hang_s3(here: Place) -> Iterator[None]:
    """The store takes connections and says nothing (SIGSTOP)."""
    process = here.way.process.pid if here.way else 0
    os.kill(process, signal.SIGSTOP)
    yield
    os.kill(process, signal.SIGCONT)


def _clock(here: Place) -> Path:
    return here.folder / "clock"


def false_clock(here: Place) -> Mapping[str, str]:
    """What lets the clock of web processes and worker be moved while they run."""
    found = [one for pattern in LIBRARIES for one in Path("/usr/lib").glob(pattern)]
    if not found:
        raise SystemExit("no libfaketime: apt-get install libfaketime")
    _clock(here).write_text("+0\n")
    return {
        "LD_PRELOAD": str(found[0]), "FAKETIME_TIMESTAMP_FILE": str(_clock(here)), "FAKETIME_CACHE_DURATION": "1",
        # Without the last, threads of Python wait for each other ten times as long.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_FORCE_MONOTONIC_FIX": "0",
    }  # fmt: skip


LONG = """
from datetime import timedelta
from django.contrib.sessions.models import Session
from django.db.models import F
Session.objects.update(expire_date=F("expire_date") + timedelta(days=3))
"""


def long_sessions(here: Place) -> Mapping[str, str]:
    """The same with nobody signed out by the jump, so that the closing itself is met."""
    asked(here, LONG)
    return {**false_clock(here), "SAMRIT_SESSION_HOURS": "72", "SAMRIT_IDLE_MINUTES": "0"}


def _jump(to: str) -> Act:
    @contextlib.contextmanager
    def jump(here: Place) -> Iterator[None]:
        _clock(here).write_text(f"{to}\n")
        yield
        _clock(here).write_text("+0\n")

    return jump


def _until(true: Callable[[], bool], seconds: int = 60) -> None:
    for _ in range(seconds * 5):
        if true():
            return
        time.sleep(0.2)


def no_environment(_here: Place) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Fault:
    act: Act
    seconds: float = 8  # until it is ended
    kind: str = "postgresql"
    environment: Callable[[Place], Mapping[str, str]] = field(default=no_environment)


FAULTS = {
    "kill-web": Fault(kill_web),
    "kill-web-unit": Fault(kill_web_unit),
    "kill-all-web": Fault(kill_all_web),
    "kill-worker": Fault(kill_worker),
    "restart-postgres": Fault(restart_postgres),
    "crash-postgres": Fault(crash_postgres),
    "fill-disk": Fault(fill_disk),
    "fill-database": Fault(fill_database),
    "cut-s3": Fault(cut_s3),
    "hang-s3": Fault(hang_s3, seconds=20),
    "jump-forward": Fault(_jump(FORWARD), environment=false_clock),
    "jump-back": Fault(_jump(BACK), environment=false_clock),
    "jump-closing": Fault(_jump(FORWARD), environment=long_sessions),
    "fill-sqlite": Fault(fill_disk, kind="sqlite"),
}
