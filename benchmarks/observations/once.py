"""One program over the file, in a process of its own. ``python -m benchmarks.observations.once NAME CSV AREAS``"""

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.observations.peers import PEERS, Counts
from benchmarks.observations.process import peak

OURS = "samrit"
MEMORY = 1400  # MB


def ours(path: Path, areas: int, into: Path) -> Counts:
    from benchmarks.observations.ours import run

    found, given = run(path, areas, into, memory=MEMORY)
    reasons = found.by_reason
    return {
        "rows": found.rows_in,
        "bad_item": reasons.get("item_unknown", 0),
        "bad_area": reasons.get("area_unknown_code", 0),
        "unreadable": reasons.get("observed_unreadable", 0),
        "outside": reasons.get("cell_below", 0) + reasons.get("cell_above", 0),
        "bad": found.cells_rejected - found.conflicting,
        "keys": sum(each.sent for each in given),
        "conflicting": found.conflicting,
        "repeated": found.repeated,
    }


def main() -> None:
    name, path, areas = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    call = ours if name == OURS else PEERS[name]
    with TemporaryDirectory(dir=path.parent) as into:
        started, used = time.perf_counter(), time.process_time()
        counts = call(path, areas, Path(into))
        seconds, processor = time.perf_counter() - started, time.process_time() - used
    print(json.dumps({"counts": counts, "seconds": seconds, "processor": processor, "peak": peak()}))


if __name__ == "__main__":
    main()
