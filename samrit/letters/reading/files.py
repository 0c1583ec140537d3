"""From the bytes of a file to its text: what it is, whether it may be read, and by whom."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from samrit.letters.reading import converting, docx, pdf, plain, workbook
from samrit.letters.reading.archives import encrypted, too_many_rows
from samrit.letters.reading.scan import PageRead, Scan, read_scan
from samrit.letters.reading.scan.text import put_together
from samrit.rules.wording import RefusedError, refuse

LARGEST = 20 * 1024 * 1024  # bytes
LONGEST = 400_000  # letters of text; the longest letters with annexes have 100,000
MOST_LINES = 12_000
MOST_ROWS = 3_000  # of tables; a province's framework has 20
LONGEST_LINE = 100_000
PDF, DOCX, TEXT = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/plain",
)
ODT, DOC, XLSX = (
    "application/vnd.oasis.opendocument.text",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
PNG, JPEG, TIFF = "image/png", "image/jpeg", "image/tiff"
_PICTURES = {
    b"\x89PNG\r\n\x1a\n": PNG,
    b"\xff\xd8\xff": JPEG,
    b"II*\x00": TIFF,
    b"MM\x00*": TIFF,
}  # by how they begin
_EXTENSIONS = {
    ".pdf": PDF, ".docx": DOCX, ".txt": TEXT, ".text": TEXT, ".md": TEXT, ".markdown": TEXT, ".htm": TEXT, ".html": TEXT, "": None,
    ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".tif": TIFF, ".tiff": TIFF, ".odt": ODT, ".doc": DOC, ".xlsx": XLSX,
}  # fmt: skip
_NAMES = {
    PDF: "PDF", DOCX: "Word (.docx)", TEXT: "ข้อความ", PNG: "PNG", JPEG: "JPEG", TIFF: "TIFF",
    ODT: "OpenDocument (.odt)", DOC: "Word (.doc)", XLSX: "Excel (.xlsx)",
}  # fmt: skip
_OLDER = {ODT: ".odt", DOC: ".doc"}  # LibreOffice makes .docx of them
_LEGIBLE = 35  # of 100: a page read with less is a picture of something else
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word 97–2003, and every encrypted Office file


@dataclass(frozen=True)
class Source:
    """The text as it stands in the file, not yet made regular; ``pages_without_text`` count from 1."""

    text: str
    media_type: str
    pages_without_text: tuple[int, ...] = ()
    scan: Scan | None = None
    noticed: tuple[workbook.Noticed, ...] = ()


def open_file(data: bytes, filename: str) -> Source:
    """The text of the file. RefusedError with a stable code when it cannot or may not be read."""
    if len(data) > LARGEST:
        raise RefusedError(
            refuse("too_large", "ไฟล์ใหญ่เกิน {limit} MB – ลองแบ่งไฟล์ หรือบีบอัดรูปในไฟล์ก่อน", limit=LARGEST // 2**20)
        )
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise RefusedError(refuse("empty_file", "ไฟล์ว่างเปล่า ไม่มีข้อความให้อ่าน – โปรดตรวจว่าเลือกไฟล์ถูกและบันทึกครบ"))
    media_type = _sniff(data)
    _check_extension(media_type, filename)
    if media_type == PDF:
        source = _of_pdf(data)
    elif media_type in _PICTURES.values():
        source = _of_scan([""], read_scan(data, media_type), media_type)
    elif media_type == DOCX:
        source = Source(docx.read(data), DOCX)
    elif media_type in _OLDER:
        source = Source(docx.read(converting.as_docx(data, _OLDER[media_type])), media_type)
    elif media_type == XLSX:
        text, noticed = workbook.read(data, PurePath(filename).name)
        source = Source(text, XLSX, noticed=noticed)
    else:
        source = Source(plain.decode(data), TEXT)
    if not source.text.strip():
        raise RefusedError(
            refuse("no_text", "ไฟล์นี้ไม่มีตัวอักษรให้อ่าน – โปรดตรวจว่าเลือกไฟล์ถูก หรือสแกนใหม่ให้ชัดที่ 300 จุดต่อนิ้ว")
        )
    _check_length(source.text)
    return source


def _of_pdf(data: bytes) -> Source:
    """The text of its pages; pages that are pictures are read as scans."""
    pages = pdf.read(data)
    if not pages.without_text:
        return Source("".join(pages.texts), PDF)
    try:
        read = read_scan(data, PDF, pages.without_text)
    except RefusedError:
        if pages.is_scan:
            raise
        return Source("".join(pages.texts), PDF, pages.without_text)  # the rest can be read
    return _of_scan(pages.texts, read, PDF)


def _of_scan(texts: Sequence[str], read: Sequence[PageRead], media_type: str) -> Source:
    """``texts``: of the pages that are no scans; empty ones for those that are."""
    legible = [page for page in read if page.sure >= _LEGIBLE]
    last = max([len(texts), *(page.number for page in read)])
    text, scan = put_together([*texts, *[""] * (last - len(texts))], legible)
    empty = tuple(page.number for page in read if page not in legible)
    return Source(text, media_type, empty, scan if legible else None)


def _sniff(data: bytes) -> str:
    """The media type by content alone."""
    if b"%PDF-" in data[:1024]:
        return PDF
    for beginning, media_type in _PICTURES.items():
        if data.startswith(beginning):
            return media_type
    if data.startswith(b"PK\x03\x04"):
        return _of_archive(data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise encrypted()
        if "WordDocument".encode("utf-16-le") in data:
            return DOC
        raise RefusedError(
            refuse("wrong_type", "ไฟล์นี้เป็น Word หรือ Excel รุ่นเก่า – โปรดบันทึกเป็น .docx หรือ PDF แล้วส่งใหม่")
        )
    return TEXT


def _of_archive(data: bytes) -> str:
    """What is neither a text nor a workbook is left to the reader of Word documents, which says what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception:  # noqa: BLE001 - a damaged archive has many errors, and its reader has the words for it
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    return ODT if data[30 : 38 + len(ODT)] == b"mimetype" + ODT.encode() else DOCX


