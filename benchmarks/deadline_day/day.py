"""A place with its servers running: made once, copied for each run, so that nobody finds the desks of a run before used up.

``KEEP`` names a folder that keeps what was made (the country takes minutes, its copy seconds) until its round is nearly closed.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.deadline_day.machine import BIN, Server, database_server, free_port, until_open

AGENCIES = 27
PROVINCES = {"postgresql": 76, "sqlite": 1}
FRESH = 8 * 3600  # seconds; a made place's round closes, and its sessions end, after twelve hours
MADE, RUN = "made", "run"  # the two databases: what was made, and its copy that is worked in


@dataclass
class Day:
    """One place with its servers running; ``used``: desks that earlier steps have had."""

    place: str
    provinces: int
    data: Path
    environment: dict[str, str]
    port: int
    web: int
    worker: int
    server: Server | None
    used: int = 0
    failures: int = 0
    memory: list[tuple[float, int, int]] = field(default_factory=list)

    @property
    def desks(self) -> int:
        return self.provinces * AGENCIES

    @property
    def workers(self) -> int:
        return web_workers(self.place)


def web_workers(place: str) -> int:
    return 2 if place == "postgresql" else 1


@contextlib.contextmanager
def day(place: str, provinces: int) -> Iterator[Day]:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as ends:
        made = _kept(place, provinces) or Path(folder) / "made"
        made.mkdir(parents=True, exist_ok=True)
        made.chmod(0o755)
        Path(folder).chmod(0o755)
        data, port = Path(folder) / "data", free_port()
        server = ends.enter_context(database_server(made / "postgresql")) if place == "postgresql" else None
        if not (made / "cast.json").exists():
            _make(made, provinces, server)
        shutil.copytree(made, data, ignore=shutil.ignore_patterns("postgresql"))
        environment = _environment(data, server.make(RUN, like=MADE) if server else "", port)
        up_to_date(environment)  # what was kept may be older than the program
        web, worker = _served(environment, port, web_workers(place))
        for one in (web, worker):
            ends.enter_context(one)
            ends.callback(one.terminate)
        until_open(port)
        yield Day(place, provinces, data, environment, port, web.pid, worker.pid, server)


def _kept(place: str, provinces: int) -> Path | None:
    """The folder of KEEP for this place, emptied of what is too old or was not made to its end."""
    if not os.environ.get("KEEP"):
        return None
    folder = Path(os.environ["KEEP"]).resolve() / f"{place}-{provinces}"
    cast = folder / "cast.json"
    if folder.exists() and not (cast.exists() and time.time() - cast.stat().st_mtime < FRESH):
        shutil.rmtree(folder)
    return folder


def _make(made: Path, provinces: int, server: Server | None) -> None:
    environment = _environment(made, server.make(MADE) if server else "", 0)
    filled(environment, made, provinces)
    if server:
        server.look(MADE)


def filled(environment: dict[str, str], data: Path, provinces: int) -> None:
    """Tables, static files, the country; ``cast.json`` stands there when all of it does."""
    up_to_date(environment)
    cast = data / "cast.part"
    place = [sys.executable, "-m", "benchmarks.deadline_day.place", str(cast), str(provinces)]
    subprocess.run(place, env=environment, check=True)
    cast.rename(data / "cast.json")


def up_to_date(environment: dict[str, str]) -> None:
    for words in (["migrate", "-v0"], ["collectstatic", "--no-input", "-v0"]):
        subprocess.run([BIN / "samrit", *words], env=environment, check=True)


def _environment(data: Path, database: str, port: int) -> dict[str, str]:
    told = {
        **os.environ, "SAMRIT_DATA": str(data), "SAMRIT_URL": f"http://127.0.0.1:{port}",
        "SAMRIT_SIGN_INS": "1000000",  # everybody comes from this machine's address
        "SAMRIT_IDLE_MINUTES": "720", "SAMRIT_STEP_UP_MINUTES": "720",  # asked as ever, of sessions that KEEP kept
        "DJANGO_SETTINGS_MODULE": "samrit.config.settings",
    }  # fmt: skip
    told.pop("DATABASE_URL", None)
    return told | ({"DATABASE_URL": database} if database else {})


def _served(
    environment: dict[str, str], port: int, workers: int
) -> tuple["subprocess.Popen[bytes]", "subprocess.Popen[bytes]"]:
    web = granian(BIN, "samrit.config.wsgi:application", port, workers)
    return (
        subprocess.Popen(web, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL),
        subprocess.Popen(
            [str(BIN / "samrit"), "worker"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ),
    )


def granian(programs: Path, application: str, port: int, workers: int) -> list[str]:
    """The same server, with as many processes and threads, for ours and for whatever stands beside it."""
    return [
        str(programs / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "8", "--log-level", "error", application,
    ]  # fmt: skip
