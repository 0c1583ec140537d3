"""What the room keeps of its own: reports that take a while to make."""

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.models import FiscalYear
from samrit.people.models import User


class ReportState(models.TextChoices):
    """How far a report is."""

    WAITING = "waiting", "รอจัดทำ"
    BUILDING = "building", "กำลังจัดทำ"
    DONE = "done", "จัดทำแล้ว"
    FAILED = "failed", "จัดทำไม่สำเร็จ"
    CANCELLED = "cancelled", "ยกเลิก"


UNFINISHED = (ReportState.WAITING, ReportState.BUILDING)


class NationalReport(models.Model):
    """รายงานระดับประเทศ – of one fiscal year, made in the background, kept as it was made.

    ``scope``: of what is published (which everybody may then read), or of all scores as evaluators see them. ``as_of``
    is the moment its figures are of; ``figures`` a stamp of what they were made from: another one, and it is out of date.
    """

    class Scope(models.TextChoices):
        PUBLISHED = "published", "เฉพาะผลที่ประกาศแล้ว"
        INTERNAL = "internal", "รวมผลที่ยังไม่ประกาศ (ใช้ภายใน)"

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="national_reports")
    scope = models.CharField(max_length=10, choices=Scope)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.WAITING)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)  # how many workers began it
    as_of = models.DateTimeField(null=True, blank=True)  # of the last attempt
    step = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)  # of ``total``, as far as that is known
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    problem = models.TextField(blank=True)
    file = models.CharField(max_length=200, blank=True)  # its name in the storage
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    pages = models.PositiveIntegerField(default=0)
    figures = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "scope"],
                condition=Q(state__in=["waiting", "building"]),
                name="one_report_under_way",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=["published", "internal"]), name="report_scope_known"
            ),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(as_of__isnull=False, size__gt=0, pages__gt=0) & ~Q(file="") & ~Q(sha256="")),
                name="report_done_has_file",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "building"], ended_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], ended_at__isnull=False),
                name="report_ended_when",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(problem=""), name="report_failed_why"),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(ended_by__isnull=False), name="report_cancelled_by"
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="report_done_of_total"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year_id} {self.scope} #{self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNFINISHED

    @property
    def is_done(self) -> bool:
        return self.state == ReportState.DONE
