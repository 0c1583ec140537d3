"""A database with its tables and nothing else, made once for all processes of a run, for tests that start programs of their own."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

SAMRIT = Path(sys.executable).with_name("samrit")


def make_once(folder: Path) -> Path:
    """The database in ``folder``; whoever comes first makes it while the others wait."""
    folder.mkdir(exist_ok=True)
    database = folder / "samrit.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not database.exists():
            making = folder / "making"
            _migrate(making)
            shutil.move(making / database.name, database)
    return database


def _migrate(data: Path) -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "DATABASE_"))
    }
    subprocess.run([SAMRIT, "migrate", "-v0"], env={**kept, "SAMRIT_DATA": str(data)}, check=True)
