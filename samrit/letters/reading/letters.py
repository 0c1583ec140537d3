"""Finds the letters in a text: where each begins, what its head says, where its attachments are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from samrit.letters.reading.heads import Head, read_head
from samrit.letters.reading.lines import Line
from samrit.letters.reading.numbers import LetterNumber, Mention, find_mentions, own_number
from samrit.letters.reading.paragraphs import Paragraph, paragraphs
from samrit.letters.reading.stamps import Stamps

_MEMO = re.compile(r"(?:\S{1,8}\s{1,2})?(?:(?:ด่วนที่สุด|ด่วนมาก|ด่วน) )?บันทึกข้อความ$")
_URGENCY = re.compile(r"(?:ด่วนที่สุด|ด่วนมาก|ด่วน|ลับที่สุด|ลับมาก|ลับ)(?:$|\s)")
_BLANK_NUMBER = re.compile(r"ที่ {0,5}[:.]? {0,3}(?:[ก-ฮ]{2,4} ?[\d.]{0,10} ?/? ?ว?)? ?[.…_/ -]{0,90}$")
_ORDER = re.compile(
    r"(?P<kind>คำสั่ง|ประกาศ)(?P<issuer>(?:จังหวัด|สำนักงาน|กระทรวง|กรม|คณะกรรมการ|อำเภอ|องค์การ|เทศบาล).{1,80})$"
)
_ORDER_NUMBER = re.compile(r"ที่ ?(\d{1,5} ?/ ?\d{4})$")
_SUBJECT = re.compile(r"เรื่?อง(?:\s|:|$)")
_TO = re.compile(r"(?:กราบ)?เรียน(?:\s|:|$)|ถึง\s")
_CLOSING = re.compile(r"(?:ขอแสดงความนับถือ|จึง(?:กราบ)?เรียนมา|จึงประกาศ|สั่ง ณ|ประกาศ ณ)")
_ATTACHED = re.compile(
    r"(?:เอกสาร(?:แนบ|ประกอบ)|บัญชี(?:รายชื่อ|แนบ)|รายชื่อ|กำหนดการ|(?:ตาม|แนบท้าย)?หนังสือ.{0,120}ที่ |สิ่งที่ส่งมาด้วย|รายละเอียด|สรุป|ระเบียบวาระ)"
)
_HEAD_LINES = 30  # a head's subject follows its number within these lines


@dataclass(frozen=True)
class Cited:
    """A mention, the line it stands on and in which part: reference, body, enclosure, attachment."""

    mention: Mention
    line: int
    place: str
    context: str


@dataclass(frozen=True)
class LetterRead:
    """A letter and its stretch of the text: lines ``start`` to ``end`` (positions), head up to ``body``."""

    head: Head
    start: int
    body: int
    closing: int
    end: int
    cited: tuple[Cited, ...] = ()
    paragraphs: tuple[Paragraph, ...] = field(default=(), repr=False)

    @property
    def number(self) -> LetterNumber | None:
        return self.head.number

    @property
    def date(self) -> date | None:
        return self.head.date.value if self.head.date else None


def find_letters(lines: Sequence[Line], stamps: Stamps, rows: frozenset[int]) -> list[LetterRead]:
    """Every letter, in order. ``rows``: lines (by number) of KPI tables, which are never a letter's head."""
    usable = [
        n
        for n, line in enumerate(lines)
        if not line.blank and n not in stamps.positions and line.number not in rows
    ]
    anchors = _anchors(lines, usable)
    letters = []
    for order, anchor in enumerate(anchors):
        end = anchors[order + 1].start if order + 1 < len(anchors) else len(lines)
        letters.append(_read(lines, [n for n in usable if anchor.start <= n < end], anchor, end))
    return letters


@dataclass(frozen=True)
class Anchor:
    """Where a letter begins, and what made that certain."""

    start: int
    kind: str  # letter | memo | order | announcement
    order: re.Match[str] | None = None


def _anchors(lines: Sequence[Line], usable: Sequence[int]) -> list[Anchor]:
    anchors: list[Anchor] = []
    order = 0
    while order < len(usable):
        anchor = _anchor(lines, usable, order)
        if anchor is None:
            order += 1
            continue
        begin = _begin(lines, usable, order, anchors[-1].start if anchors else -1)
        anchors.append(Anchor(begin, anchor.kind, anchor.order))
        order = _after_subject(lines, usable, order)
    return anchors or _without_number(lines, usable)


