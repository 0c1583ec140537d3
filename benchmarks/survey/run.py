"""The counter's rush: answers a second and how long each waits, beside a bare view that keeps the same JSON.

Both on the server that `samrit run` starts (one process, as many threads), asked in turns: the medians of some rounds.
"""

import contextlib
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from samrit.config.serving import THREADS

BIN = Path(sys.executable).parent
PEOPLE = 8  # at once
ANSWERS, ROUNDS = 1500, 5  # a round
WARM_UP = 50
LEAST_RATIO = 0.5
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
SAID = {
    "q.finished": "yes", "q.overall": "4", "q.recommend": "8", "q.wish": "ขอให้เร็วขึ้น",
    **{f"q.aspects.{row}": "4" for row in ("easy", "fast", "clear", "safe", "help")},
}  # fmt: skip


@contextlib.contextmanager
def server(application: str, data: str) -> Iterator[int]:
    """One granian process with one worker; its port."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
    command = [
        str(BIN / "granian"),
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "1",
        "--blocking-threads",
        str(THREADS),
    ]
    environment = {
        **os.environ,
        "SAMRIT_DATA": data,
        "SAMRIT_SURVEY_RATE": "0",
        "SAMRIT_SURVEY_LEAST_SECONDS": "0",
    }
    with subprocess.Popen([*command, "--log-level", "error", application], env=environment) as process:
        try:
            connected(port).close()
            yield port
        finally:
            process.terminate()


def connected(port: int) -> HTTPConnection:
    for _ in range(400):
        with contextlib.suppress(OSError):
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.connect()
            return connection
        time.sleep(0.05)
    raise SystemExit("the server did not start")


def forms(port: int, path: str, count: int) -> list[str]:
    """Forms that are opened and filled in, ready to be sent: each has a moment of its own."""
    connection, found = connected(port), []
    for _ in range(count):
        connection.request("GET", path)
        html = connection.getresponse().read().decode()
        found.append(urlencode([*HIDDEN.findall(html), *SAID.items()]))
    connection.close()
    return found


def send(port: int, path: str, bodies: list[str]) -> list[float]:
    """Milliseconds of each."""
    connection, times = connected(port), []
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in bodies:
        begun = time.perf_counter()
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        response.read()
        if response.status != 303:  # noqa: PLR2004 - both lead on to the thanks
            raise SystemExit(f"{path} answered {response.status}")
        times.append((time.perf_counter() - begun) * 1000)
    connection.close()
    return times


def rush(port: int, path: str, bodies: list[str]) -> tuple[float, list[float]]:
    """(answers a second, milliseconds of each)."""
    send(port, path, bodies[:WARM_UP])
    parts = [bodies[WARM_UP + person :: PEOPLE] for person in range(PEOPLE)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as people:
        times = [one for part in people.map(lambda part: send(port, path, part), parts) for one in part]
    return len(times) / (time.perf_counter() - begun), times


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "SAMRIT_DATA": data}
        for words in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
            subprocess.run([str(BIN / "samrit"), *words], env=environment, check=True)
        prepared = subprocess.run(
            [sys.executable, "-m", "benchmarks.survey.prepare"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        path = f"/s/{prepared.stdout.split()[-1]}/"
        with (
            server("benchmarks.survey.bare:application", data) as peer,
            server("samrit.config.wsgi:application", data) as ours,
        ):
            bodies = forms(ours, path, ROUNDS * (ANSWERS + WARM_UP))
            rounds = [
                (rush(ours, path, part), rush(peer, "/", part))
                for part in (bodies[number::ROUNDS] for number in range(ROUNDS))
            ]
    told("survey", [ours for ours, _ in rounds])
    told("bare view", [theirs for _, theirs in rounds])
    ratio = statistics.median(ours[0] / theirs[0] for ours, theirs in rounds)
    print(f"ratio      {ratio:8.2f}   (median of {ROUNDS} rounds in turns, {PEOPLE} at once)")
    if ratio < LEAST_RATIO:
        raise SystemExit(f"slower than {LEAST_RATIO} of a bare view")


def told(name: str, rounds: list[tuple[float, list[float]]]) -> None:
    slow = statistics.quantiles([one for _, times in rounds for one in times], n=20)[-1]
    print(f"{name:<10} {statistics.median(rate for rate, _ in rounds):8.1f} answers/s   p95 {slow:7.2f} ms")


if __name__ == "__main__":
    main()
