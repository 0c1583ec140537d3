"""Opening a submitted file, whatever it is: by its content, never by its name."""

import re
from pathlib import Path

from samrit.evidence.packed import office_type
from samrit.indicators.reading.delimited import open_delimited
from samrit.indicators.reading.encodings import binary, text_of
from samrit.indicators.reading.heads import empty
from samrit.indicators.reading.table import Raw
from samrit.indicators.reading.typed_files import open_json_lines, open_parquet
from samrit.indicators.reading.workbook import locked, open_workbook, sheet_names
from samrit.rules.wording import Refusal, RefusedError, refuse

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the part that a workbook with a password has
_HEAD = 4096
_MOST_LOOKED_THROUGH = 64 * 1024 * 1024
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]\s*[\[{\"}\]]")
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|meta|table|body|\?xml|div|style)", re.IGNORECASE)


def sheets(path: Path, name: str) -> tuple[str, ...]:
    """The sheets of a workbook that a person sees, in order; () for any other kind of file."""
    return sheet_names(path, name) if _head(path).startswith(b"PK\x03\x04") and _is_sheet(path, name) else ()


def open_table(
    path: Path, *, name: str, sheet: str = "", header: int | None = None, encoding: str = "", landing: Path
) -> Raw:
    """The table in a submitted file. RefusedError with a sentence that says what to do when there is none to read.

    ``name``: as the person calls the file. ``sheet``: of a workbook, "" for the first that is not empty. ``header``: the
    row of titles as a person counts, 0 for none; None to find it. ``encoding``: ``utf-8``, ``tis-620`` or ``utf-16``, "" to
    find out. ``landing``: an empty folder for text that has to be put beside; keep it and the file as long as the
    answer is used.
    """
    head = check_kind(path, name)
    if head.startswith(b"PK\x03\x04"):
        return open_workbook(path, name=name, sheet=sheet, header=header, landing=landing)
    if head.startswith(b"PAR1"):
        return open_parquet(path, name)
    if _JSON.match(head):
        text = text_of(path, name=name, encoding=encoding, landing=landing)
        return open_json_lines(text, name, landing)
    return open_delimited(path, name=name, header=header, encoding=encoding, landing=landing)


def check_kind(path: Path, name: str) -> bytes:
    """The beginning of a file that may hold a table. RefusedError: empty, a document of another kind, locked, macros."""
    head = _head(path)
    if not head.strip():
        raise empty(name)
    if head.startswith(b"PK\x03\x04"):
        _check_workbook(path, name)
    elif not head.startswith(b"PAR1"):
        _refuse_others(path, head, name)
    return head


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _is_sheet(path: Path, name: str) -> bool:
    with path.open("rb") as file:
        return office_type(file, name) == _SHEET


def _check_workbook(path: Path, name: str) -> None:
    """RefusedError: macros, a bomb, or an archive of another kind."""
    if not _is_sheet(path, name):
        raise RefusedError(
            refuse(
                "table_other_archive",
                "ไฟล์ “{name}” เป็นไฟล์บีบอัดหรือเอกสารชนิดอื่น ไม่ใช่ .xlsx – แตกไฟล์ หรือบันทึกตารางเป็น .xlsx หรือ CSV UTF-8 แล้วส่งใหม่",
                name=name,
            )
        )


def _refuse_others(path: Path, head: bytes, name: str) -> None:
    if head.startswith(_OLD_OFFICE):
        raise locked(name) if _is_encrypted(path) else RefusedError(_old(name))
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise RefusedError(
            refuse(
                "table_web_page",
                "ไฟล์ “{name}” เป็นหน้าเว็บ (HTML หรือ XML) แม้ชื่อจะเหมือนไฟล์ตาราง – เปิดใน Excel หรือ LibreOffice แล้วบันทึกเป็น .xlsx จากนั้นส่งใหม่",
                name=name,
            )
        )
    if head.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        raise binary(name)


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return _ENCRYPTED in file.read(_MOST_LOOKED_THROUGH)


def _old(name: str) -> Refusal:
    return refuse(
        "table_old_workbook",
        "ไฟล์ “{name}” เป็นรูปแบบเก่า (.xls) – เปิดใน Excel หรือ LibreOffice แล้วบันทึกเป็น .xlsx จากนั้นส่งใหม่",
        name=name,
    )
