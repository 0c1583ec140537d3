"""The daily digests, made in the background: idempotent, a person at a time, safe with several workers at once."""

import logging
from collections.abc import Callable

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import override
from django_tasks import task

from samrit.dashboards.digests import compose, people_due, rounds_of_the_day
from samrit.dashboards.making import make_report
from samrit.notices.actions import keep_digest
from samrit.notices.queries import channels_of, wishes_of

log = logging.getLogger(__name__)
AT_ONCE = 100


def compose_due(*, keep_on: Callable[[], bool] = lambda: True) -> int:
    """Make the digests that are due now; how many people were looked at. One who fails stops nobody else."""
    failed: set[int] = set()
    count = 0
    while keep_on():
        now = timezone.now()
        rounds = rounds_of_the_day(now)
        people = list(people_due(now, rounds).exclude(pk__in=failed)[:AT_ONCE])
        if not people:
            break
        keys = [person.pk for person in people]
        wishes, channels = wishes_of(keys), channels_of(keys)
        for person in people:
            try:
                with override(wishes[person.pk].language):
                    made = compose(person, rounds=rounds, now=now)
                keep_digest(
                    person=person, day=localdate(now), letter=made.letter, reported=made.reported,
                    channels=channels[person.pk], url="/", now=now,
                )  # fmt: skip
            except Exception:
                failed.add(person.pk)
                log.exception("no digest for person %s", person.pk)
            count += 1
    return count


@task()
def build_report(report: int) -> str:
    """Make the national report with this key; what state it came to."""
    return make_report(report, clock=timezone.now)
