"""Text files: finding out their encoding, refusing what is no text."""

import codecs
import re

from samrit.letters.reading.characters import thai_letters
from samrit.rules.wording import RefusedError, refuse

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FEW = 0.005  # of the letters: so many may be damaged, and the rest is still a letter
_THAI_SHARE = 0.2  # of the letters of a text in CP874 are Thai; else the bytes were something else


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or TIS-620/CP874.

    RefusedError (``not_text``) when the bytes are no text. Few damaged bytes become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, "replace"))
    if wide := _utf16_without_mark(data):
        return _checked(data.decode(wide, "replace"))
    if b"\\0" in data or b"\x00" in data:
        raise not_text()
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_thai_or_damaged(data))


def not_text() -> RefusedError:
    return RefusedError(
        refuse("not_text", "ไฟล์นี้ไม่ใช่ข้อความที่อ่านได้ – โปรดใช้ไฟล์ .txt .md .docx .odt .doc .xlsx PDF หรือภาพสแกน")
    )


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 that lacks its mark: Thai letters have 0x0E in every other byte."""
    sample = data[:4096]
    if len(sample) < 8 or len(data) % 2:  # noqa: PLR2004 - too short to tell
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if (
            sum(byte in {0x00, 0x0E} for byte in high) > 0.9 * len(high)
            and high.count(0x0E) + high.count(0) > 0
        ):
            return encoding
    return None


def _thai_or_damaged(data: bytes) -> str:
    damaged = data.decode("utf-8", "replace")
    lost = damaged.count("\N{REPLACEMENT CHARACTER}")
    if thai_letters(damaged) and lost <= max(3, _FEW * len(damaged)):
        return damaged
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError as error:
        raise not_text() from error
    letters = len(re.sub(r"[\s\d\W]", "", text)) or 1
    if thai_letters(text) < _THAI_SHARE * letters:
        raise not_text()
    return text


def _checked(text: str) -> str:
    """Control characters and damage in number mean that this was no text."""
    odd = len(re.findall(r"[\x00-\x08\x0e-\x1f\ufffd]", text))
    if odd > max(3, 0.02 * len(text)):
        raise not_text()
    return text
