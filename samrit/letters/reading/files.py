"""From the bytes of a file to its text: what it is, whether it may be read, and by whom."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from samrit.letters.reading import docx, pdf, plain
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
_EXTENSIONS = {
    ".pdf": PDF, ".docx": DOCX, ".txt": TEXT, ".text": TEXT, ".md": TEXT, ".markdown": TEXT, ".htm": TEXT, ".html": TEXT, "": None,
}  # fmt: skip
_NAMES = {PDF: "PDF", DOCX: "Word (.docx)", TEXT: "ข้อความ"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word 97–2003, and every encrypted Office file


@dataclass(frozen=True)
class Source:
    """The text as it stands in the file, not yet made regular; ``pages_without_text`` count from 1."""

    text: str
    media_type: str
    pages_without_text: tuple[int, ...] = ()


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
        pages = pdf.read(data)
        source = Source(pages.text, PDF, pages.without_text)
    elif media_type == DOCX:
        source = Source(docx.read(data), DOCX)
    else:
        source = Source(plain.decode(data), TEXT)
    if not source.text.strip():
        raise RefusedError(refuse("no_text", "ไฟล์นี้ไม่มีตัวอักษรให้อ่าน อาจมีแต่ภาพ – โปรดใช้ไฟล์ต้นฉบับที่มีข้อความ"))
    _check_length(source.text)
    return source


def _sniff(data: bytes) -> str:
    """The media type by content alone."""
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return DOCX
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise RefusedError(refuse("encrypted", "ไฟล์นี้ใส่รหัสผ่านไว้ จึงอ่านไม่ได้ – โปรดเอารหัสผ่านออกแล้วส่งใหม่"))
        raise RefusedError(
            refuse("wrong_type", "ไฟล์นี้เป็น Word หรือ Excel รุ่นเก่า – โปรดบันทึกเป็น .docx หรือ PDF แล้วส่งใหม่")
        )
    return TEXT


def _check_extension(media_type: str, filename: str) -> None:
    extension = PurePath(filename).suffix.lower()
    if extension not in _EXTENSIONS:
        raise RefusedError(
            refuse(
                "wrong_type", "ไม่รับไฟล์ชนิด {extension} – โปรดใช้ .txt .md .docx หรือ .pdf", extension=extension
            )
        )
    expected = _EXTENSIONS[extension]
    if expected is None or expected == media_type:
        return
    if media_type == TEXT and expected in {PDF, DOCX}:
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
        raise RefusedError(
            refuse(
                "too_many_rows",
                "ตารางมี {rows} แถว เกิน {limit} แถวที่รับได้ – โปรดส่งเฉพาะตารางตัวชี้วัด",
                rows=rows,
                limit=MOST_ROWS,
            )
        )
    if len(text) > LONGEST or text.count("\n") > MOST_LINES or _longest_line(text) > LONGEST_LINE:
        raise RefusedError(
            refuse(
                "too_long",
                "เอกสารยาวเกินกว่าจะเป็นหนังสือราชการ – โปรดส่งเฉพาะหนังสือและเอกสารแนบที่เกี่ยวข้อง",
            )
        )


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))
