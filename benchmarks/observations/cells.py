"""Questions to stored cells: completeness and one series, from a million to a hundred million."""

import json
import sys
import time
from pathlib import Path
from shutil import rmtree

import numpy as np
import polars as pl

from benchmarks.observations.data import AREAS, ITEMS, village_codes
from benchmarks.observations.process import measured, peak
from samrit.indicators.store import make_store
from samrit.indicators.store.cells import SCHEMA
from samrit.indicators.store.embedded.arranging import write_sorted
from samrit.indicators.store.embedded.duck import Duck
from samrit.indicators.store.port import Expected
from samrit.indicators.store.questions import Questions

MEMORY = 1500  # MB
FIRST_YEAR = 1990
SHARE = 0.01  # blank, and as many never sent


def run(folder: Path, most: int) -> None:
    """Print a line for each size up to ``most`` cells; nothing for 0."""
    sizes = [size for size in (1_000_000, 10_000_000, 100_000_000) if size <= most]
    if sizes:
        print(f"\ncells in Parquet, 1 % never sent; memory set to {MEMORY} MB")
        print(
            f"{'':14}{'completeness s':>16}{'ns/cell':>9}{'peak MB':>9}{'series s':>10}{'peak MB':>9}{'SQL join s':>12}{'peak MB':>9}"
        )
    times: list[tuple[int, float, float]] = []
    for size in sizes:
        into = folder / "cells"
        periods = max(1, round(size / AREAS / ITEMS))
        cells = make(into, periods)
        asked = {
            name: measured("benchmarks.observations.cells", name, str(into), str(periods)) for name in ASKED
        }
        told = {asked[name]["answer"] for name in ("completeness", "join")}
        if len(told) != 1:
            raise AssertionError(f"completeness is not the same: {told}")
        whole, series, join = asked["completeness"], asked["series"], asked["join"]
        print(
            f"{cells:14,}{whole['seconds']:16.2f}{whole['seconds'] / cells * 1e9:9.1f}{whole['peak']:9.0f}"
            f"{series['seconds']:10.3f}{series['peak']:9.0f}{join['seconds']:12.2f}{join['peak']:9.0f}"
        )
        times.append((cells, whole["seconds"], series["seconds"]))
        rmtree(into)
    if len(times) > 1:
        more, longer, series_longer = (last / first for first, last in zip(times[0], times[-1], strict=True))
        print(
            f"growth: {more:.0f} × the cells, completeness {longer:.1f} × the time, series {series_longer:.1f} ×"
        )


def make(into: Path, periods: int) -> int:
    """Files as the store has them: an item each, 75,000 villages; how many cells."""
    into.mkdir()
    random = np.random.default_rng(2)
    areas = village_codes()
    rows = len(areas) * periods
    frame = pl.DataFrame(
        {
            "area": np.tile(areas, periods),
            "period": np.repeat(np.arange(FIRST_YEAR, FIRST_YEAR + periods), len(areas)),
            "value": pl.Series(np.arange(rows) * 7919 % 9_999_999).cast(pl.Decimal(38, 12)),
            "row": np.arange(rows) + 2,
        }
    )
    count = 0
    for item in range(1, ITEMS + 1):
        status = np.where(random.random(rows) < SHARE, 1, 0)
        others = {"item": item, "part": 0, "marks": 0, "submission": 1, "column": 4}
        cells = frame.with_columns(
            pl.Series("status", status), *(pl.lit(number).alias(name) for name, number in others.items())
        ).filter(pl.Series(random.random(rows) >= SHARE))
        cells = cells.with_columns(value=pl.when(pl.col("status") == 0).then("value")).cast(pl.Schema(SCHEMA))
        count += write_sorted(cells, into).rows
    return count


def completeness(files: list[Path], periods: int) -> int:
    store = make_store("embedded", MEMORY, files[0].parent / "scratch")
    return sum(each.sent for each in store.completeness(files, _owed(periods)))


def join(files: list[Path], periods: int) -> int:
    """The same in SQL by DuckDB, as another engine would: the peer."""
    store = Questions(Duck(MEMORY, files[0].parent / "scratch"))
    return sum(each.sent for each in store.completeness(files, _owed(periods)))


def series(files: list[Path], periods: int) -> int:
    store = make_store("embedded", MEMORY, files[0].parent / "scratch")
    return len(store.series(files, ITEMS // 2, int(village_codes()[AREAS // 2])))


ASKED = {"completeness": completeness, "series": series, "join": join}


def _owed(periods: int) -> list[Expected]:
    areas = tuple(village_codes().tolist())
    numbers = tuple(range(FIRST_YEAR, FIRST_YEAR + periods))
    return [Expected(item, areas, numbers) for item in range(1, ITEMS + 1)]


def main() -> None:
    name, folder, periods = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    files = sorted(folder.glob("*.parquet"))
    started = time.perf_counter()
    answer = ASKED[name](files, periods)
    print(json.dumps({"answer": answer, "seconds": time.perf_counter() - started, "peak": peak()}))


if __name__ == "__main__":
    main()
