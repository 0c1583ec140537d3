"""A small disk of its own, in memory, that can be filled to the last byte (Linux, as root)."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

BALLAST = "ballast"
CHUNK = 1024 * 1024


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    if os.geteuid() != 0:
        raise SystemExit("a disk of its own needs root (mount)")
    made = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", str(folder)]
    subprocess.run(made, check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)


def fill(folder: Path) -> None:
    """Until not one byte more is taken."""
    with (folder / BALLAST).open("ab", buffering=0) as file:
        for size in (CHUNK, 4096, 1):
            with contextlib.suppress(OSError):
                while file.write(b"0" * size):
                    pass


def free(folder: Path) -> None:
    (folder / BALLAST).unlink()


def left(folder: Path) -> int:
    """Bytes."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
