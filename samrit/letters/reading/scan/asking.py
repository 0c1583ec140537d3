"""Has scans read by a process of their own, with little memory and time."""

import json
import subprocess
import sys
from collections.abc import Sequence

from samrit.letters.reading.scan.shapes import PageRead, Sheet
from samrit.rules.wording import RefusedError, refuse

SECONDS = 300  # for the whole file
DRAW_SECONDS = 20
_REFUSALS = {
    one.code: one
    for one in (
        refuse(
            "no_tesseract",
            "ไฟล์นี้เป็นภาพสแกน แต่เครื่องนี้ยังไม่มีโปรแกรมอ่านภาพ – ให้ผู้ดูแลระบบติดตั้งด้วยคำสั่ง apt-get install tesseract-ocr tesseract-ocr-tha แล้วอ่านใหม่ หรือใช้ไฟล์ต้นฉบับที่มีตัวอักษร",
        ),
        refuse(
            "picture_too_large",
            "ภาพใหญ่เกินไป (ด้านละไม่เกิน 10,000 จุด) – โปรดสแกนใหม่ที่ 300 จุดต่อนิ้ว หรือลดขนาดภาพ",
        ),
        refuse("too_many_pages", "สแกนมีหลายหน้าเกิน 30 หน้าที่อ่านได้ในครั้งเดียว – โปรดแบ่งไฟล์ หรือส่งเฉพาะหน้าที่เกี่ยวข้อง"),
        refuse("scan_too_slow", "อ่านภาพสแกนนานเกินกำหนด จึงหยุดอ่าน – โปรดแบ่งไฟล์ หรือสแกนใหม่ที่ 300 จุดต่อนิ้ว"),
        refuse("damaged", "ไฟล์เสียหายหรือไม่สมบูรณ์ เปิดอ่านไม่ได้ – โปรดบันทึกจากต้นฉบับแล้วส่งใหม่"),
    )
}


def read_scan(data: bytes, media_type: str, wanted: Sequence[int] = ()) -> tuple[PageRead, ...]:
    """The pages (all, or those ``wanted``). RefusedError says why it could not be."""
    told = _asked(["read", media_type, *map(str, wanted)], data, SECONDS)
    answer = json.loads(told)
    if code := answer.get("refused"):
        raise RefusedError(_REFUSALS.get(code, _REFUSALS["damaged"]))
    return tuple(PageRead.from_json(page) for page in answer["pages"])


def draw(data: bytes, media_type: str, sheet: Sheet) -> bytes | None:
    """A PNG of the page as it was put straight, half as wide and high; None when it cannot be drawn."""
    words = [str(sheet.number), str(sheet.turned), str(sheet.angle)]
    try:
        told = _asked(["draw", media_type, *words], data, DRAW_SECONDS)
    except RefusedError:
        return None
    return told if told.startswith(b"\x89PNG") else None


def _asked(words: Sequence[str], data: bytes, seconds: int) -> bytes:
    command = [sys.executable, "-m", "samrit.letters.reading.scan.process", *words]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own
    except subprocess.TimeoutExpired as error:
        raise RefusedError(_REFUSALS["scan_too_slow"]) from error
    if done.returncode or not done.stdout:
        raise RefusedError(_REFUSALS["damaged"])  # out of memory, or brought down by the file
    return done.stdout
