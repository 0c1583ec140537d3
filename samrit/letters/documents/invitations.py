"""A meeting as calendars know it (RFC 5545, 5546): a file to keep, a request or a cancellation by mail."""

from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from samrit.letters.models import CalendarMail, Meeting
from samrit.letters.queries.meetings import agenda_of
from samrit.people.models import User
from samrit.rules.letters.meetings import Status, item_name
from samrit.ui.formats import date_and_time
from samrit.ui.wording import in_words

BANGKOK = ZoneInfo("Asia/Bangkok")
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"


def calendar_of(meeting: Meeting, *, method: str, now: datetime, to: User | None = None) -> bytes:
    """``to``: whom a request or a cancellation is for; a published file names nobody."""
    calendar = Calendar()
    calendar.add("prodid", "-//Samrit//Meetings//TH")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_tzid("Asia/Bangkok"))
    event = _event(meeting, now)
    if to is not None:
        event.add("attendee", _attendee(to), encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, now: datetime) -> Event:
    event = Event()
    cancelled = meeting.status == Status.CANCELLED
    event.add("uid", f"meeting-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at.astimezone(BANGKOK))
    event.add("dtend", meeting.ends_at.astimezone(BANGKOK))
    event.add("summary", str(meeting))
    event.add("location", " / ".join(filter(None, (meeting.place, meeting.video))))
    event.add("url", settings.SITE_URL.rstrip("/") + reverse("meetings:one", args=[meeting.pk]))
    event.add("description", "\n".join(_agenda(meeting)))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _organizer(meeting), encode=False)
    return event


def _agenda(meeting: Meeting) -> list[str]:
    lines = [in_words(item_name(one.position, one.title)) for one in agenda_of(meeting)]
    return [*lines, gettext("ประธาน %(chair)s") % {"chair": meeting.chair}] if meeting.chair else lines


def _organizer(meeting: Meeting) -> vCalAddress:
    """The office, by the address that this site writes from."""
    organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}")
    office = f"จังหวัด{meeting.area.name}" if meeting.area else "สำนักงาน ก.พ.ร."
    organizer.params["CN"] = vText(office)
    return organizer


def _attendee(person: User) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["CN"] = vText(person.name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


# ── by mail ─────────────────────────────────────────────────────────────────
def mail_of(mail: CalendarMail, *, now: datetime) -> EmailMultiAlternatives:
    """Text for people and the calendar's object beside it, as programs look for it."""
    meeting, method = mail.meeting, CANCEL if mail.cancels else REQUEST
    with override("th"):
        subject = gettext("ยกเลิกการประชุม: {name}") if mail.cancels else gettext("เชิญประชุม: {name}")
        context = {
            "meeting": meeting,
            "items": [in_words(item_name(one.position, one.title)) for one in agenda_of(meeting)],
            "starts": date_and_time(meeting.starts_at),
            "ends": date_and_time(meeting.ends_at),
            "name": mail.person.name,
            "address": settings.SITE_URL.rstrip("/") + reverse("meetings:one", args=[meeting.pk]),
            "cancels": mail.cancels,
        }
        message = EmailMultiAlternatives(
            subject=" ".join(subject.format(name=meeting).split()),
            body=render_to_string("letters/mail/meeting.txt", context).strip() + "\n",
            to=[mail.person.email],
            headers={
                "Message-ID": message_id(mail),
                "Auto-Submitted": "auto-generated",
                "Content-Language": "th",
            },
        )
        calendar = calendar_of(meeting, method=method, now=now, to=mail.person).decode()
    message.attach_alternative(calendar, f"text/calendar; method={method}")
    return message


def message_id(mail: CalendarMail) -> str:
    """The same for every attempt, so that a mail can be recognised."""
    key = f"meeting:{mail.meeting_id}:{mail.person_id}:{mail.sequence}"
    return f"<{sha256(key.encode()).hexdigest()[:40]}@{urlsplit(settings.SITE_URL).hostname}>"
