"""Files that are whole or not there: written under another name, synced, named by their digest."""

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from samrit.indicators.store.port import Written


def unsealed(into: Path) -> Path:
    """A name in the folder for a file that is being written; what a kill leaves of it is swept later."""
    into.mkdir(parents=True, exist_ok=True)
    return into / f"{uuid4().hex}.part"


def seal(part: Path, rows: int) -> Written:
    """The written file under its digest. It lies on the disk, and so does its name, when this returns."""
    with part.open("rb+") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
        size = file.tell()
    path = part.with_name(f"{digest}.parquet")
    part.replace(path)
    _sync_folder(path.parent)
    return Written(path, digest, rows, size)


def _sync_folder(folder: Path) -> None:
    """A rename is on the disk only with its folder; systems that cannot open one need no such thing."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
