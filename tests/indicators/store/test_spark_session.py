"""A real cluster reads what Polars wrote, to the digit, and each of its two workers takes part."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from samrit.indicators.store.cells import SCHEMA

pytestmark = pytest.mark.spark

LEAST = Decimal("-99999999999999999999999999.999999999999")
ROWS = [
    (1, 20, 2566, 0, 0, 0, Decimal("1.234567890123"), 7, 2, 3),
    (1, 20, 2567, 0, 1, 0, None, 7, 3, 3),
    (1, 2001, 2566, 4, 0, 9, LEAST, 7, 4, 32767),
    (2, 20010101, 2566, 0, 7, 0, None, 8, 2_000_000, 0),
]


def test_two_workers_read_to_the_digit_what_polars_wrote(spark_master: str, tmp_path: Path):
    from samrit.indicators.store.spark.session import open_session  # noqa: PLC0415 - pyspark is an extra

    file = tmp_path / "cells.parquet"
    pl.DataFrame(ROWS, schema=dict(SCHEMA), orient="row").write_parquet(file, compression="zstd")
    session = open_session(spark_master, 512, tmp_path)
    read = session.read.parquet(str(file))
    assert [tuple(row) for row in read.orderBy("item", "area", "period").collect()] == ROWS
    by_partition = read.repartition(4, "area", "period").groupBy("item").count().orderBy("item")
    assert [tuple(row) for row in by_partition.collect()] == [(1, 3), (2, 1)]
