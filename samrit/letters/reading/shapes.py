"""What reading a letter gives: plain values, each with the line it was read from (docs/letters.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from samrit.letters.reading.scan.shapes import ScanRead
from samrit.rules.thai import plain_number
from samrit.rules.thailand import ministries, provinces
from samrit.rules.wording import Message


def letter_codes() -> dict[str, str]:
    """Code that opens a letter's number → whose it is: every province and ministry."""
    codes = {province.letter_code: f"จังหวัด{province.th}" for province in provinces()}
    return {**codes, **ministries()}


@dataclass(frozen=True)
class Known:
    """What the system knows already, for "did you mean": last year's KPIs, the agencies, the letter codes."""

    kpi_names: tuple[str, ...] = ()
    agency_names: tuple[str, ...] = ()
    letter_codes: Mapping[str, str] = field(default_factory=letter_codes)


@dataclass(frozen=True)
class Reference:
    """อ้างถึง: another letter, as this one cites it."""

    number: str
    date: date | None
    line: int

    def to_json(self) -> dict[str, Any]:
        return {"number": self.number, "date": _iso(self.date)}


@dataclass(frozen=True)
class Letter:
    """One official letter. ``number`` in Arabic digits, in the form ``ปท 0017.2/ว 123``; the rest as printed."""

    number: str | None
    issuer: str | None
    urgency: str | None
    date: date | None
    subject: str | None
    recipients: tuple[str, ...]
    references: tuple[Reference, ...]
    enclosures: tuple[str, ...]
    line: int

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "issuer": self.issuer,
            "urgency": self.urgency,
            "date": _iso(self.date),
            "subject": self.subject,
            "recipients": list(self.recipients),
            "references": [reference.to_json() for reference in self.references],
            "enclosures": list(self.enclosures),
        }


@dataclass(frozen=True)
class Window:
    """ช่วงเวลารายงาน of a round (6, 9, 12 months; None when not said). A time only where the letter has one."""

    round: int | None
    opens: date | None
    closes: date | None
    line: int
    opens_at: time | None = None
    closes_at: time | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "opens": _moment(self.opens, self.opens_at),
            "closes": _moment(self.closes, self.closes_at),
        }


@dataclass(frozen=True)
class AgendaItem:
    """One topic. Several topics that share a stretch of time are items with the same times."""

    starts: datetime | None
    ends: datetime | None
    topic: str
    line: int

    def to_json(self) -> dict[str, Any]:
        return {"starts": _minutes(self.starts), "ends": _minutes(self.ends), "topic": self.topic}


@dataclass(frozen=True)
class Meeting:
    """A meeting to come. Times are local (Asia/Bangkok). Linked rooms of a video meeting stand in ``places``."""

    starts: datetime
    ends: datetime | None
    places: tuple[str, ...]
    agenda: tuple[AgendaItem, ...]
    line: int

    @property
    def place(self) -> str | None:
        return " / ".join(self.places) or None

    def to_json(self) -> dict[str, Any]:
        return {
            "starts": _minutes(self.starts),
            "ends": _minutes(self.ends),
            "place": self.place,
            "agenda": [item.to_json() for item in self.agenda],
        }


@dataclass(frozen=True)
class Part:
    """ตัวชี้วัดย่อย with its share of the KPI's weight."""

    name: str
    weight: Decimal | None
    line: int

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "weight": _number(self.weight)}


@dataclass(frozen=True)
class Kpi:
    number: str | None
    name: str
    weight: Decimal | None
    owners: tuple[str, ...]
    parts: tuple[Part, ...]
    line: int

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "name": self.name,
            "weight": _number(self.weight),
            "owners": list(self.owners),
            "parts": [part.to_json() for part in self.parts],
        }


@dataclass(frozen=True)
class Group:
    """KPIs under one heading (1.1 …); KPIs directly under a component share a group without number and name."""

    number: str | None
    name: str | None
    weight: Decimal | None
    kpis: tuple[Kpi, ...]
    line: int

    def to_json(self) -> dict[str, Any]:
        return {"number": self.number, "name": self.name, "kpis": [kpi.to_json() for kpi in self.kpis]}


