"""A PostgreSQL of its own that can be stopped in every way, on a disk of its own that can be filled."""

import contextlib
import os
import subprocess
import time
from pathlib import Path

from benchmarks.deadline_day.machine import free_port

WAL = "-c min_wal_size=32MB -c max_wal_size=64MB"  # small, so that a small disk is filled by other things


class Server:
    """With PostgreSQL's own defaults (what is answered is on the disk). As root it runs as postgres."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
        folder.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            subprocess.run(["chown", "postgres", folder], check=True)
        self._run(
            "initdb", "-D", folder / "data", "-U", "samrit", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        self.start()

    @property
    def address(self) -> str:
        return f"postgres://samrit@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {WAL}"
        self._control("-l", self.folder / "log", "-w", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        self._control("-m", mode, "-w", "stop")

    def restart(self, mode: str) -> None:
        self.stop(mode)
        self.start()

    def runs(self) -> bool:
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("pg_isready", "-h", "127.0.0.1", "-p", self.port)
            return True
        return False

    def until_it_runs(self, seconds: float) -> None:
        """By itself within so many seconds, else started as an operator would."""
        for _ in range(int(seconds * 5)):
            if self.runs():
                return
            time.sleep(0.2)
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop("immediate")
        self.start()

    def _control(self, *words: object) -> None:
        self._run("pg_ctl", "-D", self.folder / "data", *words)

    def _run(self, program: str, *words: object) -> None:
        own = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*own, str(self.programs / program), *map(str, words)]
        quiet = subprocess.DEVNULL
        subprocess.run(command, cwd="/", check=True, stdin=quiet, stdout=quiet, stderr=quiet)
