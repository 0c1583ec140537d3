"""What the machine does during a step: memory, processors, the database's connections and what they wait for, a profile."""

import contextlib
import os
import statistics
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from benchmarks.deadline_day.day import RUN, Day
from benchmarks.deadline_day.machine import Server, load_environment, resident, spent

EVERY = 2.0  # seconds
MINUTE = 60
TOLD = 5 * MINUTE  # less says nothing about growth
FULL = 0.9  # of the processors: nothing is left
LINES = 12
WAITING = """SELECT state, wait_event_type || ' ' || wait_event FROM pg_stat_activity
    WHERE datname = %s AND pid <> pg_backend_pid()"""
STATEMENTS = """SELECT round(total_exec_time), calls, round(mean_exec_time::numeric, 2), left(regexp_replace(query, '\\s+', ' ', 'g'), 90)
    FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 5"""


@dataclass(frozen=True)
class Sample:
    at: float
    web: float  # MB
    worker: float
    connections: int


@dataclass
class Seen:
    """All that was looked at during one step; ``processors``: how many each had, of ``os.cpu_count()``."""

    samples: list[Sample] = field(default_factory=list)
    waits: Counter[str] = field(default_factory=Counter)
    processors: dict[str, float] = field(default_factory=dict)
    statements: list[tuple[object, ...]] = field(default_factory=list)
    profile: Path | None = None


@contextlib.contextmanager
def watched(here: Day, seconds: float, *, profile: bool) -> Iterator[Seen]:
    seen, ended = Seen(), threading.Event()
    begun, before = time.monotonic(), _spent(here)
    with contextlib.ExitStack() as ends:
        database = ends.enter_context(_looking(here.server)) if here.server else None
        watch = threading.Thread(target=_watch, args=(here, database, seen, ended))
        watch.start()
        if profile:
            seen.profile = here.data / "profile.raw"
            ends.enter_context(_profiled(here, seconds, seen.profile))
        try:
            yield seen
        finally:
            ended.set()
            watch.join()
            past = time.monotonic() - begun
            seen.processors = {name: (now - before[name]) / past for name, now in _spent(here).items()}
            if database:
                with contextlib.suppress(psycopg.Error):
                    seen.statements = database.execute(STATEMENTS).fetchall()


