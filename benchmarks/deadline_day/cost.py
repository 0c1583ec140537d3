"""What one save costs: the same form sent again and again by people at once, beside a bare view on the same database."""

import contextlib
import html
import json
import os
import re
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.deadline_day.machine import BIN, free_port, until_open

PEOPLE, SAVES, ROUNDS, WARM_UP = 4, 25, 5, 3
MOST = 2.0  # times the bare view
INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'(\w[\w-]*)="([^"]*)"')
NARRATIVE = "ดำเนินการตามแผนครบทุกอำเภอ " * 8
FOUND = 302
Send = Callable[[int], None]


class Desk:
    """A recorder with the page of one KPI open, saving other values again and again."""

    def __init__(self, port: int, cookie: str, path: str) -> None:
        self.connection, self.path, self.cookie = HTTPConnection("127.0.0.1", port, timeout=60), path, cookie
        self.connection.request("GET", path, headers={"Cookie": cookie})
        answer = self.connection.getresponse()
        token = re.search(r"csrftoken=([^;]+)", answer.getheader("Set-Cookie") or "")
        self.cookie += f"; csrftoken={token.group(1)}" if token else ""
        self.form: dict[str, str] = {}
        for element in INPUT.findall(answer.read().decode()):
            said = dict(ATTRIBUTE.findall(element))
            if said.get("type") == "hidden" and "name" in said:
                self.form.setdefault(said["name"], html.unescape(said.get("value", "")))
        self.form |= {"action": "save", "answer": "number", "narrative": NARRATIVE}
        self.form |= {"supporting_factors": "", "obstacles": ""}
        self.version = int(self.form.get("version", 0))

    def save(self, number: int) -> None:
        # What a page that was loaded again would bring along: its version, and no print of what stood there.
        self.form |= {"value": f"{number}.5", "version": str(self.version)}
        self.form.pop("opened", None)
        send(self.connection, self.path, self.form, self.cookie)
        self.version += 1


def send(connection: HTTPConnection, path: str, form: dict[str, str], cookie: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request("POST", path, urlencode(form), headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != FOUND:
        raise SystemExit(f"{path} answered {answer.status}: {body[:300].decode(errors='replace')}")


def cost(environment: dict[str, str], port: int, data: Path) -> None:
    """In turns, PEOPLE at once; the ratio of the medians is what is asked for."""
    database = environment.get("DATABASE_URL", f"sqlite:///{data}/bare.sqlite3")
    cast = json.loads((data / "cast.json").read_text(encoding="utf-8"))["provinces"]
    desks = open_desks(port, cast)
    with bare(database, 2 if len(cast) > 1 else 1) as other:
        lines = [HTTPConnection("127.0.0.1", other, timeout=60) for _ in range(PEOPLE)]
        sent = [
            lambda number, one=one: send(one, "/", {"value": f"{number}.5", "narrative": NARRATIVE}, "")
            for one in lines
        ]
        rounds = [
            (timed([desk.save for desk in desks], place), timed(sent, place)) for place in range(ROUNDS + 1)
        ][1:]
    ours, theirs = ([one for times in side for one in times] for side in zip(*rounds, strict=True))
    ratio = statistics.median(statistics.median(us) / statistics.median(them) for us, them in rounds)
    for name, times in (("a save", ours), ("the bare view", theirs)):
        print(
            f"   {name:<14} median {statistics.median(times):7.1f} ms   p95 {statistics.quantiles(times, n=20)[-1]:7.1f} ms"
        )
    print(
        f"   ratio {ratio:.1f} (median of {ROUNDS} rounds in turns, {PEOPLE} at once; asked is {MOST:g} at most)",
        flush=True,
    )


def open_desks(port: int, cast: list[dict[str, Any]]) -> list[Desk]:
    """Of agencies whose first result can still be typed; each of another province where there are several."""
    found: list[Desk] = []
    for place in range(len(cast) * len(cast[0]["agencies"])):
        province = cast[place % len(cast)]
        agency = province["agencies"][place // len(cast)]
        path = f"/reports/{province['round']}/{agency['items'][0]}/"
        desk = Desk(port, f"sessionid={agency['recorder']['session']}", path)
        found += [desk] if "version" in desk.form else []
        if len(found) == PEOPLE:
            return found
    raise SystemExit("nothing is left to save")


def timed(people: Sequence[Send], round_: int) -> list[float]:
    """Milliseconds of each save."""

    def sit(send_one: Send) -> list[float]:
        times = []
        for number in range(SAVES):
            begun = time.perf_counter()
            send_one(round_ * SAVES + number + 1)
            times.append((time.perf_counter() - begun) * 1000)
        return times

    with ThreadPoolExecutor(PEOPLE) as pool:
        return [one for part in pool.map(sit, people) for one in part]


@contextlib.contextmanager
def bare(database: str, workers: int) -> Iterator[int]:
    port = free_port()
    environment = {**os.environ, "BARE_DATABASE": database, "BARE_MAKE": "1"}
    command = [
        BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "8", "--log-level", "error", "benchmarks.deadline_day.bare:application",
    ]  # fmt: skip
    with subprocess.Popen([str(one) for one in command], env=environment) as process:
        try:
            until_open(port)
            yield port
        finally:
            process.terminate()
