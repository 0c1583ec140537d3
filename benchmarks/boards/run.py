"""Boards and public pages over a country of ten years: each beside an empty Django page on the same server, asked in turns.

Beside the time that a reader waits stands the processor time that the server spends (Linux only): other work on the machine does
not lengthen that.

The country is made once and kept in the machine's temporary folder (minutes); BOARDS_DATA names a folder that has one. The limit
is the same SQLite file read by one statement without Django: every KPI's score of the year with its province, and all totals.
"""

import gzip
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.pages.run import BIN, milliseconds, server

ROUNDS, WARM_UP = 30, 3
YEAR, PROVINCE, CLUSTER = 2567, "12", "central_upper"
SECONDS = 30  # that a page may take before it counts as not answered
DATA = Path(os.environ.get("BOARDS_DATA", Path(tempfile.gettempdir()) / "samrit-benchmark-country"))
READ = """
SELECT round.area_id, kpi.number, one.score, total.total_published
FROM scores_kpiscore one JOIN frameworks_kpi kpi ON kpi.id = one.kpi_id
JOIN scores_provincescore total ON total.id = one.province_score_id JOIN frameworks_round round ON round.id = total.round_id
WHERE total.superseded_at IS NULL AND round.fiscal_year_id = ? AND round.months = 12
UNION ALL SELECT round.area_id, round.fiscal_year_id, round.months, total.total_published
FROM scores_provincescore total JOIN frameworks_round round ON round.id = total.round_id WHERE total.superseded_at IS NULL
"""


@dataclass
class Page:
    """``times`` in milliseconds to the last byte, ``first`` to the first, ``spent`` by the processor."""

    name: str
    path: str
    times: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)
    size: int = 0
    packed: int = 0


def made_country() -> None:
    environment = {**os.environ, "SAMRIT_DATA": str(DATA), "SAMRIT_DEMO": "1"}
    done = DATA / "complete"
    if not done.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        subprocess.run([str(BIN / "samrit"), "demo", "--country"], env=environment, check=True)
        done.touch()
    for words in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
        subprocess.run([str(BIN / "samrit"), *words], env=environment, check=True)


def database() -> sqlite3.Connection:
    return sqlite3.connect(f"file:{DATA / 'samrit.sqlite3'}?mode=ro", uri=True)


def pages() -> list[Page]:
    """The KPI and the agency are those with the most scores."""
    most = "SELECT {0} FROM {1} WHERE {0} IS NOT NULL GROUP BY {0} ORDER BY count(*) DESC, {0} LIMIT 1"
    with database() as told:
        (kpi,) = told.execute(most.format("library_kpi_id", "frameworks_indicator")).fetchone()
        (agency,) = told.execute(most.format("agency_id", "frameworks_kpiowner")).fetchone()
    public = f"/performance/{YEAR}"
    return [
        Page("country board", f"{public}/country/"),
        Page("cluster board", f"{public}/clusters/{CLUSTER}/"),
        Page("KPI board", f"{public}/kpis/{kpi}/"),
        Page("agency board", f"{public}/agencies/{agency}/"),
        Page("year", f"{public}/"),
        Page("province (result page)", f"{public}/{PROVINCE}/"),
        Page("search", "/performance/search/?q=%E0%B8%99%E0%B9%89%E0%B8%B3"),
        Page("compare 3", f"/performance/compare/?year={YEAR}&area=12&area=13&area=20"),
        Page("open data, a year (CSV)", f"/performance/open-data/{YEAR}/results.csv"),
        Page("open data, all (CSV)", "/performance/open-data/results.csv"),
        Page("API, 50 results", f"/api/v1/results?year={YEAR}&limit=50"),
        Page("province (PDF)", f"{public}/{PROVINCE}.pdf"),
        Page("province (XLSX)", f"{public}/{PROVINCE}.xlsx"),
        Page("is it still so?", "/performance/stamp/"),
    ]


def ask(connection: HTTPConnection, page: Page) -> None:
    begun = time.perf_counter()
    connection.request("GET", page.path, headers={"Accept-Encoding": "identity"})
    response = connection.getresponse()
    content = response.read(1)
    page.first.append((time.perf_counter() - begun) * 1000)
    content += response.read()
    page.times.append((time.perf_counter() - begun) * 1000)
    if response.status != HTTPStatus.OK:
        sys.exit(f"{page.path} answered {response.status}")
    page.size, page.packed = len(content), page.packed or len(gzip.compress(content, 6))


def limit() -> list[float]:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        with database() as told:
            read = told.execute(READ, [YEAR]).fetchall()
        times.append((time.perf_counter() - begun) * 1000)
    print(f"{len(read):,} rows; load of the machine {os.getloadavg()[0]:.1f}")
    return times


def processor(started: set[int]) -> float:
    """Milliseconds that these processes have run so far, all their threads; 0 where the system does not tell."""
    tasks = [task for pid in started for task in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1_000_000


def descendants(pid: int) -> set[int]:
    found = {pid}
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            found |= descendants(int(child))
    return found


def measured(data: str) -> tuple[list[Page], Page]:
    """The pages, and the empty one as often as all of them together."""
    os.environ |= {"SAMRIT_DEMO": "1", "SAMRIT_API_CALLS_WITHOUT_TOKEN": "100000"}
    with server("benchmarks.pages.empty:application", data) as peer:
        milliseconds(peer, "/")
        of_peer = descendants(os.getpid()) - {os.getpid()}
        with server("samrit.config.wsgi:application", data) as ours:
            ours.sock.settimeout(SECONDS)
            ask(ours, Page("", "/performance/stamp/"))
            of_ours = descendants(os.getpid()) - {os.getpid()} - of_peer
            peer.close()  # it has waited long: the next request opens it again
            for turn in range(WARM_UP + ROUNDS):
                if turn in (0, WARM_UP):  # fonts, V8 and templates are there
                    asked, empty = pages(), Page("empty Django page", "/")
                for page in asked:
                    watched(peer, empty, of_peer)
                    watched(ours, page, of_ours)
    return asked, empty


def watched(connection: HTTPConnection, page: Page, started: set[int]) -> None:
    before = processor(started)
    ask(connection, page)
    page.spent.append(processor(started) - before)


def middle_and_slow(times: Sequence[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def lines(asked: Sequence[Page], empty: Page, read: Sequence[float]) -> Iterator[str]:
    nothing, spent_on_nothing = statistics.median(empty.times), statistics.median(empty.spent)
    yield f"{'':24} {'reader waits, ms':>26} {'processor, ms':>18} {'× empty page':>16} {'KB':>16}"
    yield f"{'':24} {'p50':>8} {'p95':>8} {'first':>8} {'p50':>9} {'p95':>8} {'waits':>8} {'proc.':>7} {'raw':>8} {'gzip':>7}"
    for page in (*asked, empty):
        (middle, most), (spent, most_spent) = middle_and_slow(page.times), middle_and_slow(page.spent)
        waits = f"{middle:8.1f} {most:8.1f} {statistics.median(page.first):8.1f}"
        times = f"{middle / nothing:8.0f} {spent / spent_on_nothing if spent_on_nothing else 0:7.0f}"
        sizes = f"{page.size / 1024:8.1f} {page.packed / 1024:7.1f}"
        yield f"{page.name:24} {waits} {spent:9.1f} {most_spent:8.1f} {times} {sizes}"
    yield "{:24} {:8.1f} {:8.1f}".format("same rows, one SQL", *middle_and_slow(read))


def main() -> None:
    made_country()
    read = limit()
    for line in lines(*measured(str(DATA)), read):
        print(line)
    print(f"load of the machine after it {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
