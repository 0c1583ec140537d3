"""What is fuzzed: one parser, samples that it reads, words of its language, and how it may refuse."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from samrit.rules.wording import RefusedError

Reader = Callable[[bytes], Any]


@dataclass(frozen=True)
class Target:
    """``refusals``: what the parser says of itself that it raises; anything else is a crash.

    ``large``: a file or a whole letter, of which there are fewer inputs; ``longest``: bytes of an input.
    """

    read: Reader
    samples: tuple[bytes, ...]
    words: tuple[str, ...] = ()
    refusals: tuple[type[Exception], ...] = (RefusedError,)
    large: bool = False
    longest: int = 4096


def of_text(read: Callable[[str], Any]) -> Reader:
    """Bytes that are no UTF-8 become the mark of damage, as every reader of files and forms makes of them."""
    return lambda data: read(data.decode("utf-8", "replace"))


def of_file(read: Callable[[Path, Path], Any]) -> Reader:
    """For those who want a file, and an empty folder beside it."""

    def reads(data: bytes) -> None:
        with TemporaryDirectory(prefix="samrit-fuzz-") as name:
            folder = Path(name)
            (folder / "beside").mkdir()
            (folder / "file").write_bytes(data)
            read(folder / "file", folder / "beside")

    return reads


def texts(*samples: str) -> tuple[bytes, ...]:
    return tuple(sample.encode() for sample in samples)
