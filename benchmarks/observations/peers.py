"""The same file by other programs: the same checks, rejects listed (row, column, value, reason), sorted Parquet, completeness.

They do less: no sentences, no contradictions (of several rows with one key the first stays), no Thai digits, no marks.
"""

from collections.abc import Callable
from pathlib import Path

from benchmarks.observations.data import LEAST, MOST, WORDS, YEARS, item_codes, village_codes

Counts = dict[str, int]
SAID = WORDS[:3]  # that say why there is no figure
_LOW, _HIGH = int(LEAST), int(MOST)


def newlines(path: Path, areas: int, into: Path) -> Counts:
    """The floor: nothing is quicker than finding where the rows end."""
    with path.open("rb") as file:
        return {"rows": sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1}


def parse_only(path: Path, areas: int, into: Path) -> Counts:
    """The limit: pyarrow makes columns of text of it and stops."""
    from pyarrow import csv, string

    columns = ["agency", "item", "area", "period", "value", "received", "reference"]
    options = csv.ConvertOptions(column_types=dict.fromkeys(columns, string()))
    return {"rows": csv.read_csv(path, convert_options=options).num_rows}


def polars(path: Path, areas: int, into: Path) -> Counts:
    """One streaming query with four ends that share the reading."""
    import polars as pl

    codes = item_codes()
    known = pl.LazyFrame({"area_code": village_codes(areas)}, schema={"area_code": pl.Int32})
    items = pl.LazyFrame(
        {"item": codes, "item_id": range(1, len(codes) + 1)}, schema_overrides={"item_id": pl.Int32}
    )
    number = pl.col("value").cast(pl.Float64, strict=False)
    frame = (
        pl.scan_csv(
            path, infer_schema=False, empty_string_is_null=False, row_index_name="row", row_index_offset=2
        )
        .select("row", "item", "area", "period", "value")
        .with_columns(number=number, area_code=pl.col("area").cast(pl.Int32, strict=False))
        .join(items, on="item", how="left")
        .join(known.with_columns(known=pl.lit(value=True)), on="area_code", how="left")
        .with_columns(
            bad_item=pl.col("item_id").is_null(),
            bad_area=pl.col("known").is_null(),
            bad_period=~pl.col("period").is_in([str(year) for year in YEARS]),
            blank=pl.col("value") == "",
        )
        .with_columns(
            unreadable=pl.col("number").is_null() & ~pl.col("value").is_in(["", *SAID]) & ~pl.col("bad_item"),
            outside=~pl.col("number").is_between(_LOW, _HIGH).fill_null(value=True) & ~pl.col("bad_item"),
        )
        .with_columns(bad=pl.any_horizontal("bad_item", "bad_area", "bad_period", "unreadable", "outside"))
    )
    faults = {
        "item": "bad_item",
        "area": "bad_area",
        "period": "bad_period",
        "value": "unreadable",
        "range": "outside",
    }
    reasons = pl.concat_str(
        [
            pl.when(pl.col(flag)).then(pl.lit(f"{name} ")).otherwise(pl.lit(""))
            for name, flag in faults.items()
        ]
    )
    rejects = frame.filter("bad").select("row", "item", "area", "period", "value", reason=reasons)
    good = (
        frame.filter(~pl.col("bad"))
        .select("item_id", "period", "area_code", "number", "blank", "row", "value")
        .unique(["item_id", "period", "area_code"], keep="any")
    )
    sums = frame.select(
        pl.len().alias("rows"),
        *(pl.col(name).sum() for name in ("bad_item", "bad_area", "unreadable", "outside", "bad")),
    )
    given = good.group_by("item_id").agg(pl.len(), pl.col("blank").sum())
    total, by_item, _, _ = pl.collect_all(
        [
            sums,
            given,
            rejects.sink_parquet(into / "rejects.parquet", lazy=True),
            good.sort("item_id", "period", "area_code").sink_parquet(
                into / "good.parquet", compression="zstd", compression_level=1, lazy=True
            ),
        ],
        engine="streaming",
    )
    return {**total.row(0, named=True), "keys": int(by_item["len"].sum())}


