"""Official figures of external data owners, beside what provinces report."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models import FiscalYear, Indicator
from samrit.people.models import User
from samrit.reports.models import Missing


class OfficialFile(models.Model):
    """ไฟล์ตัวเลขทางการ – kept as it came, so that what it would change can be looked at before it is taken over.

    ``owner`` is a code of ``rules.official``; ``months`` the round whose results its figures stand beside.
    """

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="official_files")
    months = models.PositiveSmallIntegerField(default=12)
    owner = models.CharField(max_length=20)
    source = models.CharField(max_length=300)  # the letter or the page that the figures come from
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    contents = models.BinaryField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)  # the last time

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "months", "owner", "sha256"], name="official_file_once"
            ),
            models.CheckConstraint(condition=Q(months__in=[6, 9, 12]), name="official_file_months_known"),
            models.CheckConstraint(condition=~Q(owner="") & ~Q(source=""), name="official_file_has_source"),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="official_file_applied_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfficialFigure(models.Model):
    """ตัวเลขทางการ of one indicator (a province's KPI in a year) in one of its rounds, as its data owner gave it.

    Never changed: another figure supersedes it. ``kpi`` is the code in ``rules.official`` that says who supplies it
    and which tolerance counts; ``row`` where it stood in the file.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="official_figures")
    months = models.PositiveSmallIntegerField(default=12)
    kpi = models.CharField(max_length=30)
    owner = models.CharField(max_length=20)
    value = ExactDecimalField(null=True, blank=True)
    missing = models.CharField(max_length=20, choices=Missing, null=True, blank=True)
    provisional = models.BooleanField(default=False)  # ข้อมูลเบื้องต้น
    file = models.ForeignKey(OfficialFile, on_delete=models.PROTECT, related_name="figures")
    row = models.PositiveIntegerField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)  # null: in force

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "months"], condition=Q(superseded_at=None), name="one_official_figure"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing__isnull=True)
                | Q(value__isnull=True, missing__isnull=False),
                name="official_value_or_reason",
            ),
            models.CheckConstraint(condition=Q(months__in=[6, 9, 12]), name="official_months_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} · {self.indicator_id}"
