"""Agencies' assessments on the desks of those who answer, sign, assess, and wait."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from samrit.assessments.models import Assessment
from samrit.assessments.queries.plans import DueFollowUp, due_follow_ups
from samrit.dashboards.queries.tasks import Kind, Part, Task
from samrit.people.models import Role
from samrit.people.queries import Duties
from samrit.rules.assessing import State
from samrit.rules.windows import Window

ANSWERED = (State.OPEN, State.RETURNED)


def tasks_of_assessments(duties: Duties, *, now: datetime) -> list[Task]:
    """What is to be answered while it is open, to be signed, followed up, and (for assessors) what is signed; three queries."""
    records, signs = duties.agencies(Role.RECORDER), duties.agencies(Role.APPROVER)
    if not records and not signs and not duties.evaluates:
        return []
    wanted = Q(agency__in=records, state__in=ANSWERED, opens_at__lte=now, closes_at__gt=now)
    wanted |= Q(agency__in=records | signs, state=State.SUBMITTED)
    if duties.evaluates:
        wanted |= Q(state=State.SIGNED)
    found = Assessment.objects.filter(wanted).select_related("agency", "release")
    tasks = [_task(duties, one) for one in found.order_by("closes_at", "pk")]
    own = Assessment.objects.filter(agency__in=records)
    today = localdate(now)
    return [*tasks, *_follow_ups(due_follow_ups(own, today) if records else [], today)]


def _follow_ups(due: Sequence[DueFollowUp], today: date) -> list[Task]:
    """Of each assessment the one that is due first."""
    first = {one.assessment.pk: one for one in reversed(due)}
    return [
        Task(
            "todo",
            "follow_up_plan",
            f"{one.assessment.release.name} · {one.assessment.agency.name}",
            key=key,
            number=str(one.assessment.fiscal_year),
            state="late" if one.due < today else "",
            due_on=one.due,
        )
        for key, one in first.items()
    ]


def _task(duties: Duties, one: Assessment) -> Task:
    part, kind = _part(duties, one)
    answers = one.state in ANSWERED
    return Task(
        part,
        kind,
        f"{one.release.name} · {one.agency.name}",
        key=one.pk,
        number=str(one.fiscal_year),
        state=f"assessment_{one.state}",
        reason=one.reason if one.state == State.RETURNED else "",
        window=Window(one.opens_at, one.closes_at) if answers else None,
    )


def _part(duties: Duties, one: Assessment) -> tuple[Part, Kind]:
    if one.state in ANSWERED:
        return "todo", "answer_assessment"
    if one.state == State.SIGNED:
        return "todo", "assess_assessment"
    signs = one.agency_id in duties.agencies(Role.APPROVER) and one.submitted_by_id != duties.user.pk
    return ("todo", "sign_assessment") if signs else ("waiting", "await_signature")
