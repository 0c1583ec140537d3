"""Which words of a text changed: Thai without spaces is compared by syllable-like clusters, never inside one."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A consonant keeps its leading vowel and its marks; a number and a Latin word stay whole.
_CLUSTER = re.compile(r"[เแโใไ]?[ก-ฮ][ะัาำิีึืฺุูๅ็่้๊๋์ํ๎]*|[0-9๐-๙]+(?:[.,][0-9๐-๙]+)*|[^\W\d_ก-๛]+|\s+|.", re.DOTALL)
ISLAND = 3  # fewer clusters than these that stayed between two changes read better as changed
LONGEST = 4_000  # clusters; beyond, whole words between spaces are compared


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


def clusters(text: str) -> list[str]:
    """The text in the pieces that it is compared by; joined they are the text again."""
    found = _CLUSTER.findall(text)
    return found if len(found) <= LONGEST else re.findall(r"\s+|\S+", text)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """``before`` and ``after`` side by side in one text: what went stands before what came in its place."""
    old, new = clusters(before), clusters(after)
    found: list[Piece] = []
    for same, of_old, of_new in _blocks(old, new):
        if same:
            found.append(Piece("same", "".join(of_old)))
            continue
        found += [Piece("removed", "".join(of_old))] if of_old else []
        found += [Piece("added", "".join(of_new))] if of_new else []
    return tuple(found)


_Block = tuple[bool, list[str], list[str]]


def _blocks(old: list[str], new: list[str]) -> list[_Block]:
    """Alternately what stayed and what changed."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    raw: list[_Block] = [
        (tag == "equal", old[start:end], new[new_start:new_end])
        for tag, start, end, new_start, new_end in matcher.get_opcodes()
    ]
    joined: list[_Block] = []
    for place, (same, of_old, of_new) in enumerate(raw):
        stays = same and not (0 < place < len(raw) - 1 and _is_island(of_old))
        if joined and not stays and not joined[-1][0]:
            _, before, after = joined.pop()
            joined.append((False, before + of_old, after + of_new))
        else:
            joined.append((stays, of_old, of_new))
    return joined


def _is_island(run: list[str]) -> bool:
    return len(run) < ISLAND and not any(one.isspace() for one in run)
