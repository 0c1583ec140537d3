"""How good a province's data were each time they were looked at."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from samrit.indicators.models.generations import Generation
from samrit.people.models import Area, User


class QualityScore(models.Model):
    """คะแนนคุณภาพข้อมูล – one version of a province's score of a round, append-only.

    ``counts``: what was counted of every item (``rules.quality.Counts``), ``terms``: the year's table that it was scored
    with; both are all that ``rules.quality.score`` needs to give ``percent`` again, to the digit. ``agencies``: key → percent,
    ``items``: code → percent, "" where nothing was owed. ``day``: the last one whose dues are counted. ``percent`` "": nothing was due.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="quality_scores")
    fiscal_year = models.PositiveSmallIntegerField()  # พ.ศ.
    months = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    generation = models.ForeignKey(
        Generation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField()
    percent = models.CharField(max_length=64, blank=True)
    level = models.CharField(max_length=20, blank=True)
    steps = models.JSONField()
    agencies = models.JSONField()
    items = models.JSONField()
    counts = models.JSONField()
    terms = models.JSONField()
    terms_version = models.CharField(max_length=32)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["area_id", "fiscal_year", "months", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "fiscal_year", "months", "number"], name="quality_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="quality_counted"),
            models.CheckConstraint(condition=Q(months__in=[6, 9, 12]), name="quality_months_known"),
            models.CheckConstraint(
                condition=Q(percent="", level="") | (~Q(percent="") & ~Q(level="")),
                name="quality_level_of_a_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.fiscal_year}-{self.months} #{self.number}"

    @property
    def value(self) -> Decimal | None:
        return Decimal(self.percent) if self.percent else None
