"""When a person is told of what: the days of a window, the one digest of a day, quiet hours, what cannot wait.

The days are data (``reminders.toml``). Everything here is pure: the day and the hour are handed in.
"""

import tomllib
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any, Literal

HOURS = 24
Way = Literal["quiet", "trigger", "news"]


@dataclass(frozen=True)
class Kind:
    """A kind of notice: ``way`` says what it does beyond the inbox.

    ``quiet``: nothing. ``trigger``: a digest is made if what is at the notice's ``url`` still awaits the person.
    ``news``: the next digest tells it. ``urgent``: it does not wait for a digest that would come too late.
    """

    code: str
    way: Way
    urgent: bool = False


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("digest", "quiet"),
        Kind("submitted", "trigger", urgent=True),  # an approver must look before the window closes
        Kind("returned", "trigger", urgent=True),
        Kind("reopened", "trigger", urgent=True),
        Kind("asked", "trigger", urgent=True),  # a question to the province has a deadline of its own
        Kind("task", "news"),  # anything else that awaits this person from now on; the desk may not list it
        Kind("recalled", "quiet"),
        Kind("approved", "quiet"),
        Kind("filed", "trigger"),
        Kind("revised", "news"),
        Kind("decided", "news"),
        Kind("published", "news"),
        Kind("news", "news"),  # anything else that a person should know and need not do anything about
        Kind("undelivered", "quiet"),
        Kind("webhook_paused", "news"),  # a system is told nothing any more until somebody looks
    )
}


@dataclass(frozen=True)
class Step:
    """On this day, counted from the closing one, ``to`` (a role) hears of what is not done."""

    to: str
    day: int


@dataclass(frozen=True)
class Reminders:
    """One table of ``reminders.toml``. Hours are of the day in Bangkok, 0–23."""

    days_before: tuple[int, ...]
    at_opening: bool
    late_after_days: int
    news_lasts_days: int
    digest_hour: int
    quiet_from: int
    quiet_until: int
    escalation: tuple[Step, ...]

    def __post_init__(self) -> None:
        hours = (self.digest_hour, self.quiet_from, self.quiet_until)
        if any(hour not in range(HOURS) for hour in hours):
            raise ValueError(f"hours are 0–23, not {hours}")
        if any(days < 1 for days in (*self.days_before, self.late_after_days, self.news_lasts_days)):
            raise ValueError("days before, late and of news are 1 or more")

    @property
    def reach(self) -> tuple[int, int]:
        """(before, after): how many days around its closing a window can be an occasion."""
        days = [-day for day in self.days_before] + [self.late_after_days]
        days += [step.day for step in self.escalation]
        return (max(0, -min(days)), max(0, *days))


@dataclass(frozen=True)
class Occasion:
    """Why today is a day to write: ``opening``, ``closing`` (in ``days``), ``late`` or ``escalation`` (since ``days``)."""

    code: Literal["opening", "closing", "late", "escalation"]
    days: int = 0


@cache
def _tables() -> tuple[tuple[int, Reminders], ...]:
    text = (resources.files(__package__) / "reminders.toml").read_text(encoding="utf-8")
    return tuple((row["year"], _read(row)) for row in tomllib.loads(text)["from"])


def _read(row: dict[str, Any]) -> Reminders:
    fields = {name: value for name, value in row.items() if name != "year"}
    steps = tuple(Step(**step) for step in fields.pop("escalation"))
    return Reminders(**{**fields, "days_before": tuple(fields["days_before"])}, escalation=steps)


def for_year(year: int) -> Reminders:
    """The table in force for windows of this fiscal year (พ.ศ.); the oldest one before all of them."""
    tables = sorted(_tables(), key=lambda table: table[0])
    return next((table for start, table in reversed(tables) if start <= year), tables[0][1])


def newest() -> Reminders:
    """The table whose hours hold for people: those are nobody's fiscal year."""
    return max(_tables(), key=lambda table: table[0])[1]


def reach() -> tuple[int, int]:
    """(before, after) of all tables: windows further away than this concern no digest."""
    reaches = [table.reach for _, table in _tables()]
    return (max(before for before, _ in reaches), max(after for _, after in reaches))


def occasions(
    reminders: Reminders, *, opens_on: date, closes_on: date, today: date, roles: AbstractSet[str]
) -> list[Occasion]:
    """Why a person with these roles hears of this window today; usually nothing. Days are Bangkok's."""
    day = (today - closes_on).days
    found: list[Occasion] = []
    if today < opens_on or not roles:
        return found
    if reminders.at_opening and today == opens_on:
        found.append(Occasion("opening"))
    if -day in reminders.days_before:
        found.append(Occasion("closing", -day))
    if day == reminders.late_after_days:
        found.append(Occasion("late", day))
    if any(step.day == day and step.to in roles for step in reminders.escalation):
        found.append(Occasion("escalation", day))
    return found


# ── hours ───────────────────────────────────────────────────────────────────
def is_quiet(hour: int, *, quiet_from: int | None, quiet_until: int | None) -> bool:
    """Whether an hour of the day lies in the quiet ones; they may pass midnight. None: no quiet hours."""
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return False
    if quiet_from < quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until


def next_loud(moment: datetime, *, quiet_from: int | None, quiet_until: int | None) -> datetime:
    """The first moment from this one (local time) on at which something may be sent."""
    if quiet_until is None or not is_quiet(moment.hour, quiet_from=quiet_from, quiet_until=quiet_until):
        return moment
    loud = moment.replace(hour=quiet_until, minute=0, second=0, microsecond=0)
    return loud if loud > moment else loud + timedelta(days=1)


def next_digest(moment: datetime, *, digest_hour: int, sent_today: bool) -> datetime:
    """When the next digest of this person can be made (local time)."""
    today = moment.replace(hour=digest_hour, minute=0, second=0, microsecond=0)
    if sent_today or today.date() < moment.date():
        return today + timedelta(days=1)
    return max(today, moment)


def send_now(
    kind: Kind,
    *,
    closes_at: datetime | None,
    now: datetime,
    digest_hour: int,
    quiet_from: int | None,
    quiet_until: int | None,
    sent_today: bool,
) -> datetime | None:
    """When an urgent notice is sent by itself, or None when a digest comes early enough. Local moments.

    Only what closes before the next digest goes out alone; and quiet hours are kept, unless the window closes in them.
    """
    if not kind.urgent or closes_at is None or closes_at <= now:
        return None
    if next_digest(now, digest_hour=digest_hour, sent_today=sent_today) < closes_at:
        return None
    loud = next_loud(now, quiet_from=quiet_from, quiet_until=quiet_until)
    return loud if loud < closes_at else now


BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 4, 16, 64, 240))


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts failed: 1, 4, 16, 64 minutes, then every four hours."""
    return BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1]
