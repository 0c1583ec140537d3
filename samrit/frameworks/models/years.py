"""Fiscal years and reporting rounds."""

from django.db import models
from django.db.models import F, Q

from samrit.people.models import Area


class FiscalYear(models.Model):
    """ปีงบประมาณ in พ.ศ.: 2567 runs 1 Oct 2566 – 30 Sep 2567. ``rule_set`` names its scoring rules."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    rule_set = models.CharField(max_length=20)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=2500, year__lte=2700), name="year_is_buddhist")
        ]

    def __str__(self) -> str:
        return str(self.year)


class Round(models.Model):
    """รอบการรายงาน – 6 or 12 months; the window of one province, to the minute."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="rounds")
    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="rounds")
    months = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
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
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.fiscal_year_id} รอบ {self.months} เดือน"
