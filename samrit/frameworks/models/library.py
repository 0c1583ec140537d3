"""The library: each KPI as it is known over the years and in all provinces."""

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.models.kpis import Kpi
from samrit.frameworks.models.templates import KpiTemplate


class LibraryKpi(models.Model):
    """ตัวชี้วัดในคลัง – kept by the central office; indicators of all years and provinces point to it.

    ``aliases`` are other ways to write the name; ``part_of`` names the KPI that this one is a part of;
    ``facts`` say what is settled about it (data source, who decides, a standard) and are no targets.
    """

    class Category(models.TextChoices):
        FUNCTIONAL = "functional", "ตามภารกิจ (Functional KPIs)"
        JOINT = "joint", "บูรณาการร่วม (Joint KPIs)"
        DIGITAL = "digital", "การพัฒนาองค์การสู่ดิจิทัล"
        PMQA = "pmqa", "ระบบราชการ 4.0 (PMQA 4.0)"
        AGENDA = "agenda", "ภารกิจยุทธศาสตร์ (Agenda Base)"
        AREA = "area", "ภารกิจพื้นที่ (Area Base)"
        INNOVATION = "innovation", "นวัตกรรม (Innovation Base)"

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=500, unique=True)
    aliases = models.JSONField(default=list, blank=True)
    category = models.CharField(max_length=20, choices=Category)
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=4, choices=Kpi.Direction, default=Kpi.Direction.UP)
    interpolate = models.CharField(max_length=10, choices=Kpi.Interpolate, default=Kpi.Interpolate.LINEAR)
    definition = models.TextField(blank=True)
    evidence_asked = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    template = models.ForeignKey(
        KpiTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="library_kpis"
    )
    active = models.BooleanField(default=True)  # one no longer offered stays where it was used
    version = models.PositiveIntegerField(default=1)  # a save that began before it would undo it

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="library_kpi_has_name"),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")), name="library_kpi_no_part_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["up", "down"], interpolate__in=["linear", "step"]),
                name="library_kpi_scored_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
