"""The sign-in page beside an empty Django view: same server, same machine, same minute, asked in turns."""

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

ASKED = 300
WARM_UP = 20
BIN = Path(sys.executable).parent


@contextlib.contextmanager
def server(application: str, data: str) -> Iterator[HTTPConnection]:
    """One granian process; the connection is kept open between requests."""
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
    ]
    environment = {**os.environ, "SAMRIT_DATA": data}
    with subprocess.Popen([*command, "--log-level", "error", application], env=environment) as process:
        try:
            yield connected(port)
        finally:
            process.terminate()


def connected(port: int) -> HTTPConnection:
    for _ in range(200):
        with contextlib.suppress(OSError):
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.connect()
            return connection
        time.sleep(0.05)
    raise SystemExit("the server did not start")


def milliseconds(connection: HTTPConnection, path: str) -> float:
    begun = time.perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    if response.status != HTTPStatus.OK:
        raise SystemExit(f"{path} answered {response.status}")
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "SAMRIT_DATA": data}
        for words in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
            subprocess.run([str(BIN / "samrit"), *words], env=environment, check=True)
        with (
            server("benchmarks.pages.empty:application", data) as peer,
            server("samrit.config.wsgi:application", data) as ours,
        ):
            for _ in range(WARM_UP):
                milliseconds(peer, "/"), milliseconds(ours, "/accounts/login/")
            times = [(milliseconds(peer, "/"), milliseconds(ours, "/accounts/login/")) for _ in range(ASKED)]
    empty, page = (statistics.median(column) for column in zip(*times, strict=True))
    slow = statistics.quantiles([ours for _, ours in times], n=20)[-1]
    print(f"sign-in page       {page:8.2f} ms   (95 % under {slow:.2f} ms, {ASKED} requests)")
    print(f"empty Django view  {empty:8.2f} ms")
    print(f"ratio              {page / empty:8.1f}")


if __name__ == "__main__":
    main()
