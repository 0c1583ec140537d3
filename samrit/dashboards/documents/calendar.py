"""A person's windows as an iCalendar feed (RFC 5545), for the calendar program they use anyway."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from icalendar import Alarm, Calendar, Event, Timezone

from samrit.dashboards.digests import name_of
from samrit.frameworks.models import Round
from samrit.rules import reminders
from samrit.ui.formats import date_and_time
from samrit.ui.wording import in_words

BANGKOK = ZoneInfo("Asia/Bangkok")
SHOWN_FOR = timedelta(minutes=30)  # calendars want a length; the moment is what counts
FRESH_FOR = timedelta(hours=1)


def calendar_of(rounds: Iterable[Round], *, now: datetime) -> bytes:
    """Opening and closing of each round (fetched with area and year), in the language now active."""
    calendar = Calendar()
    calendar.add("prodid", "-//Samrit//Reporting windows//TH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", gettext("กำหนดเวลารายงาน – สัมฤทธิ์"))
    calendar.add("x-wr-timezone", "Asia/Bangkok")
    calendar.add("refresh-interval", FRESH_FOR, {"value": "DURATION"})
    calendar.add("x-published-ttl", FRESH_FOR)
    calendar.add_component(Timezone.from_tzid("Asia/Bangkok"))
    for round_ in rounds:
        calendar.add_component(_opening(round_, now))
        calendar.add_component(_closing(round_, now))
    return bytes(calendar.to_ical())


def _opening(round_: Round, now: datetime) -> Event:
    event = _event(round_, "opens", round_.opens_at, now)
    event.add("summary", gettext("เปิดรับรายงาน – %(round)s") % {"round": in_words(name_of(round_))})
    event.add_component(_alarm(timedelta(0), str(event["summary"])))
    return event


def _closing(round_: Round, now: datetime) -> Event:
    """Ends at the closing moment, so that a day's view shows when it is over."""
    event = _event(round_, "closes", round_.closes_at - SHOWN_FOR, now)
    event.add("summary", gettext("ปิดรับรายงาน – %(round)s") % {"round": in_words(name_of(round_))})
    for days in sorted(reminders.for_year(round_.fiscal_year_id).days_before, reverse=True):
        event.add_component(_alarm(timedelta(days=-days), str(event["summary"])))
    return event


def _event(round_: Round, what: str, starts: datetime, now: datetime) -> Event:
    site = urlsplit(settings.SITE_URL)
    event = Event()
    event.add("uid", f"round-{round_.pk}-{what}@{site.hostname}")
    event.add("dtstamp", now)
    event.add("dtstart", starts.astimezone(BANGKOK))
    event.add("dtend", (starts + SHOWN_FOR).astimezone(BANGKOK))
    event.add("url", settings.SITE_URL.rstrip("/") + reverse("reports:round", args=[round_.pk]))
    event.add("description", gettext("ปิดรับ %(closes)s") % {"closes": date_and_time(round_.closes_at)})
    event.add("transp", "TRANSPARENT")  # a deadline makes nobody busy
    return event


def _alarm(before: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", before)
    return alarm
