"""A submitted table as text in the cluster: one row for each cell, with the texts that say what it is of."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it

from samrit.indicators.reading import CellProblem, Means
from samrit.indicators.reading import Column as MappedColumn
from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.reading.months import month_in
from samrit.indicators.store.spark.asking import spark_columns
from samrit.indicators.store.terms import Table
from samrit.indicators.store.texts import stated_period

BETWEEN = "\x1f"  # texts of several columns that are read together
KEYS = (Means.ITEM, Means.AREA, Means.PERIOD, Means.PART)
Asked = tuple[object, ...]


class Landed(NamedTuple):
    """``row`` and the columns that are read; how many rows."""

    rows: DataFrame
    height: int


def land(session: SparkSession, table: Table, mapping: ColumnMapping, folder: Path) -> Landed:
    """The text lies in a file before anything is made of it."""
    file = folder.absolute() / "landed.parquet"
    texts = [pl.col(f"c{place}").fill_null("") for place in places(mapping)]
    table.scan().select(pl.col("row").cast(pl.Int32), *texts).sink_parquet(file, compression="zstd")
    height = int(pl.scan_parquet(file).select(pl.len()).collect().item())
    columns = {"row": pl.Int32(), **{f"c{place}": pl.String() for place in places(mapping)}}
    return Landed(session.read.schema(spark_columns(columns)).parquet(file.as_uri()), height)


def places(mapping: ColumnMapping) -> list[int]:
    """The columns that are read."""
    return sorted(column.place for column in mapping.columns if column.means is not Means.IGNORED)


def of_read_columns(table: Table, mapping: ColumnMapping) -> list[CellProblem]:
    """What the reading of the file has found there."""
    return [each for each in table.problems if each.column in set(places(mapping))]


def filled(landed: DataFrame) -> DataFrame:
    """The rows that hold anything."""
    return landed.where(F.concat(*[F.col(name) for name in landed.columns if name != "row"]) != "")


def cell_texts(rows: DataFrame, mapping: ColumnMapping) -> DataFrame:
    """row, column, text, said, status_text, and of each of KEYS: its text, and the place and text it is listed with.

    ``said`` numbers what parts are the same for a column (``said_parts``). What several columns of values share is listed
    at the first of them: there the place is null for the others.
    """
    listers: dict[Asked, int] = {}
    values = mapping.of(Means.VALUE)
    cells = F.array(*[_cell(column, mapping, listers) for column in values])
    return rows.select("row", F.explode(cells).alias("cell")).select("row", "cell.*")


def said_parts(mapping: ColumnMapping) -> list[dict[str, str]]:
    """What parts are the same for the whole column, of each column of values; ``said`` is the place here."""
    return [dict((*mapping.parts, *column.parts)) for column in mapping.of(Means.VALUE)]


def _cell(column: MappedColumn, mapping: ColumnMapping, listers: dict[Asked, int]) -> Column:
    said = said_parts(mapping)
    parts = dict((*mapping.parts, *column.parts))
    named = {
        "column": F.lit(column.place).cast("smallint"),
        "text": F.col(f"c{column.place}"),
        "said": F.lit(said.index(parts)),
        "status_text": _joined(mapping.of(Means.STATUS)),
        "status_shown": _joined(mapping.of(Means.STATUS)[:1]),
    }
    for means, asked in _asked(column, mapping).items():
        first = listers.setdefault(asked, column.place) == column.place
        columns = mapping.of(means)
        place = columns[0].place if columns else column.place
        named |= {
            f"{means}_text": _joined(columns, behind=_behind(means, column, mapping))
            if _of_columns(means, column, mapping)
            else F.lit(_same(means, column, mapping)),
            f"{means}_at": F.lit(place).cast("smallint"),
            f"{means}_lists": F.lit(first),
            f"{means}_same": F.lit(not _of_columns(means, column, mapping)),
            f"{means}_shown": _joined(columns, " | ") if columns else F.col(f"c{column.place}"),
        }
    return F.struct(*[expression.alias(name) for name, expression in named.items()])


def _asked(column: MappedColumn, mapping: ColumnMapping) -> dict[Means, Asked]:
    """What is read of a row for a column of values: the same for two columns that share it."""
    item, area = (_same(means, column, mapping) for means in KEYS[:2])
    period = stated_period(mapping, column)
    parts = (*mapping.parts, *column.parts)
    return {
        Means.ITEM: (Means.ITEM, item),
        Means.AREA: (Means.AREA, area),
        Means.PERIOD: (Means.PERIOD, item, period),
        Means.PART: (Means.PART, item, parts),
    }


def _same(means: Means, column: MappedColumn, mapping: ColumnMapping) -> str:
    """What is stated of the column or of the whole table; "" where the table's own columns say it."""
    stated = {
        Means.ITEM: column.item or mapping.item,
        Means.AREA: column.area or mapping.area,
        Means.PERIOD: BETWEEN.join(stated_period(mapping, column)),
    }
    return stated.get(means, "")


def _behind(means: Means, column: MappedColumn, mapping: ColumnMapping) -> str:
    """A month whose year the columns say."""
    stated = stated_period(mapping, column) if means is Means.PERIOD else ()
    return stated[0] if stated and month_in(stated[0]) is not None else ""


def _of_columns(means: Means, column: MappedColumn, mapping: ColumnMapping) -> bool:
    stated = _same(means, column, mapping)
    return bool(mapping.of(means)) and stated == _behind(means, column, mapping)


def _joined(columns: Sequence[MappedColumn], between: str = BETWEEN, *, behind: str = "") -> Column:
    """Their texts; ``behind`` them one that is the same for all rows."""
    last = [F.lit(behind)] if behind else []
    return F.concat_ws(between, *[F.col(f"c{column.place}") for column in columns], *last)
