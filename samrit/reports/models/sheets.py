"""Forms that were filled in a spreadsheet and sent back."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.models import Round
from samrit.people.models import Agency, User


class FilledSheet(models.Model):
    """แบบฟอร์มที่กรอกกลับมา: kept as it came, so that what it would change can be looked at before it is taken over."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="filled_sheets")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="filled_sheets")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    contents = models.BinaryField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    applied_at = models.DateTimeField(
        null=True
    )  # the last time; applying again changes only what still differs
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="sheet_applied_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name
