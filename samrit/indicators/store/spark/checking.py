"""A submitted table checked by the cluster: the same questions of every cell as the embedded engine asks, the same answers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from pyspark.sql import DataFrame

from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.reading import Means
from samrit.indicators.store.cells import KEY, REJECTS, STATUSES
from samrit.indicators.store.faults import MOST_NAMED, conflict
from samrit.indicators.store.files import seal, unsealed
from samrit.indicators.store.port import Checked, Note, Table, Terms, Written
from samrit.indicators.store.rejecting import as_json
from samrit.indicators.store.spark.asking import Cluster, written
from samrit.indicators.store.spark.landing import KEYS, cell_texts, filled, land
from samrit.indicators.store.spark.meanings import Tables, Told
from samrit.indicators.store.spark.reading import CellReader
from samrit.indicators.store.sql import Statement
from samrit.indicators.store.texts import Reader, fault

_NOTHING = Statement("", {})
_NAMES = ", ".join(KEY)
_SAYS = "struct(status, marks, value)"
MOST_NOTES = 200


def check(
    cluster: Cluster, table: Table, mapping: ColumnMapping, terms: Terms, into: Path, *, submission: int
) -> Checked:
    """See ``port.ObservationStore.check``."""
    with cluster.over(_NOTHING, {}) as (session, folder):
        tables, told = Tables(session, folder), Told()
        landed = land(session, table, mapping, folder)
        rows = filled(landed)
        reader = CellReader(Reader.of(mapping, terms), told, tables)
        read = reader.read(cell_texts(rows, mapping))
        settled = tables.keep(read.selectExpr(*_settled(mapping)))
        found = Found(tables, told, settled)
        good = _good(found, folder, into, submission)
        conflicts = found.conflicts
        return _checked(found, landed, rows, good, _rejects(found, conflicts, into), conflicts)


def _settled(mapping: ColumnMapping) -> list[str]:
    """What is kept of a cell: its place, its key, what it says, and its faults and notes."""
    status = mapping.of(Means.STATUS)
    beside = f"CAST({status[0].place} AS SMALLINT), status_shown" if status else "`column`, text"
    listed = [f"{each}_at, {each}_shown, {each}_fault, {each}_lists" for each in KEYS]
    listed += [
        "area_at, area_shown, level_fault, true",
        "`column`, text, figure_fault, true",
        f"{beside}, unknown_fault, true",
        "`column`, text, contradiction_fault, true",
    ]
    faults = ", ".join(f"struct({each})" for each in listed)
    names = "at SMALLINT, shown STRING, fault INT, listed BOOLEAN"
    told = [f"struct({place}, {each}_note, {each}_lists)" for place, each in enumerate(KEYS)]
    told.append(f"struct({len(KEYS)}, figure_note, true)")
    return [
        "row", "`column`", "text", *KEY,
        "CAST(status AS TINYINT) AS status", "CAST(marks AS TINYINT) AS marks", "value",
        f"filter(CAST(array({faults}) AS ARRAY<STRUCT<{names}>>), each -> each.fault IS NOT NULL) AS faults",
        f"filter(CAST(array({', '.join(told)}) AS ARRAY<STRUCT<place INT, note INT, counts BOOLEAN>>), "
        "each -> each.note IS NOT NULL AND each.counts) AS notes",
    ]  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What was found of every cell (``_settled``), and the questions asked of it."""

    tables: Tables
    told: Told
    settled: DataFrame

    @cached_property
    def by_key(self) -> DataFrame:
        """Of the cells without a fault: how many say the key, whether all the same, and the first of them."""
        fine = self.settled.where("size(faults) = 0")
        first = "min(struct(row, `column`, status, marks, value)) AS first"
        same = f"min({_SAYS}) <=> max({_SAYS}) AS same"
        fine.createOrReplaceTempView("fine")
        return self.tables.keep(
            fine.sparkSession.sql(f"SELECT {_NAMES}, count(*) AS n, {same}, {first} FROM fine GROUP BY {_NAMES}")
        )

    @cached_property
    def conflicts(self) -> list[Any]:
        """The cells that contradict one another, by key."""
        lost = self.by_key.where("NOT same").select(*KEY)
        order = [*KEY, "row", "column"]
        cells = self.settled.where("size(faults) = 0").join(lost, list(KEY))
        return cells.select(*order, "text", "status").orderBy(*order).collect()

    def counted(self, rows: DataFrame, *by: str) -> dict[Any, int]:
        """n by a column."""
        return {key: int(n) for key, n in rows.groupBy(*by).sum("n").collect()}
