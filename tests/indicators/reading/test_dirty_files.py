"""Files as they come, from bytes to checked cells without a word from the person: what is taken, what is told, and where."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from samrit.indicators.reading import Raw, Words, proposal
from samrit.indicators.store import make_store
from samrit.indicators.store.terms import ItemTerms, Terms
from samrit.rules.areas import area_by_code
from samrit.rules.items import book as shipped_book
from samrit.rules.periods import Period, PeriodType
from samrit.rules.units import read_unit
from tests.indicators.reading.opened import book, opened, read, saved

ITEMS = ("tourists_thai", "tourists_foreign")


class Outcome(NamedTuple):
    """``cells``: (item, area, period, value or None); ``rejected``: (row, column, code)."""

    rows: tuple[int, int, int]
    cells: list[tuple[str, int, str, str | None]]
    rejected: list[tuple[int, int, str]]


@cache
def terms() -> Terms:
    shipped = shipped_book()
    items = [shipped.items[code] for code in ITEMS]
    return Terms(
        items={
            key: ItemTerms(
                key, item.code, read_unit(shipped.unit_text(item)), item.period,
                least=item.least, most=item.most, decimals=item.decimals, names=(item.name, item.name_en),
            )
            for key, item in enumerate(items, 1)
        },
        known_area=area_by_code,
        within="20",
    )  # fmt: skip


def checked(folder: Path, raw: Raw) -> Outcome:
    known = {item.code: item for item in terms().items.values()}
    words = Words(
        {code: item.names for code, item in known.items()},
        {},
        {code: item.period for code, item in known.items()},
        "20",
    )
    into = folder / "cells"
    into.mkdir()
    store = make_store("embedded", 256, folder)
    found = store.check(raw, proposal(raw, words).mapping, terms(), into, submission=1)
    cells = [
        (
            ITEMS[row["item"] - 1],
            row["area"],
            str(Period(PeriodType.MONTH, row["period"])),
            _shown(row["value"]),
        )
        for written in found.good
        for row in pl.read_parquet(written.path).rows(named=True)
    ]
    rejected = store.rejects(found.rejects.path) if found.rejects else ()
    return Outcome(
        (found.rows_in, found.rows_accepted, found.rows_rejected),
        sorted(cells),
        sorted((one.row, one.column, one.reason.code) for one in rejected),
    )


def _shown(value: Any) -> str | None:
    return None if value is None else format(value.normalize(), "f")


def csv(*rows: Sequence[str]) -> str:
    return (
        "\r\n".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows) + "\r\n"
    )


def test_both_eras_in_one_column_and_figures_as_people_type_them(tmp_path: Path):
    table = csv(
        ("อำเภอ", "เดือน", "นักท่องเที่ยวชาวไทย"),
        ("เมือง", "ม.ค. 2566", "1,234"),
        ("เมือง", "2023-02", "๑๒"),
        ("บ้านบึง", "มี.ค. 2566", "-"),
        ("บ้านบึง", "04/2023", "0"),
        ("บ้านบึง", "พ.ค. 66", "ไม่มีข้อมูล"),
        ("บ้านบึง", "มิ.ย. 2566", "1,23"),
        ("รวม", "ม.ค. 2566", "9"),
    )
    assert checked(tmp_path, opened(tmp_path, table.encode("cp874"))) == Outcome(
        (7, 5, 2),
        [
            ("tourists_thai", 2001, "2023-01", "1234"),
            ("tourists_thai", 2001, "2023-02", "12"),
            ("tourists_thai", 2002, "2023-03", None),
            ("tourists_thai", 2002, "2023-04", "0"),
            ("tourists_thai", 2002, "2023-05", None),
        ],
        [(7, 2, "observed_separators"), (8, 0, "area_unknown_name")],
    )


def test_codes_without_their_zeros_and_keys_that_come_twice(tmp_path: Path):
    table = csv(
        ("รหัสพื้นที่", "รายการ", "ปี", "เดือน", "ค่า"),
        ("2001", "tourists_thai", "2566", "1", "5"),
        ("201", "tourists_thai", "2023", "1", "5"),  # the same cell with the same figure
        ("20105", "tourists_thai", "2566", "1", "6"),  # 200105 or 201005
        ("2002", "tourists_thai", "2566", "1", "7"),
        ("2002", "tourists_thai", "2566", "1", "8"),  # the same cell with another figure
    )
    assert checked(tmp_path, opened(tmp_path, table)) == Outcome(
        (5, 2, 3),
        [("tourists_thai", 2001, "2023-01", "5")],
        [(4, 0, "area_ambiguous"), (5, 4, "cell_conflict"), (6, 4, "cell_conflict")],
    )


def test_two_encodings_in_one_file(tmp_path: Path):
    head = csv(("อำเภอ", "เดือน", "นักท่องเที่ยวชาวไทย"), ("ศรีราชา", "ม.ค. 2566", "5")).encode()
    found = checked(tmp_path, opened(tmp_path, head + csv(("บางละมุง", "ก.พ. 2566", "6")).encode("cp874")))
    assert (found.rows, [cell[1:] for cell in found.cells]) == (
        (2, 2, 0), [(2004, "2023-02", "6"), (2007, "2023-01", "5")],
    )  # fmt: skip


def test_a_workbook_with_merged_titles_in_two_rows_and_a_formula(tmp_path: Path):
    """Row 4 is of no value yet, the remark at the end is none of the table."""
    workbook, sheet = book(
        ("จำนวนนักท่องเที่ยวชาวไทย ปี 2566",),
        ("อำเภอ", "ไตรมาสแรก", None, None),
        (None, "ม.ค.", "ก.พ.", "มี.ค."),
        ("ศรีราชา", 1, 2.0, "=B4+C4"),
        ("บางละมุง", "1,000", None, "-"),
        (),
        ("ที่มา: สำนักงานการท่องเที่ยวและกีฬาจังหวัด",),
    )
    for area in ("A1:D1", "A2:A3", "B2:D2"):
        sheet.merge_cells(area)
    found = checked(tmp_path, read(tmp_path, saved(tmp_path, workbook), "a.xlsx"))
    assert found.rows == (2, 1, 1)
    assert {(row, column) for row, column, _code in found.rejected} == {(4, 3)}
    assert "cell_formula_hollow" in {code for _row, _column, code in found.rejected}
    assert found.cells == [
        ("tourists_thai", 2004, "2023-01", "1000"),
        ("tourists_thai", 2004, "2023-02", None),
        ("tourists_thai", 2004, "2023-03", None),
        ("tourists_thai", 2007, "2023-01", "1"),
        ("tourists_thai", 2007, "2023-02", "2"),
    ]
