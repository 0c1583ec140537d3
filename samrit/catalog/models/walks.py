"""What a harvester that walks through the whole catalogue was shown at its first page, so that later pages fit it."""

import struct
from collections.abc import Sequence

from django.db import models
from django.db.models import Q

WIDE = 8  # bytes of a key


class CatalogSnapshot(models.Model):
    """ภาพรวมบัญชีข้อมูล – which datasets were shown to everybody at a moment, in order; append-only.

    ``keys``: Dataset.pk of each, eight bytes, in the order in which they are walked through. ``digest``: of these bytes; the same list is kept once,
    and is what addresses of the later pages name. ``used_at``: when a walk through it last began or was asked for.
    """

    digest = models.CharField(max_length=64, unique=True)
    keys = models.BinaryField()
    total = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(digest=""), name="catalog_snapshot_has_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M} · {self.total}"

    def slice(self, start: int, stop: int) -> list[int]:
        """The keys from one place up to another, as many as there are."""
        cut = bytes(self.keys)[start * WIDE : stop * WIDE]
        return list(struct.unpack(f"<{len(cut) // WIDE}Q", cut))


class CatalogWalk(models.Model):
    """การไล่อ่านบัญชี – the list that one caller is walking through: ``caller`` and what is ``asked``, both digests.

    CKAN's pages name no list: only by who asks for them is it known of which list they are. ``moved``: start of a page, as
    a text, → place of the list where it begins, once pages before it reached further because datasets were taken back.
    """

    caller = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    snapshot = models.ForeignKey(CatalogSnapshot, on_delete=models.PROTECT, related_name="walks")
    begun_at = models.DateTimeField(db_index=True)
    moved = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["caller", "asked"], name="catalog_walk_once"),
            models.CheckConstraint(condition=~Q(caller="") & ~Q(asked=""), name="catalog_walk_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.caller[:8]} · {self.asked[:8]}"

    def place_of(self, start: int) -> int:
        """Where in the list the page begins that is asked for by this start."""
        return int(self.moved.get(str(start), start))


def packed(keys: Sequence[int]) -> bytes:
    """Keys as ``CatalogSnapshot.keys`` holds them."""
    return struct.pack(f"<{len(keys)}Q", *keys)
