"""Statements answered by a Spark cluster over the cell files, in a session of their own."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import sqlglot
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from samrit.indicators.store.cells import SCHEMA
from samrit.indicators.store.files import seal, unsealed
from samrit.indicators.store.port import Files, UnreadableFilesError, Written
from samrit.indicators.store.questions import Row
from samrit.indicators.store.spark.session import ClusterAwayError, is_lost, open_session
from samrit.indicators.store.sql import Statement

_NAMED = re.compile(r"file:\S*/(\S+\.parquet)")
_GROUP = 8 * 1024 * 1024  # bytes of a row group before they are packed: a question reads few of them
_TYPES = {
    pl.Int8: "TINYINT",
    pl.Int16: "SMALLINT",
    pl.Int32: "INT",
    pl.Int64: "BIGINT",
    pl.String: "STRING",
    pl.Boolean: "BOOLEAN",
}


class Cluster:
    """``scratch`` is seen by the workers under the same path: tables that come with a statement go through it."""

    def __init__(self, master: str, memory: int, scratch: Path) -> None:
        self._master = master
        self._memory = memory
        self._scratch = scratch

    def rows(self, statement: Statement, files: Mapping[str, Files]) -> list[Row]:
        with self.over(statement, files) as (session, _):
            return [tuple(row) for row in session.sql(translated(statement.text)).collect()]

    def copy(self, statement: Statement, files: Mapping[str, Files], into: Path) -> tuple[Written, ...]:
        """The rows as files in their order: one, or several where there are many."""
        with self.over(statement, files) as (session, folder):
            return written(session.sql(translated(statement.text)), folder / "copy", into)

    @contextmanager
    def over(self, statement: Statement, files: Mapping[str, Files]) -> Iterator[tuple[SparkSession, Path]]:
        """A session that knows the files and tables of a statement by name, and a folder for as long as it is used."""
        for path in (path for paths in files.values() for path in paths):
            _see(path)
        self._scratch.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._scratch, prefix="asking-") as folder, faults_told():
            session = new_session(self._master, self._memory, self._scratch)
            for name, paths in files.items():
                there = paths or [_put({}, SCHEMA, Path(folder, f"{name}.parquet"))]
                view(session, name, there, SCHEMA)
            for name, columns in statement.tables.items():
                schema = dict.fromkeys(columns, pl.Int32())
                view(session, name, [_put(columns, schema, Path(folder, f"{name}.parquet"))], schema)
            yield session, Path(folder)


def new_session(master: str, memory: int, scratch: Path) -> SparkSession:
    """With names of tables of its own."""
    return open_session(master, memory, scratch).newSession()


def view(session: SparkSession, name: str, paths: Files, schema: Mapping[str, pl.DataType]) -> None:
    """Files as a table. With the columns stated nothing is read before it is asked for."""
    read = session.read.schema(spark_columns(schema)).parquet(*[path.absolute().as_uri() for path in paths])
    read.createOrReplaceTempView(name)


def spark_columns(schema: Mapping[str, pl.DataType]) -> str:
    """A schema of Polars as Spark writes it."""
    return ", ".join(f"`{column}` {_spark_type(kind)}" for column, kind in schema.items())


def _spark_type(kind: pl.DataType) -> str:
    return f"DECIMAL({kind.precision}, {kind.scale})" if isinstance(kind, pl.Decimal) else _TYPES[type(kind)]


@lru_cache(maxsize=256)
def translated(text: str) -> str:
    """DuckDB's dialect into Spark's."""
    (found,) = sqlglot.transpile(text, read="duckdb", write="spark")
    return found


def _put(columns: Mapping[str, Sequence[int]], schema: Mapping[str, pl.DataType], file: Path) -> Path:
    pl.DataFrame(dict(columns), schema=dict(schema)).write_parquet(file)
    return file


def written(rows: DataFrame, through: Path, into: Path) -> tuple[Written, ...]:
    """Sorted rows as files of ``into``, in their order. ``through``: a folder that the workers can write to."""
    rows.select(*SCHEMA).write.option("parquet.block.size", _GROUP).parquet(through.absolute().as_uri())
    return tuple(_taken_over(path, into) for path in sorted(through.glob("part-*.parquet")) if _height(path))


def _taken_over(path: Path, into: Path) -> Written:
    part = unsealed(into)
    shutil.move(path, part)
    return seal(part, _height(part))


def _height(path: Path) -> int:
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def _see(path: Path) -> None:
    """To Spark a column that a file has not is an empty one: so the columns are looked at here."""
    try:
        found = pl.read_parquet_schema(path)
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise UnreadableFilesError(path.name) from problem
    if found != dict(SCHEMA):
        raise UnreadableFilesError(path.name)


@contextmanager
def faults_told() -> Iterator[None]:
    """A damaged file, and a cluster that is away, are told as such."""
    try:
        yield
    except (PySparkException, Py4JError, OSError) as problem:
        if "FAILED_READ_FILE" in str(problem) or "PATH_NOT_FOUND" in str(problem):
            named = _NAMED.search(str(problem))
            raise UnreadableFilesError(named[1] if named else "") from problem
        if is_lost():
            raise ClusterAwayError("the Spark cluster does not answer") from problem
        raise
