"""The provincial database in the background: examining files, accepting submissions."""

import logging

from django.utils import timezone
from django_tasks import task

from samrit.indicators.accepting import accept_asked
from samrit.indicators.actions.quality import examine_quality
from samrit.indicators.examining import examine
from samrit.people.models import Area, User

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
def examine_quality_of(area: str, fiscal_year: int, months: int, by: int) -> str:
    """Look at the quality of a province's data in a round for a person (key); which version the score came to."""
    made = examine_quality(
        area=Area.objects.get(pk=area),
        fiscal_year=fiscal_year,
        months=months,
        by=User.objects.get(pk=by),
        now=timezone.now(),
    )
    return str(made)
