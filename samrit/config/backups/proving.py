"""Whether a restored site is what it was: the trail, every score, every filing and every computed result, again.

In a process of its own, whose settings are the restored folder's.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from django.core.management import call_command

NOTHING: Mapping[str, str] = {}
COMMANDS = (("audit", "verify"), ("score", "--recompute-all"), ("check_filings",), ("check_computed",))
PROGRAM = "import sys, django; django.setup(); from samrit.config.backups.proving import prove_here; prove_here(sys.argv[1])"
KEPT = ("SAMRIT_SIGNING_KEY", "SAMRIT_SIGNING_CERTIFICATE", "SAMRIT_SIGNING_PASSPHRASE")


def prove(data: Path, *, language: str, elsewhere: Mapping[str, str] = NOTHING) -> tuple[bool, str]:
    """Whether all holds, and what the commands said. Anchors are those of the backup itself.

    ``elsewhere``: settings for a database or files that are not in the folder.
    """
    settled = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT or not name.startswith(("SAMRIT_", "DATABASE_URL"))
    }
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM, language],
        env={
            **settled,
            **elsewhere,
            "SAMRIT_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "samrit.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, (done.stdout + done.stderr).strip()


def prove_here(language: str) -> None:
    """All four, also after one has failed."""
    broken = False
    call_command("migrate", verbosity=0, interactive=False)  # a backup may be of an earlier version
    for words in COMMANDS:
        try:
            call_command(*words, "--lang", language)
        except SystemExit:
            broken = True
    if broken:
        raise SystemExit(2)
