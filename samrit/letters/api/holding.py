"""Holding a meeting: who came, minutes item by item, resolutions, adopting; and saying that an assigned one is done."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Path, Schema, Status

from samrit.letters.actions import meeting as actions
from samrit.letters.api.meetings import (
    READ,
    WRITE,
    MeetingTask,
    WholeMeeting,
    office_meeting_told,
    router,
)
from samrit.letters.models import AgendaItem, Attendance, Meeting, Resolution
from samrit.letters.permissions.meetings import refuse_convening
from samrit.letters.queries.meetings import attendances_of, meetings_visible_to
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.queries import agencies_visible_to
from samrit.rules.letters.meetings import Kind
from samrit.ui.api.values import Key, PathKey, Text

AT = "/office-meetings/{meeting_id}"
LONGEST_MINUTES = 20_000


class AttendanceFacts(Schema):
    """ผู้เข้าประชุม; ``person_id`` null: signed without an account."""

    id: int
    person_id: int | None
    agency_id: int | None
    name: str
    office: str
    at: datetime


class MinutesGiven(Schema):
    """``version``: of the agenda item as it was read; who wrote meanwhile is not written over (409)."""

    minutes: Annotated[str, Text(LONGEST_MINUTES)]
    version: int


class MeetingResolutionGiven(Schema):
    """``agency_id`` and ``due_on``: of an assigned one only."""

    kind: Literal["noted", "approved", "assigned"] = "noted"
    text: Annotated[str, Text(2000, least=1)]
    agency_id: Key | None = None
    due_on: date | None = None


class TaskDone(Schema):
    note: Annotated[str, Text(2000, least=1)]


class AgendaPath(Schema):
    """Which agenda item of which meeting."""

    meeting_id: Key
    item_id: Key


class ResolutionPath(Schema):
    """Which resolution of which meeting."""

    meeting_id: Key
    resolution_id: Key


AtItem = Annotated[AgendaPath, Path()]
AtResolution = Annotated[ResolutionPath, Path()]


@reads(router, f"{AT}/attendance", scope=READ, answers=list[AttendanceFacts])
def meeting_attendance(request: PersonRequest, meeting_id: PathKey) -> QuerySet[Attendance]:
    """Who signed in to a meeting and when, in that order; for who holds it."""
    return attendances_of(_held(request, meeting_id))


@writes(router, f"{AT}/hold", scope=WRITE, answers=WholeMeeting)
def hold_office_meeting(request: PersonRequest, meeting_id: PathKey) -> Meeting:
    """Record that a meeting was held; from now on its minutes are written."""
    actions.hold_meeting(meeting=_held(request, meeting_id), by=request.user, now=now())
    return office_meeting_told(request, meeting_id)


@writes(router, f"{AT}/agenda/{{item_id}}/minutes", method="PUT", scope=WRITE, answers=WholeMeeting)
def write_item_minutes(request: PersonRequest, at: AtItem, body: MinutesGiven) -> Meeting:
    """Write the minutes of one agenda item over the version that was read."""
    item = _item(request, at)
    actions.write_minutes(item=item, minutes=body.minutes, seen=body.version, by=request.user, now=now())
    return office_meeting_told(request, at.meeting_id)


@writes(router, f"{AT}/agenda/{{item_id}}/resolutions", scope=WRITE, answers=WholeMeeting, made=True)
def add_resolution(request: PersonRequest, at: AtItem, body: MeetingResolutionGiven) -> Status[Any]:
    """Record a resolution; an assigned one is told to its agency at once and stands in its work."""
    item, agency = _item(request, at), None
    if body.agency_id is not None:
        agency = get_object_or_404(agencies_visible_to(request.duties), pk=body.agency_id)
    actions.resolve(
        item=item, kind=body.kind, text=body.text, agency=agency, due_on=body.due_on,
        by=request.user, now=now(),
    )  # fmt: skip
    return made(office_meeting_told(request, at.meeting_id))


@writes(router, f"{AT}/resolutions/{{resolution_id}}", method="DELETE", scope=WRITE, answers=WholeMeeting)
def take_resolution_back(request: PersonRequest, at: AtResolution) -> Meeting:
    """Take a resolution out again while nothing was done or decided by it."""
    resolutions = Resolution.objects.filter(item__meeting=_held(request, at.meeting_id))
    found = get_object_or_404(resolutions.select_related("item__meeting"), pk=at.resolution_id)
    actions.take_back_resolution(resolution=found, by=request.user, now=now())
    return office_meeting_told(request, at.meeting_id)


@writes(router, f"{AT}/adopt", scope="letters:sign", answers=WholeMeeting)
def adopt_meeting_minutes(request: PersonRequest, meeting_id: PathKey) -> Meeting:
    """Adopt the minutes: nothing of them changes any more, and the invited read them."""
    actions.adopt_minutes(meeting=_held(request, meeting_id), by=request.user, now=now())
    return office_meeting_told(request, meeting_id)


@writes(router, "/meeting-tasks/{task_id}/done", scope=WRITE, answers=MeetingTask)
def report_meeting_task(request: PersonRequest, task_id: PathKey, body: TaskDone) -> Resolution:
    """Say that what a meeting assigned to one's agency is done; who holds the meeting is told."""
    tasks = Resolution.objects.filter(kind=Kind.ASSIGNED.value, agency__in=request.duties.agencies())
    task = get_object_or_404(tasks, pk=task_id)
    actions.report_done(resolution=task, note=body.note, by=request.user, now=now())
    return tasks.select_related("item__meeting", "agency").get(pk=task_id)


def _held(request: PersonRequest, meeting_id: int) -> Meeting:
    """One that this person holds; who is only invited finds none."""
    found = get_object_or_404(meetings_visible_to(request.duties), pk=meeting_id)
    if refuse_convening(request.duties, found.area):
        raise Http404
    return found


def _item(request: PersonRequest, at: AgendaPath) -> AgendaItem:
    items = AgendaItem.objects.filter(meeting=_held(request, at.meeting_id)).select_related("meeting__area")
    return get_object_or_404(items, pk=at.item_id)
