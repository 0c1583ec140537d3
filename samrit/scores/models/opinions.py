"""What each of two scorers found, unseen by the other, and what became of the two."""

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.reports.models import Missing, Result
from samrit.scores.models.assignments import Assignment
from samrit.scores.models.verifications import Verification


class Opinion(models.Model):
    """ความเห็นของผู้ตรวจ – what one scorer finds true of a result, sealed until the other has given theirs.

    Never changed: who corrects a slip before both are there gives another one, which supersedes it. ``rubric`` is the
    picked level with its reasons (``rules.rubric.Picked``); ``seen`` are the titles of the evidence that was looked at.
    ``salt`` goes into the seal that the trail keeps: what an opinion may say is guessable, the salt is not. It is told
    when both opinions are there; empty for what was sealed without.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="opinions")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="opinions")
    decision = models.CharField(max_length=10, choices=Verification.Decision)
    value = ExactDecimalField(null=True, blank=True)
    missing = models.CharField(max_length=20, choices=Missing, null=True, blank=True)
    rubric = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    seen = models.JSONField(default=list, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    given_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)  # null: in force

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(superseded_at=None), name="one_opinion_in_force"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing__isnull=True)
                | Q(value__isnull=True, missing__isnull=False),
                name="opinion_value_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(decision="accept") | (Q(decision="correct") & ~Q(reason="")),
                name="opinion_correction_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}"


class Comparison(models.Model):
    """การเทียบความเห็น – the two opinions side by side: they agree, or a third decides (ชี้ขาด).

    Open while ``verification`` is empty. ``decision`` is the third's opinion.
    """

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="comparisons")
    first = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField()
    compared_at = models.DateTimeField()
    decision = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, null=True, blank=True, related_name="decides"
    )
    verification = models.OneToOneField(
        Verification, on_delete=models.PROTECT, null=True, blank=True, related_name="comparison"
    )
    voided_at = models.DateTimeField(null=True, blank=True)  # the result was reported anew meanwhile

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="opinions_compared_once"),
            models.UniqueConstraint(
                fields=["result"],
                condition=Q(verification=None, voided_at=None),
                name="one_open_comparison",
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="two_opinions_compared"),
            models.CheckConstraint(
                condition=Q(agreed=False, decision=None) | Q(verification__isnull=False),
                name="comparison_settled_by_verification",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id}"
