"""The list of what was not accepted, as a file."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from samrit.indicators.store.cells import REJECTS
from samrit.indicators.store.files import seal, unsealed
from samrit.indicators.store.port import Reject, UnreadableFilesError, Written
from samrit.rules.wording import Message


def as_json(message: Message) -> str:
    """A sentence as the file keeps it, to be told in either language later."""
    return json.dumps(message.to_data(), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Message:
    data: dict[str, Any] = json.loads(text)
    return Message.from_data(data)


def write_rejects(frames: Iterable[pl.DataFrame], into: Path) -> Written | None:
    """All of them (``cells.REJECTS``) in one file, in their order; None when there are none."""
    listed = [frame for frame in frames if frame.height]
    if not listed:
        return None
    part = unsealed(into)
    frame = pl.concat(listed).select(list(REJECTS)).sort("row", "column", "code", maintain_order=True)
    frame.write_parquet(part, compression="zstd", compression_level=1)
    return seal(part, frame.height)


def read_rejects(file: Path, *, first: int, most: int, code: str) -> tuple[Reject, ...]:
    """A page of the file, of one reason where ``code`` names it."""
    try:
        frame = pl.scan_parquet(file)
        chosen = frame.filter(pl.col("code") == code) if code else frame
        rows = chosen.slice(first, most).collect(engine="streaming").rows()
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise UnreadableFilesError(file.name) from problem
    return tuple(
        Reject(row, column, value, from_json(reason), from_json(mend) if mend else None)
        for row, column, value, _, reason, mend in rows
    )
