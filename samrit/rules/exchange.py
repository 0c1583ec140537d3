"""A package of a province's observations that travels between two installations: what its papers say, and what is refused.

The manifest is canonical JSON (``sealing.canonical``), signed as it stands with Ed25519. It names every file with its
SHA-256, so whoever trusts the signer's key can tell whether one bit was changed on the way.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from samrit.rules.sealing import canonical, digest_read, in_groups
from samrit.rules.wording import Message, Refusal, RefusedError, refuse, say

FORMAT, VERSION = "samrit-exchange", 1
RECEIPT_FORMAT = "samrit-exchange-receipt"
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
FINGERPRINT = 32  # hex digits that people compare
MOST_LEFT_OUT = 2_000  # pairs of item and period that a receipt names
MOST_CONFLICTS = 10_000  # of one package: more are no differences to look at one by one
_NAME = re.compile(r"datapackage\.json|dictionaries/[a-z]{1,20}\.parquet|cells/[0-9a-f]{64}\.parquet")
_AREA = re.compile(r"[1-9]\d")


class Settling(StrEnum):
    """What became of a figure that two sources state differently. REPLACED: a newer package states it otherwise again."""

    OPEN = "open"
    OURS = "ours"
    THEIRS = "theirs"
    EXPLAINED = "explained"
    REPLACED = "replaced"


SETTLING_LABELS: dict[Settling, Message] = {
    Settling.OPEN: say("exchange_open", "รอตัดสิน"),
    Settling.OURS: say("exchange_ours", "ใช้ค่าของเรา"),
    Settling.THEIRS: say("exchange_theirs", "ใช้ค่าที่ส่งมา"),
    Settling.EXPLAINED: say("exchange_explained", "ต่างกันโดยมีเหตุ ใช้ค่าของเรา"),
    Settling.REPLACED: say("exchange_replaced", "มีแพ็กเกจใหม่กว่าแทนแล้ว"),
}
CHOICES = (Settling.OURS, Settling.THEIRS, Settling.EXPLAINED)


class CellFault(StrEnum):
    """Why one cell of a package is left out while the rest goes in."""

    ITEM = "package_item_own"
    PART = "package_part_unknown"
    AREA = "package_area_unknown"
    LEVEL = "package_level"
    PERIOD = "package_period"
    STATUS = "package_status"
    RANGE = "package_range"
    DECIMALS = "package_decimals"
    CONFLICT = "package_conflict"


FAULTS: dict[CellFault, Message] = {
    CellFault.ITEM: say("package_item_own", "เป็นรายการของจังหวัดผู้ส่งเอง ซึ่งที่นี่ไม่มี"),
    CellFault.PART: say("package_part_unknown", "ที่นี่ไม่มีส่วนจำแนกนี้ในรายการ"),
    CellFault.AREA: say("package_area_unknown", "ที่นี่ไม่มีพื้นที่รหัสนี้ในจังหวัด – หมู่บ้านต้องนำเข้าทะเบียนก่อน"),
    CellFault.LEVEL: say("package_level", "รายการนี้ไม่ได้เก็บถึงพื้นที่ระดับนี้"),
    CellFault.PERIOD: say("package_period", "ช่วงเวลาอยู่นอกปีที่เก็บได้"),
    CellFault.STATUS: say("package_status", "สถานะกับค่าของช่องนี้ไม่เข้ากัน"),
    CellFault.RANGE: say("package_range", "ค่าอยู่นอกช่วงที่รายการนี้ยอมรับที่นี่"),
    CellFault.DECIMALS: say("package_decimals", "ค่ามีทศนิยมเกินที่รายการนี้เก็บที่นี่"),
    CellFault.CONFLICT: say("package_conflict", "ที่นี่มีค่าอื่นจากแหล่งอื่นอยู่แล้ว – รอตัดสินในรายการค่าที่ไม่ตรงกัน"),
}


# ── the manifest ────────────────────────────────────────────────────────────
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


# ── keys ────────────────────────────────────────────────────────────────────
def fingerprint(key: str) -> str:
    """``9F3A-…``: what two people read to one another on the telephone before a key (hex) is trusted."""
    return in_groups(sha256(bytes.fromhex(key)).hexdigest()[:FINGERPRINT].upper())


def refuse_key(key: str) -> Refusal | None:
    """A public key is 64 hex digits."""
    if digest_read(key):
        return None
    return refuse(
        "partner_key", "กุญแจสาธารณะต้องเป็นเลขฐานสิบหก 64 หลัก – คัดลอกจากคำสั่ง samrit exchange key ของอีกฝ่าย"
    )


# ── receipts ────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Receipt:
    """ใบรับแพ็กเกจ. ``number``: of the submission that it became, "" where nothing in it was new. ``counts``: of cells.

    ``left_out``: code of an item → period as text ("" any) → cells of it that were not taken; of items known there only.
    """

    package: str  # sha256 of the whole file
    area: str
    generation: int
    number: str
    counts: Mapping[str, int]
    at: datetime
    signer: str
    left_out: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def to_text(self) -> str:
        """As it is signed."""
        return canonical(
            {
                "format": RECEIPT_FORMAT,
                "version": VERSION,
                "package": self.package,
                "area": self.area,
                "generation": self.generation,
                "number": self.number,
                "counts": dict(self.counts),
                "left_out": {item: dict(periods) for item, periods in self.left_out.items()},
                "at": self.at.isoformat(),
                "signer": self.signer,
            }
        )


def read_receipt(text: str) -> Receipt:
    """What ``to_text`` wrote; RefusedError for anything else."""
    try:
        data = json.loads(text)
        found = Receipt(
            package=data["package"],
            area=data["area"],
            generation=data["generation"],
            number=data["number"],
            counts={str(name): int(count) for name, count in data["counts"].items()},
            at=datetime.fromisoformat(data["at"]),
            signer=data["signer"],
            left_out={
                str(item): {str(period): int(cells) for period, cells in periods.items()}
                for item, periods in data["left_out"].items()
            },
        )
        if found.to_text() == text and digest_read(found.signer) == found.signer:
            return found
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise RefusedError(_no_receipt())


def receipt_as_file(text: str, signature: str) -> str:
    """As it goes back to the sender on a stick."""
    return json.dumps({"text": text, "signature": signature}, ensure_ascii=False) + "\n"


def read_receipt_file(contents: bytes) -> tuple[str, str]:
    """(text, signature, hex) of what ``receipt_as_file`` wrote; RefusedError for anything else."""
    try:
        data = json.loads(contents.decode("utf-8-sig"))
        if isinstance(data["text"], str) and isinstance(data["signature"], str):
            return data["text"], data["signature"]
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise RefusedError(_no_receipt())


def _no_receipt() -> Refusal:
    return refuse("package_receipt", "อ่านใบรับแพ็กเกจไม่ได้ – ขอใบรับใหม่จากผู้รับ")


def left_out_by(cells: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    """(item, period) → cells, as a receipt says it: too many kinds are told by item alone."""
    found: dict[str, dict[str, int]] = {}
    for (item, period), count in sorted(cells.items()):
        kept = found.setdefault(item, {})
        name = period if len(cells) <= MOST_LEFT_OUT else ""
        kept[name] = kept.get(name, 0) + count
    return found


# ── settling ────────────────────────────────────────────────────────────────
def refuse_settling(state: Settling, choice: Settling, reason: str) -> Refusal | None:
    """One decision for each difference, with its reason."""
    if state != Settling.OPEN:
        return refuse(
            "reconciliation_decided", "ค่านี้ตัดสินแล้ว: {state} – เปิดหน้านี้ใหม่เพื่อดูผล", state=SETTLING_LABELS[state]
        )
    if choice not in CHOICES:
        return refuse("reconciliation_choice", "เลือกว่าจะใช้ค่าใด")
    if not reason.strip():
        return refuse("reconciliation_reason", "บอกเหตุผลที่เลือก เพื่อให้ผู้ตรวจรู้ว่าเพราะอะไร")
    return None
