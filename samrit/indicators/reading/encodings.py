"""The letters of a text file: UTF-8, the Thai code page of old programs (TIS-620, CP874), UTF-16; found by content.

A file in which both stand is read line by line where each line can only be one of them, and said so.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from samrit.rules.wording import Message, RefusedError, refuse, say

UTF_8, THAI, UTF_16 = "utf-8", "tis-620", "utf-16"
_BLOCK = 4 * 1024 * 1024
_PIECE = 512 * 1024  # stays in the processor's own memory while it is looked at
_HEAD = 4096
_LONG = 4096  # bytes
_LONGEST_LINE = 64 * 1024 * 1024
_BOM = codecs.BOM_UTF8
_THAI_IN_UTF_8 = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
_ODD_SIGNS = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")  # 0x1A ends files of old programs
_MOSTLY = 0.9


@dataclass(frozen=True)
class Text:
    """A file of UTF-8 (the submitted one where it is that already); ``notes``: how its letters were read."""

    path: Path
    notes: tuple[Message, ...] = ()


def text_of(path: Path, *, name: str, encoding: str, landing: Path) -> Text:
    """The file as UTF-8; RefusedError with the first line whose letters cannot be read.

    ``encoding``: as the person says, "" to find out.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    wide = _wide(head)
    if encoding == UTF_16 or (wide and not encoding):
        return _from_utf_16(path, wide or "utf-16-le", name, landing)
    _refuse_binary(head, name)
    if encoding == UTF_8 or (not encoding and _is_utf_8(path, name)):
        if encoding:
            _check_utf_8(path, name)
        return Text(path)
    return _from_thai(path, landing, name, only=encoding == THAI)


def blocks(path: Path, size: int = _PIECE) -> Iterator[bytes]:
    """The file in pieces of whole lines, without the mark that UTF-8 may begin with."""
    with path.open("rb") as file:
        start = file.read(len(_BOM)).removeprefix(_BOM)
        chunk = start + file.read(size)
        while chunk:
            if not chunk.endswith(b"\n"):
                chunk += file.readline(_LONGEST_LINE)
                if len(chunk) > _LONGEST_LINE:
                    raise _no_lines()
            yield chunk
            chunk = file.read(size)


def _no_lines() -> RefusedError:
    return RefusedError(
        refuse(
            "table_line_too_long",
            "ไฟล์มีบรรทัดที่ยาวกว่า 64 MB จึงไม่ใช่ตารางที่อ่านได้ – บันทึกตารางเป็น CSV หรือ .xlsx แล้วส่งใหม่",
        )
    )


def _refuse_binary(head: bytes, name: str) -> None:
    if _ODD_SIGNS.search(head):
        raise binary(name)


def binary(name: str) -> RefusedError:
    return RefusedError(
        refuse(
            "table_binary",
            "ไฟล์ “{name}” ไม่ใช่ตารางที่เป็นตัวอักษร – ส่งเป็น CSV, .xlsx, Parquet หรือ JSON Lines",
            name=name,
        )
    )


# ── UTF-8 ───────────────────────────────────────────────────────────────────
def _is_utf_8(path: Path, name: str) -> bool:
    return all(_decodes(block, UTF_8) for block in _without_nul(path, name))


def _without_nul(path: Path, name: str, size: int = _PIECE) -> Iterator[bytes]:
    for block in blocks(path, size):
        if b"\x00" in block:
            raise binary(name)
        yield block


def _check_utf_8(path: Path, name: str) -> None:
    number = 1
    for block in _without_nul(path, name):
        if not _decodes(block, UTF_8):
            lines = block.split(b"\n")
            raise _unreadable_line(
                number + next(n for n, line in enumerate(lines) if not _decodes(line, UTF_8))
            )
        number += block.count(b"\n")


