"""Which list a caller walks through, and what stands on one of its pages now."""

import hashlib
from datetime import datetime, timedelta

from django.db.models import QuerySet

from samrit.catalog.models import CatalogSnapshot, CatalogWalk, Dataset
from samrit.catalog.queries.public import for_harvest, in_this_order

WALKED_FOR = timedelta(hours=6)  # a walk that rests longer is over


def walk_of(caller: str, asked: str, now: datetime) -> CatalogWalk | None:
    """The walk of this caller, with its list; None: none has begun, or it is over."""
    walks = CatalogWalk.objects.filter(caller=caller, asked=asked, begun_at__gt=now - WALKED_FOR)
    return walks.select_related("snapshot").first()


def snapshot_named(digest: str, now: datetime) -> CatalogSnapshot | None:
    """A list by the name that addresses give it; None where it is over."""
    return CatalogSnapshot.objects.filter(digest=digest, used_at__gt=now - WALKED_FOR).first()


def whole_page(snapshot: CatalogSnapshot, start: int, rows: int) -> tuple[list[Dataset], int]:
    """As many datasets as were asked for, from a place of the list on, unless it ends; and the place after them.

    In place of one that was taken back since, the next one of the list comes: a page is short at the end of the list only,
    for a harvester takes a page without anything new for the end.
    """
    found: list[Dataset] = []
    at = start
    while len(found) < rows and at < snapshot.total:
        keys = snapshot.slice(at, at + rows - len(found))
        found += in_this_order(keys)
        at += len(keys)
    return found, at


def still_public(snapshot: CatalogSnapshot, start: int, stop: int) -> list[Dataset]:
    """Those of a stretch of the list that are public now."""
    return in_this_order(snapshot.slice(start, stop))


def every_key() -> list[int]:
    """All that may be taken over, by public id."""
    return list(for_harvest().order_by("public_id").values_list("pk", flat=True))


def digest_of(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()


def over(now: datetime) -> tuple[QuerySet[CatalogWalk], QuerySet[CatalogSnapshot]]:
    """Walks that are over, and lists that nobody walks through any more."""
    walks = CatalogWalk.objects.filter(begun_at__lte=now - WALKED_FOR)
    walked = CatalogWalk.objects.filter(begun_at__gt=now - WALKED_FOR).values("snapshot")
    lists = CatalogSnapshot.objects.filter(used_at__lte=now - WALKED_FOR).exclude(pk__in=walked)
    return walks, lists
