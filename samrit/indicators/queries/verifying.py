"""A package that came: every byte of it held against its papers, and its signer against those who are trusted."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samrit.indicators.models import Trust
from samrit.indicators.queries.dictionaries import SCHEMAS
from samrit.indicators.queries.exchange import trust_of
from samrit.indicators.queries.observations import scratch
from samrit.indicators.signing import is_signed
from samrit.indicators.store.archive import DamagedPackageError, Member, member, unpack
from samrit.indicators.store.dictionaries import OtherColumnsError, read_dictionary, rows_of
from samrit.indicators.store.packing import MOST_CELLS
from samrit.rules.exchange import (
    ARCHIVE,
    LONGEST_MANIFEST,
    MANIFEST,
    SIGNATURE,
    SIGNATURE_BYTES,
    Manifest,
    damaged,
    fingerprint,
    read_manifest,
    refuse_files,
    refuse_rows,
)
from samrit.rules.wording import Refusal, RefusedError, refuse

MILLION = 1_000_000


@dataclass(frozen=True)
class Opened:
    """A package that is what its signer made. ``files``: its members, each as a file, while it is open."""

    manifest: Manifest
    text: str  # the manifest as it was signed
    sha256: str  # of the whole package
    size: int
    files: Mapping[str, Member]

    @property
    def cells(self) -> tuple[Path, ...]:
        return tuple(self.files[file.name].path for file in self.manifest.cell_files)

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """The dictionaries' rows, by name; RefusedError where one has other columns than were agreed."""
        try:
            return {
                name: read_dictionary(self.files[f"dictionaries/{name}.parquet"].path, schema, name)
                for name, schema in SCHEMAS.items()
            }
        except OtherColumnsError as other:
            raise RefusedError(other_columns(f"dictionaries/{other.name}.parquet")) from other


def other_columns(name: str) -> Refusal:
    """A table that was signed, and is not as this release reads it."""
    return refuse(
        "package_columns", "ตาราง {file} ในแพ็กเกจมีคอลัมน์ไม่ตรงกับที่ระบบนี้อ่านได้ – ปรับรุ่นโปรแกรมให้ตรงกันก่อน", file=name
    )


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The package with its members unpacked, as long as it is asked. RefusedError says what is wrong with which file."""
    folder = Path(tempfile.mkdtemp(prefix="package-", dir=scratch()))
    try:
        yield _verified(path, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _verified(path: Path, folder: Path) -> Opened:
    try:
        files = {one.name: one for one in unpack(path, folder)}
    except DamagedPackageError as found:
        raise RefusedError(damaged(found.name)) from found
    text, manifest = _manifest(files)
    if refusal := refuse_files(manifest.files, {name: (one.sha256, one.size) for name, one in files.items()}):
        raise RefusedError(refusal)
    if (most := max(manifest.cells, *(file.rows for file in manifest.files))) > MOST_CELLS:
        raise RefusedError(_too_many(most))
    _check_rows(manifest, files)
    whole = member(ARCHIVE, path)
    return Opened(manifest, text, whole.sha256, whole.size, files)


def _check_rows(manifest: Manifest, files: Mapping[str, Member]) -> None:
    """Before a table is read: it holds no more than it says."""
    for file in manifest.tables:
        try:
            found = rows_of(files[file.name].path)
        except OtherColumnsError as other:
            raise RefusedError(other_columns(file.name)) from other
        if refusal := refuse_rows(file, found):
            raise RefusedError(refusal)


def _manifest(files: Mapping[str, Member]) -> tuple[str, Manifest]:
    """The papers, signed by whom they name."""
    for name in (MANIFEST, SIGNATURE):
        if name not in files:
            raise RefusedError(
                refuse("package_file_missing", "แพ็กเกจขาดไฟล์ {file} – ขอแพ็กเกจใหม่จากผู้ส่ง", file=name)
            )
    if files[MANIFEST].size > LONGEST_MANIFEST or files[SIGNATURE].size != SIGNATURE_BYTES:
        raise RefusedError(damaged(SIGNATURE if files[SIGNATURE].size != SIGNATURE_BYTES else MANIFEST))
    written = files[MANIFEST].path.read_bytes()
    text = written.decode("utf-8", "backslashreplace")  # never what a signer wrote, where it was no text
    manifest = read_manifest(text)
    if not is_signed(written, files[SIGNATURE].path.read_bytes(), key=manifest.signer):
        raise RefusedError(
            refuse(
                "package_signature",
                "ลายเซ็นของแพ็กเกจ ({signature}) ไม่ตรงกับ {file} – ไม่มีอะไรถูกนำเข้า ขอแพ็กเกจใหม่จากผู้ส่ง",
                signature=SIGNATURE,
                file=MANIFEST,
            )
        )
    return text, manifest


def _too_many(cells: int) -> Refusal:
    return refuse(
        "package_too_many_cells",
        "แพ็กเกจมี {cells} ช่องข้อมูล มากกว่าที่รับในครั้งเดียวได้ ({most} ล้านช่อง)",
        cells=f"{cells:,}",
        most=MOST_CELLS // MILLION,
    )


def trusted(manifest: Manifest) -> Trust:
    """Why its signer may bring data of its province; RefusedError where nobody said so."""
    found = trust_of(manifest.signer, manifest.area)
    if found is None:
        raise RefusedError(
            refuse(
                "package_signer",
                "ยังไม่ได้ลงทะเบียนให้กุญแจ {fingerprint} ส่งข้อมูลของจังหวัดรหัส {area} – ตรวจลายนิ้วมือกุญแจกับผู้ส่งทางโทรศัพท์ แล้วลงทะเบียนก่อน",
                fingerprint=fingerprint(manifest.signer),
                area=manifest.area,
            )
        )
    return found
