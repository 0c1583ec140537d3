"""What is current once a submission is accepted: its cells in place of those of the same key."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from samrit.indicators.store.cells import SCHEMA
from samrit.indicators.store.embedded.arranging import MOST_ROWS, newest, write_cells
from samrit.indicators.store.embedded.holding import item_ranges
from samrit.indicators.store.port import Files, UnreadableFilesError, Written

_SMALL = MOST_ROWS // 8  # rows; files below it are put together while others are written anyway
_Items = Counter[int]  # item → rows


def merge(current: Files, good: Files, into: Path) -> tuple[Path | Written, ...]:
    """Files that hold no item of the submission stay; so does a file of the submission that no other shares an item with.

    What is written anew is read item by item, as many at a time as fill one file.
    """
    try:
        items = {path: _items_of(path) for path in (*current, *good)}
        touched = _touched(current, good, items)
        written = list(_merged([path for path in good if path in touched], touched, items, into))
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise UnreadableFilesError(", ".join(path.name for path in (*current, *good))) from problem
    kept: list[tuple[int, Path | Written]] = [
        (min(items[path]), path) for path in items if path not in touched and items[path]
    ]
    return tuple(file for _, file in sorted([*kept, *written], key=lambda each: each[0]))


def _items_of(path: Path) -> _Items:
    counted = pl.scan_parquet(path).group_by("item").len().collect(engine="streaming")
    return Counter(dict(counted.rows()))


def _touched(current: Files, good: Files, items: dict[Path, _Items]) -> set[Path]:
    """Files that share an item with another one, and then the small ones as well."""
    sent = set().union(*(items[path] for path in good))
    there = set().union(*(items[path] for path in current))
    touched = {path for path in current if sent & set(items[path])}
    touched |= {path for path in good if there & set(items[path])}
    small = {path for path, counts in items.items() if counts.total() < _SMALL}
    return touched | small if len(touched | small) > 1 else touched


def _merged(
    newer: Sequence[Path], touched: set[Path], items: dict[Path, _Items], into: Path
) -> Iterator[tuple[int, Written]]:
    """The new files with the lowest item of each."""
    older = sorted(touched - set(newer))
    counts = sum((items[path] for path in touched), Counter[int]())
    for low, high in item_ranges(counts, MOST_ROWS):
        between = pl.col("item").is_between(low, high)
        frames = [
            pl.scan_parquet(path).filter(between).select(list(SCHEMA)).collect(engine="streaming")
            for path in (*newer, *older)
        ]
        cells = pl.concat(frames, rechunk=True)
        for file in write_cells(cells, newest(cells), into):
            yield low, file
