"""How much of a letter is read right, field by field: as text, scanned at 300 dots, and badly scanned at 150.

A wrong value counts as told when its field is unsure or a finding stands on its line; else it is wrong in silence. The
peer is Tesseract's own text (``--psm 3``) through the same reader.
"""

import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.letters.documents import documents
from benchmarks.letters.made import Facts, letters
from benchmarks.letters.scanned import pdf_of, scanned, tiff_of
from samrit.letters.reading import Reading, read
from samrit.rules.thai import arabic_digits
from samrit.rules.wording import RefusedError

LETTERS, SEED, SIDE_BY_SIDE, UNSURE = 14, 2567, 2, 75
WAYS: dict[str, dict[str, Any]] = {
    "300 dpi": {"dots": 300, "skew": 0.3},
    "150 dpi, skew, noise": {"dots": 150, "skew": 2.0, "noise": 12.0, "blur": 0.4},
}


@dataclass(frozen=True)
class Paper:
    """``facts``: what is to be read."""

    name: str
    pdf: bytes
    facts: Facts


def understood(data: bytes, filename: str) -> Reading | None:
    try:
        return read(data, filename=filename)
    except RefusedError:
        return None


Found = dict[str, list[tuple[str, bool]]]  # by field: the values, and whether a person is told to look


def found_in(reading: Reading | None) -> Found:
    """The same names as in ``Made.facts``."""
    found: Found = defaultdict(list)
    if reading is None:
        return found
    told = _told(reading)
    for place, letter in enumerate(reading.letters):
        _of_letter(found, letter, f"letters.{place}", told)
    for place, window in enumerate(reading.windows):
        doubt = told(f"windows.{place}", window.line)
        for name in ("round", "opens", "closes"):
            if (value := getattr(window, name)) is not None:
                found[name].append((str(value), doubt))
    for place, meeting in enumerate(reading.meetings):
        at = meeting.starts.isoformat(timespec="minutes")
        found["meeting"].append((at, told(f"meetings.{place}", meeting.line)))
    for place, framework in enumerate(reading.frameworks):
        doubt = told(f"frameworks.{place}", framework.line)
        found["fiscal year"].append((str(framework.fiscal_year or ""), doubt))
        for position, kpi in enumerate(framework.kpis):
            doubt = told(f"frameworks.{place}.kpis.{position}", kpi.line)
            found["KPI number"].append((kpi.number or "", doubt))
            found["KPI name"].append((kpi.name, doubt))
            found["KPI weight"].append((f"{kpi.number}: {kpi.weight}", doubt))
            found["KPI owner"].append((f"{kpi.number}: {', '.join(kpi.owners)}", doubt))
    return found


def _of_letter(found: Found, letter: Any, place: str, told: Callable[[str, int], bool]) -> None:
    for name in ("number", "date", "urgency", "issuer", "subject"):
        if value := getattr(letter, name):
            found[name].append((str(value), told(f"{place}.{name}", letter.line)))
    for position, recipient in enumerate(letter.recipients):
        found["recipient"].append((recipient, told(f"{place}.recipients.{position}", 0)))
    for position, cited in enumerate(letter.references):
        doubt = told(f"{place}.references.{position}", cited.line)
        found["reference"].append((cited.number, doubt))
        if cited.date:
            found["reference date"].append((cited.date.isoformat(), doubt))
    for position, enclosure in enumerate(letter.enclosures):
        found["enclosure"].append((enclosure, told(f"{place}.enclosures.{position}", 0)))


def _told(reading: Reading) -> Callable[[str, int], bool]:
    """Whether the field is unsure, or a finding that asks for something stands on its line."""
    warned = {one.line for one in reading.findings if one.severity != "info"}
    places = {one.field: one for one in (reading.scan.places if reading.scan else ()) if one.field}

    def told(name: str, line: int) -> bool:
        place = places.get(name)
        return line in warned or (place is not None and (place.confidence < UNSURE or place.line in warned))

    return told


def plain_tesseract(data: bytes) -> Reading | None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "scan.tif"
        file.write_bytes(data)
        command = ["tesseract", str(file), "stdout", "-l", "tha+eng", "--psm", "3"]
        environment = {"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"}
        done = subprocess.run(command, capture_output=True, check=True, env=environment)
    return understood(done.stdout, "scan.txt")


