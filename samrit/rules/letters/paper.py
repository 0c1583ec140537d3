"""What one official paper says, whatever draws it: plain values, and what is missing or does not belong on it.

Nothing here is laid out: ``samrit.letters.documents`` makes the PDF and the Word file of it, by its kind's form.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from samrit.rules.letters.kinds import (
    BLOCK_LABELS,
    KIND_LABELS,
    Block,
    Kind,
    KindRules,
    Salutation,
    Urgency,
    rules_of,
    salutation_for,
)
from samrit.rules.secrecy import Level
from samrit.rules.wording import Message, Refusal, refuse, say

ACTING_FOR = "ปฏิบัติราชการแทน"


class Digits(StrEnum):
    """Which digits the paper is written with; addresses of web and mail stay Arabic."""

    THAI = "thai"
    ARABIC = "arabic"


DIGITS_LABELS: dict[Digits, Message] = {
    Digits.THAI: say("letter_digits_thai", "เลขไทย"),
    Digits.ARABIC: say("letter_digits_arabic", "เลขอารบิก"),
}


# ── the body ────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Paragraph:
    """ย่อหน้า: its first line is indented. Line breaks within are kept."""

    text: str


@dataclass(frozen=True)
class Heading:
    """หัวข้อ, bold and not indented."""

    text: str


@dataclass(frozen=True)
class Item:
    """ข้อ, with ข้อย่อย below it. The number is not part of the text: it is counted (1. · 1.1 · (1))."""

    text: str
    items: tuple["Item", ...] = ()


@dataclass(frozen=True)
class Items:
    """Numbered points, counted from ``start``."""

    items: tuple[Item, ...]
    start: int = 1


@dataclass(frozen=True)
class Table:
    """ตาราง. ``widths``: the columns' shares of the page's width, all equal when empty; ``numeric``: columns set right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class AgendaItem:
    """ระเบียบวาระ: its number is counted; ``points`` are numbered 1.1, 1.2 …; ``presenter`` is a role."""

    title: str
    points: tuple[str, ...] = ()
    presenter: str = ""


@dataclass(frozen=True)
class Agenda:
    """ระเบียบวาระการประชุม."""

    items: tuple[AgendaItem, ...]


BodyBlock = Paragraph | Heading | Items | Table | Agenda


# ── around it ───────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Enclosure:
    """สิ่งที่ส่งมาด้วย, and how much of it: ``จำนวน 1 ฉบับ``. An empty ``quantity`` is not printed."""

    title: str
    quantity: str = ""


