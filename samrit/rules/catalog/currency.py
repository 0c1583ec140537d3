"""Whether a dataset is up to date (ทันสมัย) by the frequency that it declares, and the day on which it stops being so."""

import tomllib
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.catalog.days import day_of
from samrit.rules.catalog.kinds import Dataset, Record, Schema, first
from samrit.rules.wording import Message, day_said, say

DAY = timedelta(days=1)
_SECONDS_A_DAY = 86_400
_SATURDAY = 5


class State(StrEnum):
    """CURRENT; DUE: the interval is over and grace is running; LATE; UNKNOWN: nobody can tell; JUDGE: a person says."""

    CURRENT = "current"
    DUE = "due"
    LATE = "late"
    UNKNOWN = "unknown"
    JUDGE = "judge"

    @property
    def counts(self) -> bool:
        """Whether it counts as up to date in the KPI."""
        return self in {State.CURRENT, State.DUE}


@dataclass(frozen=True)
class Stretch:
    """How long one interval is: exactly one of the four, in whole numbers. ``grace_days`` are days of the calendar."""

    months: int = 0
    days: int = 0
    working_days: int = 0
    seconds: int = 0
    grace_days: int = 0


@dataclass(frozen=True)
class Policy:
    """How a fiscal year judges: frequency (key) → stretch; the frequencies without one → what is said instead.

    ``told_before``: so many days before it is due its agency is told, where it is updated every ``told_from`` days or less often.
    """

    year: int
    every: Mapping[str, Stretch]
    otherwise: Mapping[str, str]
    service_grace_days: int
    told_before: tuple[int, ...]
    told_from: int

    def tells(self, updated: date | None, due: date | None, on: date) -> bool:
        """Whether the day ``on`` is one on which the agency is told that its dataset will be due."""
        if updated is None or due is None or (due - updated).days < self.told_from:
            return False
        return (due - on).days in self.told_before

    def is_near(self, updated: date | None, due: date | None, on: date) -> bool:
        """Whether it is due soon, and one should set about it."""
        if updated is None or due is None or (due - updated).days < self.told_from:
            return False
        return on <= due <= on + timedelta(days=max(self.told_before))


@dataclass(frozen=True)
class Currency:
    """``updated``: the last update known. ``due``: the last day within the interval. ``late_from``: out of date from here on.

    ``due`` and ``late_from`` are None where no day makes the dataset out of date.
    """

    state: State
    why: Message
    updated: date | None = None
    due: date | None = None
    late_from: date | None = None


@cache
def policies() -> tuple[Policy, ...]:
    """The tables there are, the oldest first. ValueError when a changed file contradicts itself."""
    data = tomllib.loads((resources.files(__package__) / "currency.toml").read_text(encoding="utf-8"))
    return tuple(sorted((_policy(row) for row in data["from"]), key=lambda policy: policy.year))


def policy_of(year: int) -> Policy:
    """How a fiscal year (พ.ศ.) judges; the oldest table for a year before all."""
    return next((one for one in reversed(policies()) if one.year <= year), policies()[0])


def _policy(row: Mapping[str, Any]) -> Policy:
    every = {key: Stretch(**stretch) for key, stretch in row["every"].items()}
    for key, one in every.items():
        lengths = [one.months, one.days, one.working_days, one.seconds]
        if sum(length > 0 for length in lengths) != 1 or min(*lengths, one.grace_days) < 0:
            raise ValueError(f"currency.toml: {key} needs one length above 0 and no negative grace")
    if strange := set(row["otherwise"].values()) - {"current", "service", "judge", "unknown"}:
        raise ValueError(f"currency.toml: {', '.join(sorted(strange))} is nothing that is known")
    told = row["told"]
    if not told["days_before"] or min(*told["days_before"], told["shortest_days"]) < 1:
        raise ValueError("currency.toml: days before which one is told are 1 or more")
    return Policy(
        row["year"],
        every,
        row["otherwise"],
        row["service"]["grace_days"],
        tuple(told["days_before"]),
        told["shortest_days"],
    )


def last_update(dataset: Dataset) -> date | None:
    """The newest day on which the dataset or a resource of it was updated; what was only created counts until then."""
    days = [day_of(first(dataset.record.get("last_updated_date")))]
    days += [day_of(first(one.get("resource_last_updated_date"))) for one in dataset.resources]
    if not any(days):
        days = [day_of(first(dataset.record.get("created_date")))]
        days += [day_of(first(one.get("resource_created_date"))) for one in dataset.resources]
    return max((day for day in days if day), default=None)


