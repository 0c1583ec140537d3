"""Details of KPIs beyond what an edition states of them: versions that are never changed."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from samrit.people.models import User


class KpiTemplate(models.Model):
    """รายละเอียดตัวชี้วัด – one version; a change makes another. ``contents`` as in ``rules.kpi_template``."""

    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contents = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(previous__isnull=True) | ~Q(previous=F("id")), name="template_follows_another"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def save(self, *args: Any, **options: Any) -> None:
        """Once: papers and editions point to what stood here."""
        if self.pk is not None:
            raise ValueError("a version of a KPI's details is never changed; make another")
        super().save(*args, **options)
