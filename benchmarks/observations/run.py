"""A submission of ten million rows by several programs, then questions to a hundred million cells, then a workbook.

May be set: ``OBSERVATIONS_AREAS`` (75,000: 10.2 million rows), ``OBSERVATIONS_CELLS`` (100,000,000), ``OBSERVATIONS_DATA`` (a folder),
``OBSERVATIONS_PROGRAMS`` (names with commas: only those, and ours).
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.observations import cells, data, workbook
from benchmarks.observations.once import OURS
from benchmarks.observations.peers import PEERS
from benchmarks.observations.process import measured, middle

AREAS = int(os.environ.get("OBSERVATIONS_AREAS", str(data.AREAS)))
CELLS = int(os.environ.get("OBSERVATIONS_CELLS", "100000000"))
PROGRAMS = [
    name for name in PEERS if name in os.environ.get("OBSERVATIONS_PROGRAMS", ",".join(PEERS)).split(",")
]
RIVAL, TURNS = "polars streaming", 3  # in turns with ours; the middle one of each counts
COUNTED = ("rows", "bad_item", "bad_area", "unreadable", "outside", "bad")


def main() -> int:
    with tempfile.TemporaryDirectory(dir=os.environ.get("OBSERVATIONS_DATA"), prefix="observations-") as name:
        folder = Path(name)
        agree = _pipeline(folder)
        cells.run(folder, CELLS)
        workbook.run(folder)
    return 0 if agree else 1


def _pipeline(folder: Path) -> bool:
    made = data.make(folder / "sent.csv", areas=AREAS)
    print(f"load of the machine {os.getloadavg()[0]:.1f}")
    print(
        f"{made.rows:,} rows, {made.size / 1e6:,.0f} MB: read, checked, rejects listed, duplicates, sorted Parquet, completeness"
    )
    print("pandera and frictionless are not installed: not run")
    print(f"{'':18}{'s':>8}{'s proc.':>9}{'M rows/s':>10}{'peak MB':>9}{'× ours':>8}{'of proc.':>10}")
    others = [name for name in PROGRAMS if name != RIVAL]
    found = {name: _once(name, made) for name in others}
    duel = [(_once(RIVAL, made), _once(OURS, made)) for _turn in range(TURNS)]
    found |= {name: middle([pair[place] for pair in duel]) for place, name in enumerate((RIVAL, OURS))}
    own = found[OURS]
    for name, one in found.items():
        print(
            f"{name:18}{one['seconds']:8.2f}{one['processor']:9.2f}{made.rows / one['seconds'] / 1e6:10.2f}"
            f"{one['peak']:9.0f}{one['seconds'] / own['seconds']:8.2f}{one['processor'] / own['processor']:10.2f}"
        )
    for asked, word in (("seconds", "waited"), ("processor", "of the processor")):
        ratios = sorted(theirs[asked] / ours[asked] for theirs, ours in duel)
        print(f"{RIVAL} × ours, {word}: {', '.join(f'{ratio:.2f}' for ratio in ratios)}")
    made.path.unlink()
    return _agree({name: one["counts"] for name, one in found.items()})


def _once(name: str, made: data.Made) -> dict[str, Any]:
    return measured("benchmarks.observations.once", name, str(made.path), str(AREAS))


def _agree(counts: dict[str, dict[str, int]]) -> bool:
    """Every program that checks has to find the same."""
    own = counts[OURS]
    print(f"ours: {json.dumps(own)}")
    agree = True
    for name, theirs in counts.items():
        compared = [key for key in COUNTED if key in theirs]
        different = {key: theirs[key] for key in compared if theirs[key] != own[key]}
        if "keys" in theirs and not own["keys"] <= theirs["keys"] <= own["keys"] + own["conflicting"]:
            different["keys"] = theirs["keys"]  # they keep one of the rows that contradict one another
        if different:
            print(f"{name} counts otherwise: {different}", file=sys.stderr)
            agree = False
    if agree:
        print("all counts agree")
    return agree


if __name__ == "__main__":
    raise SystemExit(main())