_DUCK = """
CREATE TABLE sent AS SELECT row_number() OVER () + 1 AS row, * FROM read_csv('{path}', header = true, all_varchar = true);
CREATE TABLE checked AS SELECT row, s.item, s.area, s.period, s.value, i.id AS item_id, a.code,
  TRY_CAST(s.value AS DOUBLE) AS number, i.id IS NULL AS bad_item, a.code IS NULL AS bad_area,
  s.period NOT IN ({years}) AS bad_period,
  TRY_CAST(s.value AS DOUBLE) IS NULL AND s.value IS NOT NULL AND s.value NOT IN ({said}) AND i.id IS NOT NULL AS unreadable,
  coalesce(TRY_CAST(s.value AS DOUBLE) NOT BETWEEN {low} AND {high}, false) AND i.id IS NOT NULL AS outside
  FROM sent s LEFT JOIN items i ON i.item = s.item LEFT JOIN areas a ON a.area = s.area;
COPY (SELECT * FROM checked WHERE bad_item OR bad_area OR bad_period OR unreadable OR outside) TO '{into}/rejects.parquet';
COPY (SELECT item_id, period, code, any_value(number) AS number, any_value(value) AS value, min(row) AS row FROM checked
  WHERE NOT (bad_item OR bad_area OR bad_period OR unreadable OR outside) GROUP BY item_id, period, code
  ORDER BY item_id, period, code) TO '{into}/good.parquet' (COMPRESSION zstd, COMPRESSION_LEVEL 1);
"""


def duckdb(path: Path, areas: int, into: Path) -> Counts:
    """Text is landed in a table first (the rule of data that is not all numbers)."""
    import duckdb as engine
    import polars as pl

    pl.DataFrame({"code": village_codes(areas)}).write_parquet(into / "areas.parquet")
    with engine.connect(
        str(into / "duck.db"), config={"memory_limit": "1500MB", "temp_directory": str(into)}
    ) as run:
        run.execute(f"CREATE TABLE areas AS SELECT code, code::VARCHAR AS area FROM '{into}/areas.parquet'")
        rows = ", ".join(f"({number}, '{code}')" for number, code in enumerate(item_codes(), 1))
        run.execute(f"CREATE TABLE items AS SELECT * FROM (VALUES {rows}) t(id, item)")
        years = ", ".join(f"'{year}'" for year in YEARS)
        said = ", ".join(f"'{word}'" for word in SAID)
        run.execute(_DUCK.format(path=path, into=into, years=years, said=said, low=_LOW, high=_HIGH))
        names = ("rows", "bad_item", "bad_area", "unreadable", "outside", "bad", "keys")
        found = run.execute(
            "SELECT count(*), sum(bad_item::INT), sum(bad_area::INT), sum(unreadable::INT), sum(outside::INT), "
            "sum((bad_item OR bad_area OR bad_period OR unreadable OR outside)::INT) FROM checked"
        ).fetchone()
        keys = run.execute(
            f"SELECT item_id, count(*), count(value) FROM '{into}/good.parquet' GROUP BY item_id"
        ).fetchall()
    return dict(zip(names, map(int, (*(found or ()), sum(row[1] for row in keys))), strict=True))


def pandas(path: Path, areas: int, into: Path) -> Counts:
    import pandas as pd

    sent = pd.read_csv(path, dtype="str", keep_default_na=False, engine="pyarrow")
    number = pd.to_numeric(sent["value"], errors="coerce")
    flags = pd.DataFrame(
        {
            "bad_item": ~sent["item"].isin(item_codes()),
            "bad_area": ~sent["area"].isin(village_codes(areas).astype(str)),
            "bad_period": ~sent["period"].isin([str(year) for year in YEARS]),
        }
    )
    flags["unreadable"] = number.isna() & ~sent["value"].isin(["", *SAID]) & ~flags["bad_item"]
    flags["outside"] = ~number.between(_LOW, _HIGH) & number.notna() & ~flags["bad_item"]
    bad = flags.any(axis=1)
    sent[bad].join(flags[bad]).to_parquet(into / "rejects.parquet")
    good = sent.loc[~bad, ["item", "period", "area", "value"]].assign(number=number[~bad])
    good = good.drop_duplicates(["item", "period", "area"]).sort_values(["item", "period", "area"])
    good.to_parquet(into / "good.parquet", compression="zstd")
    by_item = good.groupby("item")["value"].agg(["size", lambda values: (values != "").sum()])
    names = ("bad_item", "bad_area", "unreadable", "outside")
    counted = {name: int(flags[name].sum()) for name in names}
    return {"rows": len(sent), **counted, "bad": int(bad.sum()), "keys": int(by_item["size"].sum())}


PEERS: dict[str, Callable[[Path, int, Path], Counts]] = {
    "newlines": newlines,
    "pyarrow parse": parse_only,
    "polars streaming": polars,
    "duckdb": duckdb,
    "pandas": pandas,
}
