"""A database with its tables and nothing else, made once for these migrations, to be copied by whoever needs one."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

SAMRIT = Path(sys.executable).with_name("samrit")
ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "migrated"
# What a migration does follows from these: itself, the rule sets and lists it reads, the libraries' own migrations.
SOURCES = ("samrit/*/migrations/*.py", "samrit/rules/**/*.*", "requirements/*.txt")


def make_once() -> Path:
    """Whoever comes first makes it while the others wait; a later run with the same migrations finds it."""
    folder = KEPT / _fingerprint()
    database = folder / "samrit.sqlite3"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not database.exists():
            _forget_others(folder)
            _migrate(folder / "making")
            shutil.move(folder / "making" / database.name, database)
    return database


def _fingerprint() -> str:
    told = hashlib.sha256(sys.version.encode())
    for file in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        if file.suffix != ".pyc" and file.is_file():
            told.update(file.read_bytes())
    return told.hexdigest()[:16]


def _forget_others(folder: Path) -> None:
    for other in set(KEPT.iterdir()) - {folder}:
        shutil.rmtree(other, ignore_errors=True)


def _migrate(data: Path, **more: str) -> None:
    shutil.rmtree(data, ignore_errors=True)
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "DATABASE_"))
    }
    subprocess.run([SAMRIT, "migrate", "-v0"], env={**kept, **more, "SAMRIT_DATA": str(data)}, check=True)


TEMPLATE = "test_samrit_migrated"


def template_once(run: Path) -> str:
    """On PostgreSQL: the name of a migrated database for Django to copy; ``run``: what the processes of a run share."""
    with (run / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run / "template.made"
        if not done.exists():
            with connection._nodb_cursor() as cursor:  # noqa: SLF001 - as Django makes its own tests' databases
                cursor.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
                cursor.execute(f"CREATE DATABASE {TEMPLATE}")
            here = urlsplit(os.environ["DATABASE_URL"])
            _migrate(run / "migrating", DATABASE_URL=urlunsplit(here._replace(path=f"/{TEMPLATE}")))
            done.touch()
    return TEMPLATE
