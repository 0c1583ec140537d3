"""Who may hold a meeting, write its minutes, sign in."""

from datetime import datetime

from samrit.letters.models import Meeting, Resolution
from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.rules.letters import meetings as rules
from samrit.rules.letters.meetings import Status, Verb
from samrit.rules.wording import Refusal, refuse


def refuse_convening(duties: Duties, area: Area | None) -> Refusal | None:
    """``area`` None: a meeting of the central office."""
    if duties.evaluates or (area is not None and area.pk in duties.coordinated_areas()):
        return None
    return refuse("not_convening", "จัดการประชุมได้เฉพาะผู้ประสานงานจังหวัดและสำนักงาน ก.พ.ร.")


def next_meeting_status(duties: Duties, meeting: Meeting, verb: Verb, *, now: datetime) -> Status | Refusal:
    """Where the meeting stands after this, or why this person may not do it now."""
    if refusal := refuse_convening(duties, meeting.area):
        return refusal
    return rules.next_status(Status(meeting.status), verb, starts_at=meeting.starts_at, now=now)


def refuse_meeting(duties: Duties, meeting: Meeting, verb: Verb, *, now: datetime) -> Refusal | None:
    """The refusal alone, for the page's buttons."""
    after = next_meeting_status(duties, meeting, verb, now=now)
    return after if isinstance(after, Refusal) else None


def refuse_attending(meeting: Meeting, *, now: datetime) -> Refusal | None:
    return rules.refuse_signing_in(
        Status(meeting.status), starts_at=meeting.starts_at, ends_at=meeting.ends_at, now=now
    )


def refuse_doing(duties: Duties, resolution: Resolution) -> Refusal | None:
    """What was assigned is done by the agency that it was assigned to."""
    if resolution.agency_id is None:
        return refuse("resolution_no_task", "มตินี้ไม่ได้มอบหมายงาน")
    if resolution.agency_id not in duties.agencies():
        return refuse("resolution_not_yours", "งานตามมตินี้เป็นของหน่วยงานอื่น")
    if resolution.done_at is not None:
        return refuse("resolution_done", "แจ้งผลตามมตินี้ไปแล้ว")
    return None
