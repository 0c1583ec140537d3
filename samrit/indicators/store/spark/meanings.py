"""What distinct texts mean, read once by the rules beside the cluster, as tables that the cluster joins."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from pyspark.sql import DataFrame, SparkSession

from samrit.indicators.store.rejecting import as_json
from samrit.indicators.store.spark.asking import spark_columns
from samrit.indicators.store.texts import Fault, Figure, Number, Said
from samrit.rules.wording import Message

Row = tuple[Any, ...]
Schema = Mapping[str, pl.DataType]


@dataclass
class Told:
    """Faults and notes by number: the cluster carries numbers, the sentences stay here."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[tuple[Message, ...]] = field(default_factory=list)
    _known: dict[tuple[str, ...], int] = field(default_factory=dict)

    def fault(self, fault: Fault) -> int:
        key = ("fault", as_json(fault.message), as_json(fault.mend) if fault.mend else "")
        return self._number(key, self.faults, fault)

    def note(self, notes: tuple[Message, ...]) -> int | None:
        return self._number(("notes", *map(as_json, notes)), self.notes, notes) if notes else None

    def _number(self, key: tuple[str, ...], kept: list[Any], value: Any) -> int:
        number = self._known.setdefault(key, len(kept))
        if number == len(kept):
            kept.append(value)
        return number

    def numbered(self, found: Number | Fault) -> Row:
        """Number, fault, note."""
        if isinstance(found, Fault):
            return None, self.fault(found), None
        return found.number, None, self.note(found.notes)

    def figured(self, found: Figure | Fault) -> Row:
        """Status, marks, value, fault, note."""
        if isinstance(found, Fault):
            return None, None, None, self.fault(found), None
        return found.status, found.marks, found.value, None, self.note(found.notes)

    def said(self, found: Said | Fault) -> Row:
        """Status, marks, fault."""
        return (None, None, self.fault(found)) if isinstance(found, Fault) else (*found, None)


class Lesson(NamedTuple):
    """What is read of which columns' distinct values, and the columns that it gives."""

    of: Schema
    read: Callable[..., Row]
    gives: Schema


class Tables:
    """Tables that lie in files of a folder which the cluster sees too."""

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self._session = session
        self._folder = folder
        self._made = 0

    def put(self, rows: Iterable[Sequence[Any]], schema: Schema) -> DataFrame:
        """Rows that were made here."""
        file = self._next()
        pl.DataFrame(list(rows), schema=dict(schema), orient="row").write_parquet(file)
        return self._session.read.schema(spark_columns(schema)).parquet(file.as_uri())

    def keep(self, rows: DataFrame) -> DataFrame:
        """Rows of the cluster put down once, to be read several times."""
        path = self._next().as_uri()
        rows.write.parquet(path)
        return self._session.read.schema(rows.schema).parquet(path)

    def learned(self, cells: DataFrame, *lessons: Lesson) -> DataFrame:
        """The cells with what the distinct values of some of their columns mean; null where one of these is null."""
        sets = [f"collect_set({_all_there(lesson.of)}) AS set{place}" for place, lesson in enumerate(lessons)]
        found = cells.selectExpr(*sets).collect()[0]  # all of them in one pass
        for lesson, values in zip(lessons, found, strict=True):
            # In order: the number that a sentence gets does not depend on which worker was first.
            rows = [(*row, *lesson.read(*row)) for row in sorted(tuple(value) for value in values)]
            cells = cells.join(self.put(rows, {**lesson.of, **lesson.gives}), list(lesson.of), "left")
        return cells

    def _next(self) -> Path:
        self._made += 1
        return (self._folder / f"table{self._made}.parquet").absolute()


def _all_there(names: Iterable[str]) -> str:
    there = " AND ".join(f"{name} IS NOT NULL" for name in names)
    return f"if({there}, struct({', '.join(names)}), NULL)"
