"""What the committee decided about each proposed KPI."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import models
from django.db.models import Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models.meetings import Meeting
from samrit.frameworks.models.proposals import ProposalItem
from samrit.people.models import User
from samrit.rules.proposals import Outcome


class Decision(models.Model):
    """มติ – accepted, changed or refused; weight and targets are what was decided, whatever was proposed.

    A part has a decision of its own, of the same outcome as its KPI's.
    """

    OUTCOMES = (
        (Outcome.ACCEPTED.value, "เห็นชอบ"),
        (Outcome.CHANGED.value, "เห็นชอบโดยปรับแก้"),
        (Outcome.REFUSED.value, "ไม่เห็นชอบ"),
    )

    item = models.OneToOneField(ProposalItem, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    weight = ExactDecimalField(null=True, blank=True)
    basic = ExactDecimalField(null=True, blank=True)
    standard = ExactDecimalField(null=True, blank=True)
    advanced = ExactDecimalField(null=True, blank=True)
    reason = models.TextField(blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["item_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]), name="decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="accepted") | ~Q(reason=""), name="decision_against_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(basic__isnull=True, standard__isnull=True, advanced__isnull=True)
                | Q(basic__isnull=False, standard__isnull=False, advanced__isnull=False),
                name="decision_three_levels_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.outcome}"

    @property
    def levels(self) -> Sequence[Decimal] | None:
        """(ขั้นต้น, มาตรฐาน, ขั้นสูง) as decided, or None."""
        if self.basic is None or self.standard is None or self.advanced is None:
            return None
        return (self.basic, self.standard, self.advanced)
