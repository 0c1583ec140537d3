"""Rows → CSV, JSON, Parquet. Numbers keep their digits: Decimals all the way, never binary floats."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from django.utils.timezone import localtime

from samrit.dashboards.documents.open_data.dictionary import Column
from samrit.rules.thai import plain_number

Value = Decimal | int | str | bool | datetime | None
Row = Mapping[str, Value]

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes Thai for another alphabet
AT_ONCE = 500  # rows in one piece of an answer
DIGITS = 38  # of a Parquet decimal
_FITTING = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


# ── CSV ─────────────────────────────────────────────────────────────────────
def as_csv(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, piece by piece. Text that a spreadsheet would run gets an apostrophe in front."""
    kept = io.StringIO()
    writer = csv.writer(kept, lineterminator="\r\n")
    kept.write(BYTE_ORDER_MARK)
    writer.writerow([column.name for column in columns])
    for count, row in enumerate(rows, start=1):
        writer.writerow([_cell(row[column.name]) for column in columns])
        if count % AT_ONCE == 0:
            yield _taken(kept)
    yield _taken(kept)


def _taken(kept: io.StringIO) -> bytes:
    piece = kept.getvalue().encode()
    kept.seek(0)
    kept.truncate()
    return piece


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return "'" + value if value.startswith(_STARTS_A_FORMULA) else value
    return _plain(value)


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return localtime(value).isoformat()
    return plain_number(value) if isinstance(value, Decimal) else str(value)


# ── JSON ────────────────────────────────────────────────────────────────────
def as_json(columns: Sequence[Column], rows: Iterable[Row], about: Mapping[str, Any]) -> Iterator[bytes]:
    """``{…about, "rows": [{column: value}]}``, piece by piece; what is empty is null."""
    head = json.dumps(about, ensure_ascii=False)
    yield (head[:-1] + (", " if about else "") + '"rows": [').encode()
    names = {column.name: json.dumps(column.name) for column in columns}
    piece: list[str] = []
    between = "\n"
    for row in rows:
        piece.append(
            between + "{" + ", ".join(f"{names[name]}: {_literal(row[name])}" for name in names) + "}"
        )
        between = ",\n"
        if len(piece) == AT_ONCE:
            yield "".join(piece).encode()
            piece.clear()
    yield ("".join(piece) + "\n]}\n").encode()


def _literal(value: Value) -> str:
    """A number stands as a number with all its digits."""
    if value is None:
        return "null"
    if isinstance(value, str | datetime):
        return json.dumps(value if isinstance(value, str) else _plain(value), ensure_ascii=False)
    return _plain(value)


# ── Parquet ─────────────────────────────────────────────────────────────────
def as_parquet(columns: Sequence[Column], rows: Iterable[Row], about: Mapping[str, str]) -> bytes:
    """Zstandard-compressed; decimals are DECIMAL(38, the column's scale), moments UTC; ``about`` is its metadata."""
    import polars as pl  # noqa: PLC0415 - heavy, and only this format needs it

    kinds: dict[str, Any] = {
        "integer": pl.Int32, "text": pl.String, "code": pl.String, "address": pl.String,
        "yes_no": pl.Boolean, "moment": pl.Datetime("ms", "UTC"),
    }  # fmt: skip
    schema = {
        column.name: pl.Decimal(DIGITS, column.scale) if column.type == "decimal" else kinds[column.type]
        for column in columns
    }
    values: dict[str, list[Value]] = {column.name: [] for column in columns}
    for row in rows:
        for column in columns:
            values[column.name].append(_fitting(row[column.name], column))
    kept = io.BytesIO()
    pl.DataFrame(values, schema=schema).write_parquet(kept, compression="zstd", metadata=dict(about))
    return kept.getvalue()


def _fitting(value: Value, column: Column) -> Value:
    """As many decimals as the column has; the empty text is no text."""
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-column.scale), context=_FITTING)
    return None if value == "" else value