# ── counting ────────────────────────────────────────────────────────────────
Tally = dict[str, dict[str, Counter[str]]]  # by field and way


def count(tally: Tally, way: str, paper: Paper, found: Found) -> None:
    """``right`` of ``all``; ``silent``: values that are not there and of which nobody is told."""
    for name, facts in paper.facts.items():
        expected, values = Counter(map(_pressed, facts)), found[name]
        given = Counter(_pressed(value) for value, _ in values)
        strange = [value for value, doubt in values if _pressed(value) not in expected and not doubt]
        right = (expected & given).total()
        tally[name][way] += Counter(all=expected.total(), right=right, silent=len(strange))
        if "-v" in sys.argv and (right < expected.total() or strange):
            print(f"  {way}: {paper.name}: {name}: {facts} ≠ {values}")


def _pressed(value: str) -> str:
    """Spaces and the kind of digits do not count: on paper spaces are as wide as the line leaves them."""
    return arabic_digits("".join(value.split()))


def measure(papers: Sequence[Paper], tally: Tally, way: str, reader: Callable[[int], Reading | None]) -> None:
    began, pages = time.perf_counter(), 0
    with ThreadPoolExecutor(SIDE_BY_SIDE) as workers:
        readings = list(workers.map(reader, range(len(papers))))
    for paper, reading in zip(papers, readings, strict=True):
        count(tally, way, paper, found_in(reading))
        pages += len(reading.scan.sheets) if reading and reading.scan else 0
    took = time.perf_counter() - began
    print(f"{way}: {took:.0f} s" + (f", {took / pages:.1f} s a page" if pages else ""), flush=True)


# ── the papers ──────────────────────────────────────────────────────────────
def made() -> list[Paper]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.config.settings")
    import django  # noqa: PLC0415 - the settings stand in the environment only now

    django.setup()
    from samrit.letters.documents.paper import letter_pdf  # noqa: PLC0415 - needs the settings

    return [Paper(one.kind, letter_pdf(one.paper), one.facts) for one in letters(LETTERS, SEED)]


def own(folder: str) -> list[Paper]:
    """What the text says, read as text, is what the scan has to say."""
    papers = []
    for name, text, page in documents(Path(folder)):
        found = found_in(understood(text.encode(), "letter.txt"))
        papers.append(
            Paper(name, pdf_of(page), {field: [value for value, _ in told] for field, told in found.items()})
        )
    return papers


def compare(title: str, papers: list[Paper], *, peers: bool) -> None:
    tally: Tally = defaultdict(lambda: defaultdict(Counter))
    ways = ["text"]
    measure(papers, tally, "text", lambda place: understood(papers[place].pdf, "letter.pdf"))
    for name, how in WAYS.items():
        scans = [
            tiff_of(scanned(paper.pdf, seed=place, **how), how["dots"]) for place, paper in enumerate(papers)
        ]
        measure(papers, tally, name, lambda place, s=scans: understood(s[place], "scan.tif"))  # type: ignore[misc]
        ways.append(name)
        if peers:
            peer = f"{name}: tesseract"
            measure(papers, tally, peer, lambda place, s=scans: plain_tesseract(s[place]))  # type: ignore[misc]
            ways.append(peer)
    report(title, tally, ways)


def report(title: str, tally: Tally, ways: list[str]) -> None:
    print(
        f"\n{title}: % right (wrong in silence)\n| field | of | "
        + " | ".join(ways)
        + " |\n"
        + "|---" * (len(ways) + 2)
        + "|"
    )
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for name, by_way in tally.items():
        for way in ways:
            sums[way] += by_way[way]
        _print_row(name, by_way, ways)
    _print_row("all", sums, ways)
    print()


def _print_row(name: str, by_way: dict[str, Counter[str]], ways: list[str]) -> None:
    shown = " | ".join(
        f"{100 * by_way[way]['right'] / max(by_way[way]['all'], 1):.0f} ({by_way[way]['silent']})"
        for way in ways
    )
    print(f"| {name} | {by_way['text']['all']} | {shown} |")


def main() -> int:
    compare(f"{LETTERS} letters", made(), peers=True)
    if folder := os.environ.get("LETTERS_DOCUMENTS"):
        compare("own documents", own(folder), peers=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
