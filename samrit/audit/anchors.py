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

from samrit.audit.models import Chain, Event
from samrit.audit.signing import Public, fingerprint, holds, known_keys, pem, private_key, sign
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
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, binascii.Error):
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


@dataclass(frozen=True)
class Covering:
    """An anchor that stands at an event or behind it. ``holds``: its signature does, and its hash is still in the chain."""

    file: str
    anchor: Anchor
    holds: bool


def covering(place: int) -> Covering | None:
    """The first anchor here that covers the event at this place; its name says how far it reaches, so one file is read."""
    reaching = [path for path in settings.AUDIT_ANCHORS.glob("anchor-*.json") if _reach(path) >= place]
    path = min(reaching, default=None, key=lambda path: path.name)
    if path is None:
        return None
    read = _read(path, known_keys([]))
    if isinstance(read, Message):
        return Covering(path.name, Anchor("", "", "", _reach(path), "", ""), holds=False)
    there = Event.objects.filter(hash=read.head).values_list("pk", flat=True).first()
    stands = there is not None and Event.objects.filter(pk__lte=there).count() == read.length
    return Covering(path.name, read, holds=stands)


def _reach(path: Path) -> int:
    """``anchor-20241010T030000Z-120.json`` → 120."""
    text = path.stem.rpartition("-")[2]
    return int(text) if text.isascii() and text.isdigit() else 0
