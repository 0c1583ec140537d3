"""The book of a province: what shipped, what the national book and the province state besides; as of now or of a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from samrit.indicators.models import BookRelease, Item, ItemRevision, ListedPlace, Part
from samrit.people.models import Agency, Area
from samrit.rules.items import Book, CodeList, Owner, book, read
from samrit.rules.items import Item as Stated
from samrit.rules.items.kinds import Named
from samrit.rules.items.stating import row_of, stated, without
from samrit.rules.wording import RefusedError, refuse

OF_AN_AGENCY = "agency_"  # an owner's code that names the agency itself


@dataclass(frozen=True)
class Entry:
    """One item of a book: its key, what it says, which keys this book states itself (``own``), whether it is used.

    ``local``: it is the province's own, in no other book. ``revision``: the newest of this book, None where there is none.
    """

    key: int
    item: Stated
    own: tuple[str, ...] = ()
    active: bool = True
    local: bool = False
    revision: ItemRevision | None = None

    @property
    def code(self) -> str:
        return self.item.code


@dataclass(frozen=True)
class AreaBook:
    """``entries`` by code, those not used too; ``book`` has the used ones and the rules that hold among them."""

    area: Area | None
    entries: Mapping[str, Entry]
    book: Book

    def entry_of(self, key: int) -> Entry | None:
        """The entry of an Item.pk."""
        return next((entry for entry in self.entries.values() if entry.key == key), None)


def items_of(area: Area | None) -> QuerySet[Item]:
    """The national items, and the province's own."""
    return Item.objects.filter(Q(area=None) | Q(area=area) if area else Q(area=None))


def book_for(area: Area | None, at: datetime | None = None) -> Book:
    """What the items of a province are (None: of the national book), now or as it stood at a moment."""
    return area_book(area, at).book


def area_book(area: Area | None, at: datetime | None = None) -> AreaBook:
    """The same with every entry's key; five queries."""
    shipped = _with_province(shipped_at(at), area, at)
    newest = _newest(area, at)
    entries: dict[str, Entry] = {}
    for item in items_of(area).order_by(F("area").asc(nulls_first=True), "pk"):
        said = None if item.area_id else shipped.items.get(item.code)
        books = dict.fromkeys((None, area.pk if area else None))
        if entry := _entry(item, said, [newest.get((item.pk, book)) for book in books]):
            entries[item.code] = entry
    ordered = {code: entries[code] for code in (*shipped.items, *entries) if code in entries}
    whole = replace(shipped, items={code: entry.item for code, entry in ordered.items()})
    return AreaBook(area, ordered, without(whole, (c for c, entry in ordered.items() if not entry.active)))


def _entry(item: Item, said: Stated | None, revisions: Sequence[ItemRevision | None]) -> Entry | None:
    """``revisions``: the national book's, the province's. None: of an item nothing is known in this book."""
    for revision in revisions:
        if revision is not None:
            said = _restated(said, revision)
    if said is None:
        return None
    last = revisions[-1]
    return Entry(
        key=item.pk,
        item=said,
        own=tuple(last.own) if last else (),
        active=all(revision.active for revision in revisions if revision is not None),
        local=item.area_id is not None,
        revision=last,
    )


def _restated(said: Stated | None, revision: ItemRevision) -> Stated | None:
    """With what the revision states itself; as it was where that cannot be read any more."""
    base: dict[str, Any] = row_of(said) if said else dict(revision.definition)
    found = stated(base | {key: revision.definition.get(key) for key in revision.own})
    return said if isinstance(found, tuple) else found


def _newest(area: Area | None, at: datetime | None) -> dict[tuple[int, str | None], ItemRevision]:
    """(item, area) → its newest revision."""
    of_books = Q(area=None) | Q(area=area) if area else Q(area=None)
    revisions = ItemRevision.objects.filter(of_books)
    if at is not None:
        revisions = revisions.filter(at__lte=at)
    last = revisions.order_by().values("item", "area").annotate(last=Max("pk")).values("last")
    return {
        (one.item_id, one.area_id): one
        for one in ItemRevision.objects.filter(pk__in=last).select_related("by")
    }


# ── releases ────────────────────────────────────────────────────────────────
def shipped_at(at: datetime | None) -> Book:
    """What shipped with the release in force; of a time before the first one, the first."""
    if at is None:
        return book()
    taken = BookRelease.objects.filter(taken_at__lte=at).order_by("-pk") or BookRelease.objects.order_by("pk")
    version = taken.values_list("version", flat=True).first()
    return book() if version in {None, book().version} else _release(str(version))


@lru_cache(maxsize=8)
def _release(version: str) -> Book:
    found = read(BookRelease.objects.get(version=version).documents)
    if isinstance(found, Book):
        return found
    raise RefusedError(
        refuse("items_release_unreadable", "อ่านรายการตั้งต้นรุ่น {version} ไม่ได้แล้ว – แจ้งผู้ดูแลระบบ", version=version)
    )


def release_is_taken() -> bool:
    """Whether the database knows the release that runs."""
    return BookRelease.objects.filter(version=book().version).exists()


# ── what the province adds ──────────────────────────────────────────────────
def _with_province(shipped: Book, area: Area | None, at: datetime | None) -> Book:
    """Places of open lists, and its agencies as owners."""
    if area is None:
        return shipped
    owners = {
        f"{OF_AN_AGENCY}{agency.pk}": Owner(f"{OF_AN_AGENCY}{agency.pk}", agency.name, agency.name)
        for agency in Agency.objects.filter(area=area)
    }
    lists = dict(shipped.lists)
    for place in places_of(area, at):
        if place.list in lists and lists[place.list].place:
            lists[place.list] = _with_place(lists[place.list], place)
    return replace(shipped, owners={**shipped.owners, **owners}, lists=lists)


def _with_place(codes: CodeList, place: ListedPlace) -> CodeList:
    named = Named(place.code, place.name, place.name_en or place.name)
    return replace(codes, codes=(*(one for one in codes.codes if one.code != place.code), named))


def places_of(area: Area, at: datetime | None = None) -> QuerySet[ListedPlace]:
    """Those of the open lists that the province keeps; ``at``: without those that ended before."""
    places = ListedPlace.objects.filter(area=area).order_by("list", "code")
    return places if at is None else places.filter(Q(valid_to=None) | Q(valid_to__gte=at.date()))


# ── parts ───────────────────────────────────────────────────────────────────
def part_key(codes: Mapping[str, str]) -> str:
    """List → code as one text, lists by name: ``age_group=age_00_04,sex=male``."""
    return ",".join(f"{name}={codes[name]}" for name in sorted(codes))


def parts_of(items: Iterable[int]) -> dict[tuple[int, str], int]:
    """(Item.pk, ``part_key``) → Part.pk."""
    found = Part.objects.filter(item__in=list(items)).values_list("item", "key", "pk")
    return {(item, key): pk for item, key, pk in found}
