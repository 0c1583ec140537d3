"""Parquet and JSON Lines: files whose columns have names, read as the text that their values show."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from samrit.evidence.cells import cell_text
from samrit.indicators.reading.encodings import Text
from samrit.indicators.reading.heads import check_rows
from samrit.indicators.reading.landing import Lander
from samrit.indicators.reading.table import ROW, Raw, Source, fingerprint_of, names
from samrit.rules.wording import Message, RefusedError, refuse


def _raw(titles: tuple[str, ...], rows: int, notes: tuple[Message, ...], source: Source) -> Raw:
    return Raw(titles, rows, 1, notes, fingerprint_of(titles), (), source)


# ── Parquet ─────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Typed:
    """A Parquet file, its values made text as they are read."""

    path: Path

    def scan(self) -> pl.LazyFrame:
        frame = pl.scan_parquet(self.path, glob=False)
        schema = frame.collect_schema()
        texts = [
            _shown(title, kind).fill_null("").alias(name)
            for name, (title, kind) in zip(names(len(schema)), schema.items(), strict=True)
        ]
        numbers = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias(ROW)
        return frame.select(numbers, *texts)


def _shown(title: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(title)
    if isinstance(kind, pl.Float32):  # 0.1, not the 0.100000001490116 that it is in 64 bits
        column = column.cast(pl.String()).cast(pl.Float64())
    if kind.is_float():
        return column.map_batches(_floats, return_dtype=pl.String())
    if isinstance(kind, pl.Boolean):
        return pl.when(column).then(pl.lit("TRUE")).when(~column).then(pl.lit("FALSE"))
    if isinstance(kind, pl.Datetime):
        midnight = column.dt.time() == pl.time(0, 0, 0)
        return (
            pl.when(midnight)
            .then(column.dt.strftime("%Y-%m-%d"))
            .otherwise(column.dt.strftime("%Y-%m-%d %H:%M:%S"))
        )
    return column.cast(pl.String())


def _floats(values: pl.Series) -> pl.Series:
    """Each different one once, with the 15 digits that a spreadsheet shows."""
    different = values.unique().drop_nulls()
    texts = pl.Series([cell_text(value) for value in different.to_list()], dtype=pl.String())
    return values.replace_strict(different, texts, default=None, return_dtype=pl.String())


def open_parquet(path: Path, name: str) -> Raw:
    try:
        frame = pl.scan_parquet(path, glob=False)
        schema = frame.collect_schema()
        rows = int(frame.select(pl.len()).collect().item())
        frame.select(pl.all().null_count()).collect(
            engine="streaming"
        )  # a damaged page is told now, not halfway
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise RefusedError(
            refuse(
                "table_parquet_unreadable",
                "เปิดไฟล์ Parquet “{name}” ไม่ได้ ไฟล์อาจเสียระหว่างส่ง – ส่งออกจากต้นทางแล้วส่งใหม่",
                name=name,
            )
        ) from None
    for title, kind in schema.items():
        if kind.is_nested() or isinstance(kind, pl.Binary | pl.Object):
            raise RefusedError(
                refuse(
                    "table_parquet_nested",
                    "คอลัมน์ “{title}” ไม่ใช่ตัวเลขหรือข้อความเดี่ยว จึงอ่านเป็นเซลล์ไม่ได้ – แยกเป็นหลายคอลัมน์แล้วส่งใหม่",
                    title=title,
                )
            )
    check_rows(rows, name)
    return _raw(tuple(schema), rows, (), Typed(path))


# ── JSON Lines ──────────────────────────────────────────────────────────────
class _TwiceError(ValueError):
    """A key that stands twice in one object."""


def open_json_lines(text: Text, name: str, landing: Path) -> Raw:
    lander, keys = Lander(landing), dict[str, int]()
    with text.path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                row = [""] * len(keys)
                for key, value in _object(line, number).items():
                    place = keys.setdefault(key, len(keys))
                    row += [""] * (place + 1 - len(row))
                    row[place] = _text(value, key, number)
                lander.take(number, row)
    landed = lander.done(leave=0)
    check_rows(lander.rows, name)
    return _raw(tuple(keys), lander.rows, text.notes, replace(landed, width=len(keys)))


def _object(line: str, number: int) -> dict[str, Any]:
    """Numbers stay the text that they are written as."""
    try:
        found = json.loads(line, parse_float=str, parse_int=str, object_pairs_hook=_once)
    except _TwiceError as twice:
        raise RefusedError(
            refuse(
                "table_json_twice",
                "บรรทัด {line} มีชื่อ “{key}” ซ้ำ – ให้เหลือชื่อเดียว",
                line=f"{number:,}",
                key=twice,
            )
        ) from None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise RefusedError(
            refuse(
                "table_json_line",
                "บรรทัด {line} ไม่ใช่วัตถุ JSON หนึ่งรายการ – JSON Lines มีหนึ่งรายการต่อหนึ่งบรรทัด เช่น {example}",
                line=f"{number:,}",
                example='{"area": "2001", "value": 12}',
            )
        )
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        found[key] = value
    return found


def _text(value: Any, key: str, number: int) -> str:
    if isinstance(value, dict | list):
        raise RefusedError(
            refuse(
                "table_json_nested",
                "บรรทัด {line}: “{key}” มีข้อมูลซ้อนอยู่ข้างใน – ให้เป็นตัวเลขหรือข้อความเดี่ยว",
                line=f"{number:,}",
                key=key,
            )
        )
    return cell_text(value)
