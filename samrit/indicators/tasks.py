"""The provincial database in the background: examining files, accepting submissions."""

import logging

from django.utils import timezone
from django_tasks import task

from samrit.indicators.accepting import accept_asked
from samrit.indicators.examining import examine

log = logging.getLogger(__name__)


@task()
def examine_file(examination: int) -> str:
    """Examine the file that this examination (key) is of; what state it came to."""
    return examine(examination, clock=timezone.now).state


@task()
def accept_submission(submission: int) -> str:
    """Accept the submission with this key for the person who asked; what state it came to."""
    return accept_asked(submission, clock=timezone.now)
