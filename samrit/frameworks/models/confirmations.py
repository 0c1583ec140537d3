"""Which agency has taken note of what a revised edition asks of it."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.models.editions import Edition
from samrit.people.models import Agency, User


class Confirmation(models.Model):
    """การยืนยันรับทราบ – an agency whose KPIs a revised edition adds, changes or drops; open until it is confirmed."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="confirmations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="confirmations")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["edition_id", "agency_id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "agency"], name="confirmation_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True, remark="")
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="confirmation_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.agency}"
