"""What waits for a person: messages that were given up or are uncertain, and work that failed for good."""

from typing import Any

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from samrit.notices.models import Delivery

STUCK = (Delivery.State.GIVEN_UP, Delivery.State.UNCERTAIN)


def stuck_deliveries() -> QuerySet[Delivery]:
    """The newest first."""
    found = Delivery.objects.filter(state__in=STUCK, put_aside_at=None)
    return found.select_related("person").order_by("-made_at", "-pk")


def failed_tasks() -> QuerySet[DBTaskResult[..., Any]]:
    """The newest first; those that will be tried again by themselves too."""
    return DBTaskResult.objects.failed().order_by("-finished_at")
