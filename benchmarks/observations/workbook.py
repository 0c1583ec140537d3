"""A workbook of 100,000 rows: our reading room, and openpyxl's quickest way."""

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from benchmarks.observations.process import measured, peak

ROWS = 100_000


def run(folder: Path) -> None:
    path = folder / "sent.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["item", "area", "period", "value", "remark"])
        for row in range(1, ROWS + 1):
            sheet.write_row(row, 0, [f"item_{row % 45}", 20010101 + row % 999, 2567, row * 1.25, "ตรวจแล้ว"])
    found = {name: measured("benchmarks.observations.workbook", name, str(path)) for name in READ}
    print(f"\nworkbook of {ROWS:,} rows × 5, every cell as text")
    for name, one in found.items():
        print(
            f"{name:12}{one['seconds']:8.2f} s{ROWS / one['seconds']:12,.0f} rows/s{one['peak']:8.0f} MB"
            f"{found['openpyxl']['seconds'] / one['seconds']:8.1f} × openpyxl"
        )


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
    started = time.perf_counter()
    rows = READ[name](path)
    if rows != ROWS:
        raise AssertionError(f"{name} read {rows} rows")
    print(json.dumps({"rows": rows, "seconds": time.perf_counter() - started, "peak": peak()}))


if __name__ == "__main__":
    main()
