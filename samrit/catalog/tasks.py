"""The catalogue in the background: long templates."""

from django.utils import timezone
from django_tasks import task

from samrit.catalog.importing import work_asked


@task()
def work_on(brought: int) -> str:
    """Read or take the template of this import (key); what state it came to."""
    return work_asked(brought, clock=timezone.now)
