"""What must prove a KPI's result."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.models.kpis import Kpi


class RequiredEvidence(models.Model):
    """รายการหลักฐานที่ต้องมี – one line of a KPI's checklist, as its edition states it.

    ``code`` stays the same when an edition takes the KPI over, so that what was ticked stays ticked. The free
    hint ``Kpi.evidence_asked`` remains beside the list.
    """

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="required_evidence")
    code = models.CharField(max_length=32)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    help = models.TextField(blank=True)
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ["kpi_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "code"], name="required_evidence_once"),
            models.CheckConstraint(condition=~Q(title=""), name="required_evidence_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title
