"""Rows that come at the same time, kept by one statement.

Where the database takes one writer at a time, whoever writes takes along what waits behind. The disk is asked once for all of
them, and each waits until its own row is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

Write = Callable[[Sequence[tuple[object, ...]]], None]
MOST = 100  # rows of one statement


@dataclass
class _Waiting:
    row: tuple[object, ...]
    done: bool = False
    fault: Exception | None = None


class Gathering:
    """Of one process and one table; its threads share it."""

    def __init__(self) -> None:
        self._writing = Lock()
        self._guard = Lock()
        self._waiting: list[_Waiting] = []

    def keep(self, row: tuple[object, ...], write: Write) -> None:
        """Back when the row is kept; raises what ``write`` raises for this very row."""
        mine = _Waiting(row)
        with self._guard:
            self._waiting.append(mine)
        with self._writing:
            while not mine.done:
                _write_all(self._next(), write)
        if mine.fault is not None:
            raise mine.fault

    def _next(self) -> list[_Waiting]:
        with self._guard:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        return batch


def _write_all(batch: Sequence[_Waiting], write: Write) -> None:
    """Together; when that fails one by one, so that nobody pays for another's row."""
    try:
        write([one.row for one in batch])
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is told to whom it belongs
        if len(batch) == 1:
            batch[0].fault = fault
        else:
            for one in batch:
                _write_all([one], write)
    for one in batch:
        one.done = True
