"""The whole of production in miniature: PostgreSQL, a store of files, nginx, two web processes, a worker, a mail server."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import boto3

from benchmarks.deadline_day.day import filled
from benchmarks.deadline_day.machine import BIN, free_port, until_open
from benchmarks.faults import proxy
from benchmarks.faults.disk import small_disk
from benchmarks.faults.keeping import Kept, unit
from benchmarks.faults.mail import Mailbox, mail_server
from benchmarks.faults.server import Server

PROVINCES = {"postgresql": 40, "sqlite": 3}
DISK = {"data": 400, "postgresql": 900}  # MB


@dataclass
class Place:
    kind: str
    folder: Path
    environment: dict[str, str]
    port: int
    web_ports: list[int]
    mailbox: Mailbox
    server: Server | None = None
    store_ports: tuple[int, int] = (0, 0)  # (where the site looks for it, where it is)
    way: Kept | None = None
    web: list[Kept] = field(default_factory=list)
    worker: Kept | None = None
    used: int = 0

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def begin(self, **more: str) -> None:
        """Web processes and worker as their units say."""
        environment = {**self.environment, **more}
        for port in self.web_ports:
            self.web.append(
                Kept(*unit("samrit-web", i=str(port)), environment, self.folder / f"web-{port}.log")
            )
        self.worker = Kept(*unit("samrit-worker"), environment, self.folder / "worker.log")
        for port in [*self.web_ports, self.port]:
            until_open(port)
        time.sleep(1)

    def end(self) -> None:
        for one in [*self.web, *([self.worker] if self.worker else [])]:
            one.stop()
        self.web, self.worker = [], None

    def reach_store(self) -> None:
        """Open the way to the store of files; ``cut`` takes it away, so that nobody answers there."""
        words = [sys.executable, "-m", "benchmarks.faults.way", *map(str, self.store_ports)]
        self.way = Kept(words, 1, os.environ, self.folder / "way.log")
        until_open(self.store_ports[0])

    def cut(self) -> None:
        if self.way:
            self.way.stop()
            self.way = None


@contextlib.contextmanager
def place(kind: str, folder: Path) -> Iterator[Place]:
    with contextlib.ExitStack() as ends:
        folder.chmod(0o755)
        data = ends.enter_context(small_disk(folder / "data", DISK["data"]))
        mailbox = ends.enter_context(mail_server())
        web = [free_port(), free_port()] if kind == "postgresql" else [free_port()]
        port = free_port()
        environment = {
            **os.environ, "SAMRIT_DATA": str(data), "SAMRIT_URL": f"http://127.0.0.1:{port}",
            "SAMRIT_SIGN_INS": "1000000", "SAMRIT_BEHIND_PROXY": "1", "SAMRIT_STEP_UP_MINUTES": "0",
            "SAMRIT_SMTP": f"smtp-plain://127.0.0.1:{mailbox.port}", "DJANGO_SETTINGS_MODULE": "samrit.config.settings",
        }  # fmt: skip
        made = Place(kind, folder, environment, port, web, mailbox)
        if kind == "postgresql":
            disk = ends.enter_context(small_disk(folder / "postgresql", DISK["postgresql"]))
            made.server = server = Server(disk)
            ends.callback(server.stop, "immediate")
            environment["DATABASE_URL"] = server.address
            environment |= _store(ends, made)
        filled(environment, data, PROVINCES[kind])
        front = Kept(
            proxy.command(folder, port=port, web=web, user="root"), 1, os.environ, folder / "nginx.out"
        )
        ends.callback(front.stop)
        ends.callback(made.end)
        made.begin()
        yield made


def _store(ends: contextlib.ExitStack, made: Place) -> dict[str, str]:
    """moto's server, which keeps its files while nobody can reach it, behind a way that can be cut."""
    made.store_ports = port, store = free_port(), free_port()
    server = Kept([str(BIN / "moto_server"), "-p", str(store)], 1, os.environ, made.folder / "store.log")
    ends.callback(server.stop)
    until_open(store)
    made.reach_store()
    ends.callback(made.cut)
    address = f"http://127.0.0.1:{port}"
    keys = dict.fromkeys(("aws_access_key_id", "aws_secret_access_key"), "key")
    client = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys)
    client.create_bucket(Bucket="samrit")
    return {
        "SAMRIT_STORAGE": f"s3://samrit/site?endpoint={address}&region=us-east-1",
        "SAMRIT_S3_KEY": "key", "SAMRIT_S3_SECRET": "secret",
    }  # fmt: skip


def desks(made: Place) -> int:
    cast = json.loads((made.data / "cast.json").read_text(encoding="utf-8"))
    return sum(len(province["agencies"]) for province in cast["provinces"])


def asked(made: Place, code: str) -> str:
    """What a few lines of Python in the site print."""
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        env=made.environment, text=True, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return done.stdout.strip()
