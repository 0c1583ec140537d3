"""Minutes: written item by item, adopted once."""

from datetime import datetime

from django.db import transaction

from samrit.letters.actions.meeting.changing import changing, told
from samrit.letters.models import AgendaItem, Meeting
from samrit.people.models import User
from samrit.rules.letters.meetings import Verb, refuse_adopting
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def hold_meeting(*, meeting: Meeting, by: User, now: datetime) -> Meeting:
    """บันทึกว่าประชุมแล้ว: from now on minutes are written."""
    found = changing(meeting, Verb.HOLD, by=by, now=now)
    found.version += 1
    found.save()
    told(found, "hold_meeting", by=by, now=now)
    return found


@transaction.atomic
def write_minutes(*, item: AgendaItem, minutes: str, seen: int, by: User, now: datetime) -> AgendaItem:
    """จดรายงานของหนึ่งวาระ. RefusedError when somebody wrote meanwhile: the page then shows both."""
    meeting = changing(item.meeting, Verb.WRITE, by=by, now=now)
    found = AgendaItem.objects.select_for_update().get(meeting=meeting, pk=item.pk)
    minutes = minutes.strip()
    if found.minutes == minutes:
        return found
    if found.version != seen:
        raise RefusedError(
            refuse(
                "minutes_changed",
                "มีผู้จดวาระนี้หลังจากคุณเปิดหน้า – ข้อความของคุณยังอยู่ในช่อง รวมกับฉบับที่บันทึกไว้แล้วบันทึกอีกครั้ง",
            )
        )
    found.minutes, found.version, found.written_by, found.written_at = minutes, found.version + 1, by, now
    found.save()
    told(meeting, "write_minutes", by=by, now=now, agenda=str(found))
    return found


@transaction.atomic
def adopt_minutes(*, meeting: Meeting, by: User, now: datetime) -> Meeting:
    """รับรองรายงานการประชุม: from now on nothing of it changes."""
    found = changing(meeting, Verb.ADOPT, by=by, now=now)
    items = AgendaItem.objects.filter(meeting=found)
    if refusal := refuse_adopting(items.count(), items.filter(minutes="", resolutions=None).count()):
        raise RefusedError(refusal)
    found.adopted_by, found.adopted_at, found.version = by, now, found.version + 1
    found.save()
    told(found, "adopt_minutes", by=by, now=now)
    return found
