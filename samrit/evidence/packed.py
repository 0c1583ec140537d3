"""Office files are ZIP archives: what they hold, judged from their table of contents without unpacking them."""

import io
import zipfile
import zlib
from typing import BinaryIO

from samrit.rules.wording import RefusedError, refuse

_MAIN_PARTS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_TYPES = "[Content_Types].xml"
_LONGEST_TYPES = 1024 * 1024
# A real sheet of a million cells unpacks to some 20 times its size; a bomb to more than 1,000 times.
ALWAYS_FINE = 100 * 1024 * 1024
HIGHEST_RATIO = 200
MOST_PARTS = 20_000


def office_type(file: BinaryIO, name: str) -> str:
    """The media type, or "" when it is no Office file. RefusedError: macros, or it would burst when opened."""
    file.seek(0)
    try:
        with zipfile.ZipFile(io.BufferedReader(file) if isinstance(file, io.RawIOBase) else file) as archive:
            _check_size(archive, name)
            _check_macros(archive, name)
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        return ""
    return next((media_type for part, media_type in _MAIN_PARTS.items() if part in parts), "")


def _check_size(archive: zipfile.ZipFile, name: str) -> None:
    unpacked = sum(part.file_size for part in archive.infolist())
    packed = sum(part.compress_size for part in archive.infolist())
    if len(archive.infolist()) <= MOST_PARTS and (
        unpacked <= ALWAYS_FINE or unpacked <= HIGHEST_RATIO * packed
    ):
        return
    raise RefusedError(
        refuse(
            "evidence_bomb",
            "ไฟล์ “{name}” คลายออกแล้วใหญ่ผิดปกติ ({size} MB) จึงรับไม่ได้ – เปิดต้นฉบับแล้วบันทึกใหม่ หรือบันทึกเป็น PDF",
            name=name,
            size=unpacked // (1024 * 1024),
        )
    )


def _check_macros(archive: zipfile.ZipFile, name: str) -> None:
    """By the parts that hold them (VBA, Excel 4 macro sheets) and by what the file says of itself."""
    parts = [part.lower() for part in archive.namelist()]
    if any(part.endswith("vbaproject.bin") or "/macrosheets/" in part for part in parts) or _says_macros(
        archive
    ):
        raise RefusedError(
            refuse(
                "evidence_macros",
                "ไฟล์ “{name}” มีมาโคร จึงรับไม่ได้ – บันทึกใหม่เป็นไฟล์ที่ไม่มีมาโครหรือ PDF แล้วแนบอีกครั้ง",
                name=name,
            )
        )


def _says_macros(archive: zipfile.ZipFile) -> bool:
    if _TYPES not in archive.namelist():
        return False
    with archive.open(_TYPES) as types:
        return b"macroenabled" in types.read(_LONGEST_TYPES).lower()
