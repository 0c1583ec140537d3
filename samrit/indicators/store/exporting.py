"""Cells as a file for others: their numbers as codes and texts, missing told as what it is."""

from pathlib import Path

import polars as pl

from samrit.indicators.store.cells import KEY, MARK_BITS, SCHEMA, STATUS_NUMBERS, STATUSES, marks_of
from samrit.indicators.store.port import Choice, Files, Form, Names, UnreadableFilesError
from samrit.indicators.store.terms import ItemTerms
from samrit.rules.observed import Observed, Status
from samrit.rules.periods import Period, PeriodType

_EVERY_MARK = sum(MARK_BITS.values())
_SDMX_LENGTHS = {PeriodType.FISCAL_YEAR: "P1Y", PeriodType.FISCAL_QUARTER: "P3M"}
_SDMX_FREQUENCIES = {
    PeriodType.FISCAL_YEAR: "A",
    PeriodType.YEAR: "A",
    PeriodType.FISCAL_QUARTER: "Q",
    PeriodType.QUARTER: "Q",
    PeriodType.MONTH: "M",
    PeriodType.DAY: "D",
}
_DATAFLOW = "SAMRIT:OBSERVATIONS(1.0)"


def chosen_from(files: Files, choice: Choice) -> pl.LazyFrame:
    """The chosen cells, by key."""
    frame = pl.scan_parquet(list(files)) if files else pl.LazyFrame(schema=SCHEMA)
    asked = {
        "item": choice.items,
        "area": choice.areas,
        "period": choice.periods,
        "part": choice.parts,
        "status": tuple(STATUS_NUMBERS[status] for status in choice.statuses),
        "submission": choice.submissions,
    }
    for name, given in asked.items():
        if given:
            frame = frame.filter(pl.col(name).is_in(list(given)))
    return frame.sort(KEY) if len(files) > 1 else frame


def export(files: Files, choice: Choice, to: Path, form: Form, names: Names) -> int:
    """See ``port.ObservationStore.export``. Raises KeyError for an item or part that ``names`` does not have."""
    try:
        cells = _kept_back(chosen_from(files, choice), names)
        periods = cells.select("item", "period").unique().collect(engine="streaming")
        parts = cells.select("part").unique().collect(engine="streaming")["part"].to_list()
        told = cells
        for texts, key in (
            (_periods(periods, names), ["item", "period"]),
            (_parts(parts, names), ["part"]),
            (_statuses(), ["status", "marks"]),
        ):
            told = told.join(texts.lazy(), on=key, how="left", maintain_order="left")
        _write(told.select(_columns(form, _lists(names))), to, form)
        return int(cells.select(pl.len()).collect(engine="streaming").item())
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise UnreadableFilesError(", ".join(path.name for path in files)) from problem


def _kept_back(cells: pl.LazyFrame, names: Names) -> pl.LazyFrame:
    """Small counts as suppressed ones, before anything is written."""
    for item, least in names.least_shown.items():
        small = (pl.col("item") == item) & (pl.col("value") > 0) & (pl.col("value") < least)
        cells = cells.with_columns(
            pl.when(small).then(pl.lit(STATUS_NUMBERS[Status.SUPPRESSED])).otherwise(pl.col("status"))
            .cast(pl.Int8).alias("status"),
            pl.when(small).then(pl.lit(0)).otherwise(pl.col("marks")).cast(pl.Int8).alias("marks"),
            pl.when(small).then(None).otherwise(pl.col("value")).alias("value"),
        )  # fmt: skip
    return cells


def _write(frame: pl.LazyFrame, to: Path, form: Form) -> None:
    match form:
        case Form.PARQUET:
            frame.sink_parquet(to, compression="zstd")
        case Form.JSON_LINES:
            frame.sink_ndjson(to)
        case Form.CSV:
            frame.sink_csv(to, include_bom=True)  # so that a spreadsheet reads the Thai of it
        case Form.SDMX_CSV:
            frame.sink_csv(to)


