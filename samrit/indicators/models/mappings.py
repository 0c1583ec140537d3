"""What the columns of an agency's files mean, remembered so that it is told once."""

from django.db import models

from samrit.people.models import Agency, User


class RememberedMapping(models.Model):
    """การจับคู่คอลัมน์ที่จำไว้ – of one agency and one set of titles (``fingerprint``); the newest one counts.

    ``titles`` stand beside it, so that a renamed or missing column can be named.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="remembered_mappings")
    fingerprint = models.CharField(max_length=64)
    titles = models.JSONField()
    mapping = models.JSONField()
    reading = models.JSONField(default=dict)  # sheet, header, encoding
    used_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "fingerprint"], name="mapping_once_per_titles")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.fingerprint[:8]}"
