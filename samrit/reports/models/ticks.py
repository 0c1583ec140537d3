"""Which line of a KPI's checklist a piece of evidence answers."""

from django.db import models
from django.db.models import Q

from samrit.people.models import User
from samrit.reports.models.results import ResultEvidence


class EvidenceTick(models.Model):
    """The attached file answers the line ``code`` (``RequiredEvidence.code``); one file may answer several."""

    link = models.ForeignKey(ResultEvidence, on_delete=models.CASCADE, related_name="ticks")
    code = models.CharField(max_length=32)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["link", "code"], name="tick_once"),
            models.CheckConstraint(condition=~Q(code=""), name="tick_of_a_line"),
        ]

    def __str__(self) -> str:
        return f"{self.link} ✓ {self.code}"
