"""Results that another authority published; they stand beside our own and never replace them."""

from django.db import models
from django.db.models import Q

from samrit.evidence.models import EvidenceFile, Proof
from samrit.people.models import Agency, User


class OfficialResult(Proof):
    """ผลอย่างเป็นทางการ – what the authority said of an agency in a year; append-only, the newest ``number`` counts.

    ``values``: code of the section → value as text, the whole under ``""``; what it does not say is left out.
    ``level``: its number where one was given. ``source``: the letter or page, in words.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="official_results")
    instrument = models.CharField(max_length=60)
    fiscal_year = models.PositiveSmallIntegerField()  # พ.ศ.
    number = models.PositiveIntegerField()
    values = models.JSONField()
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.TextField()
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attached_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["agency_id", "instrument", "fiscal_year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "instrument", "fiscal_year", "number"], name="official_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="official_counted"),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(instrument=""), name="official_says_its_source"
            ),
        ]

    @property
    def whole(self) -> str:
        """Of the instrument as a whole; "" where the authority did not say it."""
        return str(self.values.get("", ""))

    def __str__(self) -> str:
        return f"{self.agency_id} {self.instrument} {self.fiscal_year} #{self.number}"
