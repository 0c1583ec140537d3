"""การประชุม that offices hold: the list, one with its agenda, its calendar file, what meetings assigned."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Schema

from samrit.letters.documents.invitations import PUBLISH, calendar_of
from samrit.letters.models import AgendaItem, Invitee, Meeting, Resolution
from samrit.letters.permissions.meetings import refuse_convening
from samrit.letters.queries.meetings import agenda_of, invitees_of, meetings_visible_to, tasks_of, with_counts
from samrit.people.api.operations import FILE, reads
from samrit.people.middleware import PersonRequest
from samrit.rules.letters.meetings import Status
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import PathKey

router = Router(tags=["meetings"])
READ, WRITE = "letters:read", "letters:write"
CALENDAR = "text/calendar; charset=utf-8"


class HeldMeetingFacts(Schema):
    """การประชุม; ``area`` null: of the central office. ``invited`` and ``came`` count."""

    id: int
    area: str | None
    number: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    video: str
    chair: str
    status: str
    cancel_reason: str
    invited_at: datetime | None
    invited: int
    came: int

    @staticmethod
    def resolve_area(obj: Meeting) -> str | None:
        return obj.area_id


class MeetingTask(Schema):
    """มติที่มอบหมาย: what an agency is to do until a day; ``done_at``: it says that it is done."""

    id: int
    meeting_id: int
    agency_id: int
    agency: str
    text: str
    due_on: date
    done_at: datetime | None
    done_note: str

    @staticmethod
    def resolve_meeting_id(obj: Resolution) -> int:
        return obj.item.meeting_id

    @staticmethod
    def resolve_agency(obj: Resolution) -> str:
        return str(obj.agency)


class MeetingResolution(Schema):
    """มติ: noted, approved or assigned."""

    id: int
    kind: str
    text: str
    agency_id: int | None
    due_on: date | None
    done_at: datetime | None


class MeetingAgendaItem(Schema):
    """ระเบียบวาระ. ``minutes`` and ``resolutions`` null: not told to who is only invited until they are adopted."""

    id: int
    version: int
    position: int
    title: str
    detail: str
    presenter: str
    minutes: str | None
    resolutions: list[MeetingResolution] | None


class MeetingInvitee(Schema):
    """An agency, or a person."""

    agency_id: int | None
    person_id: int | None
    name: str

    @staticmethod
    def resolve_name(obj: Invitee) -> str:
        return str(obj.agency or obj.person)


class WholeMeeting(HeldMeetingFacts):
    agenda: list[MeetingAgendaItem]
    invitees: list[MeetingInvitee]

    @staticmethod
    def resolve_agenda(obj: Meeting) -> list[dict[str, Any]]:
        """Reads ``minutes_told``: ``office_meeting`` put it there."""
        told: bool = obj.minutes_told  # type: ignore[attr-defined]
        return [_item(one, told=told) for one in agenda_of(obj)]

    @staticmethod
    def resolve_invitees(obj: Meeting) -> list[Invitee]:
        return invitees_of(obj)


class MeetingSlice(Slice):
    status: Literal["planned", "held", "adopted", "cancelled"] | None = None


@reads(router, "/office-meetings", scope=READ, answers=Page[HeldMeetingFacts])
def office_meetings(request: PersonRequest, at: Query[MeetingSlice]) -> dict[str, Any]:
    """Meetings that one holds or is invited to, the latest first."""
    found = with_counts(meetings_visible_to(request.duties))
    found = found.filter(status=at.status) if at.status else found
    return paged(request, found, at, order=("-starts_at", "-pk"))


@reads(router, "/office-meetings/{meeting_id}", scope=READ, answers=WholeMeeting)
def office_meeting(request: PersonRequest, meeting_id: PathKey) -> Meeting:
    """One meeting with its agenda and who is invited."""
    return office_meeting_told(request, meeting_id)


def office_meeting_told(request: PersonRequest, meeting_id: int) -> Meeting:
    meeting = get_object_or_404(with_counts(meetings_visible_to(request.duties)), pk=meeting_id)
    holds = refuse_convening(request.duties, meeting.area) is None
    meeting.minutes_told = holds or meeting.status == Status.ADOPTED  # type: ignore[attr-defined]
    return meeting


@reads(router, "/office-meetings/{meeting_id}/calendar", scope=READ, answers=None, media=FILE)
def office_meeting_calendar(request: PersonRequest, meeting_id: PathKey) -> HttpResponse:
    """The meeting as an iCalendar file."""
    meeting = get_object_or_404(meetings_visible_to(request.duties), pk=meeting_id)
    return HttpResponse(calendar_of(meeting, method=PUBLISH, now=now()), content_type=CALENDAR)


@reads(router, "/meeting-tasks", scope=READ, answers=Page[MeetingTask])
def meeting_tasks(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """What meetings assigned to one's agencies and is not done, the nearest day first."""
    return paged(request, tasks_of(request.duties), at, order=("due_on", "pk"))


def _item(one: AgendaItem, *, told: bool) -> dict[str, Any]:
    return {
        "id": one.pk,
        "version": one.version,
        "position": one.position,
        "title": one.title,
        "detail": one.detail,
        "presenter": one.presenter,
        "minutes": one.minutes if told else None,
        "resolutions": list(one.resolutions.all()) if told else None,
    }
