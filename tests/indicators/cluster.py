"""A real Spark cluster for the tests: one master and two workers, on loopback ports of their own.

A process of its own keeps it (``python -m tests.indicators.cluster FOLDER``), and who uses it holds a connection to that
process: the first one starts the cluster, the processes of a parallel run share it, and once the last connection is gone
(closed, or its holder killed) everything stops. Should the keeper itself be killed, Linux ends what it started.
"""

import ctypes
import fcntl
import importlib.util
import os
import re
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from make.machine import JAVA_PACKAGE, find_java, how_to_install

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
PATIENCE = 120  # seconds until a loaded machine has started three small programs
STARTED = re.compile(r"Starting Spark master at (spark://\S+)")
REGISTERED = "Successfully registered with master"
SMALL = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss1m"
# Each user takes one core of each worker, and as little memory as Spark runs with.
DEFAULTS = f"""
spark.cores.max {WORKERS}
spark.executor.cores 1
spark.executor.memory 512m
spark.executor.extraJavaOptions {SMALL}
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.extraJavaOptions {SMALL}
spark.sql.shuffle.partitions 4
"""
ROOM = ["--cores", "4", "--memory", "2g"]  # for four users at once; nothing is taken that nobody asks for


def missing() -> str:
    """What this machine lacks for Spark, and how to get it; "" when nothing."""
    if importlib.util.find_spec("pyspark") is None:
        return "Spark: python3 -m make.setup spark"
    return "" if find_java() else "Java: " + how_to_install(JAVA_PACKAGE, "openjdk@17")


# ── who uses it ─────────────────────────────────────────────────────────────
@contextmanager
def joined() -> Iterator[str]:
    """The address of the cluster's master (``spark://…``), for as long as the caller is inside."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    folder = Path(tempfile.gettempdir()) / f"samrit-spark-{run}"
    with (
        connected(folder) as connection,
        connection.makefile() as said,
        pytest.MonkeyPatch.context() as patch,
    ):
        address = said.readline().strip()
        if not address:
            raise RuntimeError("the Spark cluster did not start")
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        yield address
        connection.shutdown(socket.SHUT_WR)
        said.read()  # ends when the cluster has stopped, or at once while others use it


@contextmanager
def connected(folder: Path) -> Iterator[socket.socket]:
    """A connection to the keeper of this run, which is started where there is none."""
    with socket.socket(socket.AF_UNIX) as connection:
        with alone():
            if not (folder / "door").exists():
                keeper = [sys.executable, "-m", "tests.indicators.cluster", str(folder)]
                subprocess.run(keeper, cwd=ROOT, check=True)
            connection.connect(str(folder / "door"))
        yield connection


@contextmanager
def alone() -> Iterator[None]:
    """Nobody comes or goes meanwhile: this very file is the lock."""
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# ── who keeps it ────────────────────────────────────────────────────────────
def keep(folder: Path) -> None:
    """Run the cluster in the background until nobody is connected any more, then remove the folder."""
    folder.mkdir()
    (folder / "spark-defaults.conf").write_text(DEFAULTS)
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket(socket.AF_UNIX))
        listening.bind(str(folder / "door"))
        listening.listen()
        if os.fork():  # the caller goes on: the door is there
            os._exit(0)
        os.setsid()
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        address = start(folder, stack.enter_context(stopping()))
        serve(listening, address, folder / "door")


def serve(listening: socket.socket, address: str, door: Path) -> None:
    """Tell each who connects the master's address; return when all have gone and the door is shut."""
    with selectors.DefaultSelector() as selector:
        selector.register(listening, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is listening:
                    connection, _ = listening.accept()
                    connection.sendall(f"{address}\n".encode())
                    selector.register(connection, selectors.EVENT_READ)
                elif left(key.fileobj, selector, door):
                    return


def left(connection: Any, selector: selectors.BaseSelector, door: Path) -> bool:
    """Somebody has gone. Whether it was the last one: that one hears of it when the keeper ends."""
    selector.unregister(connection)
    with alone():
        if len(selector.get_map()) == 1 and not selector.select(timeout=0):
            door.unlink()
            return True
    connection.close()
    return False


@contextmanager
def stopping() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Programs that are ended on the way out, also when this process is told to end."""
    programs: list[subprocess.Popen[bytes]] = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield programs
    finally:
        for program in reversed(programs):
            program.terminate()
        for program in programs:
            try:
                program.wait(timeout=10)
            except subprocess.TimeoutExpired:
                program.kill()


def wait_for(holds: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"the Spark cluster did not start within {PATIENCE} seconds")
        time.sleep(0.1)


def start(folder: Path, programs: list[subprocess.Popen[bytes]]) -> str:
    """Start master and workers; the master's address once all workers are registered."""
    master = folder / "master.log"
    programs.append(program(master, "master.Master", "--port", "0"))
    wait_for(lambda: STARTED.search(master.read_text()))
    address = STARTED.findall(master.read_text())[0]
    logs = [folder / f"worker{number}.log" for number in range(WORKERS)]
    programs += [
        program(log, "worker.Worker", *ROOM, "--work-dir", str(log.with_suffix("")), address) for log in logs
    ]
    wait_for(lambda: all(REGISTERED in log.read_text() for log in logs))
    return str(address)


def program(log: Path, name: str, *words: str) -> subprocess.Popen[bytes]:
    """One daemon of the cluster, started by Spark's own script."""
    home = Path(str(importlib.util.find_spec("pyspark").origin)).parent  # type: ignore[union-attr]
    java = Path(find_java() or "").resolve().parents[1]
    surroundings = {
        **os.environ,
        "SPARK_HOME": str(home), "SPARK_CONF_DIR": str(log.parent), "SPARK_LOCAL_IP": "127.0.0.1", "JAVA_HOME": str(java),
        "SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": SMALL,
    }  # fmt: skip
    places = ["--host", "127.0.0.1", "--webui-port", "0"]
    command = ["bash", str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *places, *words]
    with log.open("w") as written:
        return subprocess.Popen(
            command,
            env=surroundings,
            stdout=written,
            stderr=written,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - there is no thread yet
        )


def end_with_parent() -> None:
    """Let Linux end this process when the keeper is killed; elsewhere only a keeper that ends does it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
