"""What the deadline day needs of the machine: a PostgreSQL of its own, locust in an environment of its own, memory, ports."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 60


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


def load_environment() -> Path:
    """The programs of ``requirements/load.lock``, installed once beside the data."""
    folder = ROOT / "var" / "load"
    if not (folder / "bin" / "locust").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        install = [
            str(folder / "bin" / "pip"),
            "install",
            "-q",
            "-r",
            str(ROOT / "requirements" / "load.lock"),
        ]
        subprocess.run(install, check=True)
    return folder / "bin"


@contextlib.contextmanager
def database_server(folder: Path) -> Iterator[str]:
    """A PostgreSQL with its own defaults (what is answered is on the disk); its address. As root it runs as postgres."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    folder.mkdir()
    own = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if own:
        subprocess.run(["chown", "postgres", folder], check=True)
    port = free_port()
    made = ["-U", "samrit", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(
        [*own, str(programs / "initdb"), "-D", str(folder), *made],
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
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
        yield f"postgres://samrit@127.0.0.1:{port}/postgres"
    finally:
        stop = [*own, str(programs / "pg_ctl"), "-D", str(folder), "-m", "fast", "stop"]
        subprocess.run(stop, check=False, cwd="/", stdout=subprocess.DEVNULL)
