"""A worker beside the web process of ``samrit run``: started with it, started again when it dies, ended with it."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PROGRAM = "from samrit.config.command import main; main()"
PAUSE = 3  # seconds before one that died is started again
SECONDS_TO_FINISH = 10  # for what it is doing when the end comes


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker runs while the block does."""
    ending = threading.Event()
    keeper = threading.Thread(target=_keep, args=(ending,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join(SECONDS_TO_FINISH + PAUSE)


def _keep(ending: threading.Event) -> None:
    while not ending.is_set():
        # A session of its own: Ctrl-C in the terminal ends this process, which then ends the worker in good order.
        worker = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-c", PROGRAM, "worker", "--beside", str(os.getpid())],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        while worker.poll() is None and not ending.wait(0.5):
            pass
        _end(worker)
        ending.wait(PAUSE)


def _end(worker: subprocess.Popen[bytes]) -> None:
    if worker.poll() is None:
        worker.terminate()
        try:
            worker.wait(SECONDS_TO_FINISH)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
