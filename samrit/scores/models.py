"""Verification of results, and the scores of a province with everything needed to compute them again."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.models import User
from samrit.reports.models import Missing, Result


class Verification(models.Model):
    """การตรวจ – the evaluator accepts the reported result, or corrects it with a reason."""

    class Decision(models.TextChoices):
        ACCEPT = "accept", "ยืนยันตามที่รายงาน"
        CORRECT = "correct", "แก้ไขผล"

    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="verification")
    decision = models.CharField(max_length=10, choices=Decision)
    value = ExactDecimalField(null=True, blank=True)
    missing = models.CharField(max_length=20, choices=Missing, null=True, blank=True)
    reason = models.TextField(blank=True)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
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


class ProvinceScore(models.Model):
    """คะแนนของจังหวัดในรอบหนึ่ง, with inputs, rule version and steps: computing again gives the same digits.

    ``inputs`` is the document that ``samrit score --file`` takes; ``outcome`` is what it answers.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="score")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="scores")
    rule_set = models.CharField(max_length=20)
    rule_version = models.CharField(max_length=64)
    inputs = models.JSONField()
    outcome = models.JSONField()
    total = ExactDecimalField(null=True, blank=True)  # null where the rule set has no total (2562)
    total_published = models.CharField(max_length=20, blank=True)
    rating = models.CharField(max_length=100, blank=True)
    computed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(published_by__isnull=False),
                name="score_published_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}"


class KpiScore(models.Model):
    """One KPI's score (0–100) and points (weight × score ÷ 100) in a province's score."""

    province_score = models.ForeignKey(ProvinceScore, on_delete=models.CASCADE, related_name="kpi_scores")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="scores")
    score = ExactDecimalField(null=True, blank=True)
    points = ExactDecimalField(null=True, blank=True)
    steps = models.JSONField()

    class Meta:
        ordering = ["province_score_id", "kpi_id"]
        constraints = [models.UniqueConstraint(fields=["province_score", "kpi"], name="kpi_score_once")]

    def __str__(self) -> str:
        return f"{self.kpi_id}: {self.score}"
