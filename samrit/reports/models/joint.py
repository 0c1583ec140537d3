"""Joint KPIs: one shared result for several provinces or agencies, signed by each before it counts."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models import FiscalYear, Indicator
from samrit.people.models import Agency, User
from samrit.reports.models.results import Missing, Result


class JointKpi(models.Model):
    """ตัวชี้วัดร่วม of one year; ``lead`` is one of the owners. How its shared result comes about: ``rules.joint``."""

    class Method(models.TextChoices):
        LEAD = "lead", "ใช้ผลของหน่วยงานหลักค่าเดียว"
        SUM = "sum", "ผลรวมของทุกหน่วยงาน"
        MEAN = "mean", "ค่าเฉลี่ยถ่วงน้ำหนักของทุกหน่วยงาน"

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="joint_kpis")
    name = models.TextField()
    lead = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="joint_kpis_led")
    method = models.CharField(max_length=10, choices=Method)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-fiscal_year_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="joint_has_name"),
            models.CheckConstraint(
                condition=Q(method__in=["lead", "sum", "mean"]), name="joint_method_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class JointMember(models.Model):
    """An indicator of a province that takes the shared result; of one joint KPI at most."""

    joint = models.ForeignKey(JointKpi, on_delete=models.PROTECT, related_name="members")
    indicator = models.OneToOneField(Indicator, on_delete=models.PROTECT, related_name="joint_member")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.joint_id} · {self.indicator_id}"


class JointShare(models.Model):
    """How much an agency's contribution weighs in a mean; without a row: 1."""

    joint = models.ForeignKey(JointKpi, on_delete=models.PROTECT, related_name="shares")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    share = ExactDecimalField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["joint", "agency"], name="joint_share_once")]

    def __str__(self) -> str:
        return f"{self.joint_id} · {self.agency_id}"


class JointResult(models.Model):
    """The shared result in one round. ``version`` grows with every contribution: a signature is for one version."""

    joint = models.ForeignKey(JointKpi, on_delete=models.PROTECT, related_name="results")
    months = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=0)
    value = ExactDecimalField(null=True, blank=True)
    missing = models.CharField(max_length=20, choices=Missing, null=True, blank=True)
    locked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["joint_id", "months"]
        constraints = [
            models.UniqueConstraint(fields=["joint", "months"], name="joint_result_once"),
            models.CheckConstraint(condition=Q(months__in=[6, 9, 12]), name="joint_months_known"),
            models.CheckConstraint(
                condition=Q(
                    locked_at__isnull=True, locked_by__isnull=True, value__isnull=True, missing__isnull=True
                )
                | Q(
                    locked_at__isnull=False,
                    locked_by__isnull=False,
                    value__isnull=False,
                    missing__isnull=True,
                )
                | Q(
                    locked_at__isnull=False,
                    locked_by__isnull=False,
                    value__isnull=True,
                    missing__isnull=False,
                ),
                name="joint_locked_with_value_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.joint} {self.months}"


class JointContribution(models.Model):
    """What one agency gives to the shared result: a number, or why there is none."""

    result = models.ForeignKey(JointResult, on_delete=models.PROTECT, related_name="contributions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    value = ExactDecimalField(null=True, blank=True)
    missing = models.CharField(max_length=20, choices=Missing, null=True, blank=True)
    note = models.TextField(blank=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    recorders = models.ManyToManyField(User, related_name="+")  # all who ever typed it; they sign nothing

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["result", "agency"], name="joint_contribution_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing__isnull=True)
                | Q(value__isnull=True, missing__isnull=False),
                name="joint_contribution_value_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} · {self.agency_id}"


class JointSignature(models.Model):
    """An owner agency signs a version of the shared result, or objects with a reason; the newest of an agency counts.

    An objection ends when the lead answers it (then the agency signs or objects again), when the agency withdraws it,
    or when the central office overrules it with a reason.
    """

    class Decision(models.TextChoices):
        SIGN = "sign", "ลงนาม"
        OBJECT = "object", "คัดค้าน"

    result = models.ForeignKey(JointResult, on_delete=models.PROTECT, related_name="signatures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.TextField(blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    signed_as = models.CharField(max_length=400, blank=True)  # in whose place, when not in the own role
    ending = models.CharField(max_length=10, blank=True)  # answered, withdrawn, overruled
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=["sign", "object"]), name="joint_decision_known"),
            models.CheckConstraint(
                condition=Q(decision="sign") | ~Q(reason=""), name="joint_objection_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(ending="", ended_by__isnull=True, ended_at__isnull=True)
                | Q(
                    ending__in=["answered", "withdrawn", "overruled"],
                    decision="object",
                    ended_by__isnull=False,
                    ended_at__isnull=False,
                ),
                name="joint_objection_ended_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(ending__in=["answered", "overruled"]) | ~Q(end_reason=""),
                name="joint_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} · {self.agency_id} · {self.decision}"


class CoSignature(models.Model):
    """The sign-off of a co-owner of an indicator with several owners, for the answer as it stood; the newest counts."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="co_signatures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    value = ExactDecimalField(null=True, blank=True)
    missing = models.CharField(max_length=20, choices=Missing, null=True, blank=True)
    decision = models.CharField(max_length=10, choices=JointSignature.Decision)
    reason = models.TextField(blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    signed_as = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=["sign", "object"]), name="co_decision_known"),
            models.CheckConstraint(
                condition=Q(decision="sign") | ~Q(reason=""), name="co_objection_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} · {self.agency_id}"
