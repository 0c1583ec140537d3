"""What a province proposes for a year: its KPIs with weights, targets, owners, reasons and three years of history."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models.editions import Edition
from samrit.frameworks.models.kpis import Kpi
from samrit.frameworks.models.library import LibraryKpi
from samrit.frameworks.models.meetings import Meeting
from samrit.frameworks.models.years import FiscalYear
from samrit.people.models import Agency, Area, User
from samrit.rules.proposals import Status

_THREE_LEVELS_OR_NONE = Q(basic__isnull=True, standard__isnull=True, advanced__isnull=True) | Q(
    basic__isnull=False, standard__isnull=False, advanced__isnull=False
)


class Proposal(models.Model):
    """ข้อเสนอตัวชี้วัด – of one province for one year. The committee's decision makes ``edition`` of it.

    ``base`` is last year's edition that it was cloned from; ``version`` grows with every change.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="proposals")
    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="proposals")
    status = models.CharField(max_length=20, default=Status.DRAFT.value)
    version = models.PositiveIntegerField(default=1)
    base = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)  # the last time; stays when it is taken back
    return_reason = models.TextField(blank=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    edition = models.OneToOneField(
        Edition, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposal"
    )
    concluded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-fiscal_year_id", "area_id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "fiscal_year"], name="proposal_once"),
            models.CheckConstraint(condition=Q(status__in=[status.value for status in Status]), name="proposal_status_known"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="proposal_submitted_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(return_reason=""), name="proposal_returned_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(status="concluded", meeting__isnull=False, concluded_by__isnull=False)
                & Q(concluded_at__isnull=False)
                | ~Q(status="concluded") & Q(meeting__isnull=True, concluded_by__isnull=True)
                & Q(concluded_at__isnull=True, edition__isnull=True),
                name="proposal_concluded_by_a_meeting",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.area} {self.fiscal_year_id}"


class ProposalComponent(models.Model):
    """องค์ประกอบ of a proposal, with the weight that its KPIs must add up to."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="components")
    number = models.PositiveSmallIntegerField()
    name = models.TextField()
    weight = ExactDecimalField(null=True, blank=True)
    assessed = models.BooleanField(default=True)

    class Meta:
        ordering = ["proposal_id", "number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="proposal_component_once")]

    def __str__(self) -> str:
        return f"องค์ประกอบที่ {self.number}"


class ProposalGroup(models.Model):
    """กลุ่มตัวชี้วัด of a proposal's component."""

    component = models.ForeignKey(ProposalComponent, on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20, null=True, blank=True)
    name = models.TextField(null=True, blank=True)

    class Meta:
        ordering = ["component_id", "position"]
        constraints = [models.UniqueConstraint(fields=["component", "position"], name="proposal_group_once")]

    def __str__(self) -> str:
        return f"{self.number or ''} {self.name or ''}".strip()


class ProposalItem(models.Model):
    """A proposed KPI, or (with a parent) a part of one. ``continues``: the same KPI of last year's framework."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="items")
    group = models.ForeignKey(ProposalGroup, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    library_kpi = models.ForeignKey(
        LibraryKpi, on_delete=models.PROTECT, null=True, blank=True, related_name="proposed"
    )
    continues = models.ForeignKey(Kpi, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.TextField()
    weight = ExactDecimalField(null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=4, choices=Kpi.Direction, default=Kpi.Direction.UP)
    interpolate = models.CharField(max_length=10, choices=Kpi.Interpolate, default=Kpi.Interpolate.LINEAR)
    basic = ExactDecimalField(null=True, blank=True)
    standard = ExactDecimalField(null=True, blank=True)
    advanced = ExactDecimalField(null=True, blank=True)
    definition = models.TextField(blank=True)
    evidence_asked = models.TextField(blank=True)
    reason = models.TextField(blank=True)  # why these targets
    owners = models.ManyToManyField(Agency, through="ProposalOwner", related_name="+")

    class Meta:
        ordering = ["proposal_id", "group_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "library_kpi"],
                condition=Q(library_kpi__isnull=False),
                name="proposal_kpi_once",
            ),
            models.UniqueConstraint(
                fields=["proposal", "continues"],
                condition=Q(continues__isnull=False),
                name="proposal_continues_once",
            ),
            models.CheckConstraint(condition=_THREE_LEVELS_OR_NONE, name="proposal_three_levels_or_none"),
            models.CheckConstraint(condition=~Q(name=""), name="proposal_item_has_name"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="proposal_item_no_part_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def levels(self) -> Sequence[Decimal] | None:
        """(ขั้นต้น, มาตรฐาน, ขั้นสูง), or None while no target is set."""
        if self.basic is None or self.standard is None or self.advanced is None:
            return None
        return (self.basic, self.standard, self.advanced)


class ProposalOwner(models.Model):
    """หน่วยงานรับผิดชอบ of a proposed KPI; the first one leads. A part has its parent's owners."""

    item = models.ForeignKey(ProposalItem, on_delete=models.CASCADE, related_name="ownerships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["item_id", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "agency"], name="proposal_owner_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} · {self.item_id}"


class PastValue(models.Model):
    """ผลย้อนหลัง of one earlier year: a number with its source, or why there is none (missing is not zero)."""

    item = models.ForeignKey(ProposalItem, on_delete=models.CASCADE, related_name="past")
    year = models.PositiveSmallIntegerField()
    value = ExactDecimalField(null=True, blank=True)
    missing = models.CharField(max_length=20, blank=True)  # a code of the rule set's [[missing]]
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["item_id", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["item", "year"], name="past_value_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing="") | (Q(value__isnull=True) & ~Q(missing="")),
                name="past_value_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value if self.value is not None else self.missing}"