def currency(
    schema: Schema,
    record: Record,
    *,
    updated: date | None,
    on: date,
    policy: Policy,
    holidays: Collection[date] = frozenset(),
    answered: date | None = None,
) -> Currency:
    """Whether the record's data are up to date on the day ``on``.

    ``updated``: as ``last_update`` or the resource itself says. ``holidays``: beside Saturdays and Sundays.
    ``answered``: the last day on which a real-time service answered. A day to come counts as an update of today's.
    """
    asked = schema.fields["update_frequency_unit"]
    unit = schema.choice(asked, first(record.get(asked.code)))
    if unit is None:
        return Currency(State.UNKNOWN, say("catalog_no_frequency", "ยังไม่ได้บอกความถี่ในการปรับปรุง"), updated)
    if unit.key not in policy.every:
        return _otherwise(policy.otherwise.get(unit.key, "unknown"), policy, updated, on, answered)
    interval = _interval(record)
    if updated is None:
        return Currency(State.UNKNOWN, say("catalog_no_update", "ยังไม่ได้บอกวันที่ปรับปรุงข้อมูลล่าสุด"))
    every = say("catalog_every", "ทุก {interval} {unit}", interval=interval, unit=unit.label)
    return _judged(policy.every[unit.key], interval, updated, on, holidays=holidays, every=every)


def _interval(record: Record) -> int:
    """Every how many units; 1 while nothing sensible is said."""
    text = first(record.get("update_frequency_interval"))
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 and int(text) > 0 else 1  # noqa: PLR2004 - texts.py allows four digits


def _judged(
    stretch: Stretch, interval: int, updated: date, on: date, *, holidays: Collection[date], every: Message
) -> Currency:
    due = _end(stretch, interval, min(updated, on), holidays)
    late_from = _later(due, stretch.grace_days + 1)
    state = State.CURRENT if on <= due else State.DUE if on < late_from else State.LATE
    day = day_said(updated)
    if state is State.CURRENT:
        why = say(
            "catalog_current",
            "ปรับปรุง{every} ล่าสุดเมื่อ {day} ครั้งต่อไปภายใน {due}",
            every=every,
            day=day,
            due=day_said(due),
        )
    elif state is State.DUE:
        why = say(
            "catalog_due",
            "ปรับปรุง{every} ครบกำหนดเมื่อ {due} ถ้าไม่ปรับปรุงจะไม่เป็นปัจจุบันตั้งแต่ {late}",
            every=every,
            due=day_said(due),
            late=day_said(late_from),
        )
    else:
        why = say(
            "catalog_late",
            "ปรับปรุง{every} แต่ล่าสุดเมื่อ {day} ไม่เป็นปัจจุบันตั้งแต่ {late}",
            every=every,
            day=day,
            late=day_said(late_from),
        )
    return Currency(state, why, updated, due, late_from)  # fmt: skip


def _otherwise(said: str, policy: Policy, updated: date | None, on: date, answered: date | None) -> Currency:
    if said == "current":
        return Currency(State.CURRENT, say("catalog_collected_once", "เก็บครั้งเดียว ไม่มีกำหนดปรับปรุง"), updated)
    if said == "judge":
        return Currency(
            State.JUDGE, say("catalog_judge", "ความถี่เป็น “อื่นๆ” ผู้รับผิดชอบต้องยืนยันว่าเป็นปัจจุบัน"), updated
        )
    if said == "service":
        return _service(policy, updated, on, answered)
    return Currency(
        State.UNKNOWN, say("catalog_unknown_frequency", "ไม่ทราบความถี่ จึงบอกไม่ได้ว่าเป็นปัจจุบัน"), updated
    )


def _service(policy: Policy, updated: date | None, on: date, answered: date | None) -> Currency:
    seen = max((day for day in (answered, updated) if day), default=None)
    if seen is None:
        return Currency(
            State.UNKNOWN, say("catalog_never_answered", "ข้อมูลตามเวลาจริง แต่ยังไม่เคยตรวจว่าบริการตอบ")
        )
    seen = min(seen, on)
    late_from = _later(seen, policy.service_grace_days + 1)
    day = day_said(seen)
    state = State.CURRENT if on <= seen else State.DUE if on < late_from else State.LATE
    why = (
        say("catalog_answers", "ข้อมูลตามเวลาจริง บริการตอบล่าสุดเมื่อ {day}", day=day)
        if state.counts
        else say("catalog_answers_no_more", "ข้อมูลตามเวลาจริง แต่บริการไม่ตอบตั้งแต่ {day}", day=day)
    )
    return Currency(state, why, updated, seen, late_from)


# ── lengths ─────────────────────────────────────────────────────────────────
def _end(stretch: Stretch, interval: int, start: date, holidays: Collection[date]) -> date:
    """The last day within the interval that begins with an update on ``start``."""
    if stretch.months:
        return months_later(start, stretch.months * interval)
    if stretch.working_days:
        return working_days_later(start, stretch.working_days * interval, holidays)
    if stretch.seconds:
        return _later(start, -(-stretch.seconds * interval // _SECONDS_A_DAY))
    return _later(start, stretch.days * interval)


def _later(day: date, days: int) -> date:
    return date.max if days > (date.max - day).days else day + timedelta(days=days)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last: 31 Jan + 1 month is 28 or 29 Feb."""
    number = day.year * 12 + day.month - 1 + months
    if number // 12 > date.max.year:
        return date.max
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Monday to Friday, and no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def working_days_later(day: date, days: int, holidays: Collection[date]) -> date:
    """The n-th working day after a day."""
    while days > 0 and day < date.max:
        day += DAY
        days -= is_working_day(day, holidays)
    return day
