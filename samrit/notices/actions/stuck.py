"""A person's decision about what is stuck: once more, or leave it at that. Each leaves an event."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from samrit.audit.actions import record
from samrit.notices.actions.sending import send_again
from samrit.notices.models import Delivery
from samrit.notices.permissions import refuse_stuck
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError


@transaction.atomic
def try_delivery_again(*, delivery: Delivery, by: User, now: datetime) -> None:
    """What is uncertain may arrive twice then: the person was told so."""
    role = _role(by, now)
    found = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if send_again(keys=[found.key], now=now):
        record(
            verb="try_again", subject=found, by=by, now=now, actor_role=role,
            before={"state": found.state, "attempts": found.attempts},
        )  # fmt: skip


@transaction.atomic
def put_delivery_aside(*, delivery: Delivery, by: User, now: datetime) -> None:
    role = _role(by, now)
    found = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if found.put_aside_at is None:
        found.put_aside_at = now
        found.save(update_fields=["put_aside_at"])
        record(
            verb="put_aside", subject=found, by=by, now=now, actor_role=role,
            before={"state": found.state, "attempts": found.attempts},
        )  # fmt: skip


@transaction.atomic
def try_task_again(*, task: DBTaskResult[..., Any], by: User, now: datetime) -> None:
    """Into the queue, counted from the beginning; pressed twice is once."""
    role = _role(by, now)
    found = DBTaskResult.objects.failed().select_for_update().filter(pk=task.pk).first()
    if found is None:
        return
    record(verb="try_again", subject=found, by=by, now=now, actor_role=role, before=_told(found))
    found.status, found.worker_ids, found.finished_at = "READY", [], None
    found.exception_class_path = found.traceback = ""
    found.save()


@transaction.atomic
def put_task_aside(*, task: DBTaskResult[..., Any], by: User, now: datetime) -> None:
    role = _role(by, now)
    found = DBTaskResult.objects.failed().select_for_update().filter(pk=task.pk).first()
    if found is not None:
        record(verb="put_aside", subject=found, by=by, now=now, actor_role=role, before=_told(found))
        found.delete()


def _role(by: User, now: datetime) -> str:
    duties = duties_of(by, localdate(now))
    if refusal := refuse_stuck(duties):
        raise RefusedError(refusal)
    return duties.described()


def _told(task: DBTaskResult[..., Any]) -> dict[str, object]:
    return {"task": task.task_path, "attempts": len(task.worker_ids), "problem": task.exception_class_path}
