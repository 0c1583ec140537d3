"""Results with their evidence."""

from django.db import models
from django.db.models import Q

from samrit.evidence.models import EvidenceFile, Tie
from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models import Indicator, Kpi, Round
from samrit.people.models import User
from samrit.reports.models.computed import ComputedResult
from samrit.rules.workflow import Status


class Missing(models.TextChoices):
    """Why there is no number. Missing is not zero."""

    NO_DATA = "no_data", "ไม่มีข้อมูล"
    NOT_APPLICABLE = "not_applicable", "ไม่เกี่ยวข้องกับหน่วยงาน"
    NOT_YET_PUBLISHED = "not_yet_published", "ยังไม่เผยแพร่"
    SUPPRESSED = "suppressed", "ปกปิดตามชั้นความลับหรือจำนวนน้อย"
    UNRELIABLE = "unreliable", "ข้อมูลยังเชื่อถือไม่ได้"


class Result(models.Model):
    """ผลการดำเนินงาน of one KPI (or part) in one round. No row yet means: not started.

    ``version`` grows with every save; a save that began from an older version is refused, not lost.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="results")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="results")
    status = models.CharField(max_length=20, default=Status.DRAFT)
    value = ExactDecimalField(null=True, blank=True)
    missing = models.CharField(max_length=20, choices=Missing, null=True, blank=True)
    numerator = ExactDecimalField(
        null=True, blank=True
    )  # ตัวตั้ง, ตัวหาร: where the value was computed from them
    denominator = ExactDecimalField(null=True, blank=True)
    figure_reason = models.TextField(blank=True)  # why an unusual figure is right (rules.magnitude)
    narrative = models.TextField(blank=True)
    supporting_factors = models.TextField(blank=True)
    obstacles = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    # The KPI whose terms judge it although a revised edition changed them; null: the edition that rules its round.
    judged_by = models.ForeignKey(Kpi, on_delete=models.PROTECT, null=True, blank=True, related_name="judged")
    recorders = models.ManyToManyField(User, related_name="+")  # all who typed any of what stands here
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_as = models.CharField(max_length=400, blank=True)  # in whose place, when not in the own role
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_as = models.CharField(max_length=400, blank=True)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_as = models.CharField(max_length=400, blank=True)
    return_reason = models.TextField(blank=True)
    # The computation from the provincial database that the recorder confirmed; null: the figure was typed.
    computed = models.ForeignKey(
        ComputedResult, on_delete=models.PROTECT, null=True, blank=True, related_name="results"
    )
    evidence_reason = models.TextField(blank=True)  # why evidence that is asked for is not there

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "round"], name="result_once_per_round"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status if status != Status.NOT_STARTED]),
                name="result_status_known",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(missing__isnull=True), name="result_value_or_reason"
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False, value__isnull=False),
                name="result_fraction_whole",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | ~Q(denominator=0), name="result_denominator_not_zero"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "returned"])
                | Q(value__isnull=False)
                | Q(missing__isnull=False),
                name="result_says_something_once_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(return_reason=""), name="result_returned_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "filed", "verified"]) | Q(approved_by__isnull=False),
                name="result_approved_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.round}"


class ResultEvidence(Tie):
    """A file that proves a result; one file may serve many results."""

    ROUND, INDICATOR, WITH = "result__round", "result__indicator", ("ticks",)

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="proves")
    attached_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["result", "file"], name="evidence_once_per_result")]

    def __str__(self) -> str:
        return f"{self.file} → {self.result_id}"

    @property
    def codes(self) -> list[str]:
        """The lines that are ticked."""
        return [tick.code for tick in self.ticks.all()]
