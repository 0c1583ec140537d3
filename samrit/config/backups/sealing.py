"""Encrypting and decrypting with age (age-encryption.org): whoever has the key needs no Samrit to open a backup.

The site knows only the public key: who steals the site does not get what is in its backups. pyrage is imported where it
is used: only backups need it.
"""

import io
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from samrit.rules.wording import RefusedError, refuse

IDENTITY = "AGE-SECRET-KEY-"  # how a line with a key begins
LONGEST_KEY_FILE = 100_000  # bytes


def make_key(path: Path, *, now: datetime) -> str:
    """Write a new secret key as age-keygen does; its public key. An earlier file stays as it is."""
    from pyrage import x25519  # noqa: PLC0415

    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(
                f"# created: {now.isoformat(timespec='seconds')}\n# public key: {public}\n{identity}\n"
            )
    except OSError as failed:
        raise RefusedError(
            refuse("key_unwritten", "เขียนไฟล์กุญแจ {path} ไม่ได้ ({why})", path=path, why=failed.strerror)
        ) from None
    return public


def recipient_of(public: str) -> Any:
    from pyrage import RecipientError, x25519  # noqa: PLC0415

    try:
        return x25519.Recipient.from_str(public.strip())
    except RecipientError:
        raise RefusedError(
            refuse(
                "backup_key_wrong",
                "ยังไม่มีกุญแจสาธารณะสำหรับสำรองข้อมูล (age1…) – สร้างด้วย samrit backup --new-key FILE แล้วตั้ง SAMRIT_BACKUP_KEY",
            )
        ) from None


def identity_of(path: Path) -> Any:
    """The secret key in the file: one line of it."""
    from pyrage import IdentityError, x25519  # noqa: PLC0415

    try:
        with path.open(encoding="ascii") as file:
            lines = file.read(LONGEST_KEY_FILE).splitlines()
        return x25519.Identity.from_str(next(line for line in lines if line.startswith(IDENTITY)).strip())
    except (OSError, ValueError, StopIteration, IdentityError):
        raise RefusedError(
            refuse(
                "key_unreadable",
                "อ่านกุญแจลับ {path} ไม่ได้ – ต้องเป็นไฟล์ที่มีบรรทัด AGE-SECRET-KEY-…",
                path=path,
            )
        ) from None


class _Chunks(io.RawIOBase):
    """What a generator makes, read like a file."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._left = b""
        self.failed: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            try:
                self._left = next(self._chunks)
            except StopIteration:
                return 0
            except Exception as failed:
                self.failed = failed
                raise
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


def encrypt(chunks: Iterable[bytes], target: BinaryIO, recipient: Any) -> None:
    """What goes wrong while the chunks are made is raised as it was; OSError where the target cannot be written."""
    import pyrage  # noqa: PLC0415

    source = _Chunks(chunks)
    try:
        pyrage.encrypt_io(cast("BinaryIO", io.BufferedReader(source)), target, [recipient])
    except (pyrage.EncryptError, OSError) as failed:
        raise (source.failed or OSError(str(failed))) from None


def decrypt(source: BinaryIO, target: BinaryIO, identity: Any) -> None:
    """RefusedError when the key does not fit or a byte was changed or is missing."""
    import pyrage  # noqa: PLC0415

    try:
        pyrage.decrypt_io(source, target, [identity])
    except (pyrage.DecryptError, OSError):
        raise RefusedError(
            refuse("backup_closed", "เปิดไฟล์สำรองไม่ได้ – กุญแจไม่ตรง หรือไฟล์ไม่ครบหรือเสียหาย")
        ) from None
