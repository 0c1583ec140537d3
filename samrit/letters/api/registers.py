"""In whose name one may write, and the registers of numbers of what went out."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from samrit.letters.api.written_facts import LetterOffice
from samrit.letters.models import Issuer, Register, RegisterEntry
from samrit.letters.queries.registers import entries_of, readable_letters, registers_visible_to
from samrit.letters.queries.writing import issuers_of
from samrit.people.api.operations import reads
from samrit.people.middleware import PersonRequest
from samrit.rules.letters.registers import Direction, book_label
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.values import PathKey

router = Router(tags=["written"])
READ = "letters:read"


class LetterRegister(Schema):
    """ทะเบียนหนังสือส่ง of one office, book and year (พ.ศ.)."""

    id: int
    issuer: LetterOffice
    book: str
    name: str
    year: int
    last_number: int

    @staticmethod
    def resolve_name(obj: Register) -> str:
        return book_label(obj.book)


class LetterEntry(Schema):
    """One number. Of a letter that is secret to the reader the number alone is told: ``letter_id`` is null."""

    number: int
    written: str
    drawn_at: datetime
    letter_id: int | None
    subject: str | None
    addressee: str | None
    voided_at: datetime | None
    void_reason: str


@reads(router, "/letter-issuers", scope=READ, answers=list[LetterOffice])
def letter_issuers(request: PersonRequest) -> QuerySet[Issuer]:
    """The offices in whose name one may write."""
    return issuers_of(request.duties).filter(retired_at=None).order_by("pk")


@reads(router, "/letter-registers", scope=READ, answers=list[LetterRegister])
def letter_registers(request: PersonRequest) -> QuerySet[Register]:
    """The registers of letters that one's own offices have sent, the newest year first."""
    return _outgoing(request)


@reads(router, "/letter-registers/{register_id}/entries", scope=READ, answers=Page[LetterEntry])
def letter_register_entries(request: PersonRequest, register_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """The numbers of a register, the newest first; a void number keeps its place."""
    register = get_object_or_404(_outgoing(request), pk=register_id)
    readable = readable_letters(request.duties, register)
    page = paged(request, entries_of(register), at, order=("-number",))
    return {**page, "items": [_entry(one, open_=one.letter_id in readable) for one in page["items"]]}


def _outgoing(request: PersonRequest) -> QuerySet[Register]:
    return registers_visible_to(request.duties).filter(direction=Direction.OUTGOING)


def _entry(one: RegisterEntry, *, open_: bool) -> dict[str, Any]:
    letter = one.letter if open_ else None
    return {
        "number": one.number,
        "written": one.written,
        "drawn_at": one.drawn_at,
        "letter_id": letter.pk if letter else None,
        "subject": letter.subject if letter else None,
        "addressee": letter.addressee if letter else None,
        "voided_at": one.voided_at,
        "void_reason": one.void_reason,
    }
