"""Fiscal years and reporting rounds."""

from django.db import models
from django.db.models import F, Q

from samrit.people.models import Area, User


class RoundState(models.TextChoices):
    """Whether a round is reported at all, and whether it counts."""

    NORMAL = "normal", "รายงานและคิดคะแนน"
    WAIVED = "waived", "งดรายงานรอบนี้"
    UNSCORED = "unscored", "รายงานแต่ไม่คิดคะแนน"


def _state_with_reason(name: str, reason: str, resolution: str) -> models.CheckConstraint:
    """What is not the rule is said with the reason and the resolution that decided it."""
    return models.CheckConstraint(
        condition=Q(state="normal")
        | (Q(state__in=["waived", "unscored"]) & ~Q(**{reason: ""}) & ~Q(**{resolution: ""})),
        name=name,
    )


class FiscalYear(models.Model):
    """ปีงบประมาณ in พ.ศ.: 2567 runs 1 Oct 2566 – 30 Sep 2567. ``rule_set`` names its scoring rules.

    A voided year (ไม่ใช้ผลประเมิน, as 2563) is neither reported nor assessed; what was reported before stays.
    """

    year = models.PositiveSmallIntegerField(primary_key=True)
    rule_set = models.CharField(max_length=20)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    void_reason = models.TextField(blank=True)
    void_resolution = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=2500, year__lte=2700), name="year_is_buddhist"),
            models.CheckConstraint(
                condition=Q(
                    voided_at__isnull=True, voided_by__isnull=True, void_reason="", void_resolution=""
                )
                | (
                    Q(voided_at__isnull=False, voided_by__isnull=False)
                    & ~Q(void_reason="")
                    & ~Q(void_resolution="")
                ),
                name="year_voided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class YearRound(models.Model):
    """รอบของปี – that a year has this round, and how it is for every province that gets its window later."""

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="year_rounds")
    months = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.NORMAL)
    reason = models.TextField(blank=True)
    resolution = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["fiscal_year_id", "months"]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "months"], name="year_round_once"),
            models.CheckConstraint(condition=Q(months__in=[6, 9, 12]), name="year_round_months_known"),
            _state_with_reason("year_round_state_with_reason", "reason", "resolution"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year_id} รอบ {self.months} เดือน"


class Round(models.Model):
    """รอบการรายงาน – 6, 9 or 12 months; the window of one province, to the minute.

    ``settled_at``: its score is confirmed; while it is, nothing about the round changes. ``published_at``: from this
    moment on its results are public (it may still be to come; empty again when they are withdrawn).
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="rounds")
    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="rounds")
    months = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.NORMAL)
    state_reason = models.TextField(blank=True)
    state_resolution = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # The edition that this round stays with although a revision came in force; null: the one in force.
    ruled_by = models.ForeignKey(
        "frameworks.Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="ruled_rounds"
    )

    class Meta:
        ordering = ["fiscal_year_id", "area_id", "months"]
        constraints = [
            models.UniqueConstraint(fields=["area", "fiscal_year", "months"], name="round_once"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_opening"
            ),
            models.CheckConstraint(condition=Q(months__in=[6, 9, 12]), name="round_months_known"),
            _state_with_reason("round_state_with_reason", "state_reason", "state_resolution"),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.fiscal_year_id} รอบ {self.months} เดือน"
