"""What the papers of a package say, and what is refused of it.

The manifest is canonical JSON (``sealing.canonical``), signed as it stands with Ed25519. It names every file with its
SHA-256, so whoever trusts the signer's key can tell whether one bit was changed on the way.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samrit.rules.sealing import canonical, digest_read
from samrit.rules.wording import Refusal, RefusedError, refuse

FORMAT, VERSION = "samrit-exchange", 1
CELLS_SCHEMA = "samrit-cells-1"  # columns of the cell files and what their numbers mean
ARCHIVE = "ZIP"  # the file as a whole, when it is damaged
MANIFEST, SIGNATURE, DATAPACKAGE = "manifest.json", "manifest.sig", "datapackage.json"
DICTIONARIES = tuple(f"dictionaries/{name}.parquet" for name in ("areas", "items", "parts", "submissions"))
PAPERS = (MANIFEST, SIGNATURE)  # what the manifest does not list
SIGNATURE_BYTES = 64
LONGEST_MANIFEST = 4 * 1024 * 1024  # bytes
LONGEST_TEXT = 500  # of what a manifest says in words
MOST_NUMBER = 2**31 - 1  # of a generation, of cells: what a database keeps
YEARS = range(2000, 2200)  # of its moments, ค.ศ.
_NAME = re.compile(r"datapackage\.json|dictionaries/[a-z]{1,20}\.parquet|cells/[0-9a-f]{64}\.parquet")
_AREA = re.compile(r"[1-9]\d")


@dataclass(frozen=True)
class ListedFile:
    """One file of the package; ``rows`` 0 where it is no table."""

    name: str
    sha256: str
    size: int
    rows: int = 0


@dataclass(frozen=True)
class Manifest:
    """``as_of``: since when the generation is in force; ``signer``: Ed25519 public key, hex; ``site``: where it comes from."""

    area: str
    generation: int
    as_of: datetime
    made_at: datetime
    book: str
    cells: int
    signer: str
    site: str
    files: tuple[ListedFile, ...]
    schema: str = CELLS_SCHEMA

    @property
    def cell_files(self) -> tuple[ListedFile, ...]:
        return tuple(file for file in self.files if file.name.startswith("cells/"))

    @property
    def tables(self) -> tuple[ListedFile, ...]:
        return tuple(file for file in self.files if file.name.endswith(".parquet"))

    def to_text(self) -> str:
        """As it is signed."""
        return canonical(
            {
                "format": FORMAT,
                "version": VERSION,
                "schema": self.schema,
                "area": self.area,
                "generation": self.generation,
                "as_of": self.as_of.isoformat(),
                "made_at": self.made_at.isoformat(),
                "book": self.book,
                "cells": self.cells,
                "signer": self.signer,
                "site": self.site,
                "files": [
                    {"name": one.name, "sha256": one.sha256, "size": one.size, "rows": one.rows}
                    for one in self.files
                ],
            }
        )


def read_manifest(text: str) -> Manifest:
    """What ``to_text`` wrote. RefusedError: no such text, of another format, of another schema of cells."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT or data["version"] != VERSION:
            raise RefusedError(_other_format(data["format"], data["version"]))
        if data["schema"] != CELLS_SCHEMA:
            raise RefusedError(_other_schema(data["schema"]))
        found = _manifest(data)
        is_whole = found.to_text() == text
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RefusedError(_unreadable()) from None
    if not is_whole or not _holds_together(found):
        raise RefusedError(_unreadable())
    return found


def _manifest(data: Mapping[str, Any]) -> Manifest:
    return Manifest(
        area=data["area"],
        generation=data["generation"],
        as_of=datetime.fromisoformat(data["as_of"]),
        made_at=datetime.fromisoformat(data["made_at"]),
        book=data["book"],
        cells=data["cells"],
        signer=data["signer"],
        site=data["site"],
        files=tuple(
            ListedFile(one["name"], one["sha256"], one["size"], one["rows"]) for one in data["files"]
        ),
        schema=data["schema"],
    )


