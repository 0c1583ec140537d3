"""The province's submitted reports."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.models import Round
from samrit.people.models import User


class Filing(models.Model):
    """การส่งรายงานของจังหวัด – the province's report of one round has been submitted."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="filing")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    results = models.PositiveIntegerField()  # how many were in it
    left_out = models.PositiveIntegerField(
        default=0
    )  # KPIs without an approved result; they count as "no data"
    reason = models.TextField(blank=True)  # why it was filed without them

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_out=0) | ~Q(reason=""), name="filing_incomplete_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}"
