"""What a user might take instead: the same save (value and narrative of one record, by who is signed in, history kept) by its own API.

Each in a database of its own on the server that ours is on, with as many processes as ours; installed once into ``var/peers``
(``PEERS`` names another folder). Wagtail's save is its administration's form, Directus' its REST interface, as its own pages use it.
"""

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.deadline_day.day import granian
from benchmarks.deadline_day.desks import NARRATIVE, Desk, Send, line
from benchmarks.deadline_day.machine import ROOT, Server, environment, free_port, until_open

HERE = Path(__file__).parent
ADMIN, SECRET = "admin@example.com", "one-for-all-of-a-benchmark"
Side = contextlib.AbstractContextManager["Peer"]


@dataclass
class Peer:
    """One that is asked in turns: its server's processes, and a sender for each person."""

    name: str
    processes: list[int]
    sends: list[Send]


def folder() -> Path:
    return Path(os.environ.get("PEERS", ROOT / "var" / "peers")).resolve()


@contextlib.contextmanager
def wagtail(server: Server, people: int, workers: int) -> Iterator[Peer]:
    programs = environment("peers", folder() / "wagtail")
    known = {**os.environ, "PEER_DATABASE": server.make("wagtail"), "PYTHONPATH": str(ROOT)}
    known["DJANGO_SETTINGS_MODULE"] = "benchmarks.deadline_day.wagtail_site.settings"
    python: list[str | Path] = [programs / "python"]
    fill = [*python, "-m", "benchmarks.deadline_day.wagtail_site.filled", str(people)]
    desks = json.loads(subprocess.run(fill, env=known, cwd=ROOT, check=True, capture_output=True).stdout)
    asked = [*python, "-c", "import wagtail; print(wagtail.__version__)"]
    version = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    port = free_port()
    command = granian(programs, "benchmarks.deadline_day.wagtail_site.wsgi:application", port, workers)
    with running([command], [known], [port]) as processes:
        sends: list[Send] = [Desk(port, f"sessionid={one['session']}", one["path"]).save for one in desks]
        yield Peer(f"Wagtail {version}", processes, sends)


@contextlib.contextmanager
def directus(server: Server, people: int, workers: int) -> Iterator[Peer]:
    """A Directus is one process: as many as ours has beside each other, each with its part of the people."""
    place, version = directus_installed()
    server.make("directus")
    ports = [free_port() for _ in range(workers)]
    known = [_directus_environment(server.port, port, place) for port in ports]
    command = [str(shutil.which("node")), str(place / "node_modules" / "directus" / "cli.js")]
    subprocess.run([*command, "bootstrap"], env=known[0], cwd=place, check=True, capture_output=True)
    with running([[*command, "start"]], known[:1], ports[:1], at=place) as first:
        tokens = _directus_filled(ports[0], people)
        with running([[*command, "start"]] * (workers - 1), known[1:], ports[1:], at=place) as others:
            sends = [
                _patching(ports[number % workers], number + 1, token) for number, token in enumerate(tokens)
            ]
            yield Peer(f"Directus {version}", [*first, *others], sends)


def directus_installed() -> tuple[Path, str]:
    """(Its folder, the version that ``directus/package.json`` asks for)"""
    place = folder() / "directus"
    wanted = json.loads((HERE / "directus" / "package.json").read_text())["dependencies"]["directus"]
    there = place / "node_modules" / "directus" / "package.json"
    if not (there.exists() and json.loads(there.read_text())["version"] == wanted):
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "directus" / "package.json", place)
        install = ["npm", "install", "--no-package-lock", "--omit=dev", "--no-fund", "--no-audit"]
        subprocess.run(install, cwd=place, check=True, capture_output=True)
    return place, wanted


def _directus_environment(database: int, port: int, place: Path) -> dict[str, str]:
    files = place / "uploads"
    files.mkdir(exist_ok=True)
    return {
        **os.environ, "NODE_ENV": "production", "CI": "1", "NO_UPDATE_NOTIFIER": "1", "TELEMETRY": "false", "LOG_LEVEL": "error",
        "DB_CLIENT": "pg", "DB_HOST": "127.0.0.1", "DB_PORT": str(database), "DB_DATABASE": "directus", "DB_USER": "samrit",
        "DB_PASSWORD": "", "HOST": "127.0.0.1", "PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}", "SECRET": SECRET * 2,
        "ADMIN_EMAIL": ADMIN, "ADMIN_PASSWORD": SECRET, "ADMIN_TOKEN": SECRET, "ACCESS_TOKEN_TTL": "2h",
        "STORAGE_LOCAL_ROOT": str(files), "RATE_LIMITER_ENABLED": "false", "CACHE_ENABLED": "false",
    }  # fmt: skip


def _directus_filled(port: int, people: int) -> list[str]:
    """The collection, its records, a role that may change them, people signed in: their tokens."""
    admin = line(port)

    def make(path: str, said: Any) -> Any:
        return admin.told(path, said, SECRET)

    number = {"numeric_precision": 18, "numeric_scale": 6}
    key = {"field": "id", "type": "integer", "schema": {"is_primary_key": True, "has_auto_increment": True}}
    fields = [
        key,
        {"field": "value", "type": "decimal", "schema": number},
        {"field": "narrative", "type": "text", "schema": {}},
    ]
    make(
        "/collections",
        {"collection": "result", "schema": {}, "meta": {"accountability": "all"}, "fields": fields},
    )
    allowed: list[dict[str, Any]] = [
        {"collection": "result", "action": what, "permissions": {}, "fields": ["*"]}
        for what in ("read", "update")
    ]
    policy = make("/policies", {"name": "recorder", "permissions": allowed})["id"]
    role = make("/roles", {"name": "recorder", "policies": [{"policy": policy}]})["id"]
    tokens = []
    for place in range(people):
        make("/items/result", {"value": 0, "narrative": ""})
        email = f"recorder{place}@example.com"
        make("/users", {"email": email, "password": SECRET, "role": role})
        signed = admin.told("/auth/login", {"email": email, "password": SECRET}, "")
        tokens.append(signed["access_token"])
    return tokens


def _patching(port: int, record: int, token: str) -> Send:
    connection, path = line(port), f"/items/result/{record}"

    def save(number: int) -> None:
        said = {"value": f"{number}.5", "narrative": NARRATIVE}
        connection.told(path, said, token, method="PATCH")

    return save


@contextlib.contextmanager
def running(
    commands: list[list[str]], environments: list[dict[str, str]], ports: list[int], *, at: Path = ROOT
) -> Iterator[list[int]]:
    """Servers that are open, each at its port; their processes."""
    with contextlib.ExitStack() as ends:
        started = []
        for command, known in zip(commands, environments, strict=True):
            one = ends.enter_context(
                subprocess.Popen(
                    command, env=known, cwd=at, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            )
            ends.callback(one.terminate)
            started.append(one.pid)
        for port in ports:
            until_open(port)
        yield started


PEERS: tuple[Callable[[Server, int, int], Side], ...] = (directus, wagtail)
