"""What the tests of reading share: a file put down and opened, as a person would send it."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from samrit.indicators.reading import Raw, open_table

_numbers = count(1)
Row = tuple[Any, ...]


def opened(folder: Path, content: str | bytes, name: str = "data.csv", **said: Any) -> Raw:
    path = folder / f"{next(_numbers)}-{name}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(folder, path, name, **said)


def read(folder: Path, path: Path, name: str, **said: Any) -> Raw:
    landing = folder / f"landing-{next(_numbers)}"
    landing.mkdir()
    return open_table(path, name=name, landing=landing, **said)


def rows(raw: Raw) -> list[Row]:
    """(row, text, text, …), read as the store reads them."""
    return raw.scan().collect(engine="streaming").rows()


def codes(raw: Raw) -> list[str]:
    return [note.code for note in raw.notes]


def book(*table: Sequence[Any]) -> tuple[Workbook, Worksheet]:
    """A workbook of one sheet."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in table:
        sheet.append(list(row))
    return workbook, sheet


def saved(folder: Path, workbook: Workbook) -> Path:
    path = folder / f"{next(_numbers)}.xlsx"
    workbook.save(path)
    return path
