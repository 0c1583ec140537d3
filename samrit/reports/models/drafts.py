"""What people have typed and not saved yet."""

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.models import Indicator, Round
from samrit.people.models import User


class EntryDraft(models.Model):
    """ข้อความที่พิมพ์ค้างไว้ – what one person has typed about one item, kept as typed every few seconds.

    It counts for nothing and only its person sees it: a number that cannot be read is kept too. A good save
    takes it away. ``typed`` is field → text; ``version`` the result's version the page was opened with, ``opened``
    field → fingerprint of what stood there then; ``revision`` grows with every keeping and ``sitting`` names the
    opened page that wrote last, so that a second window does not write over the first one's words.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="entry_drafts")
    typed = models.JSONField()
    version = models.PositiveIntegerField(default=0)
    opened = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    sitting = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "indicator", "round"], name="entry_draft_once"),
            models.CheckConstraint(
                condition=Q(kept_at__gte=F("began_at")), name="entry_draft_kept_after_begun"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.indicator_id} · {self.round_id}"
