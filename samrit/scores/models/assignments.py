"""Who is to look at which reported result, and of which KPIs two look independently."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.models import FiscalYear, Indicator, LibraryKpi, Round
from samrit.people.models import User


class Assignment(models.Model):
    """การมอบหมายผู้ตรวจ – one evaluator for one KPI of one province's round, until it is given to somebody else.

    ``slot``: the first, where two are asked the second, and the third who decides where these two differ.
    """

    class Slot(models.TextChoices):
        FIRST = "first", "ผู้ตรวจคนที่หนึ่ง"
        SECOND = "second", "ผู้ตรวจคนที่สอง"
        THIRD = "third", "ผู้ชี้ขาด"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assignments")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="assignments")
    evaluator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    slot = models.CharField(max_length=6, choices=Slot)
    due_on = models.DateField(null=True, blank=True)
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "indicator", "slot"], condition=Q(ended_at=None), name="one_scorer_in_slot"
            ),
            models.UniqueConstraint(
                fields=["round", "indicator", "evaluator"],
                condition=Q(ended_at=None),
                name="scorer_once_per_result",
            ),
            models.CheckConstraint(
                condition=Q(slot__in=["first", "second", "third"]), name="assignment_slot_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="assignment_ended_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["evaluator", "round"], condition=Q(ended_at=None), name="assignment_of_evaluator"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} · {self.slot} · {self.evaluator_id}"


class TwoScorers(models.Model):
    """ผู้ตรวจสองคน – of a KPI of the library in all provinces of a year, or of one province's KPI; until it is ended."""

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="two_scorers")
    library_kpi = models.ForeignKey(
        LibraryKpi, on_delete=models.PROTECT, null=True, blank=True, related_name="two_scorers"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="two_scorers"
    )
    reason = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "library_kpi"],
                condition=Q(ended_at=None),
                name="two_scorers_once_for_kpi",
            ),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(ended_at=None), name="two_scorers_once_for_indicator"
            ),
            models.CheckConstraint(
                condition=Q(library_kpi__isnull=False, indicator__isnull=True)
                | Q(library_kpi__isnull=True, indicator__isnull=False),
                name="two_scorers_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="two_scorers_with_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="two_scorers_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year_id} · {self.library_kpi_id or self.indicator_id}"
