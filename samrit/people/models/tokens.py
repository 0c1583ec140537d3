"""Tokens by which programs act for a person or for an agency's system, and what they were answered."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from samrit.people.models.persons import User


class AccessToken(models.Model):
    """โทเคน – lets a program do what ``user`` may do, within ``scopes``, until a day that is known.

    Only the SHA-256 of its text is kept; ``prefix`` is the beginning of the text, by which people know it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)  # what it is for
    prefix = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="token_expires_later"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="token_revoked_by",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="token_has_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.user}"

    def works_at(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class KeptAnswer(models.Model):
    """What a write under an Idempotency-Key was answered; without a ``status`` it is still being done.

    ``request_digest``: SHA-256 over method, address and body. Kept for a day.
    """

    token = models.ForeignKey(AccessToken, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    began_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once"),
            models.CheckConstraint(condition=~Q(key=""), name="kept_answer_has_key"),
        ]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"


class CallCount(models.Model):
    """How often a caller (a token, or an address without one) called in one minute. Kept for an hour."""

    caller = models.CharField(max_length=60)
    minute = models.BigIntegerField()  # since 1970
    calls = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "minute"], name="call_count_once")]

    def __str__(self) -> str:
        return f"{self.caller} {self.minute}: {self.calls}"
