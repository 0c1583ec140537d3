"""How much work something is, told by no clock: the same on every machine, however busy."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, Python's and C's, until ``work`` is done."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


@contextmanager
def no_end_in(seconds: int) -> Iterator[None]:
    """Stop what hangs: processor time, many times what the slowest machine needs. A way out, not a measure of speed."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"no end in {seconds} s of the processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
