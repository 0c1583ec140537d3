"""Indicators, and the KPIs that editions make of them."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import models
from django.db.models import Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models.editions import Component, Framework, KpiGroup
from samrit.frameworks.models.templates import KpiTemplate
from samrit.people.models import Agency


class Indicator(models.Model):
    """One measured thing of a framework through all its editions; results belong to it, so none is lost."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="indicators")
    library_kpi = models.ForeignKey(
        "LibraryKpi", on_delete=models.PROTECT, null=True, blank=True, related_name="indicators"
    )  # which KPI it is over years and provinces; null while nobody said so

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
    template = models.ForeignKey(
        KpiTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="kpis"
    )  # its other details; null while nobody wrote any
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
