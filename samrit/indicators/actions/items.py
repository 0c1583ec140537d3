"""Keeping the items of a province or of the national book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.indicators.actions.parts import make_parts
from samrit.indicators.item_words import LABELS
from samrit.indicators.models import Item, ItemRevision
from samrit.indicators.permissions.items import refuse_keeping
from samrit.indicators.queries.items import AreaBook, Entry, area_book, items_of
from samrit.people.models import Area, User
from samrit.people.queries import Duties, duties_of
from samrit.rules.items import Fault, book
from samrit.rules.items import Item as Stated
from samrit.rules.items.stating import KEYS, Row, differing, judged_all, row_of, stated, without
from samrit.rules.wording import RefusedError, refuse

LONGEST_REASON = 500


class FaultyItemError(Exception):
    """What was stated does not hold together; ``faults`` by key. Nothing was saved."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Wish:
    """What one item shall say: a whole row (``rules.items.stating``), and whether it is used.

    ``seen``: the number of the revision that was looked at, 0 where this book had none; None: whatever there is.
    """

    row: Row
    active: bool = True
    seen: int | None = None

    @property
    def code(self) -> str:
        return str(self.row.get("code", ""))


@dataclass(frozen=True)
class Pen:
    """Who writes in which book, when and why; None as ``area`` is the national book, as ``by`` the system."""

    area: Area | None
    by: User | None
    now: datetime
    reason: str
    role: str = ""


def keeping(area: Area | None, by: User, now: datetime) -> Duties:
    """The duties of who keeps this book; RefusedError for others."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_keeping(duties, area):
        raise RefusedError(refusal)
    return duties


def _said(found: AreaBook, wishes: Sequence[Wish]) -> list[Stated]:
    """The items that are wished. FaultyItemError: one by itself, or within the book as it will be with all of them."""
    items = []
    for wish in wishes:
        item = stated(wish.row)
        if isinstance(item, tuple):
            raise FaultyItemError(item)
        items.append(item)
    unused = [wish.code for wish in wishes if not wish.active]
    whole = replace(found.book, items={**found.book.items, **{item.code: item for item in items}})
    faults = judged_all(without(whole, unused), [wish.code for wish in wishes if wish.active])
    for of_item in faults.values():
        if of_item:
            raise FaultyItemError(of_item)
    return items


@transaction.atomic
def state_item(*, area: Area | None, wish: Wish, reason: str, by: User, now: datetime) -> ItemRevision | None:
    """A new item or a change of one, as a new revision of this book; None when it says the same already.

    FaultyItemError, RefusedError.
    """
    made = state_items(area=area, wishes=[wish], reason=reason, by=by, now=now)
    return made[0] if made else None


@transaction.atomic
def state_items(
    *, area: Area | None, wishes: Sequence[Wish], reason: str, by: User, now: datetime
) -> list[ItemRevision]:
    """The same for several, all or none; one revision for each that says something else now."""
    pen = Pen(area, by, now, reason.strip()[:LONGEST_REASON], keeping(area, by, now).described())
    if not pen.reason:
        raise RefusedError(refuse("item_reason_missing", "บอกเหตุผลของการแก้ไข – จะแสดงในประวัติของรายการ"))
    locked = _locked(area, [wish.code for wish in wishes])
    found = area_book(area)
    shelf = _Shelf(found, beneath(area), locked)
    made = [_state(pen, shelf, wish, said) for wish, said in zip(wishes, _said(found, wishes), strict=True)]
    revisions = [one for one in made if one is not None]
    if revisions:
        make_parts(area=area)
    return revisions


def _locked(area: Area | None, codes: Sequence[str]) -> dict[str, Item]:
    """Code → item: the province's own before the national one."""
    rows = items_of(area).select_for_update().filter(code__in=codes)
    return {item.code: item for item in sorted(rows, key=lambda item: item.area_id or "")}


def beneath(area: Area | None) -> Mapping[str, Stated]:
    """What the items say without this book: in the national one, or as they shipped."""
    if area is None:
        return book().items
    return {code: entry.item for code, entry in area_book(None).entries.items()}


@dataclass(frozen=True)
class _Shelf:
    """The book as it stands, what the items say without it, and their rows, locked."""

    found: AreaBook
    beneath: Mapping[str, Stated]
    locked: Mapping[str, Item]


def _state(pen: Pen, shelf: _Shelf, wish: Wish, said: Stated) -> ItemRevision | None:
    item = shelf.locked.get(wish.code)
    entry = shelf.found.entries.get(wish.code) if item else None
    if wish.seen is not None:
        _refuse_stale(entry, wish.seen)
    row = row_of(said)
    changed = differing(row, row_of(entry.item)) if entry else list(KEYS)
    if entry and entry.active == wish.active and not changed:
        return None
    item = item or Item.objects.create(area=pen.area, code=said.code)
    base = shelf.beneath.get(said.code) if item.area_id is None else None
    own = list(KEYS) if base is None else differing(row, row_of(base))
    made = add_revision(pen, item, row, own, active=wish.active)
    _tell(pen, made, changed if entry else [])
    return made


def _refuse_stale(entry: Entry | None, seen: int) -> None:
    newest = entry.revision.number if entry and entry.revision else 0
    if newest != seen:
        raise RefusedError(
            refuse(
                "item_changed_meanwhile",
                "มีผู้อื่นแก้ไขรายการนี้ระหว่างที่คุณพิมพ์ – สิ่งที่คุณพิมพ์ยังอยู่ครบ ตรวจแล้วกดบันทึกอีกครั้งเพื่อใช้ค่าของคุณ",
            )
        )


def add_revision(pen: Pen, item: Item, row: Row, own: Sequence[str], *, active: bool) -> ItemRevision:
    """The next revision of a book. The item's row is locked, or nobody else can know it yet."""
    last = ItemRevision.objects.filter(item=item, area=pen.area).order_by("-number").first()
    return ItemRevision.objects.create(
        item=item,
        area=pen.area,
        number=(last.number if last else 0) + 1,
        definition=dict(row),
        own=list(own),
        active=active,
        reason=pen.reason,
        by=pen.by,
        at=pen.now,
    )


def _tell(pen: Pen, made: ItemRevision, changed: Sequence[str]) -> None:
    """What changed stands in the revision itself."""
    record(
        verb="state_item",
        subject=made.item,
        by=pen.by,
        now=pen.now,
        after={"code": made.item.code, "revision": made.number, "keys": [LABELS[key] for key in changed]}
        | ({} if made.active else {"active": "no"}),
        reason=pen.reason,
        area_code=pen.area.pk if pen.area else "",
        actor_role=pen.role,
    )
