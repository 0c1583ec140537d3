"""Parquet and JSON Lines: typed values as exact text."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from samrit.rules.wording import RefusedError
from tests.indicators.reading.opened import codes, opened, rows


def parquet(columns: dict[str, Any]) -> bytes:
    kept = io.BytesIO()
    pl.DataFrame(columns).write_parquet(kept)
    return kept.getvalue()


def test_typed_columns_are_exact_text(tmp_path: Path):
    raw = opened(
        tmp_path,
        parquet(
            {
                "จำนวน": [1, None],
                "ทศนิยม": [0.1 + 0.2, 1e20],
                "แน่นอน": [Decimal("1.50"), Decimal("12345678901234567890.12")],
                "วัน": [date(2024, 1, 1), date(2566, 10, 1)],
                "เวลา": [datetime(2024, 1, 1), datetime(2024, 1, 1, 1)],  # noqa: DTZ001 - as files keep it
                "ใช่": [True, False],
                "ข้อความ": ["", " ก "],
                "ว่าง": [None, None],
            }
        ),
        "a.parquet",
    )
    assert rows(raw) == [
        (1, "1", "0.3", "1.50", "2024-01-01", "2024-01-01", "TRUE", "", ""),
        (2, "", "100000000000000000000", "12345678901234567890.12", "2566-10-01", "2024-01-01 01:00:00", "FALSE", " ก ", ""),
    ]  # fmt: skip
    assert (raw.rows, raw.first_row, raw.columns[:2]) == (2, 1, ("จำนวน", "ทศนิยม"))


def test_a_figure_of_32_bits_is_the_one_that_was_put_in(tmp_path: Path):
    column = pl.Series("ค่า", [0.1, 1234.56, 2566, None, float("nan")], pl.Float32())
    assert [text for _row, text in rows(opened(tmp_path, parquet({"ค่า": column}), "a.parquet"))] == [
        "0.1", "1234.56", "2566", "", "nan",
    ]  # fmt: skip


def test_json_lines_keep_their_digits(tmp_path: Path):
    lines = '{"พื้นที่": "2001", "ค่า": 1.50}\n\n{"ค่า": 12345678901234567890.123, "ปี": null, "จริง": true}\n'
    raw = opened(tmp_path, "\ufeff" + lines, "a.jsonl")
    assert raw.columns == ("พื้นที่", "ค่า", "ปี", "จริง")
    assert rows(raw) == [(1, "2001", "1.50", "", ""), (3, "", "12345678901234567890.123", "", "TRUE")]


def test_json_lines_in_the_old_code_page(tmp_path: Path):
    raw = opened(tmp_path, '{"พื้นที่": "เมือง"}\n'.encode("cp874"), "a.jsonl")
    assert (rows(raw), codes(raw)) == ([(1, "เมือง")], ["table_thai_code_page"])


def test_many_lines_with_a_key_that_comes_late(tmp_path: Path):
    lines = [f'{{"a": {number}}}' for number in range(3)] + ['{"b": 1}']
    raw = opened(tmp_path, "\n".join(lines), "a.jsonl")
    assert rows(raw) == [(1, "0", ""), (2, "1", ""), (3, "2", ""), (4, "", "1")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.jsonl", b'{"a": 1}\n{"a": {"b": 1}}', "table_json_nested"),
        ("a.jsonl", b'{"a": [1]}', "table_json_nested"),
        ("a.jsonl", b'{"a": 1, "a": 2}', "table_json_twice"),
        ("a.json", b'[{"a": 1}]', "table_json_line"),
        ("a.jsonl", b'{"a": 1}\n{"a": 1', "table_json_line"),
        ("a.jsonl", b'{"a": NaN}\nNaN', "table_json_line"),
        ("a.parquet", b"PAR1 and nothing else", "table_parquet_unreadable"),
        (
            "a.parquet",
            parquet({"a": [1, 2]}).replace(b"PAR1", b"PAR1" + b"\xff" * 12, 1),
            "table_parquet_unreadable",
        ),
        ("a.parquet", parquet({"a": [[1]]}), "table_parquet_nested"),
        ("a.parquet", parquet({"a": pl.Series([], dtype=pl.Int64)}), "table_only_titles"),
    ],
)
def test_what_cannot_be_cells_is_refused(tmp_path: Path, name: str, content: bytes, code: str):
    with pytest.raises(RefusedError) as refused:
        opened(tmp_path, content, name)
    assert refused.value.refusal.code == code
