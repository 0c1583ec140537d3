"""What became of an indicator month by month, or quarter by quarter, while the year goes on."""

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models import Indicator
from samrit.people.models import User
from samrit.reports.models.results import Missing


class Span(models.TextChoices):
    MONTH = "month", "รายเดือน"
    QUARTER = "quarter", "รายไตรมาส"


class Accumulates(models.TextChoices):
    """The words of ``monthly_total`` in a KPI's details (``rules.kpi_template``)."""

    SUM = "sum", "ผลรวมทุกช่วง"
    MEAN = "mean", "ค่าเฉลี่ยของช่วงที่มีผล"
    LATEST = "latest", "ค่าของช่วงล่าสุด"


class Progress(models.Model):
    """ผลระหว่างปี of one indicator in its fiscal year; scores and reports take nothing from it.

    ``accumulates`` says what the year is made of where the KPI's details do not. ``version`` grows with every save.
    """

    indicator = models.OneToOneField(Indicator, on_delete=models.PROTECT, related_name="progress")
    span = models.CharField(max_length=10, choices=Span, default=Span.MONTH)
    accumulates = models.CharField(max_length=10, choices=Accumulates, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(span__in=Span.values), name="progress_span_known"),
            models.CheckConstraint(
                condition=Q(accumulates__in=["", *Accumulates.values]), name="progress_accumulates_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.span}"


class ProgressValue(models.Model):
    """The value of one month (1 is October) or quarter, or why there is none; never changed, only superseded."""

    progress = models.ForeignKey(Progress, on_delete=models.PROTECT, related_name="values")
    span = models.CharField(max_length=10, choices=Span)
    place = models.PositiveSmallIntegerField()
    value = ExactDecimalField(null=True, blank=True)
    missing = models.CharField(max_length=20, choices=Missing, null=True, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["progress_id", "place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["progress", "place"],
                condition=Q(superseded_at__isnull=True),
                name="progress_value_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing__isnull=True)
                | Q(value__isnull=True, missing__isnull=False),
                name="progress_value_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(span="month", place__gte=1, place__lte=12)
                | Q(span="quarter", place__gte=1, place__lte=4),
                name="progress_place_in_year",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("entered_at")),
                name="progress_superseded_after_entered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.progress_id}: {self.place}"
