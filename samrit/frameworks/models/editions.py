"""Each province's framework in its editions, down to the groups of indicators."""

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models.years import FiscalYear
from samrit.people.models import Area, User


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
    """ฉบับ – a draft, the one in force, one that it superseded, or one decided for a day to come (decision 0010).

    An edition that ``amends`` another is a revision: it says by which resolution, from when on, and why.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "ร่าง"
        DECIDED = "decided", "ประกาศแล้ว รอวันเริ่มใช้"
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
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="amended_by"
    )
    effective_on = models.DateField(null=True, blank=True)  # วันที่เริ่มใช้
    meeting = models.CharField(max_length=100, blank=True)  # การประชุมครั้งที่ (3/2567)
    resolved_on = models.DateField(null=True, blank=True)
    resolution = models.TextField(blank=True)  # what was resolved, in the words of the minutes
    revision_reason = models.TextField(blank=True)
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
            models.UniqueConstraint(
                fields=["framework"], condition=Q(status="decided"), name="edition_one_decided"
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True) | ~Q(amends=F("id")), name="edition_amends_another"
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(amends__isnull=True)
                | (
                    Q(effective_on__isnull=False, resolved_on__isnull=False)
                    & ~Q(meeting="")
                    & ~Q(resolution="")
                    & ~Q(revision_reason="")
                ),
                name="edition_revision_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status="decided") | Q(amends__isnull=False), name="edition_decided_amends"
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
