"""Drawing numbers from the registers: in the transaction of what they number, so that no number is ever without its letter."""

from datetime import datetime

from django.utils.timezone import localdate

from samrit.letters.models import Arrival, Issuer, Letter, Register, RegisterEntry
from samrit.letters.papers import content_of, number_facts
from samrit.people.models import User
from samrit.rules.letters.registers import Direction, register_year, written


def draw_outgoing(letter: Letter, *, by: User, now: datetime) -> RegisterEntry:
    """The next number of the letter's book and year."""
    book, year = number_facts(content_of(letter), letter.issuer, localdate(now))
    register = _locked(letter.issuer, Direction.OUTGOING, book, year)
    number = _next(register)
    shown = written(book, code=letter.issuer.code, number=number, year=year, circular=letter.circular)
    return RegisterEntry.objects.create(
        register=register, number=number, letter=letter, written=shown, drawn_by=by, drawn_at=now
    )


def draw_incoming(arrival: Arrival, *, by: User, now: datetime) -> RegisterEntry:
    """The next number of the year's incoming register."""
    register = _locked(arrival.issuer, Direction.INCOMING, "general", register_year(localdate(now)))
    number = _next(register)
    return RegisterEntry.objects.create(
        register=register, number=number, arrival=arrival, written=str(number), drawn_by=by, drawn_at=now
    )


def _locked(issuer: Issuer, direction: Direction, book: str, year: int) -> Register:
    """The register, held until the transaction ends; the first of a year makes it, whoever comes at the same moment."""
    facts = {"issuer": issuer, "direction": direction.value, "book": book, "year": year}
    Register.objects.bulk_create([Register(**facts)], ignore_conflicts=True)
    return Register.objects.select_for_update().get(**facts)


def _next(register: Register) -> int:
    register.last_number += 1
    register.save(update_fields=["last_number"])
    return register.last_number
