"""What the worker does every minute, without cron. Everything in it is idempotent: a tick too many does no harm."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskContext, task
from django_tasks_db.models import DBTaskResult

from samrit.assessments.actions.folding import fold_all
from samrit.assessments.actions.reminding import remind_of_follow_ups
from samrit.assessments.actions.taking_in import take_shipped
from samrit.audit.anchors import make_anchor
from samrit.catalog.actions.refreshing import follow_agencies, follow_database, refresh_dates
from samrit.catalog.actions.reminding import tell_of_currency
from samrit.catalog.actions.walking import forget_walks
from samrit.config.tracing import traced_step
from samrit.config.webhooks import things_of
from samrit.config.working import alive, take_up_tasks
from samrit.dashboards.retention import apply_retention
from samrit.dashboards.tasks import compose_due
from samrit.evidence.actions import scan_waiting, sweep_uploads
from samrit.evidence.copies import drop_copies
from samrit.indicators.actions.forgetting import end_forgotten
from samrit.indicators.actions.releases import take_release
from samrit.indicators.actions.sweeping import scan_waiting_submissions, sweep_files
from samrit.indicators.tasks import look_at_quality
from samrit.letters.actions.delivering import tell_of_void_letters
from samrit.letters.tasks import mail_letters, recover_mails, send_calendar_mails
from samrit.notices.actions import forget_calls_made, forget_workers, queue_events, take_turn, tell_of_orders
from samrit.notices.tasks import call_systems, recover, send_due
from samrit.people.api.once import forget_answers
from samrit.people.api.rates import forget_calls
from samrit.reports.actions import bring_into_force
from samrit.scores.actions import (
    finalise_due,
    index_publications,
    remind_of_questions,
    tell_of_due_assignments,
    tell_of_published,
)

log = logging.getLogger(__name__)
# Set when this process was asked to end: what is under way ends at the next whole step.
ENDING = threading.Event()
EVERY = timedelta(minutes=1)
HOURLY = timedelta(hours=1)
DAILY = timedelta(days=1)
KEPT_FAILED = timedelta(days=90)  # a person is to see it
KEPT = timedelta(days=7)  # of finished tasks and ended workers


def _keep_on() -> bool:
    return not ENDING.is_set()


@task(takes_context=True)
def tick(context: TaskContext) -> dict[str, str]:
    """One turn: take up what a dead worker left, what is due today, the digests that are due, send, tidy."""
    worker = context.task_result.worker_ids[-1]
    jobs: dict[str, Callable[[], object]] = {
        "tasks": lambda: take_up_tasks(now=timezone.now()),
        "recover": lambda: recover(alive=alive(now=timezone.now())),
        "recover_letters": lambda: recover_mails(alive=alive(now=timezone.now())),
        "items": lambda: take_release(now=timezone.now()),
        "instruments": _take_instruments,
        # Before the digests: they tell of it.
        "revisions": lambda: len(bring_into_force(now=timezone.now())),
        "published": lambda: tell_of_published(now=timezone.now()),
        "final": lambda: len(finalise_due(now=timezone.now())),
        "questions": _remind_of_questions,
        "follow_ups": _remind_of_follow_ups,
        "assignments": lambda: tell_of_due_assignments(now=timezone.now()),
        "orders": lambda: tell_of_orders(now=timezone.now()),
        "void_letters": lambda: tell_of_void_letters(now=timezone.now()),
        "index": lambda: index_publications(now=timezone.now()),
        "compose": lambda: compose_due(keep_on=_keep_on),
        "scan": lambda: scan_waiting(now=timezone.now()),
        "scan_data": lambda: scan_waiting_submissions(now=timezone.now()),
        "quality": _look_at_quality,
        "catalog": _refresh_catalog,
        "catalog_data": _follow_database,
        "surveys": _count_answers,
        "send": lambda: send_due(worker=worker, keep_on=_keep_on),
        "letters": lambda: mail_letters(worker=worker, keep_on=_keep_on),
        "invitations": lambda: send_calendar_mails(keep_on=_keep_on),
        "events": lambda: queue_events(describe=things_of, now=timezone.now()),
        "webhooks": lambda: call_systems(worker=worker, keep_on=_keep_on),
        "anchor": _anchor,
        "retention": _retention,
        "tidy": _tidy,
    }
    return {name: _done(name, job) for name, job in jobs.items()}


def _done(name: str, job: Callable[[], object]) -> str:
    """One job that fails stops no other; the next tick tries it again."""
    try:
        with traced_step(name):
            return str(job())
    except Exception:
        log.exception("tick: %s failed", name)
        return "failed"


def _remind_of_questions() -> int:
    """Before the digests, so that they tell of it."""
    now = timezone.now()
    return remind_of_questions(now=now) if take_turn(job="questions", every=HOURLY, now=now) else 0


def _take_instruments() -> int:
    """Once an hour: a newer release of the project may ship another questionnaire."""
    now = timezone.now()
    return take_shipped(now=now) if take_turn(job="instruments", every=HOURLY, now=now) else 0


def _remind_of_follow_ups() -> int:
    """Before the digests, so that they tell of it."""
    now = timezone.now()
    return remind_of_follow_ups(now=now) if take_turn(job="follow_ups", every=HOURLY, now=now) else 0


def _look_at_quality() -> int:
    """Once a day: figures become due without anybody doing anything."""
    now = timezone.now()
    return look_at_quality(now=now) if take_turn(job="quality", every=DAILY, now=now) else 0


def _count_answers() -> int:
    """Once a day, so that nobody who looks at a survey waits for the answers of weeks to be counted."""
    now = timezone.now()
    return fold_all() if take_turn(job="surveys", every=DAILY, now=now) else 0


def _refresh_catalog() -> int:
    """Once a day: a new holiday or a new year's table moves the days from which datasets are out of date; who is told of them."""
    now = timezone.now()
    if not take_turn(job="catalog", every=DAILY, now=now):
        return 0
    return refresh_dates(now=now) + follow_agencies(now=now) + tell_of_currency(now=now)


