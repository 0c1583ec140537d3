"""What stands in the database: enough to see that a request wrote something, in one query."""

from functools import cache

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection

from samrit.audit.models import Chain
from samrit.people.models import CallCount


def standing() -> tuple[object, ...]:
    """How many rows every table has, and the head of the trail. Sessions and counted calls are no news."""
    with connection.cursor() as cursor:
        cursor.execute(_counts())
        return (*cursor.fetchone(), Chain.objects.get().head)


@cache
def _counts() -> str:
    tables = [model._meta.db_table for model in apps.get_models() if model not in {Session, CallCount}]  # noqa: SLF001 - Django's public way
    names = [connection.ops.quote_name(table) for table in tables]
    counts = ", ".join(f"(SELECT COUNT(*) FROM {name})" for name in names)  # noqa: S608 - our own tables
    return f"SELECT {counts}"
