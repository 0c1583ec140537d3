"""The last hour before closing: 76 provinces on PostgreSQL and one on SQLite, at 1×, 2×, 4× … of the day's own pace.

Locust (its own environment, from ``requirements/load.lock``) drives two web processes and a worker; its ledger is compared
with the database at the end: nothing lost, nothing doubled. Beside it, in turns, the same save by itself, a bare view, two peers.
``SEED`` draws another day; ``STEPS`` (doubled until it bends) and ``SECONDS`` (60) of each say how far; ``PLACES`` (postgresql,sqlite) where,
``PROVINCES`` how many. Parts by themselves: ``cost`` (what a save costs), ``memory`` (ten minutes at the day's own pace).
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.deadline_day.cost import cost
from benchmarks.deadline_day.day import PROVINCES, Day, day
from benchmarks.deadline_day.machine import load_environment
from benchmarks.deadline_day.sizing import Step, sized
from benchmarks.deadline_day.watching import Seen, limit, memory, watched

SEED = os.environ.get("SEED", "1")
STEPS = [int(one) for one in os.environ.get("STEPS", "1,2,4,8,16,32").split(",")]
PARTS = ("cost", "memory")
SECONDS = int(os.environ.get("SECONDS", "600" if sys.argv[1:] == ["memory"] else "60"))
BENT = 1000  # milliseconds at p95 of a save
PROFILED = 4  # times the day's pace: from there on the profiler looks on
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
    if not set(words) <= set(PARTS):
        raise SystemExit(f"{' '.join(words)}: it has the parts {' '.join(PARTS)}")
    faults = 0
    for place in PLACES:
        few = FEW if words == ["cost"] else PROVINCES[place]
        with day(place, min(PROVINCES[place], int(os.environ.get("PROVINCES", few)))) as here:
            print(
                f"\n{place}: {here.provinces} provinces, {here.desks} agencies, {here.provinces * KPIS} results",
                flush=True,
            )
            if words != ["cost"]:
                steps(here, [1] if words == ["memory"] else STEPS)
                faults += checked(here) + here.failures
            if words in ([], ["cost"]):
                cost(here)
    raise SystemExit(f"{faults} faults" if faults else 0)


def steps(here: Day, factors: list[int]) -> None:
    """One after the other until a save takes too long, or something fails."""
    good: Step | None = None
    for factor in factors:
        last = factor == factors[-1]
        seen, saves, p95 = step(here, factor, profile=last or factor >= PROFILED)
        memory(seen)
        bent = p95 > BENT or here.failures
        if bent or last:
            print(
                f"   {'it bends' if bent else 'it does not bend'} at {factor}× ({p95:.0f} ms at p95 of a save, {here.failures} failed)"
            )
            limit(seen)
        if bent:
            break
        good = Step(factor, saves, p95, seen) if saves else good
    if good:
        print("\n".join(["   for docs/sizing.md:", *sized(good, here.place)]), flush=True)


def step(here: Day, factor: int, *, profile: bool) -> tuple[Seen, float, float]:
    """A part of the hour at ``factor`` times its pace; (what was seen, saves a second, p95 of a save in milliseconds)."""
    pace = here.desks / HOUR * factor  # agencies a second
    share = min(int(pace * SECONDS * 1.5) + 1, here.desks - here.used)
    screens = here.provinces
    counts = {
        "Recorder": max(1, round(pace * STORY)), "Approver": max(1, round(pace * SIGNING)),
        "Wall": screens, "Coordinator": max(1, screens // 8),
    }  # fmt: skip
    told = here.data / f"step{factor}"
    locust = load_environment() / "locust"
    with watched(here, SECONDS, profile=profile) as seen:
        subprocess.run(
            [
                locust, "-f", Path(__file__).with_name("load.py"), "--headless", "--only-summary",
                "-u", str(sum(counts.values())), "-r", str(max(4, sum(counts.values()) // 10)), "-t", f"{SECONDS}s",
                "--stop-timeout", "60", "--csv", told, "--host", f"http://127.0.0.1:{here.port}", "--loglevel", "ERROR",
            ],
            env={
                **os.environ, "CAST": str(here.data / "cast.json"), "LEDGER": str(here.data / "ledger.jsonl"), "SEED": SEED,
                "FROM": str(here.used), "UNTIL": str(here.used + share), "COUNTS": json.dumps(counts),
            },
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    here.used += share
    failures(Path(f"{told}_failures.csv"))
    failed, saves, p95 = report(Path(f"{told}_stats.csv"), factor)
    here.failures += failed
    return seen, saves, p95


def failures(file: Path) -> None:
    """What failed, in the words of the answer."""
    with file.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            print(f"   failed {row['Occurrences']} ×: {row['Name']}: {row['Error'][:150]}", flush=True)


def report(file: Path, factor: int) -> tuple[int, float, float]:
    """Prints what everybody waited; (how many failed, saves a second, p95 of a save)."""
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
    p95 = float(rows["save"]["95%"]) if "save" in rows else 0
    return int(total["Failure Count"]), pace, p95


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