@dataclass(frozen=True)
class Component:
    """องค์ประกอบ. ``number`` and ``name`` are None for a table that has KPIs but no components."""

    number: str | None
    name: str | None
    weight: Decimal | None
    assessed: bool
    groups: tuple[Group, ...]
    line: int

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        return tuple(kpi for group in self.groups for kpi in group.kpis)

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "name": self.name,
            "weight": _number(self.weight),
            "assessed": self.assessed,
            "groups": [group.to_json() for group in self.groups],
        }


@dataclass(frozen=True)
class Framework:
    """กรอบตัวชี้วัด of one province and year. ``stated_total`` is the total as printed, None where there is none."""

    province_code: str | None
    fiscal_year: int | None
    edition: str
    components: tuple[Component, ...]
    stated_total: Decimal | None
    line: int

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        return tuple(kpi for component in self.components for kpi in component.kpis)

    @property
    def total_weight(self) -> Decimal | None:
        """The total as printed, else the sum of the printed weights; None where a weight is missing."""
        if self.stated_total is not None:
            return self.stated_total
        assessed = [component for component in self.components if component.assessed]
        weights = [component_weight(component) for component in assessed]
        known = [weight for weight in weights if weight is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(weights) else None

    def to_json(self) -> dict[str, Any]:
        return {
            "province_code": self.province_code,
            "fiscal_year": self.fiscal_year,
            "edition": self.edition,
            "total_weight": _number(self.total_weight),
            "components": [component.to_json() for component in self.components],
        }


def component_weight(component: Component) -> Decimal | None:
    """The weight as printed, else the sum of its KPIs when each has one."""
    if component.weight is not None:
        return component.weight
    weights = [kpi.weight for kpi in component.kpis]
    known = [weight for weight in weights if weight is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(weights) else None


@dataclass(frozen=True)
class Agency:
    """A line of an agency list, as printed."""

    name: str
    line: int


@dataclass(frozen=True)
class Finding:
    """ข้อสังเกต: what a person has to settle (error, warning) or should know (info). ``readings``: all of them."""

    code: str
    severity: str
    message: Message
    line: int
    readings: tuple[str, ...] = ()

    def to_json(self, words: Callable[[Message], str] = Message.thai) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity,
            "message": words(self.message),
            "line": self.line,
            "readings": list(self.readings),
        }


@dataclass(frozen=True)
class Reading:
    """All that was understood. ``text`` is what was read, secrets masked; lines count in it from 1.

    ``scan``: how sure, and where on its pages, when it was read from pictures.
    """

    letters: tuple[Letter, ...]
    windows: tuple[Window, ...]
    meetings: tuple[Meeting, ...]
    frameworks: tuple[Framework, ...]
    agencies: tuple[Agency, ...]
    findings: tuple[Finding, ...]
    redacted: int
    text: str
    media_type: str
    scan: ScanRead | None = None

    @property
    def contains_secret(self) -> bool:
        return self.redacted > 0

    def to_json(self, words: Callable[[Message], str] = Message.thai) -> dict[str, Any]:
        """The shape of ``samrit read_letter --json``; ``words`` puts the findings into the reader's language."""
        return {
            "letters": [letter.to_json() for letter in self.letters],
            "windows": [window.to_json() for window in self.windows],
            "meetings": [meeting.to_json() for meeting in self.meetings],
            "frameworks": [framework.to_json() for framework in self.frameworks],
            "agencies": [agency.name for agency in self.agencies],
            "findings": [finding.to_json(words) for finding in self.findings],
            "redacted": self.redacted,
            **({"scan": self.scan.to_json()} if self.scan else {}),
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _minutes(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def _moment(day: date | None, at: time | None) -> str | None:
    return _minutes(datetime.combine(day, at)) if day and at else _iso(day)


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain_number(value)