def _follow_database() -> int:
    """Once an hour: datasets of the catalogue that show figures of the provincial database are as new as it is."""
    now = timezone.now()
    return follow_database(now=now) if take_turn(job="catalog_data", every=HOURLY, now=now) else 0


def _anchor() -> str:
    """Once a day. A folder that cannot be written is tried again in a minute: the turn is taken only with the file."""
    now = timezone.now()
    with transaction.atomic():
        return make_anchor(now=now).name if take_turn(job="anchor", every=DAILY, now=now) else ""


def _retention() -> int:
    """Once a day where the site says so: an officer has read the rules before."""
    now = timezone.now()
    if not settings.RETENTION or not take_turn(job="retention", every=DAILY, now=now):
        return 0
    return sum(gone for _rule, gone in apply_retention(by=None, now=now))


def _tidy() -> int:
    """Once an hour: uploads that nobody finished, and what the queue remembers of long ago."""
    now = timezone.now()
    if not take_turn(job="tidy", every=HOURLY, now=now):
        return 0
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEPT).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEPT_FAILED).delete()
    forget_workers(before=now - KEPT)
    forget_answers(now=now)
    forget_calls(now=now)
    forget_calls_made(now=now)
    forget_walks(now=now)
    end_forgotten(now=now)
    drop_copies(most_bytes=settings.STORAGE_COPIES_BYTES)
    return sweep_uploads(now=now) + sweep_files(now=now)


def enqueue_tick(*, at_once: bool = False) -> bool:
    """Put the next tick in the queue when a minute has passed (or ``at_once``) and none waits; one of several workers does."""
    due = take_turn(job="tick", every=EVERY, now=timezone.now()) or at_once
    if due and not DBTaskResult.objects.ready().filter(task_path=tick.module_path).exists():
        tick.enqueue()
    return due
