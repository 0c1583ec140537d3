"""Who may get a digest at this moment, and what their notices have to say in it."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from samrit.notices.models import Digest, Notice
from samrit.people.models import User
from samrit.rules.reminders import KINDS, is_quiet, newest

MAILED = tuple(kind.code for kind in KINDS.values() if kind.way != "quiet")


def people_to_write_to(*, day: date, hour: int) -> QuerySet[User]:
    """Whose digest hour has come, outside their quiet hours, and who had none today. ``hour`` is Bangkok's."""
    had = Digest.objects.filter(person=OuterRef("pk"), day=day)
    people = User.objects.filter(_at(hour), ~Exists(had), is_active=True, is_service=False)
    return people if settings.DEMO else people.filter(is_demo=False)


def _at(hour: int) -> Q:
    usual = newest()
    quiet = is_quiet(hour, quiet_from=usual.quiet_from, quiet_until=usual.quiet_until)
    chosen = Q(preference__digest_hour__lte=hour) & _loud(hour)
    if hour < usual.digest_hour or quiet:
        return chosen
    return chosen | Q(preference__isnull=True)


def _loud(hour: int) -> Q:
    """The hour lies outside the quiet hours chosen, which may pass midnight (``rules.reminders.is_quiet``)."""
    until = F("preference__quiet_until")
    before_or_after = Q(preference__quiet_from__gt=hour) | Q(preference__quiet_until__lte=hour)
    between = Q(preference__quiet_from__gt=hour, preference__quiet_until__lte=hour)
    return (
        Q(preference__quiet_from__isnull=True)
        | Q(preference__quiet_from=until)
        | (Q(preference__quiet_from__lt=until) & before_or_after)
        | (Q(preference__quiet_from__gt=until) & between)
    )


def fresh(now: datetime) -> QuerySet[Notice]:
    """Notices that a digest is to be made for: not in one yet, not read, not too old."""
    since = now - timedelta(days=newest().news_lasts_days)
    return Notice.objects.filter(
        kind__in=MAILED, digest__isnull=True, read_at__isnull=True, created_at__gt=since, created_at__lte=now
    )
