"""Files in a folder of this machine: whole under their names or not there at all, whenever the disk fills or the process is killed."""

import errno
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

UNFINISHED = "unfinished"  # the folder of what is being written
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}  # of some network folders


class FolderStorage(FileSystemStorage):
    def _save(self, name: str, content: Any) -> str:
        """Written and synced beside, then given its name; nothing that is there is ever written over."""
        half = f"{UNFINISHED}/{secrets.token_hex(16)}.part"
        try:
            super()._save(half, content)  # type: ignore[misc]
            with self.open(half) as written:
                os.fsync(written.fileno())
            Path(self.path(name)).parent.mkdir(parents=True, exist_ok=True)
            while True:
                try:
                    self._name(Path(self.path(half)), Path(self.path(name)))
                except FileExistsError:
                    name = self.get_available_name(name)
                else:
                    return name
        finally:
            self.delete(half)

    def _name(self, half: Path, whole: Path) -> None:
        """FileExistsError: the name is taken."""
        try:
            os.link(half, whole)
        except OSError as failed:
            if failed.errno not in NO_LINKS:
                raise
            whole.touch(mode=0o600, exist_ok=False)
            half.replace(whole)

    def sweep(self, *, before: datetime) -> None:
        """Take away what a killed process left half written."""
        folder = Path(self.path(UNFINISHED))
        for half in folder.iterdir() if folder.exists() else ():
            if half.stat().st_mtime < before.timestamp():
                half.unlink(missing_ok=True)
