"""What a sheet of items would change: told before anything is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from samrit.indicators.item_words import choices_of
from samrit.indicators.models import BookSheet
from samrit.indicators.queries.items import AreaBook
from samrit.people.models import Area
from samrit.rules.items import Fault
from samrit.rules.items import Item as Stated
from samrit.rules.items.rows import Kind as Kinds
from samrit.rules.items.stating import KEYS, SHAPES, differing, judged_all, new_row, row_of, stated, without
from samrit.rules.searching import searchable
from samrit.rules.thai import arabic_digits
from samrit.rules.wording import Message, say

NOTHING = {"-", "–", "—"}  # a cell that empties what was stated
YES, NO = {"ใช่", "yes", "true", "1", "y"}, {"ไม่ใช่", "no", "false", "0", "n"}


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    INVALID = "invalid"


@dataclass(frozen=True)
class ItemStep:
    """What a row comes to. ``row``: what the item shall say; ``before``: what it says, None for a new one.

    ``problems``: (key, what to mend); the key of a rule is ``rules/…``.
    """

    line: int
    code: str
    kind: Kind
    row: Mapping[str, Any]
    before: Mapping[str, Any] | None
    active: bool
    was_active: bool
    problems: tuple[tuple[str, Message], ...] = ()

    @property
    def changes(self) -> list[str]:
        return differing(self.row, self.before) if self.before is not None else []


def sheets_of(area: Area | None, about: str) -> QuerySet[BookSheet]:
    return BookSheet.objects.filter(area=area, about=about).select_related("taken_by", "applied_by")


def planned_items(found: AreaBook, rows: Sequence[Mapping[str, str]]) -> list[ItemStep]:
    """Each row in its order. An empty cell says nothing, ``-`` empties what may be empty; no row takes an item away."""
    drafts = [_draft(found, row) for row in rows]
    seen: dict[str, int] = {}
    items = {draft.code: item for draft in drafts if isinstance(item := stated(draft.row), Stated)}
    unused = [draft.code for draft in drafts if not draft.active]
    book = without(replace(found.book, items={**found.book.items, **items}), unused)
    used = [draft.code for draft in drafts if draft.active and draft.code in items]
    faults = judged_all(book, used)
    steps = []
    for draft in drafts:
        first = seen.setdefault(draft.code, draft.line)
        problems = [*draft.problems, *_faults(draft, faults.get(draft.code, ()))]
        if first != draft.line:
            problems.append(("code", say("item_row_twice", "รหัสนี้อยู่ในแถว {row} แล้ว", row=first)))
        steps.append(_judged(draft, problems))
    return steps


def _faults(draft: ItemStep, judged: Sequence[Fault]) -> list[tuple[str, Message]]:
    """Each by itself first, then within the book; not twice about one cell."""
    item = stated(draft.row)
    faults = item if isinstance(item, tuple) else judged
    told = {key for key, _message in draft.problems}
    return [(fault.where, fault.message) for fault in faults if fault.where not in told]


def _judged(draft: ItemStep, problems: Sequence[tuple[str, Message]]) -> ItemStep:
    if problems:
        return replace(draft, kind=Kind.INVALID, problems=tuple(problems))
    if draft.before is None:
        return replace(draft, kind=Kind.NEW)
    same = not draft.changes and draft.active == draft.was_active
    return replace(draft, kind=Kind.UNCHANGED if same else Kind.CHANGED)


def _draft(found: AreaBook, cells: Mapping[str, str]) -> ItemStep:
    code = cells.get("code", "").strip()
    entry = found.entries.get(code)
    before = row_of(entry.item) if entry else None
    row, problems = dict(before or new_row()), []
    row["code"] = code
    for key in KEYS:
        if key != "code" and (text := cells.get(key, "").strip()):
            value = _value(found, key, text)
            if isinstance(value, Message):
                problems.append((key, value))
            else:
                row[key] = value
    doubt = say("item_cell_doubtful", "ช่องนี้เป็นสูตรที่ไม่มีค่า หรืออ่านไม่ได้ – วางเป็นค่าแทนสูตร")
    problems += [(key, doubt) for key in filter(None, cells.get("doubtful", "").split(","))]
    was_active = entry.active if entry else True
    told = _yes_or_no(cells.get("active", ""))
    if cells.get("active", "").strip() and told is None:
        problems.append(("active", say("item_yes_or_no", "ใส่ ใช่ หรือ ไม่ใช่")))
    active = was_active if told is None else told
    line = int(cells["row"])
    return ItemStep(line, code, Kind.UNCHANGED, row, before, active, was_active, tuple(problems))


def _yes_or_no(text: str) -> bool | None:
    word = text.strip().casefold()
    return True if word in YES else False if word in NO else None


def _value(found: AreaBook, key: str, text: str) -> Any:
    """What a cell says, or why it cannot be taken."""
    shape = SHAPES[key]
    if text in NOTHING:
        return [] if shape.kind in {Kinds.CODES, Kinds.TEXTS} else "" if shape.default == "" else None
    if shape.kind is Kinds.FLAG:
        told = _yes_or_no(text)
        return told if told is not None else say("item_yes_or_no", "ใส่ ใช่ หรือ ไม่ใช่")
    choices = choices_of(found.book, key, language="th")
    if choices is not None:
        return _chosen(choices, text, several=shape.kind is Kinds.CODES, whole=shape.kind is Kinds.WHOLE)
    if shape.kind is Kinds.TEXTS:
        return [part.strip() for part in arabic_digits(text).replace("\n", ",").split(",") if part.strip()]
    if shape.kind in {Kinds.WHOLE, Kinds.NUMBER}:
        return _figure(text, whole=shape.kind is Kinds.WHOLE)
    return " ".join(text.split())


def _chosen(choices: Sequence[tuple[str, str]], text: str, *, several: bool, whole: bool) -> Any:
    known = {evened: code for code, word in choices for evened in (code.casefold(), searchable(word).text)}
    parts = [part.strip() for part in text.split(",")] if several else [text]
    codes = [known.get(part.casefold()) or known.get(searchable(part).text) for part in parts]
    for part, code in zip(parts, codes, strict=True):
        if code is None:
            return say(
                "item_word_unknown", "“{given}” ไม่มีในรายการให้เลือก – เลือกจากแผ่นงาน “คำที่ใช้ได้”", given=part[:60]
            )
    if several:
        return codes
    return int(str(codes[0])) if whole else codes[0]


def _figure(text: str, *, whole: bool) -> Any:
    plain = arabic_digits(text).replace(",", "").strip()
    digits = plain.removeprefix("-")
    if whole and digits.isascii() and digits.isdigit() and len(digits) < 13:  # noqa: PLR2004 - any we could mean
        return int(plain)
    return plain
