"""Fiscal years, reporting rounds, and each province's framework of indicators in its editions."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.people.models import Agency, Area, User


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


class Framework(models.Model):
    """กรอบการประเมิน – the indicators of one province in one fiscal year, through all its editions."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="frameworks")
    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="frameworks")

    class Meta:
        ordering = ["-fiscal_year_id", "area_id"]
        constraints = [models.UniqueConstraint(fields=["area", "fiscal_year"], name="framework_once")]

    def __str__(self) -> str:
        return f"{self.area} {self.fiscal_year_id}"


class Edition(models.Model):
    """ฉบับ – a draft, the one published edition in force, or one that it superseded."""

    class Status(models.TextChoices):
        DRAFT = "draft", "ร่าง"
        PUBLISHED = "published", "ประกาศใช้"
        SUPERSEDED = "superseded", "ถูกแทนที่"

    class Kind(models.TextChoices):
        ORIGINAL = "original", "ฉบับแรก"
        REVISED = "revised", "ฉบับปรับปรุง"

    class Reweight(models.TextChoices):
        REBASE_TOTAL = "rebase_total", "ปรับฐานคะแนนรวมเป็น 100"
        SPREAD_COMPONENT = "spread_component", "กระจายน้ำหนักภายในองค์ประกอบ"

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ORIGINAL)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    reweight = models.CharField(max_length=20, choices=Reweight, default=Reweight.REBASE_TOTAL)
    source = models.CharField(max_length=300, blank=True)  # the letter it comes from, in words
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["framework_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["framework"], condition=Q(status="published"), name="edition_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["framework"], condition=Q(status="draft"), name="edition_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False, published_by__isnull=False),
                name="edition_published_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} ฉบับที่ {self.number}"


class Component(models.Model):
    """องค์ประกอบ; one that is not assessed shows "ไม่ประเมิน" and leaves the total's denominator."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="components")
    number = models.PositiveSmallIntegerField()
    name = models.TextField()
    weight = ExactDecimalField(null=True, blank=True)
    assessed = models.BooleanField(default=True)

    class Meta:
        ordering = ["edition_id", "number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="component_number_once")]

    def __str__(self) -> str:
        return f"องค์ประกอบที่ {self.number}"


class KpiGroup(models.Model):
    """กลุ่มตัวชี้วัดในองค์ประกอบ (1.1 Functional KPIs); number and name are null when the letter has none."""

    component = models.ForeignKey(Component, on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20, null=True, blank=True)
    name = models.TextField(null=True, blank=True)

    class Meta:
        ordering = ["component_id", "position"]
        constraints = [models.UniqueConstraint(fields=["component", "position"], name="group_position_once")]

    def __str__(self) -> str:
        return f"{self.number or ''} {self.name or ''}".strip()


class Indicator(models.Model):
    """One measured thing of a framework through all its editions; results belong to it, so none is lost."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="indicators")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.framework} #{self.pk}"


class Kpi(models.Model):
    """ตัวชี้วัด, or (with a parent) a part of one, as one edition states it.

    It is known by its component and number, never by the number alone; ``indicator`` ties it to the
    same KPI of other editions. Levels are ขั้นต้น, มาตรฐาน, ขั้นสูง in ``unit``.
    """

    class Direction(models.TextChoices):
        UP = "up", "ยิ่งมากยิ่งดี"
        DOWN = "down", "ยิ่งน้อยยิ่งดี"

    class Interpolate(models.TextChoices):
        LINEAR = "linear", "เทียบบัญญัติไตรยางศ์"
        STEP = "step", "ตามขั้น"

    component = models.ForeignKey(Component, on_delete=models.CASCADE, related_name="kpis")
    group = models.ForeignKey(KpiGroup, on_delete=models.CASCADE, related_name="kpis")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="kpis")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)  # as printed; a part: parent's number, a dot, its place
    name = models.TextField()
    weight = ExactDecimalField(null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    interpolate = models.CharField(max_length=10, choices=Interpolate, default=Interpolate.LINEAR)
    basic = ExactDecimalField(null=True, blank=True)
    standard = ExactDecimalField(null=True, blank=True)
    advanced = ExactDecimalField(null=True, blank=True)
    last_year = ExactDecimalField(null=True, blank=True)
    definition = models.TextField(blank=True)
    evidence_asked = models.TextField(blank=True)
    owners = models.ManyToManyField(Agency, through="KpiOwner", related_name="kpis")

    class Meta:
        ordering = ["component_id", "position", "id"]
        verbose_name = "KPI"
        constraints = [
            models.UniqueConstraint(
                fields=["component", "number"],
                condition=Q(parent__isnull=True),
                name="kpi_number_once_in_component",
            ),
            models.UniqueConstraint(
                fields=["parent", "position"], condition=Q(parent__isnull=False), name="part_position_once"
            ),
            models.CheckConstraint(
                condition=Q(basic__isnull=True, standard__isnull=True, advanced__isnull=True)
                | Q(basic__isnull=False, standard__isnull=False, advanced__isnull=False),
                name="kpi_three_levels_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def full_number(self) -> str:
        """``2-3`` – component and number; a part adds its own: ``2-3.1``."""
        return f"{self.component.number}-{self.number}"

    @property
    def levels(self) -> Sequence[Decimal] | None:
        """(ขั้นต้น, มาตรฐาน, ขั้นสูง), or None while no target is set."""
        if self.basic is None or self.standard is None or self.advanced is None:
            return None
        return (self.basic, self.standard, self.advanced)


class KpiOwner(models.Model):
    """หน่วยงานรับผิดชอบ; the first one leads. A part has its parent's owners."""

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="ownerships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="ownerships")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["kpi_id", "position"]
        constraints = [models.UniqueConstraint(fields=["kpi", "agency"], name="kpi_owner_once")]

    def __str__(self) -> str:
        return f"{self.agency} · {self.kpi_id}"