def _holds_together(found: Manifest) -> bool:
    names = [file.name for file in found.files]
    numbers = [
        found.generation,
        found.cells,
        *(number for file in found.files for number in (file.size, file.rows)),
    ]
    texts = [
        found.book,
        found.site,
        *(digest for file in found.files for digest in (file.sha256,)),
        found.signer,
    ]
    return (
        all(isinstance(number, int) and not isinstance(number, bool) and number >= 0 for number in numbers)
        and all(isinstance(text, str) and len(text) <= LONGEST_TEXT and text.isprintable() for text in texts)
        and max(found.generation, found.cells) <= MOST_NUMBER
        and all(moment.year in YEARS for moment in (found.as_of, found.made_at))
        and bool(_AREA.fullmatch(found.area))
        and found.generation > 0
        and None not in (found.as_of.tzinfo, found.made_at.tzinfo)
        and len(set(names)) == len(names)
        and all(_NAME.fullmatch(name) for name in names)
        and {DATAPACKAGE, *DICTIONARIES} <= set(names)
        and all(
            digest_read(digest) == digest for digest in (found.signer, *(file.sha256 for file in found.files))
        )
        and sum(file.rows for file in found.cell_files) == found.cells
    )


def _unreadable() -> Refusal:
    return refuse(
        "package_manifest", "อ่าน {file} ของแพ็กเกจไม่ได้ – ไม่มีอะไรถูกนำเข้า ขอแพ็กเกจใหม่จากผู้ส่ง", file=MANIFEST
    )


def _other_format(name: object, version: object) -> Refusal:
    return refuse(
        "package_format",
        "แพ็กเกจนี้เป็นรูปแบบ {name} รุ่น {version} แต่ระบบนี้อ่านได้เฉพาะ {ours} รุ่น {our_version} – ปรับรุ่นโปรแกรมให้ตรงกันก่อน",
        name=str(name)[:60],
        version=str(version)[:20],
        ours=FORMAT,
        our_version=VERSION,
    )


def _other_schema(schema: object) -> Refusal:
    return refuse(
        "package_schema",
        "ข้อมูลในแพ็กเกจเก็บแบบ {schema} แต่ระบบนี้อ่านได้เฉพาะ {ours} – ปรับรุ่นโปรแกรมให้ตรงกันก่อน",
        schema=str(schema)[:60],
        ours=CELLS_SCHEMA,
    )


def damaged(name: str) -> Refusal:
    """A file of the package, or the archive itself (``ZIP``), is not what it was when it was packed."""
    if name == ARCHIVE:
        return refuse(
            "package_damaged",
            "ไฟล์นี้ไม่ใช่แพ็กเกจที่ครบถ้วน: เสียหาย ถูกตัด หรือถูกแตกแล้วบีบใหม่ ({file}) – ไม่มีอะไรถูกนำเข้า ใช้ไฟล์ .zip เดิมจากผู้ส่งโดยไม่ต้องเปิด",
            file=name,
        )
    return refuse(
        "package_damaged",
        "ส่วน {file} ของแพ็กเกจเสียหายหรือถูกแก้ไขหลังบรรจุ – ไม่มีอะไรถูกนำเข้า คัดลอกหรือส่งแพ็กเกจใหม่อีกครั้ง",
        file=name,
    )


def refuse_files(listed: Sequence[ListedFile], found: Mapping[str, tuple[str, int]]) -> Refusal | None:
    """``found``: name → (sha256, size) of what is in the package. The first file that is not as the manifest says."""
    others = set(found) - {file.name for file in listed} - set(PAPERS)
    if others:
        return refuse(
            "package_other_files", "แพ็กเกจมีไฟล์ {file} ซึ่งไม่อยู่ในรายการที่ลงนาม – ไม่มีอะไรถูกนำเข้า", file=min(others)
        )
    for file in listed:
        if file.name not in found:
            return refuse("package_file_missing", "แพ็กเกจขาดไฟล์ {file} – ขอแพ็กเกจใหม่จากผู้ส่ง", file=file.name)
        if found[file.name] != (file.sha256, file.size):
            return damaged(file.name)
    return None


def refuse_rows(file: ListedFile, found: int) -> Refusal | None:
    """A table has as many rows as was signed."""
    if file.rows == found:
        return None
    return refuse(
        "package_rows",
        "ตาราง {file} ในแพ็กเกจมี {found} แถว แต่ที่ลงนามไว้คือ {listed} แถว – ไม่มีอะไรถูกนำเข้า ขอแพ็กเกจใหม่จากผู้ส่ง",
        file=file.name,
        found=f"{found:,}",
        listed=f"{file.rows:,}",
    )
