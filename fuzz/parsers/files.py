"""Files as files: evidence by its content, packages of other installations, backups."""

import hashlib
import io
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fuzz.mutating import packed
from fuzz.parsers.papers import LETTERS, _docx, _picture
from fuzz.target import Target, of_file
from samrit.config.backups.making import DUMP, MANIFEST, Manifest
from samrit.config.backups.restoring import _take_apart
from samrit.evidence.contents import inspect
from samrit.indicators.queries.verifying import opened
from tests.indicators.packages import Sender

FIGURES = {1301: "1.5", 1302: None}


def evidence() -> Target:
    def reads(data: bytes) -> None:
        for name in ("a.pdf", "a.docx", "a.xlsx", "a.png", "a.csv", "a.parquet"):
            try:
                inspect(io.BytesIO(data), name=name, max_bytes=2**20)
            except Exception as refused:
                if type(refused).__name__ != "RefusedError":
                    raise

    bomb = packed([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b" " * 10**6)])
    samples = (
        _docx(),
        bomb,
        _picture("PNG"),
        (LETTERS / "trat-2568-libreoffice.pdf").read_bytes()[:3000],
        b"a,b\n1,2\n",
    )
    return Target(reads, samples, ("macroEnabled", "PAR1", "%PDF-1.7", "xl/vbaProject.bin"), large=True)


def packages() -> Target:
    """Any byte of a package."""

    def reads(path: Path, _beside: Path) -> None:
        with opened(path):
            pass

    with TemporaryDirectory(prefix="samrit-fuzz-") as folder:
        sample = Sender(FIGURES).write(Path(folder)).read_bytes()
    return Target(of_file(reads), (sample,), ("PK\x03\x04", "manifest.json", '"rows"'), large=True)


def tables_in_packages() -> Target:
    """Cells that are no such table, in a package that is signed and whole."""

    def reads(path: Path, beside: Path) -> None:
        with opened(Sender(FIGURES, cells=path.read_bytes()).write(beside)):
            pass

    from tests.indicators.packages import _cells  # noqa: PLC0415 - the table that the sample has

    out = io.BytesIO()
    _cells(FIGURES).write_parquet(out)
    return Target(of_file(reads), (out.getvalue(),), ("PAR1",), large=True)


def backups() -> Target:
    """The archive inside a backup, once it is decrypted. The refusals are those that ``unpack`` makes one of."""

    def reads(path: Path, beside: Path) -> None:
        _take_apart(path, beside)

    out = io.BytesIO()
    stated = Manifest("2024-10-10", files={DUMP: (1, hashlib.sha256(b"x").hexdigest())})
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in ((DUMP, b"x"), (MANIFEST, stated.to_bytes())):
            told = tarfile.TarInfo(name)
            told.size = len(content)
            archive.addfile(told, io.BytesIO(content))
    from samrit.rules.wording import RefusedError  # noqa: PLC0415 - only here

    refusals = (RefusedError, OSError, tarfile.TarError, ValueError, TypeError, AttributeError)
    return Target(
        of_file(reads), (out.getvalue(),), ("ustar", "../", "manifest.json", "\x00"), refusals, large=True
    )


TARGETS: tuple[Any, ...] = (evidence, packages, tables_in_packages, backups)
