"""Who is invited, and the invitations that calendars understand."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.letters.actions.meeting.changing import changing, told
from samrit.letters.models import CalendarMail, Invitee, Meeting
from samrit.letters.queries.meetings import people_invited
from samrit.notices.actions import tell
from samrit.people.models import Agency, User
from samrit.people.queries import agencies_visible_to, duties_of
from samrit.rules.letters.meetings import MOST_INVITED, Verb
from samrit.rules.thai import thai_date
from samrit.rules.wording import Message, RefusedError, refuse, say


@transaction.atomic
def invite(*, meeting: Meeting, agencies: Iterable[Agency], by: User, now: datetime) -> int:
    """Put agencies on the list; nobody hears of it before the invitations go out. How many are new."""
    found = changing(meeting, Verb.CHANGE, by=by, now=now)
    wanted = {agency.pk for agency in agencies}
    seen = agencies_visible_to(duties_of(by, localdate(now))).filter(pk__in=wanted)
    allowed = set(seen.values_list("pk", flat=True))
    if wanted - allowed:
        raise RefusedError(refuse("invited_unknown", "เลือกหน่วยงานในรายการ"))
    there = set(Invitee.objects.filter(meeting=found, agency__isnull=False).values_list("agency", flat=True))
    fresh = sorted(allowed - there)
    if len(there) + len(fresh) > MOST_INVITED:
        raise RefusedError(refuse("invited_many", "เชิญได้ไม่เกิน {most} หน่วยงาน", most=MOST_INVITED))
    Invitee.objects.bulk_create(Invitee(meeting=found, agency_id=key) for key in fresh)
    if fresh:
        told(found, "invite_to_meeting", by=by, now=now, invited=len(fresh))
    return len(fresh)


@transaction.atomic
def uninvite(*, invitee: Invitee, by: User, now: datetime) -> None:
    found = changing(invitee.meeting, Verb.CHANGE, by=by, now=now)
    if Invitee.objects.filter(meeting=found, pk=invitee.pk).delete()[0]:
        told(found, "uninvite_from_meeting", by=by, now=now, invited=1)


@transaction.atomic
def send_invitations(*, meeting: Meeting, by: User, now: datetime) -> int:
    """Tell everybody invited in the house, and put a mail with the calendar's request on its way. How many people.

    Sent again after a change, calendars take the new sequence; who had this sequence already is not mailed twice.
    """
    found = changing(meeting, Verb.INVITE, by=by, now=now)
    people = people_invited(found, localdate(now))
    if not people:
        raise RefusedError(refuse("nobody_invited", "ยังไม่มีผู้รับเชิญที่มีบัญชีในระบบ – เลือกหน่วยงานก่อน"))
    found.invited_at = now
    found.save(update_fields=["invited_at"])
    _mail(found, people, now=now)
    tell(
        to=people, kind="news", subject=_invited(found), url=f"/meetings/{found.pk}/",
        key=f"meeting:{found.pk}:{found.sequence}", by=None, now=now,
    )  # fmt: skip
    told(found, "send_invitations", by=by, now=now, invited=len(people), sequence=found.sequence)
    return len(people)


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User, now: datetime) -> Meeting:
    """ยกเลิกการประชุม: calendars of all who were invited take it out."""
    found = changing(meeting, Verb.CANCEL, by=by, now=now)
    reason = reason.strip()
    if not reason:
        raise RefusedError(refuse("reason_required", "โปรดระบุเหตุผล"))
    found.cancel_reason, found.version = reason, found.version + 1
    if found.invited_at:
        found.sequence += 1
    found.save()
    CalendarMail.objects.filter(meeting=found, state=CalendarMail.State.PENDING).delete()
    heard = CalendarMail.objects.filter(meeting=found).values("person")
    people = list(User.objects.filter(pk__in=heard, is_active=True).order_by("pk"))
    _mail(found, people, now=now, cancels=True)
    tell(
        to=people, kind="news", subject=_cancelled(found), url=f"/meetings/{found.pk}/",
        key=f"meeting:{found.pk}:cancelled", by=None, now=now,
    )  # fmt: skip
    told(found, "cancel_meeting", by=by, now=now, reason=reason)
    return found


def _mail(meeting: Meeting, people: Iterable[User], *, now: datetime, cancels: bool = False) -> None:
    CalendarMail.objects.bulk_create(
        (
            CalendarMail(
                meeting=meeting, person=person, sequence=meeting.sequence, cancels=cancels, next_at=now
            )
            for person in people
        ),
        ignore_conflicts=True,
    )


def _invited(meeting: Meeting) -> Message:
    day = thai_date(localdate(meeting.starts_at), short=True)
    if meeting.sequence:
        return say(
            "told_meeting_changed", "เชิญประชุม “{name}” – มีการเปลี่ยนแปลง วันที่ {day}", name=str(meeting), day=day
        )
    return say("told_meeting", "เชิญประชุม “{name}” วันที่ {day}", name=str(meeting), day=day)


def _cancelled(meeting: Meeting) -> Message:
    day = thai_date(localdate(meeting.starts_at), short=True)
    return say("told_meeting_cancelled", "ยกเลิกการประชุม “{name}” วันที่ {day}", name=str(meeting), day=day)