def _decodes(data: bytes, encoding: str) -> bool:
    if data.isascii():
        return True
    if encoding == UTF_8 and len(data) > _LONG:
        return _is_text(data)
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_text(data: bytes) -> bool:
    """What decoding it as UTF-8 would say, ten times sooner: no text is made of it."""
    try:
        pl.Series([data], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return False
    return True


# ── UTF-16 ──────────────────────────────────────────────────────────────────
def _wide(head: bytes) -> str:
    """Which UTF-16 it is, by its mark or by the upper halves of its letters; "" when it is none."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    even, odd = head[::2], head[1::2]
    if _are_high(odd) and not _are_high(even):
        return "utf-16-le"
    if _are_high(even) and not _are_high(odd):
        return "utf-16-be"
    return ""


def _are_high(letters: bytes) -> bool:
    """The upper halves of Latin (0) and Thai (0x0E) letters."""
    return letters.count(0) > 0 and letters.count(0) + letters.count(0x0E) > _MOSTLY * len(letters)


def _from_utf_16(path: Path, codec: str, name: str, landing: Path) -> Text:
    target = landing / "text.csv"
    try:
        with (
            path.open(encoding=codec, newline="") as source,
            target.open("w", encoding=UTF_8, newline="") as kept,
        ):
            while piece := source.read(_BLOCK):
                kept.write(piece.replace("\ufeff", ""))
    except UnicodeError:
        raise binary(name) from None
    return Text(target, (say("table_utf_16", "อ่านไฟล์เป็นรหัสอักษร UTF-16"),))


# ── the Thai code page ──────────────────────────────────────────────────────
@dataclass
class _Seen:
    """Lines by their letters, as they pass; ``first``: the first line that is not like those before it."""

    only: bool  # the person says that all of it is the Thai code page
    line: int = 0
    last: str = THAI  # of the line before; a file that is all UTF-8 does not come here
    lines: dict[str, int] = field(default_factory=dict)
    first: tuple[int, str] | None = None

    def count(self, encoding: str, lines: int = 1, at: int = 0) -> None:
        if encoding not in self.lines and self.lines:
            self.first = (at, encoding)
        self.last = encoding
        self.lines[encoding] = self.lines.get(encoding, 0) + lines


def _from_thai(path: Path, landing: Path, name: str, *, only: bool) -> Text:
    target = landing / "text.csv"
    seen = _Seen(only)
    with target.open("wb") as kept:
        for block in _without_nul(path, name, _BLOCK):
            kept.writelines(_recoded(block, seen))
    return Text(target, _notes(seen))


def _recoded(block: bytes, seen: _Seen) -> Iterator[bytes]:
    """UTF-8 of a piece: all at once where it can only be one of the two, else line by line."""
    start, lines = seen.line, block.count(b"\n")
    seen.line += lines
    if block.isascii():
        yield block
    elif not _THAI_IN_UTF_8.search(block) and _decodes(block, "cp874"):
        seen.count(THAI, lines, start + 1)
        yield block.decode("cp874").encode()
    else:
        for number, line in enumerate(block.splitlines(keepends=True), start + 1):
            yield line if line.isascii() else _recoded_line(line, number, seen)


def _recoded_line(line: bytes, number: int, seen: _Seen) -> bytes:
    is_utf_8, is_thai = _decodes(line, UTF_8), _decodes(line, "cp874")
    if not seen.only and is_utf_8 and not (is_thai and seen.last == THAI and _may_be_thai(line)):
        seen.count(UTF_8, at=number)
        return line
    if not is_thai or (not seen.only and not is_utf_8 and _is_broken_utf_8(line)):
        raise _unreadable_line(number)
    seen.count(THAI, at=number)
    return line.decode("cp874").encode()


def _may_be_thai(line: bytes) -> bool:
    """One letter of UTF-8 may as well be a word of the old code page: เธค. Two are not."""
    return len(_THAI_IN_UTF_8.findall(line)) < 2  # noqa: PLR2004


def _is_broken_utf_8(line: bytes) -> bool:
    """Mostly whole letters of UTF-8: what is left over was cut, and is no old code page (where they would be เธ, เน …)."""
    high = sum(byte > 127 for byte in line)  # noqa: PLR2004 - beyond ASCII
    return 6 * len(_THAI_IN_UTF_8.findall(line)) > high


def _unreadable_line(number: int) -> RefusedError:
    return RefusedError(
        refuse(
            "table_letters_unreadable",
            "อ่านตัวอักษรในบรรทัด {line} ไม่ได้ อาจถูกตัดกลางตัวอักษรหรือมีหลายรหัสอักษรปนกัน – เปิดต้นฉบับ ตรวจบรรทัดนี้ แล้วบันทึกเป็น CSV UTF-8",
            line=f"{number:,}",
        )
    )


def _notes(seen: _Seen) -> tuple[Message, ...]:
    if seen.first is None:
        return (say("table_thai_code_page", "อ่านไฟล์เป็นรหัสอักษรไทยแบบเดิม (TIS-620)"),)
    line, encoding = seen.first
    return (
        say(
            "table_mixed_letters",
            "ไฟล์มีสองรหัสอักษรปนกัน: UTF-8 {utf} บรรทัด และ TIS-620 {thai} บรรทัด (เปลี่ยนเป็น {encoding} ที่บรรทัด {line}) – อ่านแต่ละบรรทัดตามรหัสของบรรทัดนั้น โปรดตรวจตัวอักษร",
            utf=f"{seen.lines[UTF_8]:,}",
            thai=f"{seen.lines[THAI]:,}",
            encoding=encoding.upper(),
            line=f"{line:,}",
        ),
    )
