"""The scores of a province, version by version, with everything needed to compute them again."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.models import User
from samrit.scores.models.verifications import Verification


class RulesKept(models.Model):
    """The text of a rule set that scores were computed with: they can be computed again when its file has changed."""

    version = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=20)
    text = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["kept_at"]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class ScoreState(models.TextChoices):
    """How far a score is settled; from CONFIRMED on no verification of the round changes but by an appeal."""

    PROVISIONAL = "provisional", "คะแนนเบื้องต้น"
    CONFIRMED = "confirmed", "คะแนนที่ยืนยันแล้ว"
    APPEALED = "appealed", "คะแนนหลังพิจารณาอุทธรณ์"
    FINAL = "final", "คะแนนสิ้นสุด"


class ProvinceScore(models.Model):
    """คะแนนของจังหวัดในรอบหนึ่ง – one version; whatever happens next to the score is another version.

    ``inputs`` is the document that ``samrit score --file`` takes; ``outcome`` is what it answers. ``digest`` seals
    both (``rules.sealing``). Only ``superseded_at`` is ever written again.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="scores")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ScoreState)
    reason = models.TextField(blank=True)  # of re-opening, or of an appeal's decision
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="scores")
    rule_set = models.CharField(max_length=20)
    rule_version = models.CharField(max_length=64)
    inputs = models.JSONField()
    outcome = models.JSONField()
    digest = models.CharField(max_length=64)
    total = ExactDecimalField(null=True, blank=True)  # null where the rule set has no total (2562)
    total_published = models.CharField(max_length=20, blank=True)
    rating = models.CharField(max_length=100, blank=True)
    computed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    computed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)  # null: the current version

    # No columns: what ``queries.published_scores`` says of a public one.
    published_at: datetime | None = None
    page_edition: int | None = None

    class Meta:
        ordering = ["round_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="score_version_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(superseded_at=None), name="one_current_score"
            ),
            models.CheckConstraint(condition=Q(state__in=ScoreState.values), name="score_state_known"),
            # Nobody in particular: what comes by itself when the time for appeals is over.
            models.CheckConstraint(
                condition=Q(state="final") | Q(computed_by__isnull=False), name="score_made_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}"


class KpiScore(models.Model):
    """One KPI's score (0–100) and points (weight × score ÷ 100) in a version, from the verification of that time."""

    province_score = models.ForeignKey(ProvinceScore, on_delete=models.CASCADE, related_name="kpi_scores")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="scores")
    verification = models.ForeignKey(
        Verification, on_delete=models.PROTECT, null=True, blank=True, related_name="scores"
    )
    score = ExactDecimalField(null=True, blank=True)
    points = ExactDecimalField(null=True, blank=True)
    steps = models.JSONField()

    class Meta:
        ordering = ["province_score_id", "kpi_id"]
        constraints = [models.UniqueConstraint(fields=["province_score", "kpi"], name="kpi_score_once")]

    def __str__(self) -> str:
        return f"{self.kpi_id}: {self.score}"