@dataclass(frozen=True)
class Signatory:
    """ผู้ลงนาม. ``position`` may have several lines; ``acting_for``: the position that they sign for.

    ``acting``: how they stand in (ปฏิบัติราชการแทน, รักษาราชการแทน); ``rank``: ยศ, which stands before the signature.
    """

    name: str
    position: str
    acting_for: str = ""
    acting: str = ACTING_FOR
    rank: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands under the name: ``รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน`` and ``ผู้ว่าราชการจังหวัด…`` below it."""
        lines = [line.strip() for line in self.position.splitlines() if line.strip()]
        if self.acting_for and lines:
            lines[-1] = f"{lines[-1]} {self.acting}"
        return (*lines, self.acting_for) if self.acting_for else tuple(lines)


@dataclass(frozen=True)
class QrCode:
    """A code that leads to ``url``, with what it is for under it."""

    url: str
    caption: str


@dataclass(frozen=True)
class Attachment:
    """A page of its own after the letter: บัญชีรายชื่อ, a table, the agenda. ``lines`` stand under the title."""

    title: str
    blocks: tuple[BodyBlock, ...]
    lines: tuple[str, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, kw_only=True)
class LetterPaper:
    """One letter, order or announcement. Digits are typed as Arabic ones and written as ``digits`` says.

    ``number`` is empty until it is drawn: then ``number_code`` (``ปท 0017.2/ว``) stands with room after it; so does
    ``day``. ``office``: the memo's ส่วนราชการ, the sender of a stamped letter, who orders or announces
    (``จังหวัดปทุมธานี``). ``salutation`` and ``closing`` follow from the addressee where they are empty. ``mark``:
    what a draft carries across its head (``ร่าง``, ``สำเนา``, ``ยกเลิก``); ``verify``: a small code in the foot, where
    the paper can be checked.
    """

    kind: Kind
    subject: str = ""
    body: tuple[BodyBlock, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    secrecy: Level = Level.ORDINARY
    number: str = ""
    number_code: str = ""
    place: tuple[str, ...] = ()
    office: str = ""
    day: date | None = None
    addressee: str = ""
    salutation: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    closing: str = ""
    signatories: tuple[Signatory, ...] = ()
    owner_unit: tuple[str, ...] = ()
    telephone: str = ""
    email: str = ""
    copies: tuple[str, ...] = ()
    qr: QrCode | None = None
    verify: QrCode | None = None
    attachments: tuple[Attachment, ...] = ()
    digits: Digits = Digits.THAI
    mark: str = ""

    @property
    def rules(self) -> KindRules:
        return rules_of(self.kind)

    @property
    def _salutation(self) -> Salutation:
        return salutation_for(self.addressee)

    @property
    def opening_words(self) -> str:
        """เรียน, กราบเรียน …; ถึง on a stamped letter."""
        if self.rules.form == "stamped":
            return "ถึง"
        return self.salutation or self._salutation.opening

    @property
    def closing_words(self) -> str:
        """ขอแสดงความนับถือ …; "" where the kind has none."""
        return (self.closing or self._salutation.closing) if self.rules.has(Block.CLOSING) else ""

    @property
    def agendas(self) -> tuple[Agenda, ...]:
        """Wherever they stand: in the letter, or on a page after it."""
        blocks = [*self.body, *(block for page in self.attachments for block in page.blocks)]
        return tuple(block for block in blocks if isinstance(block, Agenda))


# ── what is missing ─────────────────────────────────────────────────────────
def _present(paper: LetterPaper, block: Block) -> bool:
    match block:
        case Block.NUMBER_CODE:
            return bool(paper.number.strip() or paper.number_code.strip())
        case Block.AGENDA:
            return any(agenda.items for agenda in paper.agendas)
        case Block.CLOSING:
            return bool(paper.closing)
        case Block.PLACE | Block.OWNER_UNIT:
            return any(line.strip() for line in getattr(paper, block))
        case _:
            kept = getattr(paper, block)
            return bool(kept.strip() if isinstance(kept, str) else kept)


# What a kind without it must not carry; urgency, day and the like are on every kind or simply not printed.
_MISPLACED = (
    Block.REFERENCES,
    Block.ENCLOSURES,
    Block.CLOSING,
    Block.COPIES,
)


def refusals(paper: LetterPaper, *, sealing: bool = False) -> tuple[Refusal, ...]:
    """Everything that keeps this paper from going out, in the order of the page; none when it is whole.

    ``sealing``: it is being signed, so it must have its number and its day too.
    """
    return tuple(_refusals(paper, sealing=sealing))


def _refusals(paper: LetterPaper, *, sealing: bool) -> Iterator[Refusal]:
    rules, kind = paper.rules, KIND_LABELS[paper.kind]
    for block in Block:
        if block in rules.required and not _present(paper, block):
            yield refuse(
                "letter_block_missing",
                "{kind}ยังไม่มี{block} – กรอกก่อนเสนอลงนาม",
                kind=kind,
                block=BLOCK_LABELS[block],
            )
        elif block in _MISPLACED and not rules.has(block) and _present(paper, block):
            yield refuse(
                "letter_block_misplaced",
                "{kind}ไม่มี{block} – ย้ายไปเขียนในเนื้อความ หรือเลือกหนังสือชนิดอื่น",
                kind=kind,
                block=BLOCK_LABELS[block],
            )
    yield from _of_signatories(paper)
    yield from _of_body(paper)
    if sealing:
        yield from _of_sealing(paper)


def _of_signatories(paper: LetterPaper) -> Iterator[Refusal]:
    if paper.rules.has(Block.SIGNATORIES):
        for place, one in enumerate(paper.signatories, start=1):
            if not one.name.strip() or not one.position.strip():
                yield refuse("letter_signatory_unnamed", "ผู้ลงนามคนที่ {place} ยังไม่มีชื่อหรือตำแหน่ง", place=place)
    elif paper.signatories:
        yield refuse(
            "letter_not_signed", "หนังสือประทับตราใช้ตราแทนการลงชื่อ จึงไม่มีผู้ลงนาม – เลือกหนังสือชนิดอื่นหากต้องลงนาม"
        )


def _of_body(paper: LetterPaper) -> Iterator[Refusal]:
    tables = [block for block in blocks_of(paper) if isinstance(block, Table)]
    if any(len(row) != len(table.head) for table in tables for row in table.rows):
        yield refuse("letter_table_uneven", "ตารางในหนังสือมีจำนวนช่องไม่เท่ากันทุกแถว – เติมช่องที่ขาดหรือลบช่องที่เกิน")
    if any(code and not code.url.startswith(("https://", "http://")) for code in (paper.qr, paper.verify)):
        yield refuse("letter_qr_address", "ที่อยู่ของคิวอาร์โค้ดต้องขึ้นต้นด้วย https://")


def _of_sealing(paper: LetterPaper) -> Iterator[Refusal]:
    if paper.rules.has(Block.NUMBER) and not paper.number.strip():
        yield refuse("letter_number_missing", "หนังสือยังไม่มีเลขที่ – ออกเลขก่อนลงนาม")
    if paper.day is None:
        yield refuse("letter_day_missing", "หนังสือยังไม่ลงวันที่ – ลงวันที่ก่อนลงนาม")
    if paper.mark:
        yield refuse("letter_still_draft", "หนังสือยังมีคำว่า “{mark}” กำกับ – นำออกก่อนลงนาม", mark=paper.mark)


def blocks_of(paper: LetterPaper) -> tuple[BodyBlock, ...]:
    """Every block, the attachments' too."""
    return (*paper.body, *(block for page in paper.attachments for block in page.blocks))


