"""Statements answered by DuckDB over the cell files, within a bound of memory."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from samrit.indicators.store.port import Files, UnreadableFilesError
from samrit.indicators.store.questions import Row
from samrit.indicators.store.sql import Statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LEAST_MEMORY = 64  # MB, below which nothing runs


class Duck:
    """``memory`` in MB; what does not fit is put into ``scratch``. Each question has a connection of its own."""

    def __init__(self, memory: int, scratch: Path) -> None:
        self._memory = max(memory, _LEAST_MEMORY)
        self._scratch = scratch

    def rows(self, statement: Statement, files: Mapping[str, Files]) -> list[Row]:
        with self.over(statement, files) as connection:
            return connection.execute(statement.text).fetchall()

    def copy(self, statement: Statement, files: Mapping[str, Files], to: Path, *, group: int) -> int:
        """The statement's rows as a Parquet file with ``group`` rows in each group; how many."""
        with self.over(statement, files) as connection:
            options = f"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {int(group)}"
            done = connection.execute(f"COPY ({statement.text}) TO {_quoted(to)} ({options})").fetchone()
            return int(done[0]) if done else 0

    @contextmanager
    def over(self, statement: Statement, files: Mapping[str, Files]) -> Iterator["DuckDBPyConnection"]:
        """A connection that knows the files and tables of a statement by name."""
        import duckdb  # noqa: PLC0415 - 0.2 s, which the check of a file need not wait for

        self._scratch.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._scratch, prefix="asking-") as folder:
            config: dict[str, str | bool | int | float | list[str]] = {
                "memory_limit": f"{self._memory}MB",
                "temp_directory": folder,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
            with duckdb.connect(":memory:", config=config) as connection:
                try:
                    for name, paths in files.items():
                        connection.execute(f"CREATE VIEW {name} AS {_reading(paths)}")
                    for name, columns in statement.tables.items():
                        path = Path(folder, f"{name}.parquet")
                        pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int32)).write_parquet(path)
                        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {_reader([path])}")
                    yield connection
                except (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException) as problem:
                    named = ", ".join(path.name for paths in files.values() for path in paths)
                    raise UnreadableFilesError(named) from problem


_EMPTY = (
    "SELECT 0::INTEGER AS item, 0::INTEGER AS area, 0::INTEGER AS period, 0::INTEGER AS part, 0::TINYINT AS status, "
    '0::TINYINT AS marks, NULL::DECIMAL(38, 12) AS value, 0::INTEGER AS submission, 0::INTEGER AS "row", '
    '0::SMALLINT AS "column" WHERE false'
)


def _reading(paths: Files) -> str:
    return f"SELECT * FROM {_reader(paths)}" if paths else _EMPTY


def _reader(paths: Files) -> str:
    return f"read_parquet([{', '.join(map(_quoted, paths))}])"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
