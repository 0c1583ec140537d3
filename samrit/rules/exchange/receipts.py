"""Keys that people compare, and the receipt that a receiver signs for a package."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from samrit.rules.exchange.manifests import LONGEST_TEXT, MOST_NUMBER, VERSION, YEARS
from samrit.rules.sealing import canonical, digest_read, in_groups
from samrit.rules.wording import Refusal, RefusedError, refuse

RECEIPT_FORMAT = "samrit-exchange-receipt"
FINGERPRINT = 32  # hex digits that people compare
MOST_LEFT_OUT = 2_000  # pairs of item and period that a receipt names


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
        if found.to_text() == text and _can_be(found):
            return found
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise RefusedError(_no_receipt())


def _can_be(found: Receipt) -> bool:
    """What a database keeps and a page shows."""
    counts = [*found.counts.values(), *(count for of in found.left_out.values() for count in of.values())]
    return (
        digest_read(found.signer) == found.signer
        and all(isinstance(said, str) and len(said) <= LONGEST_TEXT for said in (found.number, found.area))
        and isinstance(found.generation, int)
        and found.at.tzinfo is not None
        and found.at.year in YEARS
        and all(0 <= count <= MOST_NUMBER for count in counts)
    )


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
