"""What was chosen for the results that stood when a revised edition was published."""

from django.db import models
from django.db.models import Q

from samrit.frameworks.models import Edition, Indicator, Kpi, Round
from samrit.people.models import User
from samrit.rules.amendment import Fate


class ResultFate(models.Model):
    """ผลของการปรับปรุงต่อผลที่กรอกแล้ว – for one KPI in one round, or (without an indicator) for the whole round.

    ``kpi`` is the row of the amended edition that a kept result stays judged by. ``carried_out_at`` is null until
    the edition comes in force, and stays null where the result had gone too far by then (it is kept).
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="fates")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="fates")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="fates"
    )
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    fate = models.CharField(max_length=20, choices=[(fate.value, fate.value) for fate in Fate])
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    carried_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "round", "indicator"],
                condition=Q(indicator__isnull=False),
                name="fate_once_per_kpi",
            ),
            models.UniqueConstraint(
                fields=["edition", "round"], condition=Q(indicator__isnull=True), name="fate_once_per_round"
            ),
            models.CheckConstraint(condition=Q(fate__in=[fate.value for fate in Fate]), name="fate_known"),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, kpi__isnull=False)
                | Q(indicator__isnull=True, kpi__isnull=True, fate="kept"),
                name="fate_of_a_kpi_or_a_kept_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.round} · {self.fate}"
