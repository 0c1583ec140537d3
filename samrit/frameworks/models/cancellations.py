"""KPIs that are no longer reported from a round of the year on."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.models.editions import Edition
from samrit.frameworks.models.kpis import Indicator
from samrit.people.models import User


class Cancellation(models.Model):
    """การยกเลิกตัวชี้วัด – from a round on, by a resolution; ``reweight`` says where its weight goes.

    Results entered before stay. Undone, it stands as if it had never been decided.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="cancellations")
    from_months = models.PositiveSmallIntegerField()
    reweight = models.CharField(max_length=20, choices=Edition.Reweight)
    resolution = models.CharField(max_length=300)
    reason = models.TextField()
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(undone_at__isnull=True), name="cancellation_once"
            ),
            models.CheckConstraint(condition=Q(from_months__in=[6, 9, 12]), name="cancellation_months_known"),
            models.CheckConstraint(
                condition=Q(reweight__in=["rebase_total", "spread_component"]),
                name="cancellation_reweight_known",
            ),
            models.CheckConstraint(
                condition=~Q(resolution="") & ~Q(reason=""), name="cancellation_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undo_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason="")),
                name="cancellation_undone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} · {self.from_months}"
