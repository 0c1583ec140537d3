"""Run every ``benchmarks/*/run.py``, one after the other. ``python -m benchmarks [NAME [WORD …] …]``

A word that is no benchmark's name goes to the benchmark before it: ``python -m benchmarks faults kill-web``.
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> int:
    known = sorted(path.parent.name for path in FOLDER.glob("*/run.py"))
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    )
    failed = []
    for name, *words in _runs(sys.argv[1:], known) or [[one] for one in known]:
        print(f"\n── {name}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}.run", *words], cwd=FOLDER.parent, check=False
        )
        failed += [name] if done.returncode else []
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _runs(words: list[str], known: list[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    for word in words:
        if word in known or not runs:
            runs.append([word])
        else:
            runs[-1].append(word)
    return runs


if __name__ == "__main__":
    raise SystemExit(main())
