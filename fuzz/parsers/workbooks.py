"""Tables that people send: data of the province, items, villages, filled forms, official figures, the catalogue's template."""

import io
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import Workbook

from fuzz.target import Target, of_file, texts
from samrit.catalog.reading.workbook import read_filled, rows_in
from samrit.indicators.reading import open_table
from samrit.indicators.reading.opening import sheets
from samrit.indicators.sheet_rows import read_items, read_villages
from samrit.reports.reading.columns import COLUMNS, FACTS, SHEET
from samrit.reports.reading.sheet import read_sheet
from samrit.rules.catalog.excel import template
from samrit.scores.reading.figures import read_figures
from tests.catalog.filling import DATASETS, RESOURCES, workbook
from tests.rules.catalog_records import ROW

CSV = (",", ";", "\t", '"', "\r", "\n", "ปี", "จังหวัด", "รวม", "2567", "\x00", "'", "|")
XML = (
    '<c r="XFD1048576"><v>1</v></c>', "<v>", "</row>", '<row r="0">', 't="s"', "<f>1/0</f>", '<mergeCell ref="A1:XFD9"/>', 't="e"',
    'hidden="1"', "<v>99999</v>", 's="9999"', "<!DOCTYPE a>", 'count="99999999"', '<c r="1A">', 'state="veryHidden"',
)  # fmt: skip
TABLE = 'ตาราง 1 ปริมาณขยะ\nรหัสพื้นที่,อำเภอ,ปี,ปริมาณ (ตัน)\n1301,เมืองปทุมธานี,2567,"1,234.5"\n1302,คลองหลวง,2567,-\n'
JSON = '{"รหัส": "1301", "ปี": 2567, "ปริมาณ": 12.5}\n{"รหัส": "1302", "ปี": 2567, "ปริมาณ": null}\n'


def _book(*tables: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for place, (name, rows) in enumerate(tables):
        sheet = book.worksheets[0] if place == 0 else book.create_sheet()
        sheet.title = name
        for row in rows:
            sheet.append(list(row))
    book.save(out)
    return out.getvalue()


def _table() -> bytes:
    return _book(("ข้อมูล", [line.split(",") for line in TABLE.splitlines()]), ("อีกแผ่น", [["=1+1", 2.5, True]]))


def _observed(path: Path, landing: Path) -> None:
    """Opened and read to its end, as an examination does."""
    for sheet in sheets(path, "a")[:2] or ("",):
        (landing / (sheet or "0").replace("/", "_").replace("\x00", "")[:20]).mkdir(exist_ok=True)
    open_table(path, name="a", landing=landing).scan().collect(engine="streaming")


def observations_in_text() -> Target:
    samples = (TABLE.encode(), TABLE.encode("cp874"), TABLE.replace(",", ";").encode("utf-16"))
    return Target(of_file(_observed), samples, CSV, large=True)


def observations_in_json() -> Target:
    return Target(
        of_file(_observed), (*texts(JSON), b'[{"a": 1}, {"a": "2"}]'), ('"ปี"', "null", "{}"), large=True
    )


def observations_in_workbooks() -> Target:
    return Target(of_file(_observed), (_table(),), XML, large=True)


def observations_in_parquet() -> Target:
    out = io.BytesIO()
    pl.DataFrame({"code": ["1301", None], "year": [2567, 2568], "value": [1.5, None]}).write_parquet(out)
    return Target(of_file(_observed), (out.getvalue(),), ("PAR1",), large=True)


def items_and_villages() -> Target:
    def reads(data: bytes) -> None:
        for read in (read_items, read_villages):
            try:
                read(io.BytesIO(data), "a")
            except Exception as refused:
                if type(refused).__name__ != "RefusedError":
                    raise

    rows = [["รหัสหมู่บ้าน", "ชื่อหมู่บ้าน", "ตั้งแต่"], ["13010101", "บ้านบน", "1 ต.ค. 2566"]]
    samples = (_book(("หมู่บ้าน", rows)), "\n".join(map(",".join, rows)).encode())
    return Target(reads, samples, (*XML, *CSV), large=True)


def filled_forms() -> Target:
    titles = [column.title for column in COLUMNS]
    rows = [["แบบรายงาน"], titles, ["1-1", *["5"] * (len(titles) - 1)]]
    reads = partial(read_sheet, name="แบบรายงาน.xlsx")
    return Target(reads, (_book((SHEET, rows), (FACTS, [["signed"]])),), XML, large=True)


def official_figures() -> Target:
    def reads(data: bytes) -> None:
        read_figures(data, is_workbook=data.startswith(b"PK"))

    rows: list[list[Any]] = [
        ["จังหวัด", "ตัวชี้วัด", "ตัวเลขทางการ"],
        ["ปทุมธานี", "PM2.5", "=20+1.4"],
        ["13", "PM2.5", 21.4],
    ]
    text = "จังหวัด;ตัวชี้วัด;ตัวเลขทางการ\nปทุมธานี;PM2.5;๒๑.๔\n"
    return Target(reads, (_book(("ก", rows)), text.encode(), text.encode("cp874")), (*XML, *CSV), large=True)


def catalog_templates() -> Target:
    known = template()

    def reads(data: bytes) -> None:
        rows_in(io.BytesIO(data), name="a.xlsx", known=known)
        read_filled(io.BytesIO(data), name="a.xlsx", known=known)

    return Target(
        reads,
        (workbook({DATASETS: [ROW], RESOURCES: [["waste", "ไฟล์", "https://a.example/x"]]}),),
        XML,
        large=True,
    )


TARGETS: tuple[Any, ...] = (
    observations_in_text, observations_in_json, observations_in_workbooks, observations_in_parquet, items_and_villages,
    filled_forms, official_figures, catalog_templates,
)  # fmt: skip
