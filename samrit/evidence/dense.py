"""Workbooks of more cells than anybody fills in: who makes an object of each cell would need minutes and all memory.

Two megabytes of an .xlsx can hold a million of them.
"""

import re
import zipfile
from typing import BinaryIO

from samrit.rules.wording import RefusedError, refuse

LARGEST = 64 * 1024 * 1024  # bytes of all parts, inflated
_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
# Programs for tables write UTF-8; in another encoding the cells could not be counted.
_OTHER_SIGNS = re.compile(
    rb"\xff\xfe|\xfe\xff|<\x00|\x00<|(?:\xef\xbb\xbf)?<\?xml[^>]*\bencoding\s*=\s*[\"'](?!utf-8[\"'])",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 200  # bytes


def refuse_dense_book(file: BinaryIO, *, name: str, most: int) -> None:
    """RefusedError when the workbook has more than ``most`` cells, or hides how many. What is no archive is left to who reads it."""
    file.seek(0)
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST or _cells(archive, most) > most:
                raise RefusedError(
                    refuse(
                        "sheet_dense",
                        "ไฟล์ “{name}” มีเซลล์มากกว่าที่รับได้ ({most} เซลล์) จึงเปิดอ่านไม่ได้ – ลบแผ่นงานและเซลล์ที่ไม่ได้ใช้ บันทึก แล้วส่งใหม่",
                        name=name,
                        most=most,
                    )
                )
    file.seek(0)


def _cells(archive: zipfile.ZipFile, most: int) -> int:
    """How many; more than ``most`` where they cannot be counted."""
    found = 0
    for part in archive.namelist():
        content = archive.read(part)
        if _OTHER_SIGNS.match(content[:_DECLARED_WITHIN]):
            return most + 1
        found += sum(1 for _cell in _CELL.finditer(content))
        if found > most:
            break
    return found
