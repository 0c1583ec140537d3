"""Everything that is checked without running the tests. ``python3 -m make.check``

All checks run, also after one has failed, side by side; the output of those that failed is shown.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from make.setup import ENVIRONMENT, ROOT

SOURCES = ["samrit", "tests", "make", "benchmarks", "fuzz"]
CHECKS = {
    "lint": ["ruff", "check", *SOURCES],
    "format": ["ruff", "format", "--check", *SOURCES],
    "types": ["mypy", "-p", "samrit", "-p", "make", "-p", "benchmarks", "-p", "fuzz"],
    "import rules": ["lint-imports", "--no-logo"],
    "templates": ["djlint", "samrit", "--lint", "--quiet"],
    "settings": ["samrit", "check", "--fail-level", "WARNING"],
    "migrations": ["python", "-m", "django", "makemigrations", "--check", "--dry-run"],
    "sentences": ["samrit", "messages", "--check"],
    "generated documents": ["samrit", "documents", "--check"],
    "licences": ["python", "-m", "make.licences", "--check"],
}


def main() -> int:
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = dict(pool.map(lambda name: (name, passes(name)), CHECKS))
    failed = [name for name, passed in results.items() if not passed]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def passes(name: str) -> bool:
    command, *words = CHECKS[name]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "samrit.config.settings"}
    begun = time.monotonic()
    done = subprocess.run(
        [str(ENVIRONMENT / "bin" / command), *words],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    took = f"{time.monotonic() - begun:.1f} s"
    output = "" if done.returncode == 0 else f"\n{done.stdout}"
    print(f"{'✓' if done.returncode == 0 else '✗'} {name} ({took}){output}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
