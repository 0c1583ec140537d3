"""The last hour before closing: 76 provinces on PostgreSQL and one on SQLite, at 1×, 2×, 4× … of the day's own pace.

Locust (its own environment, from ``requirements/load.lock``) drives two web processes and a worker; its ledger is compared
with the database at the end: nothing lost, nothing doubled. Beside it, in turns, the same save by itself and a bare view.
``SEED`` draws another day; ``STEPS`` (1,2,4,8) and ``SECONDS`` (60) of each say how far; ``PLACES`` (postgresql,sqlite) where.
"""

import contextlib
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.deadline_day.cost import cost
from benchmarks.deadline_day.machine import (
    BIN,
    database_server,
    free_port,
    load_environment,
    resident,
    until_open,
)

SEED = os.environ.get("SEED", "1")
STEPS = [int(one) for one in os.environ.get("STEPS", "1,2,4,8").split(",")]
SECONDS = int(os.environ.get("SECONDS", "60"))
PLACES = os.environ.get("PLACES", "postgresql,sqlite").split(",")
HOUR, KPIS, AGENCIES = 3600, 40, 27
STORY, SIGNING = 45, 6  # seconds that a recorder and an approver spend on an agency's results
PROVINCES = {"postgresql": 76, "sqlite": 1}
NAMES = (
    "first page",
    "entry",
    "keep what is typed",
    "save",
    "prove and submit",
    "what waits",
    "approve",
    "round",
    "wall",
    "sign in",
)


@dataclass
class Day:
    """One place with its servers running; ``used``: desks that earlier steps have had."""

    place: str
    data: Path
    environment: dict[str, str]
    port: int
    processes: list[int]
    used: int = 0
    failures: int = 0
    memory: list[tuple[int, int]] = field(default_factory=list)  # (before, after) of each step, MB

    @property
    def desks(self) -> int:
        return PROVINCES[self.place] * AGENCIES


def main() -> None:
    faults = 0
    for place in PLACES:
        with day(place) as here:
            print(
                f"\n{place}: {PROVINCES[place]} provinces, {here.desks} agencies, {PROVINCES[place] * KPIS} results",
                flush=True,
            )
            for factor in STEPS:
                step(here, factor)
            faults += checked(here) + here.failures
            cost(here.environment, here.port, here.data)
    raise SystemExit(f"{faults} faults" if faults else 0)


@contextlib.contextmanager
def day(place: str) -> Iterator[Day]:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as ends:
        data, port = Path(folder), free_port()
        data.chmod(0o755)
        environment = {
            **os.environ, "SAMRIT_DATA": folder, "SAMRIT_URL": f"http://127.0.0.1:{port}",
            "SAMRIT_SIGN_INS": "1000000",  # everybody comes from this machine's address
            "DJANGO_SETTINGS_MODULE": "samrit.config.settings",
        }  # fmt: skip
        if place == "postgresql":
            environment["DATABASE_URL"] = ends.enter_context(database_server(data / "postgresql"))
        filled(environment, data, PROVINCES[place])
        processes = served(environment, port, 2 if place == "postgresql" else 1)
        for one in processes:
            ends.enter_context(one)
            ends.callback(one.terminate)
        until_open(port)
        yield Day(place, data, environment, port, [one.pid for one in processes])


def filled(environment: dict[str, str], data: Path, provinces: int) -> None:
    for words in (["migrate", "-v0"], ["collectstatic", "--no-input", "-v0"]):
        subprocess.run([BIN / "samrit", *words], env=environment, check=True)
    place = [sys.executable, "-m", "benchmarks.deadline_day.place", str(data / "cast.json"), str(provinces)]
    subprocess.run(place, env=environment, check=True)


def served(environment: dict[str, str], port: int, workers: int) -> list["subprocess.Popen[bytes]"]:
    web = [
        BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "8", "--log-level", "error", "samrit.config.wsgi:application",
    ]  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return [
        subprocess.Popen([str(one) for one in words], env=environment, **quiet)  # type: ignore[call-overload]
        for words in (web, [BIN / "samrit", "worker"])
    ]


def step(here: Day, factor: int) -> None:
    """A part of the hour at ``factor`` times its pace."""
    pace = here.desks / HOUR * factor  # agencies a second
    share = min(int(pace * SECONDS * 1.5) + 1, here.desks - here.used)
    screens = PROVINCES[here.place]
    counts = {
        "Recorder": max(1, round(pace * STORY)), "Approver": max(1, round(pace * SIGNING)),
        "Wall": screens, "Coordinator": max(1, screens // 8),
    }  # fmt: skip
    before, told = sum(map(resident, here.processes)), here.data / f"step{factor}"
    most = [before]
    watching = threading.Event()
    watch = threading.Thread(target=_watch, args=(here.processes, most, watching))
    watch.start()
    subprocess.run(
        [
            load_environment() / "locust", "-f", Path(__file__).with_name("load.py"), "--headless", "--only-summary",
            "-u", str(sum(counts.values())), "-r", str(max(4, sum(counts.values()) // 10)), "-t", f"{SECONDS}s",
            "--stop-timeout", "60", "--csv", told, "--host", f"http://127.0.0.1:{here.port}", "--loglevel", "ERROR",
        ],
        env={
            **os.environ, "CAST": str(here.data / "cast.json"), "LEDGER": str(here.data / "ledger.jsonl"), "SEED": SEED,
            "FROM": str(here.used), "UNTIL": str(here.used + share), "COUNTS": json.dumps(counts),
        },
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    watching.set()
    watch.join()
    here.used += share
    here.failures += report(Path(f"{told}_stats.csv"), factor)
    print(f"   memory {before / 1e6:.0f} → {most[0] / 1e6:.0f} MB at most", flush=True)


def _watch(processes: list[int], most: list[int], ended: threading.Event) -> None:
    while not ended.wait(1):
        most[0] = max(most[0], sum(map(resident, processes)))


def report(file: Path, factor: int) -> int:
    """Prints what everybody waited; how many failed."""
    with file.open(newline="", encoding="utf-8") as lines:
        rows = {row["Name"]: row for row in csv.DictReader(lines)}
    total = rows["Aggregated"]
    pace = float(rows["save"]["Requests/s"]) if "save" in rows else 0
    print(
        f"── {factor}×: {pace:.2f} saves/s, {float(total['Requests/s']):.1f} requests/s, {total['Failure Count']} failed",
        flush=True,
    )
    for name in NAMES:
        if row := rows.get(name):
            waits = "  ".join(f"{part} {float(row[part]):6.0f}" for part in ("50%", "95%", "99%"))
            print(f"   {name:<20}{row['Request Count']:>6}   {waits} ms")
    return int(total["Failure Count"])


def checked(here: Day) -> int:
    words = [sys.executable, "-m", "benchmarks.deadline_day.check", str(here.data / "ledger.jsonl")]
    done = subprocess.run(words, env=here.environment, capture_output=True, text=True, check=False)
    print(f"   ledger and database: {done.stdout.strip() or done.stderr[-500:]}", flush=True)
    shutil.copy(
        here.data / "ledger.jsonl", Path(tempfile.gettempdir()) / f"ledger-{here.place}.jsonl"
    ) if done.returncode else None
    return done.returncode


if __name__ == "__main__":
    main()
