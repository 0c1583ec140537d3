"""Figures for Prometheus: what this process counted, and what waits in the database."""

import secrets
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from samrit import __version__
from samrit.audit.models import Chain
from samrit.config.status import figures
from samrit.ui.measures import REGISTRY

LOOPBACK = {"127.0.0.1", "::1"}
PASSED_ON = (
    "X-Forwarded-For",
    "Forwarded",
    "X-Real-IP",
)  # came through a proxy: the machine's own is not who asks


def may_read(request: HttpRequest) -> bool:
    """Only this machine itself, and who has the token."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        if secrets.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
            return True
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not any(
        request.headers.get(one) for one in PASSED_ON
    )


def exposition(*, now: datetime) -> bytes:
    """All figures as Prometheus reads them."""
    waiting = CollectorRegistry()
    waiting.register(_Waiting(now))
    return generate_latest(REGISTRY) + generate_latest(waiting)


class _Waiting:
    """Read when asked; every process tells the same."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        told: dict[str, float] = {"samrit_database_up": 1}
        try:
            told |= {f"samrit_{name}": value for name, value in figures(now=self.now).items()}
            told["samrit_trail_events"] = Chain.objects.values_list("length", flat=True).get(pk=1)
        except DatabaseError:
            told = {"samrit_database_up": 0}
        for name, value in told.items():
            yield GaugeMetricFamily(name, MEANS[name], value=value)
        version = GaugeMetricFamily("samrit_version", "The version that answers", labels=["version"])
        version.add_metric([__version__], 1)
        yield version


MEANS = {
    "samrit_database_up": "Whether the database answers",
    "samrit_workers": "Workers that live",
    "samrit_tasks_waiting": "Tasks in the queue",
    "samrit_tasks_failed": "Tasks that failed for good, of the last days",
    "samrit_oldest_task_seconds": "How long the oldest task has been waiting",
    "samrit_deliveries_stuck": "Messages given up, or of which nobody knows whether they went out",
    "samrit_trail_events": "Events of the trail",
}
