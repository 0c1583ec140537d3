"""Personal data that nobody needs any more goes, rule by rule (``rules/privacy.toml``), in small steps that may be broken off."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from samrit.audit.actions import record
from samrit.audit.models import Chain
from samrit.people.models import User
from samrit.rules.privacy import Retention, privacy

BATCH = 500


def due(rule: Retention, *, now: datetime) -> QuerySet[Any]:
    """What this rule would take away now."""
    rows: QuerySet[Any] = apps.get_model(rule.model)._default_manager.all()  # noqa: SLF001 - Django's own way to a model's rows
    return rows.filter(**{f"{rule.older}__lt": rule.before(now)}, **rule.only)


def counts_due(*, now: datetime) -> list[tuple[Retention, int]]:
    """Changes nothing. What later rules find may grow by what earlier ones take away."""
    return [(rule, due(rule, now=now).count()) for rule in privacy().retention]


def apply_retention(*, by: User | None, now: datetime) -> Iterator[tuple[Retention, int]]:
    """Each rule with how many rows went; a batch is one transaction with one event, so whatever breaks off goes on later."""
    for rule in privacy().retention:
        gone = 0
        while taken := _take_batch(rule, by=by, now=now):
            gone += taken
        yield rule, gone


@transaction.atomic
def _take_batch(rule: Retention, *, by: User | None, now: datetime) -> int:
    keys = list(due(rule, now=now).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not keys:
        return 0
    rows = apps.get_model(rule.model)._default_manager.filter(pk__in=keys)  # noqa: SLF001 - as above
    rows.delete()
    record(
        verb="apply_retention", subject=Chain(pk=1), by=by, now=now,
        after={
            "retention_rule": rule.code, "retention_rows": len(keys),
            "retention_before": rule.before(now).date().isoformat(),
        },
    )  # fmt: skip
    return len(keys)
