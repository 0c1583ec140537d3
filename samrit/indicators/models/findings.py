"""What was found in the figures of a province, and what was said to it."""

from django.db import models
from django.db.models import Q

from samrit.indicators.models.items import Item
from samrit.indicators.models.submissions import Submission
from samrit.people.models import Agency, Area, User


class Finding(models.Model):
    """ข้อสังเกตของข้อมูล – one cell that does not keep to one rule, while its figures are what they are.

    ``digest`` (``rules.quality.Finding``) is of rule, place and figures: other figures are another finding, and this one is
    RESOLVED. ``place``, ``period``, ``part`` as text; ``figures`` and ``against``: ``[[name, digits]]``; ``message``: Message.
    ``settled``: the steward said that the figure stands, so it does not open again by itself.
    """

    class State(models.TextChoices):
        OPEN = "open", "รอดู"
        EXPLAINED = "explained", "ชี้แจงแล้ว"
        RESOLVED = "resolved", "ไม่ค้างแล้ว"

    class Severity(models.TextChoices):
        REFUSES = "refuses", "ต้องแก้"
        ASKS = "asks", "ขอคำชี้แจง"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="findings")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )  # that owes the item; None where nobody said yet which one does
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="findings")
    rule = models.CharField(max_length=64)
    place = models.CharField(max_length=8)
    period = models.CharField(max_length=16)
    part = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    severity = models.CharField(max_length=10, choices=Severity)
    figures = models.JSONField()
    against = models.JSONField(default=list)
    message = models.JSONField()
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )  # that brought the cell
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    settled = models.BooleanField(default=False)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "digest"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "explained", "resolved"]), name="finding_state_known"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["refuses", "asks"]), name="finding_severity_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="finding_answered_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="explained") | (~Q(answer="") & Q(severity="asks")),
                name="finding_explained_why",
            ),
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_at__isnull=False)
                | (~Q(state="resolved") & Q(resolved_at__isnull=True)),
                name="finding_resolved_when",
            ),
            models.CheckConstraint(
                condition=Q(settled=False) | (Q(state="resolved") & ~Q(answer="")), name="finding_settled_why"
            ),
        ]
        indexes = [models.Index(fields=["area", "state"], name="finding_of_area")]

    def __str__(self) -> str:
        return f"{self.rule} {self.item} {self.place} {self.period}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
