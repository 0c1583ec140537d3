"""What happened, who, when: append-only and hash-chained.

The room lies beneath people (docs/decisions/0007), so an event names its actor by number, without a
foreign key; the pages look the name up.
"""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.db import models
from django.db.models import F, Func


class Room(Func):
    """``reports.result:12`` → ``reports``. Without parameters, so that both databases find its index."""

    arity = 1
    template = "SUBSTR(%(expressions)s, 1, INSTR(%(expressions)s, '.') - 1)"
    output_field = models.CharField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="SUBSTR(%(expressions)s, 1, STRPOS(%(expressions)s, '.') - 1)"
        )


class Event(models.Model):
    """One thing that happened. ``subject`` is ``room.model:key``; hashes are SHA-256, hex.

    ``hash`` covers ``previous_hash`` and every other field but ``id``: changing one event breaks all after it.
    """

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)  # null: the system itself
    actor_role = models.CharField(max_length=300, blank=True)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, db_index=True)
    area_code = models.CharField(max_length=8, blank=True, db_index=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        # The newest first of one province, person, kind of event, part of the system: each walks its own index.
        indexes = [
            models.Index(fields=["area_code", "id"], name="audit_event_of_area"),
            models.Index(fields=["actor_id", "id"], name="audit_event_of_actor"),
            models.Index(fields=["verb", "id"], name="audit_event_of_verb"),
            models.Index(Room(F("subject")), F("id"), name="audit_event_of_room"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"


class Chain(models.Model):
    """The one row (key 1) that knows the last hash; locked while an event is added."""

    head = models.CharField(max_length=64, default="")
    length = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="audit_one_chain")]

    def __str__(self) -> str:
        return f"{self.length} events"


def subject_of(thing: models.Model) -> str:
    """``reports.result:12``."""
    return f"{thing._meta.label_lower}:{thing.pk}"  # noqa: SLF001 - Django's public way to a model's label


def digest(event: Event) -> str:
    """SHA-256 over the event's canonical JSON; needs no database."""
    return digest_of(facts_of(event))


def facts_of(event: Event) -> dict[str, Any]:
    """All that the hash covers."""
    return {
        "at": event.at.astimezone(UTC).isoformat(),
        "actor_id": event.actor_id,
        "actor_role": event.actor_role,
        "verb": event.verb,
        "subject": event.subject,
        "area_code": event.area_code,
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
        "previous_hash": event.previous_hash,
    }


def digest_of(facts: dict[str, Any]) -> str:
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
