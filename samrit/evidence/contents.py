"""What a file really is: its digest, and its type by content, never by its name."""

import hashlib
import io
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from samrit.evidence.packed import office_type
from samrit.rules.wording import Refusal, RefusedError, refuse

# Type by content → the endings it may carry. What is not here is not evidence.
ALLOWED: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "text/csv": (".csv",),
    "text/plain": (".txt",),
    "application/vnd.apache.parquet": (".parquet",),
}
DATA_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".jsonl", ".ndjson", ".json")  # files of figures
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})  # what a browser may show itself
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what a new one becomes with a password
_OOXML_ENDINGS = (".docx", ".xlsx", ".pptx")
_PARQUET = b"PAR1"
_CHUNK = 1024 * 1024
_HEAD = 8192


@dataclass(frozen=True)
class Contents:
    """``size`` in bytes, ``sha256`` hex, ``media_type`` by content."""

    size: int
    sha256: str
    media_type: str


def inspect(file: BinaryIO, *, name: str, max_bytes: int) -> Contents:
    """Read the file once; RefusedError when it is empty, too large, of another type, or carries macros."""
    size, sha256 = _measure(file)
    if size == 0:
        raise RefusedError(
            refuse("evidence_empty", "ไฟล์ “{name}” ว่างเปล่า (0 ไบต์) – เปิดดูไฟล์ต้นฉบับแล้วแนบใหม่", name=name)
        )
    if size > max_bytes:
        raise RefusedError(
            refuse(
                "evidence_too_large",
                "ไฟล์ “{name}” ใหญ่เกิน {limit} MB – ข้อความที่พิมพ์ไว้ยังอยู่ครบ ลองแบ่งไฟล์หรือบีบอัดแล้วแนบใหม่",
                name=name,
                limit=max_bytes // _CHUNK,
            )
        )
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    media_type = _media_type(head, file, name)
    file.seek(0)
    return Contents(size, sha256, media_type)


def _measure(file: BinaryIO) -> tuple[int, str]:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def refuse_ending(name: str) -> Refusal | None:
    """Whether a file of this name could be evidence at all; what it holds is judged when it is there."""
    if any(_ending(name) in endings for endings in ALLOWED.values()):
        return None
    return _wrong_type(name)


def refuse_data_ending(name: str) -> Refusal | None:
    """Whether a file of this name could hold figures; what it holds is judged by reading it."""
    if _ending(name) in DATA_ENDINGS:
        return None
    return refuse(
        "data_wrong_type",
        "ไฟล์ “{name}” ไม่ใช่ชนิดที่นำเข้าได้ – บันทึกเป็น XLSX หรือ CSV แล้วเลือกใหม่ (รับ CSV, TSV, TXT, XLSX, Parquet, JSONL)",
        name=name,
    )


def _ending(name: str) -> str:
    return "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _wrong_type(name: str) -> Refusal:
    return refuse(
        "evidence_wrong_type",
        "ไฟล์ “{name}” ไม่ใช่ชนิดที่รับ หรือเนื้อในไม่ตรงกับนามสกุล – รับ PDF, PNG, JPG, DOCX, XLSX, PPTX, CSV, TXT, Parquet",
        name=name,
    )


def _media_type(head: bytes, file: BinaryIO, name: str) -> str:
    ending = _ending(name)
    if head.startswith(_OLD_OFFICE) and ending in _OOXML_ENDINGS:
        raise RefusedError(
            refuse(
                "evidence_locked",
                "ไฟล์ “{name}” ตั้งรหัสผ่านไว้หรือเป็นรูปแบบเก่า จึงรับไม่ได้ – ถอดรหัสผ่านแล้วบันทึกเป็นรูปแบบใหม่หรือ PDF แล้วแนบอีกครั้ง",
                name=name,
            )
        )
    found = office_type(file, name) if head.startswith(b"PK\x03\x04") else _sniff(head, ending)
    if head.startswith(_PARQUET) and _ends_as_parquet(file):
        found = "application/vnd.apache.parquet"
    if ending not in ALLOWED.get(found, ()):
        raise RefusedError(_wrong_type(name))
    return found


def _sniff(head: bytes, ending: str) -> str:
    matches = {match.mime_type for match in _magic(head)}
    for media_type in ("application/pdf", "image/png", "image/jpeg"):
        if media_type in matches and _starts_as(media_type, head):
            return media_type
    if ending in {".csv", ".txt"} and not matches - {"text/plain", "text/csv", ""} and _is_text(head):
        return "text/csv" if ending == ".csv" else "text/plain"
    return ""


def _starts_as(media_type: str, head: bytes) -> bool:
    starts = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
    return head.startswith(starts[media_type])


def _ends_as_parquet(file: BinaryIO) -> bool:
    """It says what it is at its end once more, where its contents stand."""
    file.seek(-len(_PARQUET), io.SEEK_END)
    return file.read() == _PARQUET


def _magic(head: bytes) -> list[puremagic.PureMagicWithConfidence]:
    try:
        return list(puremagic.magic_string(head))
    except puremagic.PureError:
        return []


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as cut:
        if len(head) == _HEAD and cut.start >= _HEAD - 3:  # the head ended inside a character
            return True
        try:
            head.decode("cp874")
        except UnicodeDecodeError:
            return False
    return True
