"""A letter as the paper that is printed: from its rows to ``rules.letters.paper.LetterPaper``."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urljoin

from django.conf import settings
from django.utils.timezone import localdate

from samrit.letters.models import Issuer, Letter, LetterStep
from samrit.letters.queries.writing import entry_of, signatures_of
from samrit.rules.letters.content import Content
from samrit.rules.letters.kinds import Block, Kind, Urgency, rules_of
from samrit.rules.letters.paper import (
    Attachment,
    Digits,
    Enclosure,
    Item,
    Items,
    LetterPaper,
    QrCode,
    Signatory,
    blocks_from_data,
)
from samrit.rules.letters.registers import book_for, register_year, written
from samrit.rules.letters.signing import Status
from samrit.rules.secrecy import Level

LIST_TITLE = "บัญชีรายชื่อแนบท้าย"
QR_CAPTION = "ตรวจสอบหนังสือ"
DRAFT_MARK, VOID_MARK = "ร่าง", "ยกเลิก"


def content_of(letter: Letter) -> Content:
    return Content(
        kind=letter.kind,
        circular=letter.circular,
        urgency=letter.urgency,
        secrecy=letter.secrecy,
        digits=letter.digits,
        subject=letter.subject,
        salutation=letter.salutation,
        addressee=letter.addressee,
        recipients=tuple(letter.recipients),
        body=tuple(letter.body),
        references=tuple(letter.references),
        enclosures=tuple((title, quantity) for title, quantity in letter.enclosures),
        copy_to=tuple(letter.copy_to),
        due_on=letter.due_on,
    )


def address_of(letter: Letter) -> str:
    """Where everybody can ask whether this is the letter that was signed."""
    return urljoin(settings.SITE_URL, f"/verify/letter/{letter.code}/")


def paper_of(letter: Letter) -> LetterPaper:
    """As it stands now: a draft carries its mark and no number; a signed one its number, day and QR."""
    entry = entry_of(letter)
    day = localdate(letter.signed_at) if letter.signed_at else None
    mark = "" if letter.status == Status.SIGNED else VOID_MARK if letter.status == Status.VOID else DRAFT_MARK
    return made_of(
        content_of(letter),
        letter.issuer,
        signatures_of(letter),
        number=entry.written if entry else "",
        day=day,
        mark=mark,
        qr=QrCode(address_of(letter), QR_CAPTION) if letter.code else None,
    )


def sealed_paper_of(letter: Letter) -> LetterPaper:
    """As it was signed, whatever became of it later."""
    entry = entry_of(letter)
    if entry is None or letter.signed_at is None:
        raise ValueError("only a signed letter has its paper")
    return made_of(
        content_of(letter),
        letter.issuer,
        signatures_of(letter),
        number=entry.written,
        day=localdate(letter.signed_at),
        qr=QrCode(address_of(letter), QR_CAPTION),
    )


def made_of(
    content: Content,
    issuer: Issuer,
    signing: Sequence[LetterStep],
    *,
    number: str = "",
    day: date | None = None,
    mark: str = "",
    qr: QrCode | None = None,
) -> LetterPaper:
    rules = rules_of(Kind(content.kind))
    return LetterPaper(
        kind=Kind(content.kind),
        subject=content.subject,
        body=blocks_from_data(content.body),
        urgency=Urgency(content.urgency),
        secrecy=Level(content.secrecy),
        number=number,
        number_code=_room_for_number(content, issuer),
        place=tuple(issuer.address.splitlines()) or (issuer.name,),
        office=_office(content, issuer),
        day=day,
        addressee=content.addressee,
        salutation=content.salutation,
        references=content.references,
        enclosures=tuple(Enclosure(title, quantity) for title, quantity in content.enclosures),
        signatories=_signatories(signing) if rules.has(Block.SIGNATORIES) else (),
        owner_unit=tuple(line for line in (issuer.name, issuer.unit) if line),
        telephone=issuer.telephone,
        email=issuer.email,
        copies=content.copy_to,
        qr=qr,
        attachments=_attachments(content),
        digits=Digits(content.digits),
        mark=mark,
    )


def _room_for_number(content: Content, issuer: Issuer) -> str:
    """``ปท 0017.2/ว `` with room after it; an order has no code."""
    book = book_for(
        kind=content.kind,
        secrecy=content.secrecy,
        circular=content.circular,
        apart=issuer.circular_apart,
    )
    shown = written(book.code, code=issuer.code, number=0, year=0, circular=content.circular)
    return shown.removesuffix("0").removesuffix("0/") if not shown.startswith("0") else issuer.code


def _office(content: Content, issuer: Issuer) -> str:
    if rules_of(Kind(content.kind)).form == "decree":
        return issuer.authority or issuer.name
    return f"{issuer.name} {issuer.unit}".strip() if content.kind == Kind.MEMO else issuer.name


def _signatories(signing: Sequence[LetterStep]) -> tuple[Signatory, ...]:
    return tuple(
        Signatory(name=step.person.name, position=step.title, acting_for=step.acting_for) for step in signing
    )


def _attachments(content: Content) -> tuple[Attachment, ...]:
    if not content.recipients:
        return ()
    return (Attachment(LIST_TITLE, (Items(tuple(Item(name) for name in content.recipients)),)),)


def number_facts(content: Content, issuer: Issuer, day: date) -> tuple[str, int]:
    """The book that the letter is numbered in, and the year."""
    book = book_for(
        kind=content.kind,
        secrecy=content.secrecy,
        circular=content.circular,
        apart=issuer.circular_apart,
    )
    return book.code, register_year(day)
