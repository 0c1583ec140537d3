"""Appeals against a confirmed score: what is asked, who decides it, what was decided."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from samrit.evidence.models import EvidenceFile, Tie
from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models import Indicator, Round
from samrit.people.models import User
from samrit.reports.models import Missing
from samrit.rules.appeals import NotHeard, Outcome, State
from samrit.scores.models.scores import KpiScore, ProvinceScore
from samrit.scores.models.verifications import Verification

_UNDECIDED = Q(state__in=["open", "taken_up"])
_ENDED = Q(state__in=["withdrawn", "refused"])


class Appeal(models.Model):
    """อุทธรณ์ – a province contests one item of its confirmed score; ``kpi_score`` is what it contests.

    ``number`` counts the appeals of a round. ``decide_by`` is kept: another rule of the year moves no clock.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="appeals")
    number = models.PositiveIntegerField()
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="appeals")
    kpi_score = models.ForeignKey(KpiScore, on_delete=models.PROTECT, related_name="appeals")
    grounds = models.CharField(max_length=40)
    text = models.TextField()
    wanted_value = ExactDecimalField(null=True, blank=True)
    wanted_score = ExactDecimalField(null=True, blank=True)
    state = models.CharField(max_length=10, default=State.OPEN.value)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_as = models.TextField()  # in which roles, as they were then
    opened_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    taken_up_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_up_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)  # withdrawn or not taken up
    end_reason = models.TextField(blank=True)
    not_heard = models.CharField(max_length=20, blank=True)  # a code of ``rules.appeals.NotHeard``

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="appeal_number_once"),
            models.UniqueConstraint(
                fields=["round", "indicator"], condition=_UNDECIDED, name="one_undecided_appeal_per_item"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State if state != State.NONE]),
                name="appeal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(wanted_value__isnull=False) | Q(wanted_score__isnull=False),
                name="appeal_wants_something",
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(grounds=""), name="appeal_says_why"),
            models.CheckConstraint(condition=Q(decide_by__gt=F("opened_at")), name="appeal_decided_later"),
            models.CheckConstraint(
                condition=Q(taken_up_at=None, taken_up_by=None)
                | Q(taken_up_at__isnull=False, taken_up_by__isnull=False),
                name="appeal_taken_up_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken_up", "decided"]) | Q(taken_up_at__isnull=False),
                name="appeal_taken_up_before_decided",
            ),
            models.CheckConstraint(
                condition=_ENDED & Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")
                | ~_ENDED & Q(ended_at=None, ended_by=None, end_reason=""),
                name="appeal_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="refused", not_heard__in=[why.value for why in NotHeard])
                | ~Q(state="refused") & Q(not_heard=""),
                name="appeal_not_heard_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} – {self.number}"


class AppealEvidence(Tie):
    """หลักฐานประกอบอุทธรณ์ – a file of the register that supports an appeal."""

    ROUND, INDICATOR = "appeal__round", "appeal__indicator"
    PROVES = gettext_lazy("หลักฐานประกอบอุทธรณ์")

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="appeals")
    attached_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["appeal", "file"], name="appeal_evidence_once")]

    def __str__(self) -> str:
        return f"{self.appeal}: {self.file}"


class PanelMember(models.Model):
    """คณะพิจารณาอุทธรณ์ – one member, by an order, until another panel is appointed (``ended_at``)."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    order_number = models.CharField(max_length=60)
    appointed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["appeal", "user"], condition=Q(ended_at=None), name="panel_member_once"
            ),
            models.CheckConstraint(condition=~Q(order_number=""), name="panel_by_order"),
        ]

    def __str__(self) -> str:
        return f"{self.appeal}: {self.user}"


class AppealDecision(models.Model):
    """คำวินิจฉัย – what the panel decided, for ever; upheld, it has put ``verification`` in force.

    ``votes``: user key as text → outcome. ``remedy``: the right that is left, as it was told. ``given_score`` (0–100):
    where the panel decided the item's score itself; ``value`` is then the result that makes it.
    """

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10)
    value = ExactDecimalField(null=True, blank=True)
    missing = models.CharField(max_length=20, choices=Missing, null=True, blank=True)
    given_score = ExactDecimalField(null=True, blank=True)
    reason = models.TextField()
    votes = models.JSONField()
    verification = models.OneToOneField(
        Verification, on_delete=models.PROTECT, null=True, blank=True, related_name="appeal_decision"
    )
    score_before = models.ForeignKey(ProvinceScore, on_delete=models.PROTECT, related_name="+")
    score_after = models.ForeignKey(ProvinceScore, on_delete=models.PROTECT, related_name="+")
    remedy = models.TextField(blank=True)
    letter_number = models.CharField(max_length=60, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]),
                name="appeal_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome="dismissed", value=None, missing=None, verification=None)
                | ~Q(outcome="dismissed")
                & Q(verification__isnull=False)
                & (Q(value__isnull=False, missing=None) | Q(value=None, missing__isnull=False)),
                name="appeal_upheld_changes_something",
            ),
            models.CheckConstraint(
                condition=Q(outcome="dismissed", score_after=F("score_before"))
                | ~Q(outcome="dismissed") & ~Q(score_after=F("score_before")),
                name="appeal_upheld_makes_a_version",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="appeal_decided_with_reason"),
            models.CheckConstraint(
                condition=Q(given_score=None) | Q(value__isnull=False), name="appeal_score_by_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal}: {self.outcome}"
