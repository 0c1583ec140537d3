"""A backup put back into an empty place, with every file and every row counted and compared."""

import hashlib
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from samrit.config.backups.making import (
    BEFORE,
    CHUNK,
    DATABASE,
    DUMP,
    FILES,
    FORM,
    MANIFEST,
    Manifest,
    counts,
)
from samrit.config.backups.sealing import decrypt
from samrit.rules.wording import RefusedError, refuse

Load = Callable[[Path, Manifest], None]
OURS = {*BEFORE, DATABASE, DUMP, FILES}  # what a backup holds, and so what must not be there yet


def refuse_kind(manifest: Manifest, kept: str) -> None:
    """``kept``: what a database of this site is called in a backup."""
    if kept not in manifest.files:
        raise RefusedError(
            refuse(
                "backup_other_kind",
                "ไฟล์สำรองนี้เป็นของฐานข้อมูลอีกชนิด – ตั้ง DATABASE_URL ให้ตรง (ย้ายจาก SQLite ไป PostgreSQL ใช้ samrit migrate_to)",
            )
        )


def restore(*, source: Path, data: Path, identity: Any, load: Load | None = None) -> Manifest:
    """Everything or nothing: what does not fit its manifest is not put there. ``load`` puts a dump into the database's server.

    RefusedError: something of a site is there already, the key does not fit, the file is damaged.
    """
    _refuse_if_taken(data)
    data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".restore-", dir=data) as scratch:
        opened = Path(scratch) / "site"
        manifest = unpack(source=source, place=opened, identity=identity)
        refuse_kind(manifest, DUMP if load else DATABASE)
        if load:
            load(opened / DUMP, manifest)
            (opened / DUMP).unlink()
        for path in sorted(opened.iterdir()):
            path.rename(data / path.name)
    return manifest


def _refuse_if_taken(data: Path) -> None:
    if taken := sorted(name for name in OURS if (data / name).exists()):
        raise RefusedError(
            refuse(
                "place_not_empty",
                "{folder} มี {names} อยู่แล้ว – กู้คืนลงโฟลเดอร์ว่างเท่านั้น ตั้ง SAMRIT_DATA เป็นโฟลเดอร์ใหม่",
                folder=data,
                names=", ".join(taken),
            )
        )


def unpack(*, source: Path, place: Path, identity: Any) -> Manifest:
    """Decrypt, take apart and compare with the manifest, in a folder that is made."""
    place.mkdir(mode=0o700)
    plain = place.with_name("plain.tar")
    try:
        with source.open("rb") as sealed, plain.open("xb") as file:
            plain.chmod(0o600)
            decrypt(sealed, file, identity)
        manifest = _take_apart(plain, place)
    except OSError as failed:
        raise RefusedError(
            refuse("backup_unreadable", "อ่านหรือเขียน {name} ไม่ได้ ({why})", name=source, why=failed.strerror)
        ) from None
    except (tarfile.TarError, ValueError, TypeError, AttributeError):
        raise _differs(MANIFEST) from None
    finally:
        plain.unlink(missing_ok=True)
    if DUMP not in manifest.files:
        _compare_rows(place / DATABASE, manifest)
    return manifest


def _take_apart(plain: Path, place: Path) -> Manifest:
    found: dict[str, tuple[int, str]] = {}
    stated: dict[str, Any] = {}
    with tarfile.open(plain) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isreg() and _is_ours(member.name) else None
            if content is None:
                raise _differs(member.name)
            if member.name == MANIFEST:
                stated = json.load(content)
            else:
                found[member.name] = _written(content, place / member.name)
    if stated.get("form") != FORM:
        raise _differs(MANIFEST)
    manifest = Manifest(**stated)
    manifest.files = {name: (int(size), str(digest)) for name, (size, digest) in manifest.files.items()}
    for name in sorted({*found, *manifest.files}):
        if found.get(name) != manifest.files.get(name):
            raise _differs(name)
    return manifest


def _is_ours(name: str) -> bool:
    """Nothing that would land elsewhere."""
    parts = PurePosixPath(name).parts
    return ".." not in parts and parts[0] in {*OURS, MANIFEST}


def _written(content: Any, path: Path) -> tuple[int, str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    size, sha256 = 0, hashlib.sha256()
    file: BinaryIO
    with path.open("xb") as file:
        path.chmod(0o600)
        while chunk := content.read(CHUNK):
            size += len(chunk)
            sha256.update(chunk)
            file.write(chunk)
    return size, sha256.hexdigest()


def _compare_rows(database: Path, manifest: Manifest) -> None:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
            # Checks may call functions that only Django's connection has; the content is compared by its hash anyway.
            opened.execute("PRAGMA ignore_check_constraints=ON")
            whole = opened.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        same = counts(database) == manifest.tables
    except sqlite3.Error:
        whole = same = False
    if not whole or not same:
        raise _differs(DATABASE)


def _differs(name: str) -> RefusedError:
    return RefusedError(
        refuse("backup_differs", "ไฟล์สำรองใช้ไม่ได้: {name} ไม่ตรงกับรายการในไฟล์ – ใช้สำเนาอื่น", name=name)
    )
