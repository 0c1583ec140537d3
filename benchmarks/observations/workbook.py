"""A workbook of 100,000 rows: our reading room, and openpyxl's quickest way."""

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from benchmarks.observations.process import measured, middle, peak

ROWS = 100_000
TURNS = 5  # of each program by turns; the middle one counts
FEW = "few.xlsx"  # what libraries do only once is done with it


def run(folder: Path) -> None:
    path = folder / "sent.xlsx"
    _write(path, ROWS)
    _write(folder / FEW, 10)
    turns = [
        {name: measured("benchmarks.observations.workbook", name, str(path)) for name in READ}
        for _ in range(TURNS)
    ]
    found = {name: middle([turn[name] for turn in turns]) for name in READ}
    print(
        f"\nworkbook of {ROWS:,} rows × 5, every cell as text; both have read a small one before the clock starts"
    )
    print(
        f"{'':12}{'s':>8}{'s proc.':>9}{'rows/s':>10}{'peak MB':>9}{'× openpyxl':>12}{'of proc.':>10}{'first s':>9}"
    )
    peer = found["openpyxl"]
    for name, one in found.items():
        print(
            f"{name:12}{one['seconds']:8.2f}{one['processor']:9.2f}{ROWS / one['seconds']:10,.0f}{one['peak']:9.0f}"
            f"{peer['seconds'] / one['seconds']:12.1f}{peer['processor'] / one['processor']:10.1f}{one['first']:9.2f}"
        )


def _write(path: Path, rows: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["item", "area", "period", "value", "remark"])
        for row in range(1, rows + 1):
            sheet.write_row(row, 0, [f"item_{row % 45}", 20010101 + row % 999, 2567, row * 1.25, "ตรวจแล้ว"])


def samrit(path: Path) -> int:
    from samrit.indicators.reading import open_table

    with TemporaryDirectory() as landing:
        return open_table(path, name=path.name, landing=Path(landing)).scan().collect().height


def openpyxl(path: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    return sum(1 for row in book.worksheets[0].iter_rows(values_only=True) if [str(cell) for cell in row]) - 1


READ = {"samrit": samrit, "openpyxl": openpyxl}


def main() -> None:
    name, path = sys.argv[1], Path(sys.argv[2])
    begun = time.perf_counter()
    READ[name](path.with_name(FEW))
    started, used = time.perf_counter(), time.process_time()
    rows = READ[name](path)
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    if rows != ROWS:
        raise AssertionError(f"{name} read {rows} rows")
    told = {"seconds": seconds, "processor": processor, "peak": peak(), "first": started - begun}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
