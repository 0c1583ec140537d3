"""Taking the items of a new release."""

from datetime import datetime

from django.db import transaction

from samrit.audit.actions import record
from samrit.indicators.actions.items import Pen, add_revision
from samrit.indicators.actions.parts import make_parts
from samrit.indicators.models import BookRelease, Item, ItemRevision
from samrit.indicators.queries.items import AreaBook, Entry, area_book, release_is_taken, shipped_at
from samrit.people.models import Area
from samrit.rules.items import book, documents
from samrit.rules.items.stating import KEYS, judged, row_of

DROPPED = "ชุดตั้งต้นรุ่นใหม่ไม่มีรายการนี้แล้ว – เก็บนิยามเดิมไว้ ไม่ใช้ต่อ"
KEPT = "ชุดตั้งต้นรุ่นใหม่ขัดกับสิ่งที่กำหนดเองไว้ – ใช้นิยามเดิมทั้งรายการต่อไป"


@transaction.atomic
def take_release(*, now: datetime) -> int:
    """Take what this release ships, when the database does not know it yet; how many items are new.

    Items of before that it no longer has stay as they were, not used. What a province or the national book states
    itself goes on; where that no longer fits the new definition, the item is kept there as it was as a whole.
    """
    if release_is_taken():
        return 0
    gone = set(shipped_at(now).items) - set(book().items)
    stood = {area: area_book(area, now) for area in _books()}
    release = BookRelease.objects.create(version=book().version, documents=dict(documents()), taken_at=now)
    have = set(Item.objects.filter(area=None).values_list("code", flat=True))
    new = Item.objects.bulk_create([Item(code=code) for code in book().items if code not in have])
    for area, before in stood.items():
        _carry_on(area, before, gone, now)
    make_parts(area=None)
    told = {"version": release.version, "items": len(new)}
    record(verb="take_items", subject=release, by=None, now=now, after=told)
    return len(new)


def _books() -> list[Area | None]:
    """The national one, and those of provinces that changed something of it."""
    changed = ItemRevision.objects.filter(item__area=None).exclude(area=None).values("area")
    return [None, *Area.objects.filter(pk__in=changed).order_by("pk")]


def _carry_on(area: Area | None, before: AreaBook, gone: set[str], now: datetime) -> None:
    found = area_book(area)
    items = {item.pk: item for item in Item.objects.filter(area=None)}
    for code, stood in before.entries.items():
        entry = found.entries.get(code)
        if area is None and code in gone:
            _pin(area, items.get(stood.key), stood, DROPPED, now, active=False)
        elif entry and not entry.local and not _fits(found, entry):
            _pin(area, items.get(stood.key), stood, KEPT, now, active=stood.active)


def _fits(found: AreaBook, entry: Entry) -> bool:
    """Whether what this book states itself still stands, and holds together with the rest."""
    if entry.revision is None or not entry.active:
        return True
    row, said = row_of(entry.item), entry.revision.definition
    return all(row[key] == said.get(key) for key in entry.own) and not judged(entry.item, found.book)


def _pin(
    area: Area | None, item: Item | None, stood: Entry, reason: str, now: datetime, *, active: bool
) -> None:
    if item is None or (stood.revision and set(stood.own) == set(KEYS) and stood.active == active):
        return  # it stands on its own already
    add_revision(Pen(area, None, now, reason), item, row_of(stood.item), KEYS, active=active)