def _spent(here: Day) -> dict[str, float]:
    """Seconds of the processor until now."""
    known = {"web": spent(here.web), "worker": spent(here.worker)}
    if here.server:
        known["database"] = spent(here.server.process)
    ticks = [int(one) for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    known["all of the machine"] = (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")
    return known


@contextlib.contextmanager
def _looking(server: Server) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with psycopg.connect(server.address(RUN), autocommit=True) as connection:
        with contextlib.suppress(psycopg.Error):  # where Debian's package of it is missing
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
            connection.execute("SELECT pg_stat_statements_reset()")
        yield connection


def _watch(
    here: Day, database: "psycopg.Connection[tuple[object, ...]] | None", seen: Seen, ended: threading.Event
) -> None:
    while not ended.wait(EVERY):
        states = database.execute(WAITING, [RUN]).fetchall() if database else []
        seen.waits.update(str(wait or "running") for state, wait in states if state == "active")
        web, worker = resident(here.web) / 1e6, resident(here.worker) / 1e6
        seen.samples.append(Sample(time.monotonic(), web, worker, len(states)))


@contextlib.contextmanager
def _profiled(here: Day, seconds: float, file: Path) -> Iterator[None]:
    """py-spy looks at the web processes from outside, 50 times a second, without stopping them."""
    words = ["record", "--subprocesses", "--nonblocking", "--rate", "50", "--format", "raw"]
    target = ["--pid", str(here.web), "--duration", str(int(seconds)), "--output", str(file)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        [load_environment() / "py-spy", *words, *target], stdout=quiet, stderr=quiet
    ) as process:
        try:
            yield
        finally:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.terminate()


# ── what is said of it ──────────────────────────────────────────────────────
def memory(seen: Seen) -> None:
    """Each minute's middle value, and how much it grows in an hour."""
    if not seen.samples:
        return
    begun = seen.samples[0].at
    past = seen.samples[-1].at - begun
    minutes: dict[int, list[Sample]] = {}
    for one in seen.samples:
        minutes.setdefault(int((one.at - begun) // MINUTE), []).append(one)
    for name in ("web", "worker"):
        line = " ".join(
            f"{statistics.median(getattr(one, name) for one in part):.0f}" for part in minutes.values()
        )
        print(f"   memory of {name}, MB each minute: {line}; {grown(seen.samples, name, past)}")
    print(
        f"   connections to the database: {max(one.connections for one in seen.samples)} at most", flush=True
    )


def grown(samples: list[Sample], name: str, past: float) -> str:
    """Of the second half: in the first, a process loads what it needs."""
    late = [one for one in samples if one.at - samples[0].at >= past / 2]
    if past < TOLD:
        return f"growth: {past:.0f} s are too short to tell"
    slope = statistics.linear_regression([one.at for one in late], [getattr(one, name) for one in late]).slope
    return f"growth in the second half: {slope * 3600:+.0f} MB an hour"


def limit(seen: Seen) -> None:
    """Who had the processors, what the database waited for, where the web processes were."""
    had = "  ".join(f"{name} {cores:.2f}" for name, cores in seen.processors.items())
    print(f"   processors in use, of {os.cpu_count()}: {had} (the load itself among the last)")
    total = sum(seen.waits.values())
    waits = "  ".join(f"{name} {count / total:.0%}" for name, count in seen.waits.most_common(5))
    print(f"   the database's working connections: {waits or 'none were seen working'}")
    for spent_, calls, mean, words in seen.statements:
        print(f"   {spent_:>8.0f} ms  {calls:>7} ×  {mean:>8} ms  {words}")
    if seen.profile and seen.profile.exists():
        profiled(seen.profile.read_text(encoding="utf-8"))
    print(f"   → {verdict(seen.processors, seen.waits, os.cpu_count() or 1)}", flush=True)


def verdict(processors: dict[str, float], waits: Counter[str], cores: int) -> str:
    """In words, what holds it up: the processors when they are all in use, else what the database waits for most."""
    known = dict(processors)
    used = known.pop("all of the machine", 0.0)
    if used >= FULL * cores:
        name = max(known, key=lambda one: known[one])
        rest = used - sum(known.values())
        return f"the processors: {used:.1f} of {cores} in use, most by {name} ({known[name]:.1f}); {rest:.1f} by others, the load among them"
    waiting = [name for name, _count in waits.most_common() if name != "running"]
    kinds = {"IO WAL": "the disk (fsync)", "LWLock WAL": "the disk (fsync)", "Lock": "locks of rows"}
    for begin, words in kinds.items():
        if waiting and waiting[0].startswith(begin):
            return f"{words}: {waiting[0]}; processors {used:.1f} of {cores}"
    return f"not the processors ({used:.1f} of {cores}); the database waits most for {waiting[0] if waiting else 'nothing'}"


def profiled(raw: str) -> None:
    """The functions in which samples ended, and those of the project that samples went through."""
    own, through, total = Counter[str](), Counter[str](), 0
    for line in raw.splitlines():
        stack, _space, count = line.rpartition(" ")
        frames = [frame.rpartition(":")[0] for frame in stack.split(";")]
        own[frames[-1]] += int(count)
        for frame in {frame for frame in frames if "samrit/" in frame}:
            through[frame] += int(count)
        total += int(count)
    if not total:
        return
    for title, found in (("ends in", own), ("goes through", through)):
        print(f"   profile of the web processes, {total} samples: {title}")
        for name, times in found.most_common(LINES):
            print(f"   {times / total:>8.1%}  {name[:110]}")