def _anchor(lines: Sequence[Line], usable: Sequence[int], order: int) -> Anchor | None:
    text = lines[usable[order]].text
    if _MEMO.match(text):
        kind, match = "memo", None
    elif (match := _ORDER.match(text)) and len(text) < 100 and not re.search(r"ที่ |ลงวันที่", text):  # noqa: PLR2004 - a title
        kind = "order" if match["kind"] == "คำสั่ง" else "announcement"
    elif (own_number(text) and not _is_wrapped_citation(lines, usable, order)) or _BLANK_NUMBER.fullmatch(
        text
    ):
        kind, match = "letter", None
    else:
        return None
    return Anchor(usable[order], kind, match) if _has_subject(lines, usable, order) else None


def _is_wrapped_citation(lines: Sequence[Line], usable: Sequence[int], order: int) -> bool:
    """``… หนังสือกระทรวงมหาดไทย`` / ``ที่ มท 0218/ว 3953`` / ``ลงวันที่ …``: broken across lines."""
    below = lines[usable[order + 1]].text if order + 1 < len(usable) else ""
    if re.match(r"ลง ?วันที่", below):
        return True
    above = usable[order] - 1
    text = lines[above].text if above >= 0 else ""
    return bool(text) and bool(re.match(r"อ้างถึง|สิ่งที่ส่งมาด้วย|ตามหนังสือ|หนังสือ", text)) and not own_number(text)


def _has_subject(lines: Sequence[Line], usable: Sequence[int], order: int) -> bool:
    texts = [lines[n].text for n in usable[order + 1 : order + 1 + _HEAD_LINES]]
    for position, text in enumerate(texts):
        if _SUBJECT.match(text):
            return True
        if _TO.match(text) and position < 8:  # noqa: PLR2004 - a sealed letter: ถึง … without เรื่อง
            return True
        if own_number(text) and position > 2:  # noqa: PLR2004 - the next letter
            return False
    return bool(re.search(r"\sเรื่อง\s", lines[usable[order]].text))


def _begin(lines: Sequence[Line], usable: Sequence[int], order: int, previous: int) -> int:
    """Urgency and บันทึกข้อความ stand above the number."""
    begin = usable[order]
    for above in reversed(usable[max(0, order - 3) : order]):
        if above <= previous or not (_URGENCY.match(lines[above].text) or _MEMO.match(lines[above].text)):
            break
        begin = above
    return begin


def _after_subject(lines: Sequence[Line], usable: Sequence[int], order: int) -> int:
    for further in range(order + 1, min(order + 1 + _HEAD_LINES, len(usable))):
        if _SUBJECT.match(lines[usable[further]].text) or _TO.match(lines[usable[further]].text):
            return further + 1
    return order + 1


def _without_number(lines: Sequence[Line], usable: Sequence[int]) -> list[Anchor]:
    """Drafts: no number line at all, but เรื่อง and เรียน."""
    anchors: list[Anchor] = []
    for order, position in enumerate(usable):
        below = [lines[n].text for n in usable[order + 1 : order + 6]]
        if _SUBJECT.match(lines[position].text) and any(_TO.match(text) for text in below):
            first = max(0, order - 8) if not anchors else order
            anchors.append(Anchor(usable[first], "letter"))
    return anchors


def _read(lines: Sequence[Line], own: Sequence[int], anchor: Anchor, end: int) -> LetterRead:
    head, body = read_head([(n, lines[n]) for n in own], anchor.kind, _title_of(anchor))
    closing = next((n for n in own if n >= body and _CLOSING.match(lines[n].text)), end)
    attached = next((n for n in own if n > closing and _ATTACHED.match(lines[n].text)), end)
    usable = set(own)
    below = [lines[n] if n in usable else Line(lines[n].number, "") for n in range(body, end)]
    blocks = tuple(paragraphs(below))
    first_attached = lines[attached].number if attached < len(lines) else lines[-1].number + 1
    cited = [*_in_head(head), *_in_blocks(blocks, first_attached)]
    return LetterRead(head, anchor.start, body, closing, end, tuple(cited), blocks)


def _title_of(anchor: Anchor) -> str | None:
    return anchor.order["issuer"].strip() if anchor.order else None


def _in_head(head: Head) -> list[Cited]:
    return [
        Cited(mention, part.line, part.place, part.text)
        for part in head.parts
        for mention in find_mentions(part.text)
    ]


def _in_blocks(blocks: Sequence[Paragraph], first_attached: int) -> list[Cited]:
    return [
        Cited(mention, line, "attachment" if line >= first_attached else "body", block.text)
        for block in blocks
        for mention in find_mentions(block.text)
        for line in [block.line_at(mention.start)]
    ]
