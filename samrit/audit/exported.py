"""A piece of the trail that was given out as JSON Lines: written for whoever checks it, checked without any database."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from samrit.audit.models import Event, digest_of, facts_of
from samrit.rules.wording import Message, say

# What the hash covers. The rest of a line is the event's number, its hash, and whether contents were held back.
COVERED = (
    "at", "actor_id", "actor_role", "verb", "subject", "area_code", "before", "after", "reason", "previous_hash",
)  # fmt: skip
CONTENTS = ("before", "after", "reason")


def line_of(event: Event, *, withheld: bool = False) -> str:
    """One event as it goes out. ``withheld``: without what it says, which this reader may not know; its hash stands there."""
    facts = facts_of(event)
    if withheld:
        facts = {key: value for key, value in facts.items() if key not in CONTENTS}
    line = {"id": event.pk, **facts, "hash": event.hash, "withheld": withheld}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Checked:
    """``whole``: events whose own hash holds; ``withheld``: those that say nothing to be hashed.

    ``gaps``: where a line does not follow from the one before, as after a search. ``anchored``: hashes that anchors name.
    """

    whole: int
    withheld: int
    gaps: int
    anchored: int
    broken: tuple[int, Message] | None  # number of the line, from 1


def check_export(lines: Iterable[str], *, complete: bool, anchored: Mapping[int, set[str]]) -> Checked:
    """Every line by itself, and each with the one before. ``complete``: it claims to have no gap and the beginning."""
    heads = {head for found in anchored.values() for head in found}
    whole = withheld = gaps = seen = 0
    previous, last = "", 0
    for number, text in enumerate(lines, start=1):
        line = _read(text)
        wrong = _what_is_wrong(line, last) if line else say("line_unreadable", "ไม่ใช่เหตุการณ์ที่ส่งออกจากประวัติ")
        gap = bool(line) and line["previous_hash"] != previous
        if not wrong and gap and complete:
            wrong = say("line_missing", "ไม่ต่อจากบรรทัดก่อนหน้า – มีเหตุการณ์หายไป หรือไฟล์นี้เป็นผลการค้นหา")
        if wrong:
            return Checked(whole, withheld, gaps, seen, (number, wrong))
        gaps += gap and number > 1
        withheld, whole = withheld + line["withheld"], whole + (not line["withheld"])
        seen += line["hash"] in heads
        previous, last = line["hash"], line["id"]
    return Checked(whole, withheld, gaps, seen, None)


def _read(text: str) -> dict[str, Any]:
    """Empty when it is no such line."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    names = {"id", "hash", "withheld", *COVERED} - (set(CONTENTS) if _says(line, "withheld") else set())
    sound = isinstance(line, dict) and names <= line.keys() and isinstance(line["id"], int)
    return line if sound and isinstance(line["withheld"], bool) else {}


def _says(line: object, name: str) -> bool:
    return isinstance(line, dict) and line.get(name) is True


def _what_is_wrong(line: dict[str, Any], last: int) -> Message | None:
    if line["id"] <= last:
        return say("line_out_of_order", "ลำดับไม่เพิ่มขึ้นจากบรรทัดก่อนหน้า – บรรทัดถูกสลับหรือซ้ำ")
    if not line["withheld"] and line["hash"] != digest_of({name: line[name] for name in COVERED}):
        return say("line_changed", "ข้อมูลไม่ตรงกับลายพิมพ์ของมัน – ถูกแก้ไขหลังส่งออก")
    return None
