"""Loaded by pytest before anything else (``-p`` in pyproject.toml), so before Django reads its settings.

Tests must never see the data, the switches or the secret key of the person who runs them: every process
gets an empty folder of its own. Only DATABASE_URL is let through, so that the same tests run on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for _name in [name for name in os.environ if name.startswith("SAMRIT_") and name != "SAMRIT_GUIDE"]:
    del os.environ[_name]

DATA = Path(tempfile.mkdtemp(prefix="samrit-tests-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

os.environ["SAMRIT_DATA"] = str(DATA)
os.environ["SAMRIT_SECOND_FACTOR"] = "off"  # tests sign people in directly; its own tests switch it on
os.environ["SAMRIT_IDLE_MINUTES"] = os.environ["SAMRIT_SESSION_HOURS"] = os.environ[
    "SAMRIT_STEP_UP_MINUTES"
] = "0"  # and they let days pass
os.environ["DJANGO_SETTINGS_MODULE"] = "samrit.config.settings"
