"""Fuzz every parser, then the API, and print what was found. ``python -m fuzz [NAME …] [--inputs N] [--large N] [--seed N]``

Every parser gets inputs by hypothesis, by atheris (where it is installed: requirements/fuzz.lock) and by our own mutation,
each in a process of its own. Ends with 1 when anything crashed, hung or took too much memory; what did it lies in var/fuzz.
"""

import argparse
import datetime as dt
import importlib.util
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "fuzz"
API = "tests/api/test_made_up_requests.py"
SHARES = {
    "hypothesis": 20,
    "atheris": 20,
}  # one of so many inputs is made by each; the rest by mutation alone, which is quicker
LONGEST = 3 * 60 * 60  # seconds for one parser with one tool
_DONE = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_PEAK = re.compile(r"stat::peak_rss_mb:\s*(\d+)")


@dataclass(frozen=True)
class Row:
    """``crash``: its last words; empty when there was none."""

    parser: str
    tool: str
    inputs: int
    seconds: float
    megabytes: int
    crash: str = ""

    def __str__(self) -> str:
        found = f"| {self.parser} | {self.tool} | {self.inputs:,} | {1 if self.crash else 0} | {self.seconds:.0f} | {self.megabytes} |"
        return f"{found} {self.crash}" if self.crash else found


def main() -> int:
    asked = _asked()
    begun = dt.datetime.now(dt.UTC)
    print(
        f"{begun:%Y-%m-%d %H:%M} UTC, seed {asked.seed}, Python {platform.python_version()}, {os.cpu_count()} cores"
    )
    print(
        "\n| parser | tool | inputs | crashes | seconds | peak MB |\n|---|---|---:|---:|---:|---:|",
        flush=True,
    )
    rows = []
    for row in _rows(asked):
        print(row, flush=True)
        rows.append(row)
    crashed = [row.parser for row in rows if row.crash]
    print(f"\n{sum(row.inputs for row in rows):,} inputs, {len(crashed)} crashes {', '.join(crashed)}")
    return 1 if crashed else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz")
    parser.add_argument("names", nargs="*", help="parsers, or api; without: all")
    parser.add_argument("--inputs", type=int, default=100_000, help="for what people type and documents")
    parser.add_argument("--large", type=int, default=2_000, help="for files and letters")
    parser.add_argument("--requests", type=int, default=20, help="made for each operation of the API")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


def _rows(asked: argparse.Namespace) -> Iterator[Row]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.config.settings")
    shares = SHARES if importlib.util.find_spec("atheris") else {"hypothesis": SHARES["hypothesis"]}
    if len(shares) == 1:
        print("(atheris is not installed: its share is made by mutation)", file=sys.stderr)
    for name, large in _sizes().items():
        if asked.names and name not in asked.names:
            continue
        whole = asked.large if large else asked.inputs
        parts = {tool: whole // share for tool, share in shares.items()}
        for tool, inputs in {**parts, "mutation": whole - sum(parts.values())}.items():
            yield one(name, tool, inputs, asked.seed)
    if not asked.names or "api" in asked.names:
        yield api(asked.requests, asked.seed)


def _sizes() -> dict[str, bool]:
    """Name → whether it reads files. In a process of its own: this one is to stay small."""
    code = "import json, fuzz.parsers as p; print(json.dumps({n: p.target_of(n).large for n in p.TARGETS}))"
    with TemporaryDirectory(prefix="samrit-fuzz-data-") as data:
        told = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.PIPE, env={**os.environ, "SAMRIT_DATA": data}
        )  # fmt: skip
    return dict(json.loads(told.stdout.splitlines()[-1]))


def one(name: str, tool: str, inputs: int, seed: int) -> Row:
    with TemporaryDirectory(prefix="samrit-fuzz-") as folder:
        report = Path(folder) / "report"
        command = [sys.executable, "-m", "fuzz.one", name, tool, str(inputs), str(seed), str(report)]
        begun = time.monotonic()
        try:
            done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, errors="replace", timeout=LONGEST)  # fmt: skip
            status, told = done.returncode, done.stderr
        except subprocess.TimeoutExpired as late:
            status, told = 1, f"{(late.stderr or b'')!r}\nhangs"
        seconds = time.monotonic() - begun
        found = json.loads(report.read_text()) if report.exists() else {}
        made = int(found.get("inputs", 0)) or int(_last(_DONE, told))
        peak = int(found.get("megabytes", 0)) or int(_last(_PEAK, told))
        crash = _keep(name, tool, told, Path(folder)) if status else ""
        return Row(name, tool, made, seconds, peak, crash)


def _last(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.findall(text)
    return found[-1] if found else "0"


def _keep(name: str, tool: str, told: str, folder: Path) -> str:
    """What was told and the input that did it, in var/fuzz; the last words of the former."""
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{name}.{tool}.txt").write_text(told, encoding="utf-8")
    for number, crash in enumerate(sorted(folder.glob("report.crash-*"))):
        (KEPT / f"{name}.{tool}.{number}.input").write_bytes(crash.read_bytes())
    errors = [
        line
        for line in told.splitlines()
        if re.match(r"^\S*(Error|Exception|Warning)\b|^hangs|==ERROR", line)
    ]
    return (errors or told.splitlines() or ["?"])[-1][:200]


def api(requests: int, seed: int) -> Row:
    """schemathesis: every operation of the document, answered by the site in this process, as each role in turn."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        API,
        f"--hypothesis-seed={seed}",
    ]
    begun = time.monotonic()
    with TemporaryDirectory(prefix="samrit-fuzz-") as folder:
        count = Path(folder) / "count"
        told = {"SAMRIT_EXAMPLES": str(requests), "SAMRIT_EXAMPLES_COUNT": str(count)}
        variables = {name: value for name, value in os.environ.items() if name != "SAMRIT_DATA"}
        done = subprocess.run(
            command, cwd=ROOT, check=False, capture_output=True, text=True, env=variables | told
        )
        sent = count.stat().st_size if count.exists() else 0
    crash = (
        ""
        if done.returncode == 0
        else _keep("api", "schemathesis", done.stdout + done.stderr, KEPT) or "failed"
    )
    return Row("api", "schemathesis", sent, time.monotonic() - begun, 0, crash)


if __name__ == "__main__":
    raise SystemExit(main())
