"""What one save costs: the same form sent again and again by people at once, beside a bare view and two peers on the same database."""

import contextlib
import json
import os
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.deadline_day.day import Day, granian
from benchmarks.deadline_day.desks import NARRATIVE, Line, Send, line, open_desks
from benchmarks.deadline_day.machine import BIN, ROOT, free_port, spent
from benchmarks.deadline_day.peers import PEERS, Peer, running

PEOPLE, SAVES, ROUNDS = 4, 25, 5
FIRST = 15  # saves of each person before a round counts: connections to the database grew too old while others were asked
MOST = 2.0  # times the bare view
OURS, BARE = "a save", "the bare view"
UNREACHABLE = (subprocess.CalledProcessError, OSError, ValueError, KeyError, SystemExit)


@dataclass
class Figures:
    """Milliseconds of each save, round by round; seconds of the processor that its server and the database ran for them."""

    rounds: list[list[float]] = field(default_factory=list)
    web: float = 0
    database: float = 0

    @property
    def waits(self) -> list[float]:
        return [one for part in self.rounds for one in part]

    @property
    def median(self) -> float:
        return statistics.median(self.waits)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.waits, n=20)[-1]

    def ratio(self, other: "Figures") -> float:
        """The median of the rounds' own ratios: what slows the machine down in a round slows both."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return statistics.median(statistics.median(us) / statistics.median(them) for us, them in pairs)


def cost(here: Day) -> None:
    """In turns, PEOPLE at once; each round after some that do not count."""
    cast = json.loads((here.data / "cast.json").read_text(encoding="utf-8"))["provinces"]
    desks = open_desks(here.port, cast, PEOPLE)
    with contextlib.ExitStack() as ends:
        sides = [Peer(OURS, [here.web], [desk.save for desk in desks]), ends.enter_context(bare(here))]
        sides += beside(here, ends)
        database = here.server.process if here.server else 0
        found = {side.name: Figures() for side in sides}
        for round_ in range(ROUNDS):
            for side in sides:
                measure(found[side.name], side, round_, database)
    table(found)
    verdicts(found)


def beside(here: Day, ends: contextlib.ExitStack) -> list[Peer]:
    """The peers that can be installed here; why one cannot is said, and the others stand."""
    found = []
    for peer in PEERS:
        if not here.server:
            break
        try:
            found.append(ends.enter_context(peer(here.server, PEOPLE, here.workers)))
        except UNREACHABLE as reason:
            print(f"   NOT MEASURED: {peer.__name__}: {reason}", flush=True)
    return found


def measure(figures: Figures, side: Peer, round_: int, database: int) -> None:
    numbers = iter(range(round_ * (FIRST + SAVES) * PEOPLE, (round_ + 1) * (FIRST + SAVES) * PEOPLE))
    timed(side.sends, numbers, FIRST)
    before = sum(map(spent, side.processes)), spent(database)
    times = timed(side.sends, numbers, SAVES)
    figures.rounds.append(times)
    figures.web += sum(map(spent, side.processes)) - before[0]
    figures.database += spent(database) - before[1]


def timed(people: Sequence[Send], numbers: Iterator[int], saves: int) -> list[float]:
    """Milliseconds of each save; each saves another number."""

    def sit(send_one: Send) -> list[float]:
        times = []
        for _ in range(saves):
            number = next(numbers) + 1
            begun = time.perf_counter()
            send_one(number)
            times.append((time.perf_counter() - begun) * 1000)
        return times

    with ThreadPoolExecutor(PEOPLE) as pool:
        return [one for part in pool.map(sit, people) for one in part]


def table(found: dict[str, Figures]) -> None:
    print(f"   {ROUNDS} rounds in turns, {PEOPLE} people at once, {SAVES} saves each; milliseconds")
    print(f"   {'':<18}{'median':>9}{'p95':>9}{'processor: server':>20}{'database':>10}{'× bare view':>13}")
    for name, one in found.items():
        per = 1000 / len(one.waits)
        web, database, ratio = one.web * per, one.database * per, one.ratio(found[BARE])
        print(
            f"   {name:<18}{one.median:>9.1f}{one.p95:>9.1f}{web:>20.2f}{database:>10.2f}{ratio:>13.2f}",
            flush=True,
        )


def verdicts(found: dict[str, Figures]) -> None:
    ours, ratio = found[OURS], found[OURS].ratio(found[BARE])
    print(
        f"   {'reached' if ratio <= MOST else 'NOT REACHED'}: at most {MOST:g} × the bare view; it is {ratio:.2f}"
    )
    for name in sorted(set(found) - {OURS, BARE}):
        kept = "reached" if ours.p95 < found[name].p95 else "NOT REACHED"
        print(
            f"   {kept}: p95 below that of {name}; it is {ours.p95:.1f} to {found[name].p95:.1f} ms",
            flush=True,
        )


@contextlib.contextmanager
def bare(here: Day) -> Iterator[Peer]:
    database = here.environment.get("DATABASE_URL", f"sqlite:///{here.data}/bare.sqlite3")
    known = {**os.environ, "BARE_DATABASE": database, "PYTHONPATH": str(ROOT)}
    make = [str(BIN / "python"), "-c", "import benchmarks.deadline_day.bare"]
    subprocess.run(make, env={**known, "BARE_MAKE": "1"}, check=True)
    port = free_port()
    command = granian(BIN, "benchmarks.deadline_day.bare:application", port, here.workers)
    with running([command], [known], [port]) as processes:
        lines = [line(port) for _ in range(PEOPLE)]
        yield Peer(BARE, processes, [writing(one) for one in lines])


def writing(one: Line) -> Send:
    return lambda number: one.form("/", {"value": f"{number}.5", "narrative": NARRATIVE})
