"""What only the Spark engine has: a cluster, a session with it, files in several parts."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from samrit.indicators.store.cells import SCHEMA
from samrit.indicators.store.port import EVERYTHING, UnreadableFilesError, Written

pytestmark = pytest.mark.spark

LEAST = Decimal("-99999999999999999999999999.999999999999")
ROWS = [
    (1, 20, 2566, 0, 0, 0, Decimal("1.234567890123"), 7, 2, 3),
    (1, 20, 2567, 0, 1, 0, None, 7, 3, 3),
    (1, 2001, 2567, 4, 0, 9, LEAST, 7, 4, 32767),
    (2, 20010101, 2566, 0, 7, 0, None, 8, 2_000_000, 0),
]


def written(rows: list[tuple[object, ...]], file: Path) -> Path:
    pl.DataFrame(rows, schema=dict(SCHEMA), orient="row").write_parquet(file, compression="zstd")
    return file


def test_two_workers_read_to_the_digit_what_polars_wrote(spark_master: str, tmp_path: Path):
    from samrit.indicators.store.spark.session import open_session  # noqa: PLC0415 - pyspark is an extra

    file = written(ROWS, tmp_path / "cells.parquet")
    session = open_session(spark_master, 512, tmp_path)
    assert [
        tuple(row) for row in session.read.parquet(file.as_uri()).orderBy("item", "period").collect()
    ] == ROWS
    workers = session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()  # noqa: SLF001
    assert workers == 2 + 1  # and the program beside this one


def test_many_cells_become_several_files_in_the_order_of_the_keys(
    spark_master: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from samrit.indicators.store.spark import SparkStore, asking  # noqa: PLC0415

    def without_joining_small_parts(*where: object) -> object:
        session = opened(*where)
        session.conf.set("spark.sql.adaptive.enabled", "false")
        return session

    opened = asking.new_session
    monkeypatch.setattr(asking, "new_session", without_joining_small_parts)
    older = written(ROWS, tmp_path / "older.parquet")
    newer = written([(1, 20, 2567, 0, 0, 0, Decimal(5), 9, 2, 3)], tmp_path / "newer.parquet")
    store = SparkStore(512, tmp_path / "scratch", spark_master)
    merged = [file for file in store.merge([older], [newer], tmp_path / "into") if isinstance(file, Written)]
    assert [file.rows for file in merged] == [1, 1, 1, 1]
    assert [row for file in merged for row in pl.read_parquet(file.path).rows()] == [
        ROWS[0],
        (1, 20, 2567, 0, 0, 0, Decimal(5), 9, 2, 3),
        *ROWS[2:],
    ]


def test_a_damaged_file_is_named(spark_master: str, tmp_path: Path):
    from samrit.indicators.store.spark import SparkStore  # noqa: PLC0415

    file = written(ROWS, tmp_path / "cells.parquet")
    data = bytearray(file.read_bytes())
    data[8:120] = b"x" * 112
    file.write_bytes(data)
    with pytest.raises(UnreadableFilesError, match=r"^cells\.parquet$"):
        SparkStore(512, tmp_path / "scratch", spark_master).table([file], EVERYTHING)


def test_a_session_that_was_lost_is_made_anew(spark_master: str, tmp_path: Path):
    from pyspark import SparkContext  # noqa: PLC0415

    from samrit.indicators.store.spark import SparkStore  # noqa: PLC0415

    file = written(ROWS, tmp_path / "cells.parquet")
    store = SparkStore(512, tmp_path / "scratch", spark_master)
    assert store.counts([file], ()) == {(): 4}
    program = SparkContext._gateway.proc  # noqa: SLF001 - what a machine that is out of memory ends
    program.kill()
    program.wait()
    assert store.counts([file], ()) == {(): 4}
    SparkContext._active_spark_context._jsc.sc().stop()  # noqa: SLF001 - as when the cluster goes down
    assert store.counts([file], ()) == {(): 4}
