"""What is told of letters that an office writes."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema

from samrit.letters.models import Letter, LetterStep, RegisterEntry, SealedPaper
from samrit.letters.queries.writing import chain_of
from samrit.rules.letters.typed import text_from_blocks
from samrit.ui.api.problems import Refused

KindCode = Literal["external", "memo", "stamped", "order", "announcement", "meeting"]
StatusCode = Literal["draft", "in_chain", "returned", "signed", "void"]


class LetterOffice(Schema):
    """ส่วนราชการเจ้าของหนังสือ; ``code`` stands before the stroke of its numbers."""

    id: int
    agency_id: int
    code: str
    name: str


class WrittenFacts(Schema):
    """หนังสือที่ออก; ``number`` is empty until the last signature draws it. ``area`` null: of all provinces."""

    id: int
    issuer: LetterOffice
    area: str | None
    kind: str
    topic: str
    status: str
    circular: bool
    urgency: str
    secrecy: str
    number: str
    subject: str
    addressee: str
    due_on: date | None
    drafted_by: str
    drafted_at: datetime
    signed_at: datetime | None
    version: int

    @staticmethod
    def resolve_area(obj: Letter) -> str | None:
        return obj.area_id

    @staticmethod
    def resolve_drafted_by(obj: Letter) -> str:
        return obj.drafted_by.name

    @staticmethod
    def resolve_number(obj: Letter) -> str:
        """Reads ``numbered``: ``with_number`` put it there."""
        numbered: list[RegisterEntry] = obj.numbered  # type: ignore[attr-defined]
        return numbered[0].written if numbered else ""


class EnclosureFacts(Schema):
    """สิ่งที่ส่งมาด้วย; ``quantity``: how many, in words."""

    title: str
    quantity: str


class ReceivingAgency(Schema):
    id: int
    name: str


class ChainStep(Schema):
    """One person of the newest proposal; ``verdict``: approved, signed, returned, empty: not decided."""

    position: int
    part: str
    person_id: int
    person: str
    title: str
    acting_for: str
    verdict: str
    reason: str
    decided_at: datetime | None

    @staticmethod
    def resolve_person(obj: LetterStep) -> str:
        return obj.person.name


class SealedFacts(Schema):
    """ฉบับลงนาม; ``signer``: of the digital signature, empty without a certificate."""

    sha256: str
    size: int
    sealed_at: datetime
    signer: str

    @staticmethod
    def resolve_signer(obj: SealedPaper) -> str:
        return str(obj.signature.get("subject", ""))


class WrittenLetter(WrittenFacts):
    """All that it says. ``body`` is plain text as it is typed on the page (docs/letters-writing.md)."""

    digits: str
    salutation: str
    body: str
    recipients: list[str]
    references: list[str]
    enclosures: list[EnclosureFacts]
    copy_to: list[str]
    agencies: list[ReceivingAgency]
    edition_id: int | None
    round_id: int | None
    appeal_id: int | None
    meeting_id: int | None
    position: int
    chain: list[ChainStep]
    paper: SealedFacts | None
    code: str
    voided_at: datetime | None
    void_reason: str

    @staticmethod
    def resolve_body(obj: Letter) -> str:
        return text_from_blocks(obj.body)

    @staticmethod
    def resolve_enclosures(obj: Letter) -> list[dict[str, Any]]:
        return [{"title": title, "quantity": quantity} for title, quantity in obj.enclosures]

    @staticmethod
    def resolve_agencies(obj: Letter) -> list[Any]:
        return list(obj.agencies.order_by("pk"))

    @staticmethod
    def resolve_chain(obj: Letter) -> list[LetterStep]:
        return chain_of(obj)

    @staticmethod
    def resolve_paper(obj: Letter) -> SealedPaper | None:
        return SealedPaper.objects.filter(letter=obj).first()


class LetterMoves(Schema):
    """Each move: null, or why not now."""

    edit: Refused | None
    propose: Refused | None
    take_back: Refused | None
    approve: Refused | None
    send_back: Refused | None
    sign: Refused | None
    void: Refused | None


class WrittenStanding(Schema):
    """What may be done now, and what the paper still wants before it can be proposed."""

    moves: LetterMoves
    wanting: list[Refused]
