"""Serving the site in this process' child until it is told to stop."""

import fcntl
import multiprocessing
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

APPLICATION = "samrit.config.wsgi:application"
THREADS = 8  # one process: SQLite takes one writer at a time, and threads share what is cached
SECONDS_TO_FINISH = 5  # what is being answered when the end comes may end


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Two starts on the same data wait for each other instead of both filling the database."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def heeding_interrupts() -> Iterator[None]:
    """Ctrl-C ends what is done here even if it comes while Python clears away an object, which loses the exception."""
    heard: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        heard.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt


def serve(host: str, port: int, *, health: str, ready: Callable[[], None]) -> None:
    """Answer at ``host:port`` until SIGINT or SIGTERM; ``ready`` is called once ``health`` answers."""
    # A fresh child instead of a copy of this process with its open files and threads; the same on every system.
    multiprocessing.set_start_method("spawn", force=True)
    threading.Thread(target=_wait_for, args=(health, ready), daemon=True).start()
    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,
        log_access=False,
        workers_kill_timeout=SECONDS_TO_FINISH,
    ).serve()


def _wait_for(health: str, ready: Callable[[], None]) -> None:
    while not _answers(health):
        time.sleep(0.1)
    ready()


def _answers(health: str) -> bool:
    try:
        with urllib.request.urlopen(health, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP
    except (urllib.error.URLError, OSError):
        return False
