"""What agencies plan to publish, what the KPI counted, and what people say where no rule can."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan

from samrit.catalog.models.datasets import LONGEST_TITLE, Dataset
from samrit.people.models import Agency, User


class PlanItem(models.Model):
    """แผนชุดข้อมูล – a dataset that an agency develops or updates in a fiscal year; ``dataset`` None until it exists."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="catalog_plan")
    fiscal_year = models.PositiveSmallIntegerField()  # พ.ศ.
    dataset = models.ForeignKey(
        Dataset, on_delete=models.PROTECT, null=True, blank=True, related_name="planned"
    )
    title = models.CharField(max_length=LONGEST_TITLE)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    dropped_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why it was dropped

    class Meta:
        ordering = ["fiscal_year", "agency_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "title"],
                condition=Q(dropped_at__isnull=True),
                name="plan_item_once",
            ),
            models.UniqueConstraint(
                fields=["fiscal_year", "dataset"],
                condition=Q(dropped_at__isnull=True, dataset__isnull=False),
                name="plan_item_once_per_dataset",
            ),
            models.CheckConstraint(
                condition=GreaterThan(Length(Trim("title")), 0), name="plan_item_has_title"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True, reason="")
                | (Q(dropped_at__isnull=False, dropped_by__isnull=False) & ~Q(reason="")),
                name="plan_item_dropped_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=2500, fiscal_year__lte=2700), name="plan_item_year_of_era"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CurrencyConfirmation(models.Model):
    """การยืนยันว่าเป็นปัจจุบัน – a person answers for a dataset of which no rule can tell, until a day; append-only."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="confirmations")
    on = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="currency_confirmed_for_a_reason"),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("on")), name="currency_confirmed_until_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} · {self.until}"


class CatalogResult(models.Model):
    """ผลบัญชีข้อมูลของหน่วยงาน – the four counts of one agency and the result proposed from them, on a day; append-only.

    ``counts``: ``[{"counted", "met", "base", "failing": [{"dataset", "title", "why"}]}]``; ``terms``: the year's table, with
    which ``rules.catalog`` gives ``percent`` again. "": no dataset was counted.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="catalog_results")
    fiscal_year = models.PositiveSmallIntegerField()  # พ.ศ.
    number = models.PositiveIntegerField()
    day = models.DateField()
    percent = models.CharField(max_length=64, blank=True)
    level = models.CharField(max_length=20, blank=True)
    counts = models.JSONField()
    steps = models.JSONField()
    terms = models.JSONField()
    terms_version = models.CharField(max_length=32)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["agency_id", "fiscal_year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "number"], name="catalog_result_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="catalog_result_counted"),
            models.CheckConstraint(
                condition=Q(percent="", level="") | (~Q(percent="") & ~Q(level="")),
                name="catalog_result_level_of_a_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.fiscal_year} #{self.number}"

    @property
    def value(self) -> Decimal | None:
        return Decimal(self.percent) if self.percent else None


class Holiday(models.Model):
    """วันหยุดราชการ – beside Saturdays and Sundays; kept by the central office."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["day"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="holiday_has_name")]

    def __str__(self) -> str:
        return self.name
