"""The data catalog with 100,000 datasets: searching, walking through all of it, and the export in DCAT.

Peers: an empty Django view on the same server, asked in turns (what a request costs without any work), and the same words
looked up in the same SQLite file by one statement (the limit). CATALOG_DATASETS sets another number, CATALOG_DATA a folder
that is kept; without it the datasets are made anew (minutes) in a temporary one.
"""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from benchmarks.pages.run import BIN, milliseconds, server

NUMBER = int(os.environ.get("CATALOG_DATASETS", "100000"))
ROUNDS, WARM_UP, PAGE = 30, 3, 100
WORDS = ("ฝุ่นละออง", "ผู้สูงอายุรายหมู่บ้าน", "ชุดที่ 4217", "กลุ่ม 77", "ไม่มีคำนี้เลย")
LIMIT = "SELECT count(*) FROM catalog_dataset_trigrams WHERE catalog_dataset_trigrams MATCH ?"


def prepared(data: str) -> None:
    environment = {**os.environ, "SAMRIT_DATA": data}
    for words in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
        subprocess.run([str(BIN / "samrit"), *words], env=environment, check=True)
    settings = {"DJANGO_SETTINGS_MODULE": "samrit.config.settings"}
    subprocess.run(
        [sys.executable, "-m", "django", "createcachetable"], env=environment | settings, check=True
    )
    done = Path(data, f"catalog-{NUMBER}")
    if not done.exists():
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "benchmarks.catalog.made", str(NUMBER)], env=environment, check=True
        )
        done.touch()
        print(f"{NUMBER:,} datasets made in {time.perf_counter() - begun:.0f} s", flush=True)


def of_all(connection: HTTPConnection, path: str, peer: HTTPConnection) -> tuple[list[float], list[float]]:
    """Milliseconds of ours and of an empty view, asked in turns."""
    for _ in range(WARM_UP):
        milliseconds(connection, path)
        milliseconds(peer, "/")
    pairs = [(milliseconds(connection, path), milliseconds(peer, "/")) for _ in range(ROUNDS)]
    return [one for one, _ in pairs], [other for _, other in pairs]


def told(name: str, times: list[float], peer: list[float]) -> None:
    slow = statistics.quantiles(times, n=20)[-1]
    middle, empty = statistics.median(times), statistics.median(peer)
    print(
        f"{name:<42}{middle:9.1f} ms  95 % under {slow:8.1f} ms  × empty view {middle / empty:7.1f}",
        flush=True,
    )


def searching(ours: HTTPConnection, peer: HTTPConnection, data: str) -> None:
    every: list[float] = []
    for words in WORDS:
        page, empty = of_all(ours, f"/catalog/?q={quote(words)}", peer)
        told(f"page “{words}”", page, empty)
        api, empty = of_all(ours, f"/api/3/action/package_search?rows=20&q={quote(words)}", peer)
        told(f"package_search “{words}”", api, empty)
        every += api
    print(f"{'package_search, all words: p95':<42}{statistics.quantiles(every, n=20)[-1]:9.1f} ms")
    with sqlite3.connect(f"file:{data}/samrit.sqlite3?mode=ro", uri=True) as database:
        begun = time.perf_counter()
        for words in WORDS:
            database.execute(LIMIT, ['"' + words.replace(" ", "") + '"']).fetchone()
        spent = (time.perf_counter() - begun) * 1000 / len(WORDS)
    print(f"{'the same words by one statement (limit)':<42}{spent:9.1f} ms")


def walking(ours: HTTPConnection) -> None:
    """As the harvester walks; every dataset has to come, each once."""
    seen: set[str] = set()
    times: list[float] = []
    start = 0
    begun = time.perf_counter()
    while True:
        at = time.perf_counter()
        ours.request("GET", f"/api/3/action/package_search?rows={PAGE}&start={start}&sort=id+asc")
        found = json.loads(ours.getresponse().read())["result"]["results"]
        times.append((time.perf_counter() - at) * 1000)
        if not found:
            break
        seen |= {one["id"] for one in found}
        start += PAGE
    spent = time.perf_counter() - begun
    if len(seen) != NUMBER:
        raise SystemExit(f"the walk saw {len(seen)} of {NUMBER} datasets")
    slow = statistics.quantiles(times[1:], n=20)[-1]
    print(
        f"{'walk through all, 100 a page':<42}{spent:9.1f} s   {NUMBER / spent:8.0f} datasets/s  first page {times[0]:.0f} ms"
        f"  others p50 {statistics.median(times[1:]):.1f} ms, 95 % under {slow:.1f} ms"
    )


def exporting(data: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.catalog.export"],
        env={**os.environ, "SAMRIT_DATA": data}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    total, spent, size, before, after = map(float, done.stdout.split())
    print(
        f"{'DCAT (Turtle), all in one file':<42}{spent:9.1f} s   {total / spent:8.0f} datasets/s  {size:.0f} MB"
        f"  memory {before:.0f} → {after:.0f} MB"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        data = os.environ.get("CATALOG_DATA", temporary)
        Path(data).mkdir(parents=True, exist_ok=True)
        prepared(data)
        with (
            server("benchmarks.pages.empty:application", data) as peer,
            server("samrit.config.wsgi:application", data) as ours,
        ):
            searching(ours, peer, data)
            walking(ours)
        exporting(data)


if __name__ == "__main__":
    main()
