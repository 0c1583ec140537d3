"""What is current once a submission is accepted."""

from pathlib import Path

from samrit.indicators.store.port import Files, Written


def merge(current: Files, good: Files, into: Path) -> tuple[Path | Written, ...]:
    raise NotImplementedError
