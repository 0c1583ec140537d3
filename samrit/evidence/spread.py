"""Sheets of a few cells that stand far apart: who reads a sheet as one rectangle would need all memory for it.

One cell in the last row and column of a workbook of 30 KB is a rectangle of 17 thousand million.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from samrit.rules.wording import RefusedError, refuse

# The place of a cell that holds something; one that is only coloured ends with "/>" and takes no room.
# No tag reaches beyond the next "<", and none is tried a second way: a part made of beginnings would take days else.
_CELL = re.compile(
    rb"""<(?:[^\s<>/:]+:)?c\s(?>(?:[^<>]*?\s)?r\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,10})["'])[^<>]*+(?<!/)>"""
)
_AT_ONCE, _OVERLAP = 4 * 1024 * 1024, 512  # bytes; a cell's tag is shorter than the overlap
ALWAYS_FINE = 1_000_000  # places of a rectangle
LOOSEST = 50  # places for each cell that holds something
_LETTERS = 26


def refuse_spread_book(file: BinaryIO, *, name: str) -> None:
    """Before the sheets of an .xlsx are read. What is no archive is left to who reads it."""
    file.seek(0)
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            for part in archive.namelist():
                refuse_spread(archive.read(part), name=name)
    file.seek(0)


def refuse_spread(sheet: bytes, *, name: str) -> None:
    """RefusedError when the rectangle around the cells of this part is far larger than what stands in it."""
    rows: set[int] = set()
    columns: set[bytes] = set()
    cells = 0
    for found in _found(sheet):
        cells += len(found)
        columns.update({letters for letters, _ in found})
        numbers = [int(row) for _, row in found]
        rows.update((min(numbers), max(numbers)))
    if not cells:
        return
    places = {_place(letters) for letters in columns}
    area = (max(rows) - min(rows) + 1) * (max(places) - min(places) + 1)
    if area > max(ALWAYS_FINE, LOOSEST * cells):
        raise RefusedError(
            refuse(
                "sheet_spread",
                "ไฟล์ “{name}” มีเซลล์ที่อยู่ไกลจากข้อมูลอื่นมาก (ถึงคอลัมน์ {column} แถว {row}) จึงเปิดอ่านไม่ได้ – ลบแถวและคอลัมน์ว่างท้ายแผ่นงาน บันทึก แล้วส่งใหม่",
                name=name,
                column=max(columns, key=_place).decode().upper(),
                row=max(rows),
            )
        )


def _found(sheet: bytes) -> Iterator[list[tuple[bytes, bytes]]]:
    """(column, row) of the cells, some million bytes at a time."""
    for start in range(0, len(sheet), _AT_ONCE):
        if found := _CELL.findall(sheet, start, start + _AT_ONCE + _OVERLAP):
            yield found


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters.upper():
        place = place * _LETTERS + letter - ord("A") + 1
    return place
