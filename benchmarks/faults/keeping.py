"""What systemd does for the site's processes: started anew whenever they end, with nothing of them left running."""

import contextlib
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.deadline_day.machine import BIN, ROOT

UNITS = ROOT / "deploy" / "systemd"
INSTALLED = "/opt/samrit/.venv/bin/"


def unit(name: str, **places: str) -> tuple[list[str], float]:
    """(what is run, seconds until it is run again) as ``deploy/systemd`` says it."""
    text = (UNITS / f"{name}@.service").read_text(encoding="utf-8")
    line = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)
    pause = re.search(r"^RestartSec=(.*)$", text, re.MULTILINE)
    if not line or not pause or "Restart=always" not in text:
        raise SystemExit(f"{name}: not the unit that this was written for")
    words = line[1].replace(INSTALLED, f"{BIN}/").replace("%i", places.get("i", "1")).split()
    return words, float(pause[1])


class Kept:
    """One unit. ``stop`` ends it for good, and as systemd does, whatever it left behind."""

    def __init__(self, words: Sequence[str], pause: float, environment: Mapping[str, str], log: Path) -> None:
        self.words, self.pause, self.environment, self.log = list(words), pause, dict(environment), log
        self.ended = threading.Event()
        self.process = self._started()
        self.watching = threading.Thread(target=self._watch, daemon=True)
        self.watching.start()

    def _started(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.words, env=self.environment, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def _watch(self) -> None:
        while True:
            self.process.wait()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            if self.ended.wait(self.pause):
                return
            self.process = self._started()

    def stop(self) -> None:
        self.ended.set()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        for _ in range(100):
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.watching.join()
