"""All files of a folder into an S3-compatible store, each read back and compared; what is there already is compared only."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from samrit.rules.wording import RefusedError, refuse

CHUNK = 1024 * 1024
UNFINISHED = (".part", ".fetched")


def files_of(folder: Path) -> Iterator[str]:
    """Names, as rows name them, in order; what was on its way is not one."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.endswith(UNFINISHED):
            yield path.relative_to(folder).as_posix()


def copy_files(*, folder: Path, storage: Any, tell: Callable[[str, int], object]) -> int:
    """How many are there now. RefusedError: one of that name is there and holds something else. OSError: it does not answer."""
    count = 0
    for name in files_of(folder):
        path = folder / name
        storage.settle_from(name, path)
        if storage.digest(name) != _digest(path):
            raise RefusedError(
                refuse("file_differs", "ถังเก็บมี {name} อยู่แล้วและไม่เหมือนต้นทาง – ใช้ถังหรือโฟลเดอร์ว่าง", name=name)
            )
        count += 1
        tell(name, path.stat().st_size)
    return count


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
