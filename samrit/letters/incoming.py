"""What the register is proposed of a letter that was read or came in the house: facts, days, whom it concerns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from samrit.letters.drafting import owner_wordings
from samrit.letters.models import Arrival, Delivery, Intake, SealedPaper
from samrit.letters.owners import Proposal, propose
from samrit.letters.permissions.delivery import is_void
from samrit.letters.queries.delivery import number_of
from samrit.people.models import Agency
from samrit.rules.letters.citing import citation
from samrit.rules.letters.kinds import URGENCY_LABELS
from samrit.rules.thai import arabic_digits
from samrit.rules.wording import Message, day_said, say


@dataclass(frozen=True)
class Day:
    """A day that the letter names: until when, and for what."""

    on: date
    said: Message


# ── facts ───────────────────────────────────────────────────────────────────
def facts_of_intake(intake: Intake, *, place: int, today: date) -> dict[str, Any]:
    """Of the file's letter number ``place`` (from 0), as the form takes them; what was not read is empty."""
    letters = intake.reading["letters"]
    read = letters[place] if 0 <= place < len(letters) else {}
    return {
        "sender": read.get("issuer") or "",
        "sender_number": read.get("number") or "",
        "dated": _day(read.get("date")),
        "addressee": ", ".join(read.get("recipients", ())),
        "subject": read.get("subject") or "",
        "urgency": _urgency(read.get("urgency")),
        "references": "\n".join(_line(one) for one in read.get("references", ())),
        "due_on": _next(days_of_reading(intake.reading), today),
    }


def facts_of_delivery(delivery: Delivery) -> dict[str, Any]:
    letter = delivery.letter
    return {
        "sender": letter.issuer.name,
        "sender_number": number_of(letter),
        "dated": localdate(letter.signed_at) if letter.signed_at else None,
        "addressee": delivery.wording,
        "subject": letter.subject,
        "urgency": letter.urgency,
        "secrecy": letter.secrecy,
        "references": "\n".join(letter.references),
        "due_on": letter.due_on,
    }


def _day(read: str | None) -> date | None:
    return datetime.fromisoformat(read).date() if read else None


def _urgency(read: str | None) -> str:
    known = {label.thai(): urgency.value for urgency, label in URGENCY_LABELS.items()}
    return known.get(read or "", "normal")


def _line(reference: dict[str, Any]) -> str:
    return citation(sender="", number=reference["number"], day=_day(reference["date"]))


# ── days ────────────────────────────────────────────────────────────────────
def days_of(arrival: Arrival) -> list[Day]:
    """All that the letter names, the earliest first."""
    found = days_of_reading(arrival.intake.reading) if arrival.intake else []
    if arrival.delivery and arrival.delivery.letter.due_on:
        found.append(Day(arrival.delivery.letter.due_on, say("day_of_letter", "กำหนดที่ผู้ส่งระบุ")))
    return found


def days_of_reading(reading: dict[str, Any]) -> list[Day]:
    return sorted([*_windows(reading), *_meetings(reading)], key=lambda one: one.on)


def _windows(reading: dict[str, Any]) -> Iterator[Day]:
    """The last day of each window; a window that lacks it names no day."""
    for window in reading["windows"]:
        opens, closes = _day(window["opens"]), _day(window["closes"])
        if closes is None:
            continue
        if opens is None:
            yield Day(closes, say("day_window_ends", "วันสุดท้ายของการรายงาน"))
        elif window["round"] is None:
            yield Day(closes, say("day_window", "รายงานตั้งแต่ {opens}", opens=day_said(opens)))
        else:
            yield Day(
                closes,
                say(
                    "day_window_of_round",
                    "รายงานรอบ {months} เดือน ตั้งแต่ {opens}",
                    months=window["round"],
                    opens=day_said(opens),
                ),
            )


def _meetings(reading: dict[str, Any]) -> Iterator[Day]:
    for meeting in reading["meetings"]:
        starts = _day(meeting["starts"])
        if starts:
            yield Day(starts, say("day_meeting", "ประชุม"))


def _next(days: Sequence[Day], today: date) -> date | None:
    """The nearest that has not passed: a letter of the past has nothing left to be done by."""
    return next((one.on for one in days if one.on >= today), None)


def next_day(arrival: Arrival, *, today: date) -> date | None:
    """What passing on is proposed with: the register's own day first, for a person has confirmed it."""
    own = [Day(arrival.due_on, say("day_of_register", "กำหนดในทะเบียน"))] if arrival.due_on else []
    return _next([*own, *days_of(arrival)], today)


# ── whom it concerns ────────────────────────────────────────────────────────
def agencies_named(arrival: Arrival, agencies: Sequence[Agency]) -> list[Proposal]:
    """Agencies that the letter names in its lists, as recipients and as owners, of those it may be passed on to; each once."""
    area = arrival.issuer.agency.area
    if arrival.intake is None or area is None:
        return []
    found: dict[int, Proposal] = {}
    for one in propose(_wordings(arrival.intake.reading), agencies, area):
        if one.agency and (one.agency.pk not in found or one.sure):
            found[one.agency.pk] = one
    return list(found.values())


def _wordings(reading: dict[str, Any]) -> list[str]:
    letters = [name for letter in reading["letters"] for name in letter["recipients"]]
    owners = [name for framework in reading["frameworks"] for name in owner_wordings(framework)]
    return [arabic_digits(name) for name in (*owners, *reading["agencies"], *letters) if name.strip()]


def file_of(one: Arrival) -> tuple[Any, str] | None:
    """As it came, with its name: the file that was read (none is kept of one with a secret in it), or the sender's sealed paper."""
    if one.intake:
        return (one.intake.file, one.intake.name) if one.intake.file else None
    if one.delivery and not is_void(one.delivery.letter):
        paper = SealedPaper.objects.filter(letter=one.delivery.letter).first()
        return (paper.file, f"{one.subject[:80]}.pdf") if paper else None
    return None
