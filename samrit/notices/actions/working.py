"""Workers saying that they live, and taking turns."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from samrit.notices.models import Turn, Worker

CLOCKS_DIFFER = timedelta(minutes=5)  # of machines that are looked after


@transaction.atomic
def check_in(*, name: str, host: str, process: int, now: datetime) -> None:
    """I am here (still)."""
    Worker.objects.update_or_create(
        name=name,
        defaults={"host": host, "process": process, "seen_at": now, "stopped_at": None},
        create_defaults={"host": host, "process": process, "seen_at": now, "started_at": now},
    )


@transaction.atomic
def check_out(*, name: str, now: datetime) -> None:
    """I end, having finished what I had taken."""
    Worker.objects.filter(name=name).update(stopped_at=now, seen_at=now)


@transaction.atomic
def take_turn(*, job: str, every: timedelta, now: datetime) -> bool:
    """Whether this caller begins the repeating job now; of several at once one does.

    A turn taken in the future was taken by a clock that stood wrong: waiting for it could take years.
    """
    _turn, is_new = Turn.objects.get_or_create(job=job, defaults={"taken_at": now})
    due = Q(taken_at__lte=now - every) | Q(taken_at__gt=now + CLOCKS_DIFFER)
    return is_new or bool(Turn.objects.filter(due, job=job).update(taken_at=now))


@transaction.atomic
def forget_workers(*, before: datetime) -> None:
    """Rows of workers not seen since then."""
    Worker.objects.filter(seen_at__lt=before).delete()
