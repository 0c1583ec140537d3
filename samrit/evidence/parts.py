"""The part files of uploads on their way: appended to, never rewritten. How much has arrived is the file's size.

That stays true through a cut connection and a killed server, so an upload always goes on at the right byte.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from samrit.rules.wording import RefusedError, refuse

CHUNK = 256 * 1024
RESERVE = 512 * 1024 * 1024  # bytes of the disk that uploads leave to the database
ALGORITHMS = ("sha1", "sha256")
Checksum = tuple[str, bytes]  # algorithm, digest


def _folder() -> Path:
    return settings.DATA_DIR / "uploads"


def part_of(key: str) -> Path:
    return _folder() / key


def arrived(key: str) -> int:
    """Bytes that are there; 0 before the first."""
    try:
        return part_of(key).stat().st_size
    except FileNotFoundError:
        return 0


def room_for(length: int) -> bool:
    _folder().mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(_folder()).free - RESERVE > length


def receive(
    key: str, read: Callable[[int], bytes], *, offset: int, most: int, checksum: Checksum | None = None
) -> int:
    """Append what ``read`` gives, ``most`` bytes at most; the size afterwards. What has arrived is on the disk then.

    RefusedError: somebody else is sending (``upload_busy``), not the right place (``upload_offset``), not what was
    sent (``upload_checksum``). A piece with a checksum is kept whole or not at all.
    """
    _folder().mkdir(parents=True, exist_ok=True)
    with part_of(key).open("ab") as part:
        part_of(key).chmod(0o600)
        _lock(part)
        start = part.seek(0, os.SEEK_END)
        if start != offset:
            raise RefusedError(refuse("upload_offset", "มาถึงแล้ว {arrived} ไบต์ – ส่งต่อจากตรงนั้น", arrived=start))
        good = checksum is None
        try:
            good = _append(part, read, most, checksum)
        finally:
            part.flush()
            if not good:
                part.truncate(start)
            os.fsync(part.fileno())
        if not good:
            raise RefusedError(refuse("upload_checksum", "ข้อมูลเพี้ยนระหว่างทาง – ส่งช่วงนี้อีกครั้ง"))
        return part_of(key).stat().st_size


def _lock(part: BinaryIO) -> None:
    try:
        fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RefusedError(refuse("upload_busy", "ไฟล์นี้กำลังส่งอยู่จากอีกหน้าต่างหนึ่ง – รอสักครู่แล้วลองใหม่")) from None


def _append(part: BinaryIO, read: Callable[[int], bytes], most: int, checksum: Checksum | None) -> bool:
    """Whether what was appended has the checksum that was announced."""
    digest = hashlib.new(checksum[0], usedforsecurity=False) if checksum else None
    while most > 0 and (chunk := read(min(CHUNK, most))):
        part.write(chunk)
        most -= len(chunk)
        if digest:
            digest.update(chunk)
    return checksum is None or digest is None or digest.digest() == checksum[1]


def discard(key: str) -> None:
    part_of(key).unlink(missing_ok=True)


def left_over(known: set[str], before: datetime) -> list[str]:
    """Keys of part files that no upload knows and that nobody has touched since ``before``."""
    if not _folder().exists():
        return []
    return [
        part.name
        for part in _folder().iterdir()
        if part.name not in known and part.stat().st_mtime < before.timestamp()
    ]
