"""Registers: which there are for a person, and what stands in them."""

from django.db.models import QuerySet

from samrit.letters.models import Register, RegisterEntry
from samrit.letters.queries.writing import letters_visible_to
from samrit.people.queries import Duties


def registers_visible_to(duties: Duties) -> QuerySet[Register]:
    """Those of the offices where the person serves."""
    registers = Register.objects.filter(issuer__agency__in=duties.agencies())
    return registers.select_related("issuer").order_by("-year", "direction", "issuer_id", "book")


def entries_of(register: Register) -> QuerySet[RegisterEntry]:
    """Newest number first."""
    entries = RegisterEntry.objects.filter(register=register).select_related(
        "letter", "arrival", "drawn_by", "voided_by"
    )
    return entries.order_by("-number")


def readable_letters(duties: Duties, register: Register) -> set[int]:
    """Letters of the register that this person may open: of a secret one the book tells the number alone."""
    return set(letters_visible_to(duties).filter(entries__register=register).values_list("pk", flat=True))
