"""A person's own notices."""

from django.db.models import QuerySet

from samrit.notices.models import Notice
from samrit.people.models import User


def notices_of(person: User) -> QuerySet[Notice]:
    """What this person was told, newest first; nobody else's."""
    return Notice.objects.filter(person=person).select_related("told_by")


def count_unread(person: User) -> int:
    """For the bell; one light query."""
    return Notice.objects.filter(person=person, read_at__isnull=True).count()
