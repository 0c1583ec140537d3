"""Run every ``benchmarks/*/run.py``, one after the other. ``python -m benchmarks [NAME …]``"""

import os
import platform
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> int:
    names = sys.argv[1:] or sorted(path.parent.name for path in FOLDER.glob("*/run.py"))
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    )
    failed = []
    for name in names:
        print(f"\n── {name}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}.run"], cwd=FOLDER.parent, check=False
        )
        failed += [name] if done.returncode else []
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
