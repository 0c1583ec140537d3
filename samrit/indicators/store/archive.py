"""A package as one file: a ZIP whose members are stored as they are, in a fixed order, without times.

Written and read by our own few lines, because every byte has to be what the contents say it is: what a lenient reader would
pass over (a changed header, a hidden second file, bytes behind the end) is refused here.
"""

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from samrit.rules.exchange import ARCHIVE

PIECE = 1024 * 1024
MOST_BYTES = 2**32 - 1  # of a ZIP without its extension for larger ones
MOST_MEMBERS = 5_000  # each becomes a file while the package is looked at
LONGEST_NAME = 120
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_NEEDS, _MADE_BY = 10, 3 << 8 | 20  # ZIP 1.0; Unix
_NO_DAY = 0 << 9 | 1 << 5 | 1  # 1 January 1980, the first that there is
_RIGHTS = 0o100644 << 16


class DamagedPackageError(Exception):
    """``name``: the member that is not what its header says, or ARCHIVE."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Member:
    """A file on its way into a package or out of it: ``path`` is where its bytes lie by themselves."""

    name: str
    path: Path
    sha256: str
    size: int
    crc: int


def member(name: str, path: Path) -> Member:
    """Read once: what the headers and the manifest have to say of it."""
    with path.open("rb") as file:
        digest, crc, size = _looked_through(_pieces(file, path.stat().st_size), None)
    return Member(name, path, digest, size, crc)


def pack(members: Sequence[Member], to: Path) -> None:
    """Write the package; the same members are always the same bytes. ValueError when they are too large for a ZIP."""
    whole = sum(one.size + 2 * (_LOCAL.size + LONGEST_NAME) for one in members)
    if whole > MOST_BYTES or len(members) > MOST_MEMBERS:
        raise ValueError("larger than a ZIP can be")
    with to.open("xb") as out:
        for one in members:
            out.write(_head(one.name, one.crc, one.size))
            with one.path.open("rb") as file:
                for piece in _pieces(file, one.size):
                    out.write(piece)
        out.write(_tail(members))
        out.flush()
        os.fsync(out.fileno())


def unpack(path: Path, into: Path) -> tuple[Member, ...]:
    """Every member as a file of the folder ``into`` (numbered; names of the package lead nowhere).

    DamagedPackageError: a byte is not as ``pack`` wrote it – of which member, or of the archive itself.
    """
    size, members = path.stat().st_size, list[Member]()
    with path.open("rb") as file:
        while (begin := file.read(_LOCAL.size))[:4] == _LOCAL_SIGN:
            if len(members) == MOST_MEMBERS:
                raise DamagedPackageError(ARCHIVE)
            members.append(_member(file, begin, size, into / f"{len(members)}.member"))
        rest = begin + file.read(size)
    if rest != _tail(members) or len({one.name for one in members}) != len(members):
        raise DamagedPackageError(ARCHIVE)
    return tuple(members)


def _member(file: BinaryIO, begin: bytes, whole: int, to: Path) -> Member:
    if len(begin) < _LOCAL.size:
        raise DamagedPackageError(ARCHIVE)
    *_, crc, _packed, size, length, _more = _LOCAL.unpack(begin)
    if length > LONGEST_NAME or size > whole:
        raise DamagedPackageError(ARCHIVE)
    written = file.read(length)
    name = written.decode("ascii", "replace")
    if not name.isascii() or not name.isprintable() or begin + written != _head(name, crc, size):
        raise DamagedPackageError(ARCHIVE)
    with to.open("xb") as out:
        digest, found, read = _looked_through(_pieces(file, size), out)
    if (found, read) != (crc, size):
        raise DamagedPackageError(name)
    return Member(name, to, digest, size, crc)


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    left = size
    while left and (piece := file.read(min(left, PIECE))):
        left -= len(piece)
        yield piece


def _looked_through(pieces: Iterator[bytes], out: BinaryIO | None) -> tuple[str, int, int]:
    """Digest, checksum, size; each piece goes on to ``out``."""
    digest, crc, size = hashlib.sha256(), 0, 0
    for piece in pieces:
        digest.update(piece)
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        if out:
            out.write(piece)
    return digest.hexdigest(), crc, size


def _head(name: str, crc: int, size: int) -> bytes:
    text = name.encode("ascii")
    return _LOCAL.pack(_LOCAL_SIGN, _NEEDS, 0, 0, 0, _NO_DAY, crc, size, size, len(text), 0) + text


def _tail(members: Sequence[Member]) -> bytes:
    """The directory at the end."""
    entries, offset = [], 0
    for one in members:
        text = one.name.encode("ascii")
        entries.append(
            _CENTRAL.pack(
                _CENTRAL_SIGN, _MADE_BY, _NEEDS, 0, 0, 0, _NO_DAY, one.crc, one.size, one.size, len(text),
                0, 0, 0, 0, _RIGHTS, offset,
            )
            + text
        )  # fmt: skip
        offset += _LOCAL.size + len(text) + one.size
    listed = b"".join(entries)
    count = len(members)
    return listed + _END.pack(_END_SIGN, 0, 0, count, count, len(listed), offset, 0)
