"""What was made public of the scores, and when."""

from django.db import models
from django.db.models import F, Q

from samrit.frameworks.models import Round
from samrit.people.models import User
from samrit.scores.models.scores import ProvinceScore


class Publication(models.Model):
    """การประกาศผล – one edition of a province's result page, from a moment on (the embargo).

    ``number`` counts the editions of the page. Withdrawn, it leaves its trace: when, by whom and why. ``names`` are those
    of its KPIs and agencies when it was decided (``queries.names_of``): a later name changes no edition.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="publications")
    score = models.ForeignKey(ProvinceScore, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    names = models.JSONField(default=dict, blank=True)
    publish_at = models.DateTimeField()
    reason = models.TextField(blank=True)  # why there is another edition; empty for the first
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["round_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="publication_number_once"),
            models.CheckConstraint(
                condition=Q(publish_at__gte=F("decided_at")), name="published_not_before_decided"
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="new_edition_has_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} – {self.number}"
