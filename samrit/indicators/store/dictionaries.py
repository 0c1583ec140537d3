"""The tables beside cells that travel, which say what their numbers mean: items, parts, areas, submissions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from samrit.indicators.store.port import Files, UnreadableFilesError

ITEMS: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "number": pl.Int32(),
        "code": pl.String(),
        "name": pl.String(),
        "name_en": pl.String(),
        "unit": pl.String(),
        "period": pl.String(),  # rules.periods.PeriodType
        "level": pl.String(),  # the finest: rules.areas.AreaLevel
        "lists": pl.String(),  # code lists, with commas
        "least": pl.String(),
        "most": pl.String(),
        "decimals": pl.Int32(),
        "own": pl.Boolean(),  # of the province itself, not of the national book
    }
)
PARTS: Mapping[str, pl.DataType] = MappingProxyType(
    {"number": pl.Int32(), "item": pl.Int32(), "key": pl.String()}
)
AREAS: Mapping[str, pl.DataType] = MappingProxyType(
    {"number": pl.Int32(), "name": pl.String(), "name_en": pl.String(), "level": pl.String()}
)
SUBMISSIONS: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "number": pl.Int32(),
        "receipt": pl.String(),
        "agency": pl.String(),
        "source": pl.String(),
        "sha256": pl.String(),
        "accepted_at": pl.String(),
    }
)


# What Polars raises on a file that is no table inside. A panic of its engine is no Exception and would pass everybody.
DAMAGED = (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException)


class OtherColumnsError(Exception):
    """A table of the package has other columns than were agreed; ``name`` of the file."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Used:
    """The numbers that stand in cell files, ascending."""

    items: tuple[int, ...]
    parts: tuple[int, ...]
    areas: tuple[int, ...]
    submissions: tuple[int, ...]


def used_in(files: Files) -> Used:
    """What dictionaries have to say something about."""
    try:
        found = [
            tuple(
                sorted(
                    pl.scan_parquet(list(files))
                    .select(pl.col(name).unique())
                    .collect(engine="streaming")[name]
                )
            )
            for name in ("item", "part", "area", "submission")
        ]
    except DAMAGED as problem:
        raise UnreadableFilesError(", ".join(path.name for path in files)) from problem
    items, parts, areas, submissions = found
    return Used(items, tuple(part for part in parts if part), areas, submissions)


def write_dictionary(rows: Iterable[Sequence[object]], schema: Mapping[str, pl.DataType], to: Path) -> None:
    """A table of the package, its rows by number."""
    frame = pl.DataFrame(list(rows), schema=dict(schema), orient="row").sort("number")
    frame.write_parquet(to, compression="zstd", statistics=False)


def rows_of(path: Path) -> int:
    """How many rows a table says that it has, without reading them. OtherColumnsError: it is no table."""
    try:
        return int(pl.scan_parquet(path).select(pl.len()).collect().item())
    except DAMAGED as problem:
        raise OtherColumnsError(path.name) from problem


def read_dictionary(path: Path, schema: Mapping[str, pl.DataType], name: str) -> list[dict[str, Any]]:
    """Its rows. OtherColumnsError: not such a table, something is missing in it, or a number stands twice."""
    try:
        frame = pl.read_parquet(path)
    except DAMAGED as problem:
        raise OtherColumnsError(name) from problem
    is_such = dict(frame.schema) == dict(schema)
    if not is_such or frame.null_count().transpose().sum().item() or frame["number"].is_duplicated().any():
        raise OtherColumnsError(name)
    return frame.rows(named=True)
