"""The provincial database in the background: examining files, accepting submissions."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.timezone import localdate
from django_tasks import task

from samrit.indicators.accepting import accept_asked
from samrit.indicators.actions.quality import examine_quality
from samrit.indicators.examining import examine
from samrit.indicators.queries.quality import provinces_with_data
from samrit.people.models import Area, User
from samrit.rules.quality.rounds import round_on

log = logging.getLogger(__name__)


@task()
def examine_file(examination: int) -> str:
    """Examine the file that this examination (key) is of; what state it came to."""
    return examine(examination, clock=timezone.now).state


@task()
def accept_submission(submission: int) -> str:
    """Accept the submission with this key for the person who asked; what state it came to."""
    return accept_asked(submission, clock=timezone.now)


@task()
def examine_quality_of(area: str, fiscal_year: int, months: int, by: int | None) -> str:
    """Look at the quality of a province's data in a round for a person (key) or by itself; which version the score came to."""
    made = examine_quality(
        area=Area.objects.get(pk=area),
        fiscal_year=fiscal_year,
        months=months,
        by=User.objects.get(pk=by) if by else None,
        now=timezone.now(),
    )
    return str(made)


def look_at_quality(*, now: datetime) -> int:
    """Have every province with data looked at in its present round, the day after its end in the one before too; how many."""
    provinces = provinces_with_data()
    today = localdate(now)
    rounds = sorted({round_on(today), round_on(today - timedelta(days=1))})
    for province in provinces:
        for round_ in rounds:  # the last day of a round is over the day after
            examine_quality_of.enqueue(province, *round_, None)
    return len(provinces)
