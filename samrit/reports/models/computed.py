"""Results that the provincial database gives: each computation as it was, with all that makes it again."""

from typing import Any

from django.db import models
from django.db.models import Q

from samrit.frameworks.fields import ExactDecimalField
from samrit.frameworks.models import Indicator, KpiFormula, Round
from samrit.indicators.models import Generation
from samrit.people.models import User


class ComputedResult(models.Model):
    """ผลที่คำนวณจากฐานข้อมูลจังหวัด – of one KPI in one round, at one moment. Append-only.

    ``frames`` say which cells were asked for (``rules.kpi_formulas.Frame`` as data); with the files of ``generation`` they
    give the same digits again. ``inputs_digest`` tells whether anything changed since. ``submissions``: ``[{"id",
    "receipt", "cells"}]`` where the figures came from. ``value`` is rounded as the formula says, ``exact`` is not; or
    ``missing`` (a Message) says why there is none.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="computed_results")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="computed_results")
    number = models.PositiveSmallIntegerField()
    formula = models.ForeignKey(KpiFormula, on_delete=models.PROTECT, related_name="computed_results")
    generation = models.ForeignKey(
        Generation, on_delete=models.PROTECT, null=True, blank=True, related_name="computed_results"
    )  # null: there was no data yet
    frames = models.JSONField()
    submissions = models.JSONField(default=list)
    inputs_digest = models.CharField(max_length=64)
    exact = ExactDecimalField(null=True, blank=True)
    value = ExactDecimalField(null=True, blank=True)
    missing = models.JSONField(null=True, blank=True)
    steps = models.JSONField()
    computed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["round_id", "indicator_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "round", "number"], name="computed_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="computed_counted"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, exact__isnull=False, missing__isnull=True)
                | Q(value__isnull=True, exact__isnull=True, missing__isnull=False),
                name="computed_value_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.round} #{self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """Once: results point to what stood here."""
        if self.pk is not None:
            raise ValueError("a computed result is never changed; compute another")
        super().save(*args, **options)
