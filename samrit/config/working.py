"""A worker process: takes tasks from the queue until it is told to end, says that it lives, replaces the dead."""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connections,
    transaction,
)
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from samrit.config.tracing import traced_task
from samrit.notices.actions import CLOCKS_DIFFER, check_in, check_out
from samrit.notices.models import Worker
from samrit.rules.reminders import backoff

log = logging.getLogger(__name__)
DEAD_AFTER = timedelta(seconds=60)  # not seen for so long
PULSE = 5  # seconds
POLL = 2  # seconds between looks into an empty queue
MOST_ATTEMPTS = 5  # of a task whose workers keep dying
WORTH_TRYING_FOR = timedelta(days=1)
PAUSE_WITHOUT_DATABASE = 5


def host() -> str:
    return socket.gethostname()[:200]


def alive(*, now: datetime) -> set[str]:
    """Names of the workers that live: seen lately, and on this machine their process exists."""
    lately = now - DEAD_AFTER, now + CLOCKS_DIFFER  # what was seen later was seen by a clock that stood wrong
    seen = Worker.objects.filter(stopped_at__isnull=True, seen_at__range=lately)
    return {worker.name for worker in seen if worker.host != host() or _runs(worker.process)}


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@transaction.atomic
def take_up_tasks(*, now: datetime) -> int:
    """Tasks whose worker died go back into the queue; one that killed several workers is put aside as failed."""
    living, count = alive(now=now), 0
    for left in DBTaskResult.objects.running().select_for_update(skip_locked=True):
        if left.worker_ids and left.worker_ids[-1] in living:
            continue
        if len(left.worker_ids) >= MOST_ATTEMPTS:
            left.set_failed(RuntimeError(f"{len(left.worker_ids)} workers ended during this task"))
            continue
        left.status = "READY"
        left.save(update_fields=["status"])
        count += 1
    return count + _try_again(now)


def _try_again(now: datetime) -> int:
    """What failed waits a minute, then four, sixteen, an hour; after so many attempts it is left to a person."""
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now - WORTH_TRYING_FOR)
    due = [
        one
        for one in failed.select_for_update(skip_locked=True)
        if 0 < len(one.worker_ids) < MOST_ATTEMPTS
        and one.finished_at
        and one.finished_at + backoff(len(one.worker_ids)) <= now
    ]
    for one in due:
        one.status, one.finished_at = "READY", None
        one.save(update_fields=["status", "finished_at"])
    return len(due)


class _Queue(QueueWorker):
    """The queue's own loop; when it is told to end, long work is told too."""

    def __init__(self, name: str, *, once: bool, ending: threading.Event) -> None:
        super().__init__(
            queue_names=["*"],
            interval=POLL,
            batch=once,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        self.ending = ending

    def run_task(self, db_task_result: Any) -> None:
        with traced_task(db_task_result.task_path, str(db_task_result.id)):
            super().run_task(db_task_result)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.ending.set()
        super().shutdown(signum, frame)


def work(
    *,
    once: bool,
    enqueue: Callable[[], object],
    ending: threading.Event,
    clock: Callable[[], datetime],
    beside: int | None = None,
) -> None:
    """Take tasks until SIGTERM or SIGINT (``once``: until the queue is empty).

    ``enqueue`` puts the repeating tick into the queue. ``beside``: the process whose end ends this one too.
    """
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    name = f"{host()[:30]}-{os.getpid()}-{secrets.token_hex(6)}"
    queue = _Queue(name, once=once, ending=ending)
    queue.configure_signals()
    _says_it_lives(name, clock())
    pulse = threading.Thread(target=_pulse, args=(name, enqueue, ending, clock, beside), daemon=True)
    try:
        take_up_tasks(now=clock())
        enqueue()
        if not once:
            pulse.start()
        _take_tasks(queue, ending)
    finally:
        ending.set()
        with suppress(DatabaseError, InterfaceError):
            check_out(name=name, now=clock())


def _take_tasks(queue: _Queue, ending: threading.Event) -> None:
    """A database that restarts does not end the worker."""
    while True:
        try:
            queue.run()
        except (OperationalError, InterfaceError):
            log.warning("no database; trying again", exc_info=True)
            connections.close_all()
            if not ending.wait(PAUSE_WITHOUT_DATABASE):
                continue
        return


def _says_it_lives(name: str, now: datetime) -> None:
    check_in(name=name, host=host(), process=os.getpid(), now=now)


def _pulse(
    name: str,
    enqueue: Callable[[], object],
    ending: threading.Event,
    clock: Callable[[], datetime],
    beside: int | None,
) -> None:
    """In a thread of its own, so that long work does not look like death."""
    while not ending.wait(PULSE):
        if beside is not None and os.getppid() != beside:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        try:
            close_old_connections()
            _says_it_lives(name, clock())
            take_up_tasks(now=clock())
            enqueue()
        except (DatabaseError, InterfaceError):
            log.warning("no database for the pulse", exc_info=True)
            connections.close_all()
            time.sleep(1)
