"""A submitted table checked by the cluster: what the embedded engine asks of every cell, answered the same."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from pyspark.sql import DataFrame, SparkSession

from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.reading import Means
from samrit.indicators.store.cells import KEY, STATUSES
from samrit.indicators.store.port import Checked, Note, Written
from samrit.indicators.store.rejecting import as_json
from samrit.indicators.store.spark.asking import Cluster, written
from samrit.indicators.store.spark.landing import KEYS, cell_texts, filled, land, of_read_columns
from samrit.indicators.store.spark.meanings import Tables, Told
from samrit.indicators.store.spark.reading import CellReader
from samrit.indicators.store.spark.refusals import Listing
from samrit.indicators.store.sql import Statement
from samrit.indicators.store.terms import Table, Terms
from samrit.indicators.store.texts import Reader, fault

MOST_NOTES = 200  # different ones, as the embedded engine
_NAMES = ", ".join(KEY)
_TELLS = (
    "NOT exists(problems, one -> one.at = each.at)"  # what the reading of the file lists tells no other fault
)


def check(
    cluster: Cluster, table: Table, mapping: ColumnMapping, terms: Terms, into: Path, *, submission: int
) -> Checked:
    """See ``port.ObservationStore.check``."""
    with cluster.over(Statement("", {}), {}) as (session, folder):
        tables, told = Tables(session, folder), Told()
        landed = land(session, table, mapping, folder)
        cells = cell_texts(filled(landed.rows), mapping)
        read = CellReader(Reader.of(mapping, terms), told, tables).read(cells)
        problems = of_read_columns(table, mapping)
        listing = Listing(told, [(each, told.fault(fault(each.message))) for each in problems])
        settled = tables.keep(
            with_problems(read, listing, mapping, tables).selectExpr(*settled_columns(mapping))
        )
        found = Found(session, tables, told, settled)
        good = found.good(folder / "good", into, submission)
        rejects = listing.write(found.faults(folder) if told.faults else None, found.conflicts, into)
        width = len(mapping.of(Means.VALUE))
        return checked(found, listing, landed.height, width=width, good=good, rejects=rejects)


def with_problems(cells: DataFrame, listing: Listing, mapping: ColumnMapping, tables: Tables) -> DataFrame:
    """``problems``: (at, fault) that the reading of the file found. One in a key is one of all cells of its row."""
    values = ", ".join(str(column.place) for column in mapping.of(Means.VALUE))
    if not listing.problems:
        return cells.selectExpr("*", "CAST(array() AS ARRAY<STRUCT<at SMALLINT, fault INT>>) AS problems")
    rows = [(each.row, each.column, number) for each, number in listing.problems]
    schema = {"row": pl.Int32(), "at": pl.Int16(), "fault": pl.Int32()}
    each = tables.put(rows, schema).selectExpr("row", "struct(at, fault) AS each")
    of_row = each.groupBy("row").agg({"each": "collect_list"}).toDF("row", "found")
    joined = cells.join(of_row, "row", "left")
    mine = f"filter(coalesce(found, array()), each -> each.at = `column` OR each.at NOT IN ({values}))"
    return joined.selectExpr("*", f"{mine} AS problems")


def settled_columns(mapping: ColumnMapping) -> list[str]:
    """What is kept of a cell: its place, its key, what it says, and its faults and notes."""
    status = mapping.of(Means.STATUS)
    beside = f"{status[0].place}, status_shown" if status else "`column`, text"
    listed = [f"{each}_at, {each}_shown, {each}_fault, {each}_lists" for each in KEYS]
    listed += [
        "area_at, area_shown, level_fault, true",
        "`column`, text, figure_fault, true",
        f"{beside}, unknown_fault, true",
        "`column`, text, contradiction_fault, true",
    ]
    faults = _array(listed, "at SMALLINT, shown STRING, fault INT, listed BOOLEAN")
    noted = [f"{place}, {each}_note, {each}_same, {each}_lists" for place, each in enumerate(KEYS)]
    notes = _array(
        [*noted, f"{len(KEYS)}, figure_note, false, true"],
        "place INT, note INT, same BOOLEAN, counts BOOLEAN",
    )
    return [
        "row", "`column`", "text", *KEY, "problems",
        "CAST(status AS TINYINT) AS status", "CAST(marks AS TINYINT) AS marks", "value",
        f"filter({faults}, each -> each.fault IS NOT NULL AND {_TELLS}) AS faults",
        f"filter({notes}, each -> each.note IS NOT NULL AND each.counts) AS notes",
    ]  # fmt: skip


def _array(structs: list[str], names: str) -> str:
    each = ", ".join(f"CAST(struct({values}) AS STRUCT<{names}>)" for values in structs)
    return f"array({each})"


class Count(NamedTuple):
    item: int | None
    status: int | None
    same: bool
    cells: int
    keys: int


@dataclass(frozen=True)
class Found:
    """What was found of every cell (``settled_columns``), and the questions asked of it."""

    session: SparkSession
    tables: Tables
    told: Told
    settled: DataFrame

    def ask(self, text: str) -> DataFrame:
        """SQL over ``settled`` and its good cells, ``fine``."""
        self.settled.createOrReplaceTempView("settled")
        self.settled.where("size(faults) = 0 AND size(problems) = 0").createOrReplaceTempView("fine")
        return self.session.sql(text)

    @cached_property
    def by_key(self) -> DataFrame:
        """Of the good cells: how many say a key, whether all say the same, and the first of them."""
        says, place = "struct(status, marks, value)", "struct(row, `column`, status, marks, value)"
        return self.tables.keep(
            self.ask(
                f"SELECT {_NAMES}, count(*) AS n, min({says}) <=> max({says}) AS same, min({place}) AS first "
                f"FROM fine GROUP BY {_NAMES}"
            )
        )

    @cached_property
    def counts(self) -> list[Count]:
        """Of what is accepted, of what contradicts itself (not ``same``), and of what has faults (no status)."""
        self.by_key.createOrReplaceTempView("by_key")
        return [
            Count(*row)
            for row in self.ask(
                "SELECT item, first.status AS status, same, sum(n) AS cells, count(*) AS keys FROM by_key GROUP BY 1, 2, 3 "
                "UNION ALL SELECT item, NULL, false, count(*), 0 FROM settled "
                "WHERE size(faults) > 0 OR size(problems) > 0 GROUP BY item"
            ).collect()
        ]

    @cached_property
    def conflicts(self) -> list[Any]:
        """The cells that contradict one another, by key: KEY, row, column, text, status."""
        if all(each.same or each.status is None for each in self.counts):
            return []
        order = f"{_NAMES}, row, `column`"
        lost = self.ask(
            f"SELECT {order}, text, status FROM fine LEFT SEMI JOIN (SELECT * FROM by_key WHERE NOT same) k "
            f"USING ({_NAMES}) ORDER BY {order}"
        )
        return list(lost.collect())

    def good(self, through: Path, into: Path, submission: int) -> tuple[Written, ...]:
        """The cell files: of several cells that say the same the first."""
        origin = ("first.row", "first.`column`", "first.status", "first.marks", "first.value")
        rows = self.by_key.where("same").selectExpr(*KEY, *origin, f"{int(submission)} AS submission")
        return written(rows.orderBy(*KEY), through, into)

    def faults(self, folder: Path) -> pl.DataFrame:
        """row, at, shown, fault, listed: each fault of each cell; what the reading of the file found is listed already."""
        rows = self.ask(
            "SELECT row, each.* FROM settled LATERAL VIEW explode(faults) t AS each UNION ALL "
            "SELECT row, NULL, NULL, each.fault, false FROM settled LATERAL VIEW explode(problems) t AS each"
        )
        path = folder / "faults"
        rows.write.parquet(path.absolute().as_uri())
        return pl.read_parquet(path / "*.parquet")

    def notes(self) -> tuple[Note, ...]:
        """By the first row."""
        if not self.told.notes:
            return ()
        rows = self.ask(
            "SELECT each.note, each.same, count(*) AS n, min(struct(row, each.place, `column`)) AS first "
            "FROM settled LATERAL VIEW explode(notes) t AS each GROUP BY 1, 2"
        ).collect()
        kept: dict[str, tuple[Any, Note]] = {}
        for row in rows:
            first = (0 if row["same"] else row["first"]["row"], row["first"]["place"], row["first"]["column"])
            for place, message in enumerate(self.told.notes[row["note"]]):
                note = Note(message, 1 if row["same"] else row["n"], first[0])
                kept[as_json(message)] = _together(kept.get(as_json(message)), ((*first, place), note))
        ordered = sorted(kept.values(), key=lambda each: each[0])
        return tuple(note for _, note in ordered[:MOST_NOTES])


def _together(one: tuple[Any, Note] | None, other: tuple[Any, Note]) -> tuple[Any, Note]:
    if one is None:
        return other
    order, note = min(one, other, key=lambda each: each[0])
    return order, Note(note.message, one[1].times + other[1].times, note.first_row)


def checked(
    found: Found,
    listing: Listing,
    rows_in: int,
    *,
    width: int,
    good: tuple[Written, ...],
    rejects: Written | None,
) -> Checked:
    """The counts, which have to add up. ``width``: how many cells a row brings."""
    by_status: Counter[int] = Counter()
    by_item: dict[int, list[int]] = {}
    for count in found.counts:
        if count.item is not None:
            by_item.setdefault(count.item, [0, 0])[0 if count.same else 1] += count.cells
        if count.same and count.status is not None:
            by_status[count.status] += count.cells
    accepted, keys = sum(by_status.values()), sum(count.keys for count in found.counts if count.same)
    cells = sum(count.cells for count in found.counts)
    if keys != sum(file.rows for file in good) or listing.rows > rows_in:
        raise AssertionError(f"cells do not add up: {accepted} accepted, {keys} keys")
    return Checked(
        good=good,
        rejects=rejects,
        rows_in=rows_in,
        rows_accepted=rows_in - listing.rows,
        rows_rejected=listing.rows,
        cells_in=cells,
        cells_accepted=accepted,
        cells_rejected=cells - accepted,
        repeated=accepted - keys,
        conflicting=len(found.conflicts),
        blank_rows=rows_in - cells // max(width, 1),
        by_reason=dict(sorted(listing.by_reason.items())),
        by_status={STATUSES[number]: times for number, times in sorted(by_status.items())},
        by_item={item: (taken, left) for item, (taken, left) in sorted(by_item.items())},
        notes=found.notes(),
    )
