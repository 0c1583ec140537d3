"""Telling people that a plan is to be followed up: before the day, on it, and when nobody has."""

from datetime import datetime

from django.utils.timezone import localdate

from samrit.assessments.models import Assessment
from samrit.assessments.queries.plans import due_follow_ups
from samrit.assessments.telling import tell_of_follow_up


def remind_of_follow_ups(*, now: datetime) -> int:
    """How many people were told. Idempotent: of one occasion nobody hears twice."""
    due = due_follow_ups(Assessment.objects.all(), localdate(now))
    return sum(tell_of_follow_up(one, now=now) for one in due)
