"""How much of a letter is read right, field by field: as text, scanned at 300 dots, and badly scanned at 150.

The peer is Tesseract's own text (``--psm 3``) through the same reader.
"""

import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.letters.made import Made, letters
from benchmarks.letters.scanned import pdf_of, scanned, tiff_of
from samrit.letters.reading import read
from samrit.rules.wording import RefusedError

LETTERS, SEED, SIDE_BY_SIDE = 12, 2567, 2
WAYS: dict[str, dict[str, Any]] = {
    "300 dpi": {"dots": 300, "skew": 0.3},
    "150 dpi, skew, noise": {"dots": 150, "skew": 2.0, "noise": 12.0, "blur": 0.4},
}


def understood(data: bytes, filename: str) -> dict[str, Any]:
    try:
        return read(data, filename=filename).to_json()
    except RefusedError:
        return {}


def first(of: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The first of a list, or nothing."""
    found: list[dict[str, Any]] = of.get(name, [])
    return found[0] if found else {}


def facts_in(reading: Mapping[str, Any]) -> dict[str, str]:
    """The same names as in ``Made.facts``."""
    letter = first(reading, "letters")
    window, meeting = first(reading, "windows"), first(reading, "meetings")
    framework = first(reading, "frameworks")
    reference = first(letter, "references")
    kpis = [
        kpi for part in framework.get("components", []) for group in part["groups"] for kpi in group["kpis"]
    ]
    found = {
        "number": letter.get("number"),
        "date": letter.get("date"),
        "urgency": letter.get("urgency") or "",
        "issuer": letter.get("issuer"),
        "subject": letter.get("subject"),
        "recipient": "|".join(letter.get("recipients", [])),
        "reference": reference.get("number"),
        "reference date": reference.get("date"),
        "round": window.get("round"),
        "opens": window.get("opens"),
        "closes": window.get("closes"),
        "meeting": meeting.get("starts"),
        "fiscal year": framework.get("fiscal_year"),
        "KPI names": "|".join(kpi["name"] for kpi in kpis),
        "KPI weights": "|".join(kpi["weight"] or "" for kpi in kpis),
    }
    return {name: str(value) if value is not None else "" for name, value in found.items()}


def plain_tesseract(data: bytes) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "scan.tif"
        file.write_bytes(data)
        command = ["tesseract", str(file), "stdout", "-l", "tha+eng", "--psm", "3"]
        done = subprocess.run(
            command,
            capture_output=True,
            check=True,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"},
        )
    return understood(done.stdout, "scan.txt")


Tally = dict[str, dict[str, Counter[str]]]


def measure(made: list[Made], way: str, reader: Callable[[int], dict[str, Any]], tally: Tally) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as workers:
        readings = list(workers.map(reader, range(len(made))))
    for one, reading in zip(made, readings, strict=True):
        found = facts_in(reading)
        for name, value in one.facts.items():
            tally[name][way]["right" if same(found[name], value) else "wrong"] += 1
            if "-v" in sys.argv and not same(found[name], value):
                print(f"  {way}: {name}: {value} ≠ {found[name]}")
    return time.perf_counter() - began


def same(found: str, value: str) -> bool:
    """Spaces do not count: on paper they are as wide as the line leaves them."""
    return "".join(found.split()) == "".join(value.split())


def main() -> int:
    made = list(letters(LETTERS, SEED))
    papers = [pdf_of(one.page) for one in made]
    tally: Tally = defaultdict(lambda: defaultdict(Counter))
    ways = ["text"]
    measure(made, "text", lambda place: understood(made[place].text, "letter.txt"), tally)
    for name, how in WAYS.items():
        scans = [
            tiff_of(scanned(paper, seed=place, **how), how["dots"]) for place, paper in enumerate(papers)
        ]
        took = measure(made, name, lambda place, s=scans: understood(s[place], "scan.tif"), tally)  # type: ignore[misc]
        print(f"{name}: {took / len(made):.1f} s a page")
        peer = f"{name}: tesseract"
        took = measure(made, peer, lambda place, s=scans: plain_tesseract(s[place]), tally)  # type: ignore[misc]
        print(f"{peer}: {took / len(made):.1f} s a page")
        ways += [name, peer]
    report(tally, ways)
    return 0


def report(tally: Tally, ways: list[str]) -> None:
    print(f"\nfields read right, % ({LETTERS} letters): " + " | ".join(ways))
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for name, by_way in tally.items():
        print(
            f"{name:15}"
            + "".join(f"{_share(by_way[way]):>7}" for way in ways)
            + f"   of {by_way['text'].total()}"
        )
        for way in ways:
            sums[way] += by_way[way]
    print(
        f"{'all':15}" + "".join(f"{_share(sums[way]):>7}" for way in ways) + f"   of {sums['text'].total()}"
    )


def _share(counted: Counter[str]) -> str:
    return f"{100 * counted['right'] / max(counted.total(), 1):.0f}"


if __name__ == "__main__":
    raise SystemExit(main())
