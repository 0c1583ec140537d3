"""Compile requirements/*.in into locks with hashes and without addresses. ``python3 -m make.lock`` (needs uv)"""

from __future__ import annotations

import shutil
import subprocess
import sys

from make.setup import ROOT, stop

OPTIONS = [
    "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet",
]  # fmt: skip


def main() -> None:
    uv = shutil.which("uv")
    if not uv:
        stop("ต้องมี uv · uv is needed to compile the locks: pipx install uv")
    for name in ("run", "telemetry", "test", "spark", "load", "peers", "fuzz"):
        lock = f"requirements/{name}.lock"
        bounds = [] if name in {"run", "load", "fuzz"} else ["--constraint", "requirements/run.lock"]
        command = [
            uv,
            "pip",
            "compile",
            *OPTIONS,
            *sys.argv[1:],
            *bounds,
            f"requirements/{name}.in",
            "--output-file",
            lock,
        ]
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            stop(f"{lock} ไม่สำเร็จ · not compiled, the reason is above")


if __name__ == "__main__":
    main()
