"""What is current once a submission is accepted: its cells in place of those of the same key."""

from collections.abc import Mapping
from pathlib import Path

from samrit.indicators.store.cells import KEY
from samrit.indicators.store.port import Files, Written
from samrit.indicators.store.spark.asking import Cluster
from samrit.indicators.store.sql import COLUMNS, ORDER, Statement

SMALL = 500_000  # rows; files below it are put together while others are written anyway
_SAME_KEY = " AND ".join(f"g.{name} = c.{name}" for name in KEY)
_MERGED = Statement(
    f"SELECT {COLUMNS} FROM good UNION ALL SELECT {COLUMNS} FROM cells c "
    f"WHERE NOT EXISTS (SELECT 1 FROM good g WHERE {_SAME_KEY}) ORDER BY {ORDER}",
    {},
)
_ITEMS = Statement("SELECT item, count(*) AS n FROM cells GROUP BY item", {})
Items = Mapping[Path, Mapping[int, int]]  # file → item → rows


def merge(cluster: Cluster, current: Files, good: Files, into: Path) -> tuple[Path | Written, ...]:
    """Files that hold no item of the submission stay; so does a file of the submission that no other shares an item with."""
    items: Items = {path: dict(cluster.rows(_ITEMS, {"cells": [path]})) for path in (*current, *good)}
    touched = _touched(current, good, items)
    sides = {
        "cells": [path for path in current if path in touched],
        "good": [path for path in good if path in touched],
    }
    written = cluster.copy(_MERGED, sides, into) if touched else ()
    lowest = min((item for path in touched for item in items[path]), default=0)
    found: list[tuple[int, Path | Written]] = [(lowest, file) for file in written]
    found += [(min(items[path]), path) for path in items if path not in touched and items[path]]
    return tuple(file for _, file in sorted(found, key=lambda each: each[0]))


def _touched(current: Files, good: Files, items: Items) -> set[Path]:
    """Files that share an item with another one, and then the small ones as well."""
    sent = {item for path in good for item in items[path]}
    there = {item for path in current for item in items[path]}
    touched = {path for path in current if sent & set(items[path])}
    touched |= {path for path in good if there & set(items[path])}
    small = {path for path, counts in items.items() if sum(counts.values()) < SMALL}
    return touched | small if len(touched | small) > 1 else touched
