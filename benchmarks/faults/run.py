"""Faults in the middle of the last hour's load, each with what people saw, for how long, and whether anything was lost.

``python -m benchmarks faults [NAME …]``; the names are those of ``acts.FAULTS``. Linux, as root (a disk of its own), with
PostgreSQL, nginx and libfaketime. One line of the ledger for every answered write is compared with the database after each fault.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.deadline_day.machine import load_environment
from benchmarks.faults.acts import FAULTS, Fault
from benchmarks.faults.after import lost, until_idle
from benchmarks.faults.place import Place, place
from benchmarks.faults.told import print_seen, seen

BEFORE, AFTER = 12, 22  # seconds of load
PEOPLE = {
    "postgresql": {"Recorder": 10, "Approver": 2, "Wall": 1, "Coordinator": 1},
    "sqlite": {"Recorder": 4, "Approver": 1, "Wall": 1, "Coordinator": 1},
}
SHARE = {"postgresql": 80, "sqlite": 75}  # desks of one fault
HURRY = "8"  # people who think an eighth of the time


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))  # whatever was started ends too
    names = sys.argv[1:] or list(FAULTS)
    if unknown := [name for name in names if name not in FAULTS]:
        raise SystemExit(f"{', '.join(unknown)}: no such fault; there are {', '.join(FAULTS)}")
    wrong = 0
    for kind in dict.fromkeys(FAULTS[name].kind for name in names):
        with tempfile.TemporaryDirectory() as folder, place(kind, Path(folder)) as here:
            print(f"\n{kind}: nginx, {len(here.web_ports)} web processes, a worker", flush=True)
            wrong += sum(row(here, name) for name in names if FAULTS[name].kind == kind)
    raise SystemExit(f"{wrong} lost, doubled or broken" if wrong else 0)


def row(here: Place, name: str) -> int:
    """One line of the table; how much was lost, doubled or broken."""
    fault = FAULTS[name]
    print(f"── {name} (load of the machine {os.getloadavg()[0]:.1f})", flush=True)
    if more := fault.environment(here):
        here.end()
        here.begin(**more)
    answers = here.folder / f"{name}.jsonl"
    began, mended = loaded(here, fault, answers)
    until_idle(here)
    if more:
        here.end()
        here.begin()
    print_seen(seen(answers, since=began, mended=mended))
    return lost(here)


def loaded(here: Place, fault: Fault, answers: Path) -> tuple[float, float]:
    """(when the fault came, when it ended)."""
    counts = PEOPLE[here.kind]
    seconds = BEFORE + fault.seconds + AFTER
    command = [
        load_environment() / "locust", "-f", Path(__file__).with_name("load.py"), "--headless", "--only-summary",
        "-u", str(sum(counts.values())), "-r", "10", "-t", f"{seconds:.0f}s", "--stop-timeout", "60",
        "--host", f"http://127.0.0.1:{here.port}", "--loglevel", "ERROR",
    ]  # fmt: skip
    environment = {
        **os.environ, "CAST": str(here.data / "cast.json"), "LEDGER": str(here.folder / "ledger.jsonl"),
        "ANSWERS": str(answers), "COUNTS": json.dumps(counts), "HURRY": HURRY,
        "FROM": str(here.used), "UNTIL": str(here.used + SHARE[here.kind]), "PYTHONPATH": str(Path.cwd()),
    }  # fmt: skip
    here.used += SHARE[here.kind]
    with (
        (here.folder / "load.log").open("ab") as log,
        subprocess.Popen([str(one) for one in command], env=environment, stdout=log, stderr=log) as load,
    ):
        time.sleep(BEFORE)
        began = time.time()
        with fault.act(here):
            time.sleep(fault.seconds)
        mended = time.time()
        load.wait()
    return began, mended


if __name__ == "__main__":
    main()
