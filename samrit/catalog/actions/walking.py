"""Beginning to walk through the catalogue, and forgetting walks that are over. No act of anybody: nothing is audited."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from samrit.catalog.models import CatalogSnapshot, CatalogWalk
from samrit.catalog.models.walks import packed
from samrit.catalog.queries.walks import digest_of, every_key, over


@transaction.atomic
def begin_walk(*, caller: str, asked: str, keys: Sequence[int], now: datetime) -> CatalogWalk:
    """The caller's later pages are cut from these ``keys`` (Dataset.pk in order), whatever changes meanwhile."""
    snapshot = keep_list(keys=keys, now=now)
    begun = {"snapshot": snapshot, "begun_at": now, "moved": {}}
    return CatalogWalk.objects.update_or_create(caller=caller, asked=asked, defaults=begun)[0]


@transaction.atomic
def move_page(*, walk: CatalogWalk, start: int, place: int) -> None:
    """The page with this start begins at this place of the list, or where it did when an earlier one was asked for.

    Whoever asks for a page again gets a dataset twice rather than not at all.
    """
    kept = CatalogWalk.objects.select_for_update().filter(pk=walk.pk, snapshot=walk.snapshot_id).first()
    if kept is not None:  # else a new walk has begun meanwhile
        kept.moved[str(start)] = min(place, int(kept.moved.get(str(start), place)))
        kept.save(update_fields=["moved"])


@transaction.atomic
def keep_list(*, keys: Sequence[int] | None = None, now: datetime) -> CatalogSnapshot:
    """A list of datasets, kept once; without ``keys`` all that may be taken over."""
    row = packed(every_key() if keys is None else keys)
    snapshot, made = CatalogSnapshot.objects.get_or_create(
        digest=digest_of(row),
        defaults={
            "keys": row,
            "total": len(row) // 8,
            "made_at": now,
            "used_at": now,
        },
    )
    if not made:
        CatalogSnapshot.objects.filter(pk=snapshot.pk).update(used_at=now)
    return snapshot


@transaction.atomic
def forget_walks(*, now: datetime) -> int:
    """Delete what is over; how many lists."""
    walks, lists = over(now)
    walks.delete()
    return lists.delete()[0]
