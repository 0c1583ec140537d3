"""What people saw of a fault, from the answers that the load wrote down."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
NAME = re.compile("“[^”]*”")  # of a file


@dataclass(frozen=True)
class Seen:
    """Seconds; ``until_well``: from the fault to the first success after the last failure, ``after_mending`` from its end."""

    requests: int
    failed: int
    before: int  # failures before the fault
    until_well: float
    after_mending: float
    longest: float
    words: list[tuple[int, int, str, str]]  # (how many, status, what the page said, Retry-After)


def seen(file: Path, *, since: float, mended: float) -> Seen:
    answers = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    during = [one for one in answers if _end(one) >= since]
    bad = [one for one in during if one["failed"]]
    well = _well(during, bad)
    told = Counter((one["status"], NAME.sub("“…”", one["says"]), one["again"]) for one in bad)
    return Seen(
        requests=len(during),
        failed=len(bad),
        before=sum(one["failed"] for one in answers if _end(one) < since),
        until_well=well - since if bad else 0,
        after_mending=max(well - mended, 0) if bad else 0,
        longest=max((one["ms"] for one in during), default=0) / 1000,
        words=[(count, *key) for key, count in told.most_common()],
    )


def _end(one: Answer) -> float:
    return float(one["at"]) + float(one["ms"]) / 1000


def _well(during: list[Answer], bad: list[Answer]) -> float:
    """When the first success ended that began after the last failure had ended; infinite when there was none."""
    last = max((_end(one) for one in bad), default=0)
    later = [_end(one) for one in during if not one["failed"] and _end(one) > last]
    return min(later, default=float("inf"))


def print_seen(what: Seen) -> None:
    print(
        f"   {what.failed} of {what.requests} requests failed (before it: {what.before}); well again"
        f" {what.until_well:.1f} s after the fault, {what.after_mending:.1f} s after its end; longest wait {what.longest:.1f} s"
    )
    for count, status, says, again in what.words[:6]:
        retry = f" (Retry-After {again})" if again else ""
        print(f"   {count:>5} × {status or 'no answer'}{retry}: {says[:220]}")
