"""A meeting locked for a change that may be made now, and the event that tells of it."""

from datetime import datetime

from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.letters.models import Meeting
from samrit.letters.permissions.meetings import next_meeting_status
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.letters.meetings import Verb
from samrit.rules.wording import Refusal, RefusedError, refuse


def locked(meeting: Meeting) -> Meeting:
    """As it stands now; nobody else changes it meanwhile."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("area").get(pk=meeting.pk)


def changing(meeting: Meeting, verb: Verb, *, by: User, now: datetime) -> Meeting:
    """The meeting in its next status, not saved yet. RefusedError says why not."""
    found = locked(meeting)
    after = next_meeting_status(duties_of(by, localdate(now)), found, verb, now=now)
    if isinstance(after, Refusal):
        raise RefusedError(after)
    found.status = after.value
    return found


def refuse_stale(found: Meeting, seen: int) -> Refusal | None:
    if found.version != seen:
        return refuse("meeting_changed", "มีผู้แก้ไขการประชุมนี้หลังจากคุณเปิดหน้า – สิ่งที่พิมพ์ยังอยู่ ตรวจค่าล่าสุดแล้วบันทึกอีกครั้ง")
    return None


def told(
    meeting: Meeting, verb: str, *, by: User | None, now: datetime, reason: str = "", **after: object
) -> None:
    record(
        verb=verb,
        subject=meeting,
        by=by,
        now=now,
        after={"name": str(meeting), **after},
        reason=reason,
        area_code=meeting.area_id or "",
        actor_role=duties_of(by, localdate(now)).described() if by else "",
    )