# ── columns ─────────────────────────────────────────────────────────────────
def _lists(names: Names) -> tuple[str, ...]:
    """The code lists of the items, each once, in their order."""
    return tuple(dict.fromkeys(each for item in names.items.values() for each in item.lists))


def _columns(form: Form, lists: tuple[str, ...]) -> list[pl.Expr]:
    figure = pl.col("value").cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    if form is Form.SDMX_CSV:
        return [
            pl.lit("dataflow").alias("STRUCTURE"),
            pl.lit(_DATAFLOW).alias("STRUCTURE_ID"),
            pl.lit("I").alias("ACTION"),
            pl.col("frequency").alias("FREQ"),
            pl.col("area").cast(pl.String).alias("REF_AREA"),
            pl.col("item_code").alias("INDICATOR"),
            *(_sdmx_part(each) for each in lists),
            pl.col("time").alias("TIME_PERIOD"),
            figure.alias("OBS_VALUE"),
            pl.col("sdmx").alias("OBS_STATUS"),
            pl.col("status_text").alias("STATUS"),
            pl.col("marks_text").alias("MARKS"),
        ]
    return [
        pl.col("item_code").alias("item"),
        pl.col("area").cast(pl.String),
        pl.col("period_text").alias("period"),
        *(pl.col(f"by_{each}") for each in lists),
        pl.col("value") if form is Form.PARQUET else figure.alias("value"),
        pl.col("status_text").alias("status"),
        pl.col("marks_text").alias("marks"),
        pl.col("submission"),
        pl.col("row"),
    ]


def _sdmx_part(each: str) -> pl.Expr:
    """``_T`` for the total of a list, ``_Z`` for an item that has no such list."""
    code = pl.col(f"by_{each}")
    absent = pl.when(pl.col("item_lists").list.contains(each)).then(pl.lit("_T")).otherwise(pl.lit("_Z"))
    return pl.when(code == "").then(absent).otherwise(code).alias(each.upper())


# ── numbers to texts ────────────────────────────────────────────────────────
def _periods(pairs: pl.DataFrame, names: Names) -> pl.DataFrame:
    rows = [
        (item, number, *_period(names.items[item], number))
        for item, number in pairs.select("item", "period").rows()
    ]
    schema: dict[str, pl.DataType] = {
        "item": pl.Int32(),
        "period": pl.Int32(),
        "item_code": pl.String(),
        "item_lists": pl.List(pl.String()),
        "period_text": pl.String(),
        "frequency": pl.String(),
        "time": pl.String(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _period(item: ItemTerms, number: int) -> tuple[str, list[str], str, str, str]:
    """A fiscal year has no text of its own in SDMX: it is a first day and a length."""
    period = Period(item.period, number)
    length = _SDMX_LENGTHS.get(item.period)
    time = f"{period.first.isoformat()}/{length}" if length else str(period)
    return item.code, list(item.lists), str(period), _SDMX_FREQUENCIES[item.period], time


def _parts(found: list[int], names: Names) -> pl.DataFrame:
    lists = _lists(names)
    codes = {part: names.parts[part] if part else {} for part in found}
    columns: dict[str, list[str]] = {
        f"by_{each}": [codes[part].get(each, "") for part in found] for each in lists
    }
    return pl.DataFrame({"part": found, **columns}, schema_overrides={"part": pl.Int32}).cast(
        dict.fromkeys(columns, pl.String)
    )


def _statuses() -> pl.DataFrame:
    rows = [
        (
            number,
            marks,
            status.value,
            ";".join(mark.value for mark in marks_of(marks)),
            Observed(status, "", marks=marks_of(marks)).sdmx,
        )
        for number, status in STATUSES.items()
        for marks in range(_EVERY_MARK + 1)
    ]
    schema = {
        "status": pl.Int8,
        "marks": pl.Int8,
        "status_text": pl.String,
        "marks_text": pl.String,
        "sdmx": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
