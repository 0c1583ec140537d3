"""Anchors: small signed files that say how long the trail was at a moment, and its last hash.

Whoever holds the database can replace the whole chain and its hashes with it, but not the copies of these files that are
kept elsewhere (``SAMRIT_ANCHORS``, docs/operation.md).
"""

import base64
import binascii
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from samrit.audit.models import Chain
from samrit.audit.signing import Public, fingerprint, holds, pem, private_key, sign
from samrit.rules.wording import Message, say

FORM = "samrit audit anchor 1"


@dataclass(frozen=True)
class Anchor:
    """``head`` is the hash of the event number ``length``, counted from 1; ``key``: fingerprint of what signed it."""

    form: str
    site: str
    at: str
    length: int
    head: str
    key: str

    def content(self) -> bytes:
        """What is signed: canonical JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Reading:
    """What the files of a folder hold: anchors whose signature holds, and what is wrong with the others."""

    good: Mapping[str, Anchor]  # by the file's name
    problems: tuple[Message, ...]


def make_anchor(*, now: datetime) -> Path:
    """Write down how the trail stands, and beside it the public key; an earlier file is never touched."""
    length, head = Chain.objects.values_list("length", "head").get(pk=1)
    key = private_key()
    name = fingerprint(key.public_key())
    at = now.astimezone(UTC)
    anchor = Anchor(FORM, settings.SITE_URL, at.isoformat(timespec="seconds"), length, head, name)
    signature = base64.b64encode(sign(key, anchor.content())).decode()
    folder = settings.AUDIT_ANCHORS
    folder.mkdir(parents=True, exist_ok=True)
    if not (public := folder / f"key-{name[:16]}.pem").exists():
        _put(public, pem(key.public_key()))
    path: Path = folder / f"anchor-{at:%Y%m%dT%H%M%SZ}-{length}.json"
    _put(path, json.dumps({**asdict(anchor), "signature": signature}, ensure_ascii=False, indent=1).encode())
    return path


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all, through a power cut too."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def newest(folder: Path) -> Path | None:
    """By the moment in its name."""
    return max(folder.glob("anchor-*.json"), default=None, key=lambda path: path.name)


def read_anchors(folder: Path, keys: Mapping[str, Public]) -> Reading:
    good, problems = {}, []
    for path in sorted(folder.glob("anchor-*.json")):
        read = _read(path, keys)
        if isinstance(read, Message):
            problems.append(read)
        else:
            good[path.name] = read
    return Reading(good, tuple(problems))


def _read(path: Path, keys: Mapping[str, Public]) -> Anchor | Message:
    try:
        stated: dict[str, Any] = json.loads(path.read_bytes())
        signature = base64.b64decode(stated.pop("signature"), validate=True)
        anchor = Anchor(**stated)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, binascii.Error):
        return say("anchor_unreadable", "{file}: อ่านไม่ได้ หรือไม่ใช่ไฟล์หลักหมุดของประวัติ", file=path.name)
    if anchor.key not in keys:
        return say(
            "anchor_of_unknown_key",
            "{file}: ลงลายมือชื่อด้วยกุญแจที่ไม่รู้จัก ({key}) – หากเป็นกุญแจเดิมของระบบนี้ ระบุไฟล์กุญแจด้วย --key",
            file=path.name,
            key=str(anchor.key)[:16],
        )
    if anchor.form != FORM or not holds(keys[anchor.key], signature, anchor.content()):
        return say("anchor_signature_broken", "{file}: ลายมือชื่อไม่ถูกต้อง ไฟล์ถูกแก้ไข", file=path.name)
    return anchor


def promises_of(anchors: Iterable[Anchor]) -> dict[int, set[str]]:
    """Which hashes are said to stand at which place of the chain: one each, unless somebody rewrote it."""
    promised: dict[int, set[str]] = {}
    for anchor in anchors:
        if anchor.length:
            promised.setdefault(anchor.length, set()).add(anchor.head)
    return promised
