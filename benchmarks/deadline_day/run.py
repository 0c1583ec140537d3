"""The last hour before closing: 76 provinces on PostgreSQL and one on SQLite, at 1×, 2×, 4× … of the day's own pace.

Locust (its own environment, from ``requirements/load.lock``) drives two web processes and a worker; its ledger is compared
with the database at the end: nothing lost, nothing doubled. Beside it, in turns, the same save by itself and a bare view.
``SEED`` draws another day; ``STEPS`` (1,2,4,8) and ``SECONDS`` (60) of each say how far; ``PLACES`` (postgresql,sqlite) where.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from benchmarks.deadline_day.cost import cost
from benchmarks.deadline_day.day import PROVINCES, Day, day
from benchmarks.deadline_day.machine import load_environment, resident

SEED = os.environ.get("SEED", "1")
STEPS = [int(one) for one in os.environ.get("STEPS", "1,2,4,8").split(",")]
SECONDS = int(os.environ.get("SECONDS", "60"))
PLACES = os.environ.get("PLACES", "postgresql,sqlite").split(",")
HOUR, KPIS = 3600, 40
FEW = 4  # provinces that the cost of a save is looked at with, when it is all that is asked for
STORY, SIGNING = 45, 6  # seconds that a recorder and an approver spend on an agency's results
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


def main() -> None:
    words = sys.argv[1:]
    faults = 0
    for place in PLACES:
        few = FEW if words == ["cost"] else PROVINCES[place]
        with day(place, min(PROVINCES[place], int(os.environ.get("PROVINCES", few)))) as here:
            print(
                f"\n{place}: {here.provinces} provinces, {here.desks} agencies, {here.provinces * KPIS} results",
                flush=True,
            )
            if words != ["cost"]:
                for factor in STEPS:
                    step(here, factor)
                faults += checked(here) + here.failures
            cost(here)
    raise SystemExit(f"{faults} faults" if faults else 0)


def step(here: Day, factor: int) -> None:
    """A part of the hour at ``factor`` times its pace."""
    pace = here.desks / HOUR * factor  # agencies a second
    share = min(int(pace * SECONDS * 1.5) + 1, here.desks - here.used)
    screens = here.provinces
    counts = {
        "Recorder": max(1, round(pace * STORY)), "Approver": max(1, round(pace * SIGNING)),
        "Wall": screens, "Coordinator": max(1, screens // 8),
    }  # fmt: skip
    before, told = sum(map(resident, [here.web, here.worker])), here.data / f"step{factor}"
    most = [before]
    watching = threading.Event()
    watch = threading.Thread(target=_watch, args=([here.web, here.worker], most, watching))
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
