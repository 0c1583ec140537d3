"""The province's submitted reports: frozen, each chained to the one before."""

import json
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.models import Round
from samrit.people.models import Area, User
from samrit.rules.sealing import NOTHING_BEFORE, in_groups


class Filing(models.Model):
    """การส่งรายงานของจังหวัด – the province's report of one round, as it was submitted the ``number``-th time.

    The newest of a round is the one in force; the earlier ones stand for ever. ``snapshot`` is the canonical JSON of
    everything filed (``rules.sealing``), ``sha256`` its digest; it names ``previous_sha256``, the digest of the filing
    before it in its province (64 zeros for the first), so none can be changed or taken out unnoticed. The database
    refuses to change or delete a row.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="filings")
    number = models.PositiveSmallIntegerField()  # 1, 2, … in its round
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="filings")
    place = models.PositiveIntegerField()  # 1, 2, … in its province's chain
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    results = models.PositiveIntegerField()  # how many were in it
    left_out = models.PositiveIntegerField(
        default=0
    )  # KPIs without an approved result; they count as "no data"
    reason = models.TextField(blank=True)  # why it was filed without them, or filed again
    code = models.CharField(max_length=16, unique=True)  # รหัสตรวจสอบ, printed on the receipt
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    previous_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["round_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="filing_number_once_per_round"),
            models.UniqueConstraint(fields=["area", "place"], name="filing_place_once_per_chain"),
            models.UniqueConstraint(fields=["area", "previous_sha256"], name="filing_followed_once"),
            models.CheckConstraint(condition=Q(number__gte=1, place__gte=F("number")), name="filing_counted"),
            models.CheckConstraint(
                condition=Q(place=1, previous_sha256=NOTHING_BEFORE)
                | (Q(place__gt=1) & ~Q(previous_sha256=NOTHING_BEFORE)),
                name="filing_first_follows_nothing",
            ),
            models.CheckConstraint(
                condition=Q(left_out=0, number=1) | ~Q(reason=""),
                name="filing_incomplete_or_again_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} ครั้งที่ {self.number}"

    @cached_property
    def contents(self) -> dict[str, Any]:
        """The snapshot as data (shape: ``queries.freezing``)."""
        return dict(json.loads(self.snapshot))

    @property
    def printed_code(self) -> str:
        """``ABCD-EFGH-JKMN-PQRS``."""
        return in_groups(self.code)