def _check_extension(media_type: str, filename: str) -> None:
    extension = PurePath(filename).suffix.lower()
    if extension not in _EXTENSIONS:
        raise RefusedError(
            refuse(
                "wrong_type",
                "ไม่รับไฟล์ชนิด {extension} – โปรดใช้ .txt .md .docx .odt .doc .xlsx .pdf หรือภาพสแกน .png .jpg .tif",
                extension=extension,
            )
        )
    expected = _EXTENSIONS[extension]
    if expected is None or expected == media_type:
        return
    if media_type == TEXT and expected != TEXT:
        raise RefusedError(
            refuse(
                "wrong_type",
                "ไฟล์ลงท้ายด้วย {extension} แต่เนื้อหาไม่ใช่ {expected} – โปรดตรวจว่าเลือกไฟล์ถูก หรือไฟล์เสียหาย",
                extension=extension,
                expected=_NAMES[expected],
            )
        )
    raise RefusedError(
        refuse(
            "wrong_type",
            "ไฟล์ลงท้ายด้วย {extension} แต่เนื้อหาเป็น {found} – โปรดตั้งชื่อไฟล์ให้ตรงกับชนิด",
            extension=extension,
            found=_NAMES[media_type],
        )
    )


def _check_length(text: str) -> None:
    rows = len(re.findall(r"^[^\n]*(?:\t|\|[^\n|]*\|)", text, re.MULTILINE)) + text.lower().count("<tr")
    if rows > MOST_ROWS:
        raise too_many_rows(rows, MOST_ROWS)
    if len(text) > LONGEST or text.count("\n") > MOST_LINES or _longest_line(text) > LONGEST_LINE:
        raise RefusedError(
            refuse(
                "too_long",
                "เอกสารยาวเกินกว่าจะเป็นหนังสือราชการ – โปรดส่งเฉพาะหนังสือและเอกสารแนบที่เกี่ยวข้อง",
            )
        )


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))
