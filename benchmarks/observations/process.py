"""A measurement in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def measured(module: str, *arguments: str) -> dict[str, Any]:
    """What the module prints as JSON in its last line."""
    told = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, stdout=subprocess.PIPE, check=True
    ).stdout
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


def middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Of several measurements of the same: the middle one of each figure that was timed, the most memory."""
    timed: dict[str, Any] = {
        name: median(one[name] for one in runs)
        for name in ("seconds", "processor", "first")
        if name in runs[0]
    }
    return {**runs[0], **timed, "peak": max(one["peak"] for one in runs)}


def peak() -> float:
    """The most memory (MB) that this process ever had; what the one had that started it does not count."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM"))
