"""What the deadline day needs of the machine: a PostgreSQL of its own, locust in an environment of its own, memory, ports."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 60
STATEMENTS = (
    "-c shared_preload_libraries=pg_stat_statements"  # what each statement costs; of Debian's own package
)


def free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def until_open(port: int) -> None:
    for _ in range(SECONDS * 10):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def resident(process: int) -> int:
    """Bytes of memory that a process and its children hold; 0 when it is gone."""
    total = 0
    for one in [process, *_children(process)]:
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total


def _children(process: int) -> list[int]:
    with contextlib.suppress(OSError):
        found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return [int(one) for one in found]
    return []


def spent(process: int) -> float:
    """Seconds of the processor that a process and its children have had, those that ended among them."""
    total = 0.0
    for one in [process, *_children(process)]:
        with contextlib.suppress(OSError):
            parts = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += sum(int(part) for part in parts[11:15]) / os.sysconf("SC_CLK_TCK")
    return total


def environment(name: str, folder: Path) -> Path:
    """The programs of ``requirements/<name>.lock``, installed once beside the data."""
    lock = (ROOT / "requirements" / f"{name}.lock").read_bytes()
    installed = folder / "installed.lock"
    if not installed.exists() or installed.read_bytes() != lock:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        install: list[str | Path] = [folder / "bin" / "pip", "install", "-q", "-r"]
        subprocess.run([*install, ROOT / "requirements" / f"{name}.lock"], check=True)
        installed.write_bytes(lock)
    return folder / "bin"


def load_environment() -> Path:
    return environment("load", ROOT / "var" / "load")


@dataclass(frozen=True)
class Server:
    """A PostgreSQL that runs; ``process``: the one from which its others come."""

    port: int
    process: int

    def address(self, name: str) -> str:
        return f"postgres://samrit@127.0.0.1:{self.port}/{name}"

    def make(self, name: str, like: str = "template0") -> str:
        """A new database of this name, in place of an older one; its address."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
            made = SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(like))
            connection.execute(made)
        return self.address(name)

    def look(self, name: str) -> None:
        """Lets the database count what its tables hold, as it does by itself within minutes of a real site."""
        with psycopg.connect(self.address(name), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


@contextlib.contextmanager
def database_server(folder: Path) -> Iterator[Server]:
    """A PostgreSQL with its own defaults (what is answered is on the disk). As root it runs as postgres.

    A folder that an earlier run kept is used again.
    """
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    kept = (folder / "PG_VERSION").exists()
    folder.mkdir(exist_ok=True)
    own = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if own:
        subprocess.run(["chown", "postgres", folder], check=True)
    port = free_port()
    made = ["-U", "samrit", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    if not kept:
        first = [*own, str(programs / "initdb"), "-D", str(folder), *made]
        subprocess.run(first, check=True, cwd="/", stdout=subprocess.DEVNULL)
    stop = [*own, str(programs / "pg_ctl"), "-D", str(folder), "-m", "fast", "stop"]
    if kept and (folder / "postmaster.pid").exists():  # of a run that was killed
        subprocess.run(stop, check=False, cwd="/", stdout=subprocess.DEVNULL)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {STATEMENTS}"
    started = [
        *own,
        str(programs / "pg_ctl"),
        "-D",
        str(folder),
        "-l",
        str(folder / "log"),
        "-w",
        "-o",
        options,
        "start",
    ]
    subprocess.run(started, check=True, cwd="/", stdout=subprocess.DEVNULL)
    try:
        yield Server(port, int((folder / "postmaster.pid").read_text().split()[0]))
    finally:
        subprocess.run(stop, check=False, cwd="/", stdout=subprocess.DEVNULL)
