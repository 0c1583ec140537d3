"""What KPIs are derived from: strategic KPIs, or KPIs above them."""

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.models.kpis import Indicator
from samrit.frameworks.models.years import FiscalYear
from samrit.people.models import User


class StrategicKpi(models.Model):
    """ตัวชี้วัดระดับยุทธศาสตร์ (Strategic KPI) of a ministry in one year; ``references``: plans it comes from, in words."""

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="strategic_kpis")
    code = models.CharField(max_length=30)
    name = models.TextField()
    ministry = models.CharField(max_length=200, blank=True)
    references = models.TextField(blank=True)

    class Meta:
        ordering = ["-fiscal_year_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "code"], name="strategic_kpi_code_once"),
            models.CheckConstraint(condition=~Q(code=""), name="strategic_kpi_has_code"),
            models.CheckConstraint(condition=~Q(name=""), name="strategic_kpi_has_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class KpiLink(models.Model):
    """การถ่ายทอด – ``indicator`` is derived from a strategic KPI, or from the indicator ``parent``; never in a ring."""

    class Kind(models.TextChoices):
        SAME = "same", "ตัวชี้วัดเดียวกัน"
        PROXY = "proxy", "ตัวชี้วัดทดแทน (Proxy)"
        CASCADE = "cascade", "ถ่ายทอดตามลำดับ"

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="links")
    strategic = models.ForeignKey(
        StrategicKpi, on_delete=models.PROTECT, null=True, blank=True, related_name="links"
    )
    parent = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "strategic"], name="link_once_to_strategic"),
            models.UniqueConstraint(fields=["indicator", "parent"], name="link_once_to_parent"),
            models.CheckConstraint(
                condition=Q(strategic__isnull=False, parent__isnull=True)
                | Q(strategic__isnull=True, parent__isnull=False),
                name="link_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("indicator")), name="link_not_to_itself"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["same", "proxy", "cascade"]), name="link_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} → {self.strategic or self.parent_id}"
