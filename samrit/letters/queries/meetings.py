"""Meetings: whose a person may see, who is invited, who came."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet

from samrit.letters.models import AgendaItem, Attendance, Invitee, Meeting, Resolution
from samrit.people.models import User
from samrit.people.queries import Duties, holding_on
from samrit.rules.letters.meetings import Attended, Kind


def meetings_visible_to(duties: Duties) -> QuerySet[Meeting]:
    """Those that one holds and those that oneself or one's agency is invited to; the central office sees all."""
    meetings = Meeting.objects.select_related("area", "committee", "made_by", "adopted_by")
    if duties.evaluates:
        return meetings
    invited = Invitee.objects.filter(Q(agency__in=duties.agencies()) | Q(person=duties.user))
    return meetings.filter(
        Q(area__in=duties.coordinated_areas()) | Q(pk__in=invited.values("meeting"), invited_at__isnull=False)
    )


def with_counts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Each with ``invited`` and ``came``."""
    return meetings.annotate(
        invited=Count("invitees", distinct=True), came=Count("attendances", distinct=True)
    ).order_by("-starts_at", "-pk")


def meeting_of(code: str) -> Meeting | None:
    """For everybody who has the address of its attendance list."""
    return Meeting.objects.select_related("area").filter(sign_in_code=code).first()


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """With resolutions, their agencies and what they decided."""
    resolutions = Resolution.objects.select_related("agency", "done_by").prefetch_related(
        "decisions__item__proposal__area"
    )
    found = AgendaItem.objects.filter(meeting=meeting).select_related("written_by", "meeting")
    return list(found.prefetch_related(Prefetch("resolutions", resolutions.order_by("position"))))


def invitees_of(meeting: Meeting) -> list[Invitee]:
    return list(
        Invitee.objects.filter(meeting=meeting)
        .select_related("agency__area", "person")
        .order_by("agency__area", "agency__name", "person__name", "pk")
    )


def attendances_of(meeting: Meeting) -> QuerySet[Attendance]:
    return Attendance.objects.filter(meeting=meeting).select_related("agency", "person").order_by("at", "pk")


def attended(invitees: Sequence[Invitee], came: Sequence[Attendance]) -> Attended:
    """An invited agency came when anybody of it did."""
    agencies = {one.agency_id for one in came if one.agency_id}
    persons = {one.person_id for one in came if one.person_id}
    present = sum(one.agency_id in agencies or one.person_id in persons for one in invitees)
    return Attended(len(invitees), present)


def people_invited(meeting: Meeting, day: date) -> list[User]:
    """Everybody who works in an invited agency on that day, and every invited person."""
    agencies = Invitee.objects.filter(meeting=meeting, agency__isnull=False).values("agency")
    persons = Invitee.objects.filter(meeting=meeting, person__isnull=False).values("person")
    working = holding_on(day).filter(agency__in=agencies).values("user")
    people = User.objects.filter(Q(pk__in=working) | Q(pk__in=persons), is_active=True, is_service=False)
    found = people if settings.DEMO else people.filter(is_demo=False)
    return list(found.order_by("pk"))


def tasks_of(duties: Duties) -> QuerySet[Resolution]:
    """What meetings assigned to one's agencies and is not done; the next day first."""
    return (
        Resolution.objects.filter(
            kind=Kind.ASSIGNED.value, agency__in=duties.agencies(), done_at__isnull=True
        )
        .select_related("item__meeting", "agency")
        .order_by("due_on", "pk")
    )


def own_attendance(meeting: Meeting, user: User) -> Attendance | None:
    return Attendance.objects.filter(meeting=meeting, person=user).first()
