"""What the operator wants to know of the background work: who works, what waits, what is stuck."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult

from samrit.config.working import alive
from samrit.notices.models import Delivery, Worker
from samrit.notices.queries.stuck import STUCK

SHOWN = 100  # stuck ones, the newest first


@dataclass(frozen=True)
class Status:
    """``deliveries``: (state in words, how many), of the states that there are; ``stuck``: for a person to settle."""

    workers: list[Worker]
    queued: int
    failed_tasks: int
    deliveries: list[tuple[str, int]]
    stuck: list[Delivery]

    def to_data(self) -> dict[str, Any]:
        return {
            "workers": [
                {
                    "name": one.name,
                    "host": one.host,
                    "process": one.process,
                    "seen_at": one.seen_at.isoformat(),
                }
                for one in self.workers
            ],
            "queued": self.queued,
            "failed_tasks": self.failed_tasks,
            "stuck": [
                {
                    "key": one.key,
                    "state": one.state,
                    "channel": one.channel,
                    "attempts": one.attempts,
                    "problem": one.problem,
                }
                for one in self.stuck
            ],
        }


def status(*, now: datetime) -> Status:
    """Five queries, however much there is."""
    rows = Delivery.objects.order_by().exclude(state=Delivery.State.SENT).values_list("state")
    counts = dict(rows.annotate(Count("pk")))
    stuck = Delivery.objects.filter(state__in=STUCK, put_aside_at=None)
    return Status(
        workers=list(Worker.objects.filter(name__in=alive(now=now))),
        queued=DBTaskResult.objects.ready().count(),
        failed_tasks=DBTaskResult.objects.failed().count(),
        deliveries=[
            (gettext(str(state.label)), counts[state]) for state in Delivery.State if state in counts
        ],
        stuck=list(stuck.select_related("person").order_by("-made_at", "-pk")[:SHOWN]),
    )


def figures(*, now: datetime) -> dict[str, float]:
    """For whoever watches by programs; four queries."""
    waiting = DBTaskResult.objects.ready()
    oldest = waiting.aggregate(oldest=Min("enqueued_at"))["oldest"]
    return {
        "workers": len(alive(now=now)),
        "tasks_waiting": waiting.count(),
        "tasks_failed": DBTaskResult.objects.failed().count(),
        "oldest_task_seconds": max((now - oldest).total_seconds(), 0) if oldest else 0,
        "deliveries_stuck": Delivery.objects.filter(state__in=STUCK, put_aside_at=None).count(),
    }
