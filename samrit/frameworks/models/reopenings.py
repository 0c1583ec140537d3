"""A closed round opened again for one KPI and one agency, and the requests for it."""

from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from samrit.frameworks.models.kpis import Indicator
from samrit.frameworks.models.years import Round
from samrit.people.models import Agency, User


class Reopening(models.Model):
    """การเปิดให้แก้ไขเฉพาะตัวชี้วัด – one KPI may be reported again by one agency's people until a moment.

    It closes by itself at ``until``, or earlier when somebody ends it with a reason.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reopenings")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="reopenings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reopenings")
    until = models.DateTimeField()
    reason = models.TextField()
    reopened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField()
    given_back = models.JSONField(
        null=True, blank=True, encoder=DjangoJSONEncoder
    )  # the result as it was filed
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "indicator", "agency", "reopened_at"], name="reopening_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("reopened_at")), name="reopening_closes_after_opening"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_with_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | (
                    Q(ended_at__isnull=False, ended_by__isnull=False)
                    & Q(ended_at__lt=F("until"))
                    & ~Q(end_reason="")
                ),
                name="reopening_ended_early_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.indicator_id} · {self.agency_id}"

    @property
    def closes_at(self) -> datetime:
        """``until``, or the moment at which it was ended before."""
        return self.ended_at or self.until


class ReopeningRequest(models.Model):
    """คำขอเปิดให้แก้ไข – the coordinator asks with a reason; the central office grants or refuses."""

    class Decision(models.TextChoices):
        GRANTED = "granted", "อนุญาต"
        REFUSED = "refused", "ไม่อนุญาต"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reopening_requests")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="reopening_requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reopening_requests")
    until = models.DateTimeField()
    reason = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    reopening = models.OneToOneField(
        Reopening, on_delete=models.PROTECT, null=True, blank=True, related_name="request"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "indicator", "agency"],
                condition=Q(decision=""),
                name="reopening_asked_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_asked_with_reason"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    decision__in=["granted", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="reopening_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(decision="granted", reopening__isnull=False)
                | (~Q(decision="granted") & Q(reopening__isnull=True)),
                name="reopening_granted_opens",
            ),
            models.CheckConstraint(
                condition=~Q(decision="refused") | ~Q(decision_reason=""),
                name="reopening_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.indicator_id} · {self.agency_id}"
