"""What evaluators found true of each reported result."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.people.models import User
from samrit.reports.models import Missing, Result
from samrit.scores.models.official import OfficialFigure


class Verification(models.Model):
    """การตรวจ – the evaluator accepts the reported result, or corrects it with a reason.

    Never changed: whoever looks again writes another one, which supersedes it.
    """

    class Decision(models.TextChoices):
        ACCEPT = "accept", "ยืนยันตามที่รายงาน"
        CORRECT = "correct", "แก้ไขผล"

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="verifications")
    decision = models.CharField(max_length=10, choices=Decision)
    value = ExactDecimalField(null=True, blank=True)
    missing = models.CharField(max_length=20, choices=Missing, null=True, blank=True)
    reason = models.TextField(blank=True)
    rubric = models.JSONField(default=dict, blank=True)  # the picked level, of a milestone (rules.rubric)
    # The official figure that stood beside the reported one then, whichever of both was taken.
    official = models.ForeignKey(
        OfficialFigure, on_delete=models.PROTECT, null=True, blank=True, related_name="verifications"
    )
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)  # null: in force

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["result"], condition=Q(superseded_at=None), name="one_verification_in_force"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing__isnull=True)
                | Q(value__isnull=True, missing__isnull=False),
                name="verified_value_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(decision="accept") | ~Q(reason=""), name="correction_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result}"
