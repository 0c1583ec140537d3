"""``samrit run`` as a person uses it: it answers at the printed address, moves to a free port, ends with Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

SAMRIT = Path(sys.executable).with_name("samrit")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


def environment(data: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "DATABASE_"))
    }
    return {**kept, "SAMRIT_DATA": str(data)}


class Started:
    """A ``samrit run`` in a folder of its own."""

    def __init__(self, data: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [SAMRIT, "run", *words], cwd="/", env=environment(data), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.lines: list[str] = []

    def address(self) -> str:
        """Read on until the address is printed."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            if found := ADDRESS.search(line):
                return found.group()
        raise AssertionError("".join(self.lines))

    def interrupt(self) -> int:
        """Ctrl-C reaches every process of the terminal."""
        os.killpg(self.process.pid, signal.SIGINT)
        rest, _ = self.process.communicate(timeout=20)
        self.lines.append(rest)
        return self.process.returncode


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[Started]]:
    """Whatever a test starts is gone afterwards."""
    running: list[Started] = []
    yield running
    for one in running:
        if one.process.poll() is None:
            os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait()


def answer(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310 - our own server
        return response.status, response.read().decode()


def test_it_answers_at_the_printed_address_and_ends_cleanly(tmp_path: Path, started: list[Started]) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        wanted = busy.getsockname()[1]
        run = Started(tmp_path, "--port", str(wanted))
        started.append(run)
        address = run.address()
        assert address != f"http://127.0.0.1:{wanted}/"
        assert any(f"พอร์ต {wanted} มีโปรแกรมอื่นใช้อยู่" in line for line in run.lines)
    assert answer(address + "healthz") == (200, "ok\n")
    status, page = answer(address)
    assert (status, "สัมฤทธิ์" in page, "demo-sign-in" in page) == (200, True, False)
    assert run.interrupt() == 0
    assert "Traceback" not in "".join(run.lines)
    with pytest.raises(OSError, match="refused"):
        answer(address)


def test_ctrl_c_before_it_answers_ends_cleanly_too(tmp_path: Path, started: list[Started]) -> None:
    run = Started(tmp_path, "--port", "18765")
    started.append(run)
    assert run.process.stdout
    run.lines.append(run.process.stdout.readline())
    assert run.interrupt() in {0, 130, -signal.SIGINT}
    assert "Traceback" not in "".join(run.lines)


def test_help_needs_nothing(tmp_path: Path) -> None:
    shown = subprocess.run(
        [SAMRIT, "run", "--help"], env=environment(tmp_path), text=True, capture_output=True, check=True
    )
    for word in ("--demo", "--port", "--host"):
        assert word in shown.stdout