# ── as data ─────────────────────────────────────────────────────────────────
_NAMES: dict[str, type[Any]] = {
    "paragraph": Paragraph,
    "heading": Heading,
    "items": Items,
    "table": Table,
    "agenda": Agenda,
}


def blocks_to_data(blocks: Sequence[BodyBlock]) -> list[dict[str, Any]]:
    """As JSON data, to be kept."""
    return [{"type": _name_of(block), **_fields(block)} for block in blocks]


def _name_of(block: BodyBlock) -> str:
    return next(name for name, kind in _NAMES.items() if isinstance(block, kind))


def _fields(block: Any) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in vars(block).items():
        kept[name] = [_plain(one) for one in value] if isinstance(value, tuple) else value
    return kept


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return _fields(value) if isinstance(value, Item | AgendaItem) else value


def blocks_from_data(data: Sequence[Mapping[str, Any]]) -> tuple[BodyBlock, ...]:
    """The blocks that ``blocks_to_data`` kept. ValueError where it is no such data."""
    try:
        return tuple(_block(row) for row in data)
    except (KeyError, TypeError, AttributeError) as other:
        raise ValueError(f"not the blocks of a letter: {other}") from other


def _block(row: Mapping[str, Any]) -> BodyBlock:
    match row["type"]:
        case "items":
            return Items(tuple(map(_item, row["items"])), row.get("start", 1))
        case "table":
            rows = tuple(tuple(one) for one in row["rows"])
            return Table(
                tuple(row["head"]), rows, tuple(row.get("widths", ())), tuple(row.get("numeric", ()))
            )
        case "agenda":
            return Agenda(tuple(_agenda_item(one) for one in row["items"]))
        case name:
            block: BodyBlock = _NAMES[name](row["text"])
            return block


def _item(row: Mapping[str, Any]) -> Item:
    return Item(row["text"], tuple(map(_item, row.get("items", ()))))


def _agenda_item(row: Mapping[str, Any]) -> AgendaItem:
    return AgendaItem(row["title"], tuple(row.get("points", ())), row.get("presenter", ""))
