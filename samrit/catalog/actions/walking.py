"""Beginning to walk through the catalogue, and forgetting walks that are over. No act of anybody: nothing is audited."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from samrit.catalog.models import CatalogSnapshot, CatalogWalk
from samrit.catalog.models.walks import packed
from samrit.catalog.queries.walks import digest_of, every_key, over


@transaction.atomic
def begin_walk(*, caller: str, asked: str, keys: Sequence[int], now: datetime) -> CatalogSnapshot:
    """The caller's later pages are cut from these ``keys`` (Dataset.pk in order), whatever changes meanwhile."""
    snapshot = keep_list(keys=keys, now=now)
    CatalogWalk.objects.update_or_create(
        caller=caller, asked=asked, defaults={"snapshot": snapshot, "begun_at": now}
    )
    return snapshot


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
