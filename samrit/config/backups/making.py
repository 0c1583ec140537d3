"""One consistent, encrypted file of a running site: its database as at one moment, then everything that it names.

On PostgreSQL the database is what ``server.dump`` writes. Files of the site are only added while it runs (they are kept by their digests), so what the database named at that moment
is there afterwards. The archive is a tar inside age; its last member is the manifest.
"""

import hashlib
import json
import os
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.apps import apps
from django.db.models import FileField

from samrit import __version__
from samrit.config.backups.sealing import encrypt
from samrit.config.moving.files import UNFINISHED

FORM = "samrit backup 1"
DATABASE, DUMP, MANIFEST, FILES = "samrit.sqlite3", "samrit.pgdump", "manifest.json", "files"
Dump = Callable[
    [Path], tuple[dict[str, int], set[str]]
]  # writes the file; rows of each table, names of files
# Beside the database. Anchors come before it: none of them may have seen more than it holds. Caches are made again, uploads
# under way are begun again.
BEFORE = ("secret_key", "anchor_key.pem", "anchors", "letter_paper", "outbox")
CHUNK = 1024 * 1024
BLOCK = tarfile.BLOCKSIZE


@dataclass
class Manifest:
    """``files``: path → size and SHA-256 of all that is in the archive; ``missing``: named by the database, but not there."""

    made_at: str
    form: str = FORM
    samrit: str = __version__
    tables: dict[str, int] = field(default_factory=dict)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def to_bytes(self) -> bytes:
        return json.dumps(vars(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


def make_backup(
    *, data: Path, database: Path | Dump, target: Path, recipient: Any, now: datetime, storage: Any = None
) -> Manifest:
    """Write the backup; a file of that name is replaced only by a whole one. OSError where that cannot be written.

    ``database``: SQLite's file, or what dumps a server. ``storage``: where the files are, if not in the folder.
    """
    manifest = Manifest(now.isoformat(timespec="seconds"))
    half = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with (
            TemporaryDirectory(prefix=".backup-", dir=target.parent) as scratch,
            os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
        ):
            encrypt(_archived(data, database, Path(scratch), manifest, storage), file, recipient)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return manifest


def _archived(
    data: Path, database: Path | Dump, scratch: Path, manifest: Manifest, storage: Any
) -> Iterator[bytes]:
    for name in BEFORE:
        yield from _below(data, data / name, manifest)
    copy = scratch / (DUMP if callable(database) else DATABASE)
    if callable(database):
        manifest.tables, named = database(copy)
    else:
        _copy_database(database, copy)
        manifest.tables, named = counts(copy), named_files(copy)
    yield from _member(copy, copy.name, manifest)
    yield from _below(data, data / FILES, manifest) if storage is None else _from_storage(storage, manifest)
    manifest.missing = sorted(named - set(manifest.files))
    content = manifest.to_bytes()
    yield _header(MANIFEST, len(content)) + content + _padding(len(content)) + bytes(2 * BLOCK)


def _from_storage(storage: Any, manifest: Manifest) -> Iterator[bytes]:
    """One at a time: what was not on this machine before does not stay."""
    for name in sorted(storage.names()):
        was_here = (storage.cache / name).exists()
        path = Path(storage.path(name))
        yield from _member(path, f"{FILES}/{name}", manifest)
        if not was_here:
            path.unlink(missing_ok=True)


def _copy_database(database: Path, copy: Path) -> None:
    """SQLite's own online copy, in one step: as the database was at one moment, while others go on writing."""
    with (
        closing(sqlite3.connect(f"file:{database}?mode=rw", uri=True, timeout=60)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        copy.chmod(0o600)
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")


def counts(database: Path) -> dict[str, int]:
    """Table → how many rows."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        named = opened.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        names = [name for (name,) in named]
        return {
            name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names of tables
            for name in names
        }


def named_files(database: Path) -> set[str]:
    """Paths, as in the archive, of the files that rows name."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        return {
            f"{FILES}/{name}"
            for table, column in file_columns()
            for (name,) in opened.execute(f'SELECT "{column}" FROM "{table}"')  # noqa: S608 - names of columns
            if name
        }


def file_columns() -> list[tuple[str, str]]:
    """Tables and columns that name files."""
    return [
        (model._meta.db_table, str(column.column))  # noqa: SLF001 - Django's public way to a model's tables
        for model in apps.get_models()
        for column in model._meta.local_fields  # noqa: SLF001 - as above
        if isinstance(column, FileField)
    ]


def _below(data: Path, root: Path, manifest: Manifest) -> Iterator[bytes]:
    """A file, or all files of a folder, in order; nothing that is half written."""
    for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
        if path.is_file() and not path.is_symlink() and not path.name.endswith(UNFINISHED):
            yield from _member(path, path.relative_to(data).as_posix(), manifest)


def _member(path: Path, name: str, manifest: Manifest) -> Iterator[bytes]:
    """One that is taken away at this moment is left out; the manifest says so if the database names it."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        size, sha256, left = os.fstat(file.fileno()).st_size, hashlib.sha256(), 0
        yield _header(name, size)
        left = size
        while left and (chunk := file.read(min(CHUNK, left))):
            sha256.update(chunk)
            left -= len(chunk)
            yield chunk
        if left:
            raise OSError(f"{name} became shorter while it was read")
        yield _padding(size)
    manifest.files[name] = (size, sha256.hexdigest())


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.PAX_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % BLOCK)
