"""Formulas that compute a KPI's result from the provincial database: versions that are never changed."""

from typing import Any

from django.db import models
from django.db.models import Q

from samrit.frameworks.models.kpis import Indicator
from samrit.people.models import User
from samrit.rules.formula import LONGEST_CODE
from samrit.rules.kpi_formulas import MOST_DECIMALS, Gather, Span, Terms


class KpiFormula(models.Model):
    """สูตรคำนวณ – one version, as a person stated it; the newest one counts. Append-only.

    It belongs to the indicator, as results do: a new edition takes none away. No ``expression``: from here on the result
    is typed. ``gathers``: one ``rules.kpi_formulas.Gather`` as data for every item; ``unit`` the KPI's own words then.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="formulas")
    version = models.PositiveSmallIntegerField()
    expression = models.CharField(max_length=1000, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    span = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Span])
    decimals = models.PositiveSmallIntegerField()
    gathers = models.JSONField(default=list)
    # The code of the built-in one, while it is that.
    built_in = models.CharField(max_length=LONGEST_CODE, blank=True)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["indicator_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "version"], name="formula_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="formula_version_counted"),
            models.CheckConstraint(
                condition=Q(span__in=[one.value for one in Span]), name="formula_span_known"
            ),
            models.CheckConstraint(condition=Q(decimals__lte=MOST_DECIMALS), name="formula_decimals_few"),
            models.CheckConstraint(
                condition=~Q(expression="") | ~Q(reason=""), name="formula_ended_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.version} {self.expression}".strip()

    def save(self, *args: Any, **options: Any) -> None:
        """Once: computed results point to what stood here."""
        if self.pk is not None:
            raise ValueError("a version of a KPI's formula is never changed; make another")
        super().save(*args, **options)

    @property
    def terms(self) -> Terms:
        """As the rules know it."""
        gathers = tuple(Gather.from_data(one) for one in self.gathers)
        return Terms(self.expression, self.unit, Span(self.span), self.decimals, gathers)
